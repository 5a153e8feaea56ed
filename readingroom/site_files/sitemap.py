"""The sitemap (sitemaps.org 0.9): one file, or an index of several where one may not hold them all."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from readingroom.addresses import absolute, page_of
from readingroom.model.archive import Archive
from readingroom.model.dispatch import Date
from readingroom.model.page import File
from readingroom.model.site import Site

MOST_ADDRESSES = 50_000
MOST_BYTES = 50 * 1024 * 1024

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(
    site: Site, addresses: Iterable[str], *, most: int = MOST_ADDRESSES, most_bytes: int = MOST_BYTES
) -> Iterator[File]:
    """`sitemap.xml` of the pages at `addresses`, and its parts where it has any; nothing without a base_url.

    Left out are pages that are no destination: stubs of old addresses, the page for what is not found,
    and what stands for withdrawn and removed dispatches.
    """
    base = site.settings.base_url
    if not base:
        return
    kept = sorted(set(addresses) - _left_out(site.archive))
    changed = _changes(site.archive)
    parts = list(_parts((_row("url", absolute(base, a), changed.get(a, "")) for a in kept), most, most_bytes))
    if len(parts) <= 1:
        yield File(address="sitemap.xml", data=_document("urlset", b"".join(parts)))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield File(address=name, data=_document("urlset", part))
    rows = (_row("sitemap", absolute(base, name)).encode() for name in names)
    yield File(address="sitemap.xml", data=_document("sitemapindex", b"".join(rows)))


def _left_out(archive: Archive) -> set[str]:
    shown = {entry.id for entry in archive.shown()}
    return {page_of(dispatch) for dispatch in archive.entries if dispatch not in shown} | {
        "404.html",
        *archive.aliases,
    }


def _changes(archive: Archive) -> dict[str, str]:
    """When pages changed, by address: only an `updated` tells; a dispatch's date is that of its words."""
    return {
        page_of(entry.id): _day(entry.card.meta.updated)
        for entry in archive.shown()
        if entry.card.meta.updated
    }


def _day(date: Date) -> str:
    """The date in W3C's format, which knows neither intervals nor doubt."""
    return date.text.rstrip("~") if date.precision else date.last


def _row(name: str, address: str, changed: str = "") -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{name}><loc>{escape(address)}</loc>{lastmod}</{name}>\n"


def _document(root: str, rows: bytes) -> bytes:
    return f'{_HEAD}<{root} xmlns="{_NAMESPACE}">\n'.encode() + rows + f"</{root}>\n".encode()


def _parts(rows: Iterable[str], most: int, most_bytes: int) -> Iterator[bytes]:
    """The rows joined to parts of at most `most` rows, each part's document within `most_bytes`."""
    room = most_bytes - len(_document("urlset", b""))
    part: list[bytes] = []
    size = 0
    for row in rows:
        data = row.encode()
        if part and (len(part) == most or size + len(data) > room):
            yield b"".join(part)
            part, size = [], 0
        part.append(data)
        size += len(data)
    if part:
        yield b"".join(part)
