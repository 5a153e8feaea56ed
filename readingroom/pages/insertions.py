"""What editors put into brackets: a landing page of the kinds, and every use of each kind."""

from collections.abc import Iterator

from readingroom.addresses import page_of, relative
from readingroom.index import uses
from readingroom.model.archive import Group
from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import KindView, Letter, Name, NamesView, Place, Uses
from readingroom.pages import frame
from readingroom.pages.listed import item, neighbour, shortened
from readingroom.pages.paged import paged, title

LANDING, KIND = "names.html", "kind.html"
LEAD = "What an editor or translator put into square brackets: an explanation, a source, something left out."
SHOWN_LENGTH = 240


def pages(site: Site) -> Iterator[Page]:
    """`insertions/index.html` and `insertions/{kind}.html`; nothing where no dispatch has an insertion."""
    index = site.listings.insertions
    if index.groups:
        yield _landing(site)
    for group in index.groups:
        yield from _of_kind(site, group)


def _landing(site: Site) -> Page:
    index = site.listings.insertions
    names = tuple(
        Name(text=group.label, count=len(group.ids), href=relative(index.address, index.page(group)))
        for group in index.groups
    )
    view = NamesView(
        head=frame.head(index.address, index.label, site.settings, description=LEAD, section=index.key),
        crumbs=frame.crumbs(index.address, site.settings),
        title=index.label,
        letters=(Letter(initial="", id="", names=names),),
        count=len(names),
        noun="kind" if len(names) == 1 else "kinds",
        lead=LEAD,
    )
    return Page(address=index.address, template=LANDING, view=view)


def _of_kind(site: Site, group: Group) -> Iterator[Page]:
    index = site.listings.insertions
    for address, page, pager in paged(index, group):
        name = title(group.label, page)
        view = KindView(
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
            pager=pager,
        )
        yield Page(address=address, template=KIND, view=view)


def _uses(site: Site, origin: str, kind: str, dispatch: str) -> Uses:
    entry = site.archive.entries[dispatch]
    places = (
        Place(
            href=relative(origin, page_of(dispatch), use.anchor), sentence=shortened(use.text, SHOWN_LENGTH)
        )
        for use in uses(entry.card, kind)
    )
    return Uses(item=item(origin, neighbour(entry), site.settings), places=tuple(dict.fromkeys(places)))
