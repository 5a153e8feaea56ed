"""The pages of the series."""

from collections.abc import Iterator

from readingroom import feeds
from readingroom.addresses import relative
from readingroom.model.archive import Group
from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import Item, ListView
from readingroom.pages import frame
from readingroom.pages.listed import item, neighbour
from readingroom.pages.paged import paged, title

TEMPLATE = "list.html"


def pages(site: Site) -> Iterator[Page]:
    """`{series}/index.html` with the newest, and numbered pages where there are more."""
    for group in site.listings.series.groups:
        yield from _of_group(site, group)


def _of_group(site: Site, group: Group) -> Iterator[Page]:
    index = site.listings.series
    feed = feeds.address_of(site, index, group)
    own = index.page(group)
    for address, page, pager in paged(index, group):
        name = title(group.label, page)
        description = group.description or f"{group.label}: every dispatch of the series, newest first."
        view = ListView(
            head=frame.head(
                address,
                name,
                site.settings,
                description=description,
                section="series",
                feeds=frame.feed_link(address, feed, f"{site.settings.title}: {group.label}"),
            ),
            crumbs=frame.crumbs(address, site.settings, (group.label, own)),
            kind="Series",
            title=name,
            items=items(site, address, page.ids),
            description="" if page.number else group.description,
            count=0 if page.number else len(group.ids),
            pager=pager,
            feed=relative(address, feed) if feed else "",
        )
        yield Page(address=address, template=TEMPLATE, view=view)


def items(site: Site, origin: str, ids: tuple[str, ...]) -> tuple[Item, ...]:
    """The dispatches as a list on the page at `origin` shows them."""
    entries = site.archive.entries
    return tuple(item(origin, neighbour(entries[name]), site.settings) for name in ids)
