"""One dispatch as an Atom entry (RFC 4287, section 4.1.2)."""

from collections.abc import Callable, Iterator

from readingroom.addresses import absolute, page_of
from readingroom.feeds.xml import element, text, written
from readingroom.model.archive import Entry
from readingroom.model.page import Composed, Excerpt, Part
from readingroom.model.site import Site


def stamp(entry: Entry) -> str:
    """When the entry was last changed: midnight UTC of `updated`, else of the date; empty without either.

    Of an imprecise date it is the first day that it can mean.
    """
    date = entry.card.meta.updated or entry.card.meta.date
    return f"{date.first}T00:00:00Z" if date else ""


def atom_entry(entry: Entry, site: Site, *, with_text: bool) -> Iterator[str | Excerpt]:
    """The entry, line by line; its id is the permanent address of the dispatch."""
    meta = entry.card.meta
    opening = written({"xml_lang": meta.language, "xml_base": _url(entry, site)})
    yield "\n".join([f"<entry{opening}>", *_elements(entry, site)]) + "\n"
    yield _summary(entry)
    if with_text:
        # Atom has no direction of writing, and readers take the text out of the page that had one.
        opened, closed = text(f'<div lang="{meta.language}" dir="{meta.direction}">'), text("</div>")
        before, after = f'<content type="html">{opened}', f"{closed}</content>\n"
        yield Excerpt(id=entry.id, part=Part.WHOLE, before=before, after=after)
    yield "</entry>\n"


def filled(file: Composed, excerpt: Callable[[str, Part], str]) -> bytes:
    """The bytes of a file; `excerpt` gives a part of a dispatch's text by its id."""
    return "".join(
        part if isinstance(part, str) else _filled(part, excerpt(part.id, part.part)) for part in file.parts
    ).encode()


def _filled(place: Excerpt, words: str) -> str:
    return f"{place.before}{text(words)}{place.after}" if words else ""


def _summary(entry: Entry) -> str | Excerpt:
    """What the dispatch says that it is about, else its opening words."""
    summary = entry.card.meta.summary
    if summary:
        return element("summary", summary) + "\n"
    return Excerpt(id=entry.id, part=Part.OPENING, before="<summary>", after="</summary>\n")


def _url(entry: Entry, site: Site) -> str:
    return absolute(site.settings.base_url, page_of(entry.id))


def _elements(entry: Entry, site: Site) -> Iterator[str]:
    meta, url = entry.card.meta, _url(entry, site)
    yield element("id", url)
    yield element("title", meta.title)
    yield element("link", rel="alternate", type="text/html", hreflang=meta.language, href=url)
    if meta.date:
        yield element("published", f"{meta.date.first}T00:00:00Z")
    yield element("updated", stamp(entry))
    for value in meta.values("authors"):
        yield f"<author>{element('name', value.name)}</author>"
    yield from _categories(entry, site)


def _categories(entry: Entry, site: Site) -> Iterator[str]:
    subjects = site.listings.field("subjects")
    if subjects is None:
        return
    scheme = absolute(site.settings.base_url, subjects.address)
    groups = {
        subjects.by_name[v.name].slug: subjects.by_name[v.name] for v in entry.card.meta.values("subjects")
    }
    for group in groups.values():
        yield element("category", term=group.slug, scheme=scheme, label=group.label)
