"""An Atom feed (RFC 4287): the dispatches that changed last.

Ids are the canonical addresses, which the archive promises to keep. A dispatch without a date and
without `updated` has no time to stand at and is absent; the feed's own time is that of its newest entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from readingroom.addresses import absolute
from readingroom.feeds.entry import atom_entry, stamp
from readingroom.feeds.xml import element, written
from readingroom.model.archive import Entry
from readingroom.model.page import Composed, Excerpt
from readingroom.model.site import Site

ENTRIES = 50
WITH_TEXT = 10
"""Of these the newest carry their whole text; it stands once more in each feed that has it."""

NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed to write."""

    address: str
    title: str
    page: str
    """Address of the page whose dispatches it has."""
    with_text: int = WITH_TEXT


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that a feed has, newest first; of one time, the last of the archive's order first."""
    dated = ((stamp(entry), place, entry) for place, entry in enumerate(entries))
    return [entry for when, _, entry in nlargest(ENTRIES, dated, key=lambda item: item[:2]) if when]


def written_feed(feed: Feed, entries: Iterable[Entry], site: Site) -> Composed | None:
    """The file of a feed; None where no entry has a time."""
    chosen = newest(entries)
    if not chosen:
        return None
    parts: list[str | Excerpt] = [_head(feed, site, stamp(chosen[0])) + "\n"]
    for place, entry in enumerate(chosen):
        parts += atom_entry(entry, site, with_text=place < feed.with_text)
    return Composed(address=feed.address, parts=(*parts, "</feed>\n"))


def _head(feed: Feed, site: Site, updated: str) -> str:
    settings = site.settings
    own, page = absolute(settings.base_url, feed.address), absolute(settings.base_url, feed.page)
    root = written({"xmlns": NAMESPACE, "xml_lang": settings.language, "xml_base": settings.base_url})
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<feed{root}>",
        element("id", own),
        element("title", feed.title),
        element("subtitle", settings.subtitle or settings.description),
        element("link", rel="self", type="application/atom+xml", href=own),
        element("link", rel="alternate", type="text/html", href=page),
        element("updated", updated),
        f"<author>{element('name', settings.institution or settings.title)}</author>",
        element("rights", settings.licence),
    ]
    return "\n".join(line for line in lines if line not in ("<subtitle/>", "<rights/>"))
