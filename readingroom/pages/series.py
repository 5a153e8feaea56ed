"""The pages of the series."""

from collections.abc import Iterator
from functools import partial

from readingroom import feeds
from readingroom.addresses import relative
from readingroom.model.archive import Group
from readingroom.model.listing import PageOf
from readingroom.model.page import PageRecipe
from readingroom.model.site import Site
from readingroom.model.view import Item, ListView, Pager
from readingroom.pages import frame
from readingroom.pages.listed import item, neighbour
from readingroom.pages.paged import paged, title
from readingroom.pages.within import within

TEMPLATE = "list.html"


def pages(site: Site) -> Iterator[PageRecipe]:
    """`{series}/index.html` with the newest, and numbered pages where there are more."""
    for group in site.listings.series.groups:
        yield from _of_group(site, group)


def _of_group(site: Site, group: Group) -> Iterator[PageRecipe]:
    for address, page, pager in paged(site.listings.series, group):
        view = partial(_view, address=address, page=page, pager=pager, group=group)
        yield PageRecipe(address=address, template=TEMPLATE, view=view)


def _view(site: Site, *, address: str, page: PageOf, pager: Pager | None, group: Group) -> ListView:
    index, name = site.listings.series, title(group.label, page)
    feed = feeds.address_of(site, index, group)
    return ListView(
        head=frame.head(
            address,
            name,
            site.settings,
            description=group.description or f"{group.label}: every dispatch of the series, newest first.",
            section="series",
            feeds=frame.feed_link(address, feed, f"{site.settings.title}: {group.label}"),
        ),
        crumbs=frame.crumbs(address, site.settings, (group.label, index.page(group))),
        kind="Series",
        title=name,
        items=items(site, address, page.ids),
        description="" if page.number else group.description,
        count=0 if page.number else len(group.ids),
        pager=pager,
        feed=relative(address, feed) if feed else "",
        within=within(group.label, ("series", group.label)),
    )


def items(site: Site, origin: str, ids: tuple[str, ...]) -> tuple[Item, ...]:
    """The dispatches as a list on the page at `origin` shows them."""
    entries = site.archive.entries
    return tuple(item(origin, neighbour(entries[name]), site.settings) for name in ids)
