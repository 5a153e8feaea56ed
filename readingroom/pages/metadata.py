"""What machines read of a dispatch in its page: JSON-LD, Dublin Core, Highwire tags, OpenGraph.

A dispatch is a `Report` (schema.org), and a technical report to reference managers, which read the
`citation_…` names of Highwire Press. Element names of Dublin Core are those of DCMES 1.1 in HTML (RFC 2731).
"""

import json
from collections.abc import Iterator
from typing import Any

from readingroom.addresses import absolute, page_of
from readingroom.model.dispatch import Date
from readingroom.model.settings import Field, Settings
from readingroom.model.view import Html
from readingroom.pages import frame
from readingroom.pages.slices import Placed, Slice

Names = tuple[tuple[str, str], ...]

_TYPES = {
    "people": "Person",
    "authors": "Person",
    "translators": "Person",
    "organisations": "Organization",
    "places": "Place",
    "sources": "CreativeWork",
}
"""What the names of a field are to schema.org; those of other fields are a Thing."""

_TEXT_PROPERTIES = frozenset({"keywords", "genre", "identifier"})
"""Properties of schema.org whose values are text."""

_SCRIPT_ENDS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""So that no text in it can end the script element that holds it."""


def names(slice_: Slice, settings: Settings, description: str) -> Names:
    """The `<meta name>` of a dispatch: Dublin Core, then Highwire."""
    rows = (*_dublin_core(slice_, settings, description), *_highwire(slice_, description))
    return tuple((name, _line(value)) for name, value in rows if value)


def _dublin_core(slice_: Slice, settings: Settings, description: str) -> Iterator[tuple[str, str]]:
    meta, work = slice_.entry.card.meta, slice_.work
    yield "DC.title", work.title
    for row, placed in _rows(slice_, settings):
        if row.dublin_core:
            yield from ((row.dublin_core, value.text) for value in placed)
    yield "DC.description", description
    yield "DC.publisher", work.institution
    yield "DC.date", meta.date.text if meta.date else ""
    yield "DC.type", "Text"
    yield "DC.format", "text/html"
    yield "DC.identifier", slice_.label
    yield "DC.identifier", work.url
    yield "DC.language", meta.language
    yield "DC.relation.isPartOf", slice_.series[0]
    yield "DC.rights", settings.licence_url or settings.licence


def _highwire(slice_: Slice, description: str) -> Iterator[tuple[str, str]]:
    meta, work = slice_.entry.card.meta, slice_.work
    yield "citation_title", work.title
    for person in work.authors:
        yield "citation_author", person.inverted
    yield "citation_publication_date", _slashed(meta.date)
    # Its presence is what makes reference managers take the page for a report.
    yield "citation_technical_report_institution", work.institution
    yield "citation_technical_report_number", slice_.label
    yield "citation_language", meta.language
    for word in work.keywords:
        yield "citation_keywords", word
    yield "citation_doi", work.doi
    yield "citation_public_url", work.url
    yield "citation_abstract", description if meta.summary else ""


def open_graph(slice_: Slice, settings: Settings, description: str) -> Names:
    """What a link to the dispatch shows elsewhere; nothing without a full address."""
    meta = slice_.entry.card.meta
    if not settings.base_url:
        return ()
    rows = [
        ("og:type", "article"),
        ("og:site_name", settings.title),
        ("og:title", meta.title),
        ("og:description", description),
        ("og:url", slice_.work.url),
        ("article:published_time", _iso(meta.date)),
        ("article:modified_time", _iso(meta.updated)),
        ("article:section", slice_.series[0]),
        *(("article:tag", word) for word in slice_.work.keywords),
    ]
    return tuple((name, _line(value)) for name, value in rows if value)


def json_ld(slice_: Slice, settings: Settings, description: str, words: int) -> Html:
    """The dispatch as a Report of schema.org; `words` are those of its text."""
    meta, work = slice_.entry.card.meta, slice_.work
    report: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": work.url,
        "url": work.url,
        "name": work.title,
        "headline": work.short_title,
        "reportNumber": slice_.label,
        "datePublished": _iso(meta.date),
        "dateModified": _iso(meta.updated),
        "inLanguage": meta.language,
        "description": description,
        "isPartOf": _series(slice_, settings),
        "publisher": {"@type": "Organization", "name": work.institution},
        "license": settings.licence_url or settings.licence,
        "sameAs": f"https://doi.org/{work.doi}" if work.doi else "",
        **_properties(slice_, settings),
        "citation": [
            _cited(slice_, name, settings) for name in slice_.entry.cites if name in slice_.neighbours
        ],
        "wordCount": words,
    }
    shown = {name: value for name, value in report.items() if value}
    return Html(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).translate(_SCRIPT_ENDS))


def _series(slice_: Slice, settings: Settings) -> dict[str, str]:
    name, address = slice_.series
    series = {"@type": "CreativeWorkSeries", "name": name}
    return {**series, "url": absolute(settings.base_url, address)} if settings.base_url else series


def _properties(slice_: Slice, settings: Settings) -> dict[str, list[Any]]:
    """The fields under their names in schema.org; several fields may share one."""
    properties: dict[str, list[Any]] = {}
    for row, placed in _rows(slice_, settings):
        if row.schema_org:
            properties.setdefault(row.schema_org, []).extend(_thing(row, value) for value in placed)
    return properties


def _thing(row: Field, value: Placed) -> str | dict[str, str]:
    if row.schema_org in _TEXT_PROPERTIES:
        return value.text
    thing = {"@type": _TYPES.get(row.key, "Thing"), "name": value.text}
    url = dict(value.detail).get("url", "")
    return {**thing, "url": url} if url else thing


def _cited(slice_: Slice, name: str, settings: Settings) -> dict[str, str]:
    other = slice_.neighbours[name]
    cited = {"@type": "Report", "name": other.title, "reportNumber": other.label}
    url = frame.canonical(page_of(name), settings)
    return {key: value for key, value in ({**cited, "url": url}).items() if value}


def _rows(slice_: Slice, settings: Settings) -> Iterator[tuple[Field, tuple[Placed, ...]]]:
    for row in settings.fields:
        if placed := slice_.values.get(row.key, ()):
            yield row, placed


def _iso(date: Date | None) -> str:
    """The date in ISO 8601 as far as it is known; of an interval its first year."""
    if date is None:
        return ""
    return date.text.rstrip("~") if date.precision else date.text.partition("/")[0].rstrip("~")


def _slashed(date: Date | None) -> str:
    return _iso(date).replace("-", "/")


def _line(text: str) -> str:
    return " ".join(text.split())
