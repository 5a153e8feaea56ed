"""What crawlers and language models are told."""

from collections.abc import Iterator

from readingroom.addresses import absolute, relative
from readingroom.model.page import File
from readingroom.model.site import Site

_BRACKETS = str.maketrans({"[": r"\[", "]": r"\]"})


def robots(site: Site) -> Iterator[File]:
    """`robots.txt` (RFC 9309): everything may be read; where the sitemap is, if there is one."""
    lines = ["User-agent: *", "Allow: /"]
    if site.settings.base_url:
        lines += ["", f"Sitemap: {absolute(site.settings.base_url, 'sitemap.xml')}"]
    yield File(address="robots.txt", data=_text(lines))


def llms(site: Site) -> Iterator[File]:
    """`llms.txt` (llmstxt.org): what the archive is, and where its parts and its data are."""
    settings, listings = site.settings, site.listings
    lines = [f"# {_line(settings.title)}", ""]
    if summary := settings.description or settings.subtitle:
        lines += [f"> {_line(summary)}", ""]
    lines += [*_CONVENTIONS, "", "## Series", ""]
    lines += [_link(site, group.label, listings.series.page(group)) for group in listings.series.groups]
    lines += ["", "## Indexes", "", *_indexes(site), "", "## Data", ""]
    lines += [_link(site, name, f"data/{name}", what) for name, what in _DATA]
    yield File(address="llms.txt", data=_text(lines))


_CONVENTIONS = (
    "Each dispatch has one page, `{series}/{number}.html`. Its paragraphs have permanent anchors "
    "(`#p-…`), its notes `#note-…`; the words in square brackets are its editors', not its author's.",
)
_DATA = (
    ("dispatches.json", "every dispatch with its fields, an object a line"),
    ("dispatches.csv", "the same as a table"),
    ("dispatches.csl.json", "citations, CSL-JSON"),
    ("dispatches.bib", "citations, BibTeX"),
    ("dispatches.ris", "citations, RIS"),
)


def _indexes(site: Site) -> Iterator[str]:
    listings = site.listings
    if listings.dates.years or listings.dates.undated:
        yield _link(site, "Dates", "dates/index.html")
    for index in listings.fields:
        yield _link(site, index.label, index.address)
    if listings.insertions.groups:
        yield _link(site, listings.insertions.label, listings.insertions.address)
    yield _link(site, "References", "references.html", "which dispatch cites which")


def _link(site: Site, label: str, address: str, what: str = "") -> str:
    base = site.settings.base_url
    href = absolute(base, address) if base else relative("llms.txt", address)
    return f"- [{_line(label).translate(_BRACKETS)}]({href}){f': {what}' if what else ''}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(lines: list[str]) -> bytes:
    return "\n".join([*lines, ""]).encode()
