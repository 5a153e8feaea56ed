"""What editors put into brackets: a landing page of the kinds, and every use of each kind."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from readingroom.addresses import page_of, relative
from readingroom.index import uses
from readingroom.model.archive import Card, Group
from readingroom.model.listing import PageOf
from readingroom.model.page import PageRecipe
from readingroom.model.site import Site
from readingroom.model.view import KindView, Letter, Name, NamesView, Pager, Place, Uses
from readingroom.pages import frame
from readingroom.pages.listed import item, neighbour, shortened
from readingroom.pages.paged import paged, title
from readingroom.pages.within import within

LANDING, KIND = "names.html", "kind.html"
LEAD = "What an editor or translator put into square brackets: an explanation, a source, something left out."
SHOWN_LENGTH = 240


def pages(site: Site) -> Iterator[PageRecipe]:
    """`insertions/index.html` and `insertions/{kind}.html`; nothing where no dispatch has an insertion."""
    index = site.listings.insertions
    if index.groups:
        yield PageRecipe(address=index.address, template=LANDING, view=_landing)
    for group in index.groups:
        yield from _of_kind(site, group)


def _landing(site: Site) -> NamesView:
    index = site.listings.insertions
    names = tuple(
        Name(text=group.label, count=len(group.ids), href=relative(index.address, index.page(group)))
        for group in index.groups
    )
    return NamesView(
        head=frame.head(index.address, index.label, site.settings, description=LEAD, section=index.key),
        crumbs=frame.crumbs(index.address, site.settings),
        title=index.label,
        letters=(Letter(initial="", id="", names=names),),
        count=len(names),
        noun="kind" if len(names) == 1 else "kinds",
        lead=LEAD,
    )


def with_uses(view: KindView, origin: str, kind: str, card: Card) -> KindView:
    """The view of a page at `origin` that lists a dispatch, with what the dispatch's card says now."""
    own = relative(origin, page_of(card.id))
    return replace(
        view,
        uses=tuple(
            replace(one, places=_places(origin, kind, card)) if one.item.href == own else one
            for one in view.uses
        ),
    )


def _of_kind(site: Site, group: Group) -> Iterator[PageRecipe]:
    for address, page, pager in paged(site.listings.insertions, group):
        view = partial(_kind, address=address, page=page, pager=pager, group=group)
        yield PageRecipe(address=address, template=KIND, view=view)


def _kind(site: Site, *, address: str, page: PageOf, pager: Pager | None, group: Group) -> KindView:
    index, name = site.listings.insertions, title(group.label, page)
    return KindView(
        head=frame.head(
            address,
            f"{name} · {index.label}",
            site.settings,
            description=f"{group.label}: every use, with its place.",
            section=index.key,
        ),
        crumbs=frame.crumbs(
            address, site.settings, (index.label, index.address), (group.label, index.page(group))
        ),
        title=name,
        uses=tuple(_uses(site, address, group.slug, dispatch) for dispatch in page.ids),
        count=0 if page.number else len(group.ids),
        within=within(group.label, ("insertion", group.label)),
        pager=pager,
    )


def _uses(site: Site, origin: str, kind: str, dispatch: str) -> Uses:
    entry = site.archive.entries[dispatch]
    return Uses(item=item(origin, neighbour(entry), site.settings), places=_places(origin, kind, entry.card))


def _places(origin: str, kind: str, card: Card) -> tuple[Place, ...]:
    places = (
        Place(href=relative(origin, page_of(card.id), use.anchor), sentence=shortened(use.text, SHOWN_LENGTH))
        for use in uses(card, kind)
    )
    return tuple(dict.fromkeys(places))
