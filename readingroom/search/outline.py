"""A site → all that its search index holds besides texts: rows, dates, facets, fields, numbers, series."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from readingroom.index import oldest_first
from readingroom.model.archive import Entry, Index
from readingroom.model.dispatch import Date
from readingroom.model.settings import Field
from readingroom.model.site import Site
from readingroom.search.stems import primary

BUILT_IN = (("series", "Series"), ("number", "Number"), ("language", "Language"), ("insertion", "Insertion"))
"""Fields that a question may name besides those of the archive."""
_OTHER_NAMES = {
    "people": ("person",),
    "organisations": ("organization", "organizations"),
    "places": ("country",),
}


class Document(NamedTuple):
    """A dispatch as results show it."""

    id: str
    title: str
    date: str
    """EDTF; empty where it has none."""
    series: str
    number: str
    language: str
    subjects: tuple[str, ...]


class Facet(NamedTuple):
    """The values of a field, and the documents that have each."""

    key: str
    label: str
    values: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An archive without its texts."""

    documents: tuple[Document, ...]
    """In the order of the index: those without a date first, then the oldest."""
    days: tuple[tuple[int, int], ...]
    """Of each, its first and its last day; 1 is 1 January of year 1, 0 where it has no date."""
    facets: tuple[Facet, ...]
    fields: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Key, label and other names of each field that a question may name."""
    series: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Name, slug and forms of each series."""
    language: str

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all documents."""
        return tuple(document.id for document in self.documents)


def outline_of(site: Site, only: Container[str] | None = None) -> Outline:
    """The outline of the dispatches of a site whose words may be read, or of those of these ids."""
    entries = [entry for entry in oldest_first(site.archive) if only is None or entry.id in only]
    return Outline(
        documents=tuple(map(_document, entries)),
        days=tuple(_days(entry.card.meta.date) for entry in entries),
        facets=tuple(_facets(site, entries)),
        fields=tuple(_fields(site.settings.fields)),
        series=tuple(_series(site)),
        language=primary(site.settings.language),
    )


def _document(entry: Entry) -> Document:
    meta = entry.card.meta
    subjects = tuple(value.name for value in meta.values("subjects"))
    when = meta.date.text if meta.date else ""
    return Document(meta.id, meta.title, when, meta.series, meta.number, meta.language, subjects)


def _days(when: Date | None) -> tuple[int, int]:
    if when is None:
        return 0, 0
    return date.fromisoformat(when.first).toordinal(), date.fromisoformat(when.last).toordinal()


def _facets(site: Site, entries: Sequence[Entry]) -> Iterator[Facet]:
    ordinals = {entry.id: place for place, entry in enumerate(entries)}
    yield _by_groups("series", "Series", site.listings.series, ordinals)
    for row in site.settings.fields:
        if not row.facet:
            continue
        index = site.listings.field(row.key)
        facet = _by_groups(row.key, row.label, index, ordinals) if index else _by_names(site, row, entries)
        if facet.values:
            yield facet
    languages: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        languages.setdefault(entry.card.meta.language, []).append(place)
    if len(languages) > 1:
        yield Facet("language", "Language", tuple((tag, tuple(languages[tag])) for tag in sorted(languages)))
    insertions = _by_groups("insertion", "Insertions", site.listings.insertions, ordinals)
    if insertions.values:
        yield insertions


def _by_groups(key: str, label: str, index: Index, ordinals: dict[str, int]) -> Facet:
    values = (
        (group.label, tuple(sorted(ordinals[name] for name in group.ids if name in ordinals)))
        for group in index.groups
    )
    return Facet(key, label, tuple(value for value in values if value[1]))


def _by_names(site: Site, row: Field, entries: Sequence[Entry]) -> Facet:
    """The values of a field that has no index."""
    found: dict[str, dict[int, None]] = {}
    for place, entry in enumerate(entries):
        for value in entry.card.meta.values(row.key):
            found.setdefault(site.authority.preferred(row.key, value.name), {})[place] = None
    return Facet(row.key, row.label, tuple((name, tuple(found[name])) for name in sorted(found)))


def _fields(rows: Iterable[Field]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for key, label in BUILT_IN:
        yield key, label, ()
    for row in rows:
        names = (row.singular.casefold(), *row.synonyms, *_OTHER_NAMES.get(row.key, ()))
        yield row.key, row.label, tuple(dict.fromkeys(name for name in names if name and name != row.key))


def _series(site: Site) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for group in site.listings.series.groups:
        row = site.settings.series_named(group.label)
        yield group.label, group.slug, row.forms if row else ()
