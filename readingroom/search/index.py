"""Segments and an outline → the files of a search index."""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from readingroom.search import characters, shards
from readingroom.search.codes import LENGTHS, bucket, digit, encoded, units
from readingroom.search.layout import FIELD_SIGN, FORMAT, TEXTS_IN_DOCUMENTS
from readingroom.search.merge import Row
from readingroom.search.names import Names
from readingroom.search.outline import Outline
from readingroom.search.shards import Shape, Term
from readingroom.search.statistics import Statistics
from readingroom.search.stems import stems
from readingroom.search.words import forms_of_unicode


def files(
    outline: Outline,
    names: Names,
    rows: Iterable[Row],
    lengths: Iterable[tuple[int, int]],
    texts: Iterable[str],
    found: Statistics,
) -> Iterator[tuple[str, bytes]]:
    """Every file of an index with its address; the root, which names the others, comes last.

    `rows` are those of all segments, in any order; `lengths`, `texts` (compressed) and the documents of
    `outline` are in the order of the archive. The texts are taken one after the other.
    """
    shape = Shape.of(len(outline.documents))
    languages = languages_of(found, outline.language)
    terms = _with_names(terms_of(list(rows), languages), names, outline.language)
    root = Root()
    lexicons = list(lexicons_of(terms, shape))
    first = [its[0].surface for its in lexicons]
    for kind, parts in (
        ("lexicon", (shards.lexicon(its, _names_among(names, its)) for its in lexicons)),
        ("languages", map(shards.spoken, lexicons) if len(languages) > 1 else ()),
        ("postings", _postings(terms, shape)),
        ("positions", _positions(terms, shape)),
        (
            "facets",
            (
                [part for value, its in facet.values for part in (value, shards.ordinals(its))]
                for facet in outline.facets
            ),
        ),
        ("numbers", _numbers(outline, shape)),
        ("lengths", [levels(lengths)]),
        ("days", [_days(outline.days)]),
    ):
        for data in parts:
            yield root.add(kind, data)
    del terms, lexicons
    yield from _texts(root, outline, texts, shape)
    yield root.file(outline, found, shape, first)


@dataclass(slots=True)
class Root:
    """The hashes of files by kind, in their order."""

    hashes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, data: object) -> tuple[str, bytes]:
        """The next file of a kind, with its address."""
        its = self.hashes.setdefault(kind, [])
        content = shards.file(f"{kind}-{len(its)}", data)
        its.append(shards.hashed(content))
        return shards.address(kind, len(its) - 1, its[-1]), content

    def file(self, outline: Outline, found: Statistics, shape: Shape, first: list[str]) -> tuple[str, bytes]:
        """The root itself."""
        data = {
            "format": FORMAT,
            "documents": len(outline.documents),
            "lengths": list(found.lengths),
            "texts": shape.texts,
            "files": {kind: "".join(its) for kind, its in self.hashes.items() if kind != "text"},
            "first": first,
            "languages": list(languages_of(found, outline.language)),
            "characters": characters.of_archive(found.characters).shipped(),
            "fields": [[key, label, list(others)] for key, label, others in outline.fields],
            "facets": [[facet.key, facet.label] for facet in outline.facets],
            "series": [[name, slug, list(forms)] for name, slug, forms in outline.series],
        }
        return shards.ROOT, shards.file("root", data)


def languages_of(found: Statistics, language: str) -> tuple[str, ...]:
    """The languages of an archive in the order in which their stemmers are asked."""
    return tuple(sorted(found.languages, key=lambda one: (one != language, one)))


def terms_of(rows: Sequence[Row], languages: Sequence[str]) -> list[Term]:
    """The terms of an archive: rows with their stems, in any order."""
    is_mixed = len(languages) > 1
    by_language: dict[str, list[Row]] = {}
    for row in rows:
        by_language.setdefault(language_of(row.spoken, languages), []).append(row)
    return [
        Term(
            row.surface,
            stem,
            row.documents,
            row.postings,
            row.places,
            _spoken(row, languages) if is_mixed else (),
        )
        for its, group in by_language.items()
        for row, stem in zip(group, stems_of([row.surface for row in group], its), strict=True)
    ]


def _spoken(row: Row, languages: Sequence[str]) -> tuple[int, ...]:
    return tuple(row.spoken.get(language, 0) for language in languages)


def language_of(spoken: Container[str], languages: Sequence[str]) -> str:
    """Whose stemmer a surface has that stands in some languages: the first of the archive's."""
    return next((language for language in languages if language in spoken), "")


def stems_of(surfaces: Sequence[str], language: str) -> list[str]:
    """The stems of surfaces of one language; of a field's word, the field's and its word's."""
    parted = [surface.rpartition(FIELD_SIGN) for surface in surfaces]
    found = stems([word for _, _, word in parted], language)
    return [f"{key}{sign}{stem}" for (key, sign, _), stem in zip(parted, found, strict=True)]


def _with_names(terms: list[Term], names: Names, language: str) -> list[Term]:
    """The terms in order, with the words that begin a name and stand in no text."""
    known = {term.surface for term in terms}
    missing = [first for first in names.forms if first not in known]
    others = zip(missing, stems_of(missing, language), strict=True)
    return sorted([*terms, *(Term(first, stem, 0) for first, stem in others)], key=_order(terms))


def _order(terms: Sequence[Term]) -> Any:  # noqa: ANN401 - of any type that sorts
    """By UTF-16 units, which is by characters as long as none is beyond the first 65,536."""
    is_plain = all(term.surface.isascii() or max(term.surface) <= "\uffff" for term in terms)
    return (lambda term: term.surface) if is_plain else shards.by_surface


def lexicons_of(terms: Sequence[Term], shape: Shape) -> Iterator[list[Term]]:
    """The terms, in order, of each file of the dictionary."""
    its: list[Term] = []
    for term in terms:
        if its and shards.begins(term.surface, shape):
            yield its
            its = []
        its.append(term)
    if its:
        yield its


def _names_among(names: Names, terms: Iterable[Term]) -> list[object]:
    """The names that begin with one of the terms: first words, and rows of all words and the record's."""
    firsts = [term.surface for term in terms if term.surface in names.forms]
    return [
        part
        for first in firsts
        for part in (first, [[" ".join((first, *rest)), word] for rest, word in names.forms[first]])
    ]


def _postings(terms: Iterable[Term], shape: Shape) -> Iterator[list[list[str]]]:
    for its in _buckets(terms, shape.postings):
        yield shards.postings(sorted(its, key=shards.by_stem))


def _positions(terms: Iterable[Term], shape: Shape) -> Iterator[list[str]]:
    yield from map(shards.positions, _buckets(terms, shape.positions))


def _buckets(terms: Iterable[Term], count: int) -> list[list[Term]]:
    found: list[list[Term]] = [[] for _ in range(count)]
    for term in terms:
        found[bucket(term.stem, count)].append(term)
    return found


def _numbers(outline: Outline, shape: Shape) -> Iterator[list[object]]:
    found: list[dict[str, list[int]]] = [{} for _ in range(shape.numbers)]
    for place, document in enumerate(outline.documents):
        number = number_of(document.number)
        found[bucket(number, shape.numbers)].setdefault(number, []).append(place)
    for its in found:
        yield [part for number in sorted(its, key=units) for part in (number, its[number])]


def number_of(number: str) -> str:
    """A dispatch's number as it is looked up: "114-A" as "114a"."""
    return "".join(
        forms_of_unicode(raw).surface for raw in number.replace("/", " ").replace("-", " ").split()
    )


def level(length: int) -> str:
    """The level of a length, as one character."""
    return digit(bisect_right(LENGTHS, length) - 1)


def levels(lengths: Iterable[tuple[int, int]]) -> str:
    """The levels of all documents."""
    return "".join(level(body) + level(notes) for body, notes in lengths)


def _days(days: Iterable[tuple[int, int]]) -> str:
    numbers: list[int] = []
    before = 0
    for first, last in days:
        distance = first - before
        numbers += (2 * distance if distance >= 0 else -2 * distance - 1, last - first)
        before = first
    return encoded(numbers)


def _texts(root: Root, outline: Outline, texts: Iterable[str], shape: Shape) -> Iterator[tuple[str, bytes]]:
    """The text files, and the files of rows, which tell where in them each text stands."""
    placed: list[tuple[int, int]] = []
    rest = iter(texts)
    for number in range(-(-len(outline.documents) // shape.texts)):
        chunk = list(islice(rest, shape.texts))
        placed += places_of(number, chunk)
        yield root.add("text", chunk)
    rows = [[*document, *place] for document, place in zip(outline.documents, placed, strict=True)]
    for number, group in shards.chunks(rows, shape.texts * TEXTS_IN_DOCUMENTS):
        start = number * TEXTS_IN_DOCUMENTS
        hashes = root.hashes["text"][start : start + TEXTS_IN_DOCUMENTS]
        yield root.add("documents", {"texts": hashes, "rows": group})


def places_of(number: int, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where in a text file each text begins, and how long it is, in characters."""
    start = len(f'readingRoom("text-{number}",["')
    for text in texts:
        yield start, len(text)
        start += len(text) + len('","')
