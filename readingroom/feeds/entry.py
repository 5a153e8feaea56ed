"""One dispatch as an Atom entry (RFC 4287, section 4.1.2)."""

from collections.abc import Iterator

from readingroom.addresses import absolute, page_of
from readingroom.feeds.xml import element, text, written
from readingroom.model.archive import Entry
from readingroom.model.site import Site


def stamp(entry: Entry) -> str:
    """When the entry was last changed: midnight UTC of `updated`, else of the date; empty without either.

    Of an imprecise date it is the first day that it can mean.
    """
    date = entry.card.meta.updated or entry.card.meta.date
    return f"{date.first}T00:00:00Z" if date else ""


def atom_entry(entry: Entry, site: Site, *, with_text: bool) -> str:
    """The entry; its id is the permanent address of the dispatch."""
    meta = entry.card.meta
    opening = written({"xml_lang": meta.language, "xml_base": _url(entry, site)})
    return "\n".join([f"<entry{opening}>", *_elements(entry, site, with_text=with_text), "</entry>"])


def _url(entry: Entry, site: Site) -> str:
    return absolute(site.settings.base_url, page_of(entry.id))


def _elements(entry: Entry, site: Site, *, with_text: bool) -> Iterator[str]:
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
    if summary := meta.summary or entry.card.lede:
        yield element("summary", summary)
    if with_text:
        # Atom has no direction of writing, and readers take the text out of the page that had one.
        whole = f'<div lang="{meta.language}" dir="{meta.direction}">{site.content(entry.id)}</div>'
        yield f'<content type="html">{text(whole)}</content>'


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
