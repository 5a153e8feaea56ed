"""Which feeds an archive has: the whole, each series, each subject with a page."""

from collections.abc import Iterator

from readingroom.feeds.feed import WITH_TEXT, Feed, written_feed
from readingroom.model.archive import Group, Index
from readingroom.model.page import Composed
from readingroom.model.site import Site

WHOLE = "feed.xml"
SUBJECTS = "subjects"


def files(site: Site) -> Iterator[Composed]:
    """Every feed; none without a base_url, since ids and links of a feed are full addresses."""
    if not site.settings.base_url:
        return
    title, listings = site.settings.title, site.listings
    whole = Feed(address=WHOLE, title=title, page="index.html")
    if file := written_feed(whole, site.archive.shown(), site):
        yield file
    subjects = listings.field(SUBJECTS)
    for index in (listings.series, subjects) if subjects else (listings.series,):
        yield from _of_groups(index, site)


def address_of(site: Site, index: Index | None = None, group: Group | None = None) -> str:
    """The address of the whole archive's feed, or of a group's; empty where there is none."""
    if not site.settings.base_url:
        return ""
    if index is None or group is None:
        return WHOLE if any(series.is_dated for series in site.listings.series.groups) else ""
    return _address(index, group) if group.is_dated else ""


def _address(index: Index, group: Group) -> str:
    if not index.key:
        return f"{group.slug}/{WHOLE}"
    has_feed = index.key == SUBJECTS and index.has_page(group)
    return f"{index.key}/{group.slug}.xml" if has_feed else ""


def _of_groups(index: Index, site: Site) -> Iterator[Composed]:
    for group in index.groups:
        feed = Feed(
            address=_address(index, group),
            title=f"{site.settings.title}: {group.label}",
            page=index.page(group),
            # A dispatch has many subjects, and its text need not stand in the feed of each.
            with_text=0 if index.key else WITH_TEXT,
        )
        entries = (site.archive.entries[dispatch] for dispatch in group.ids)
        if feed.address and (file := written_feed(feed, entries, site)):
            yield file
