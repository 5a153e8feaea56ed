"""Where words stand: phrases, and what stands near to what, document by document."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readingroom.search.layout import FIELDS
from readingroom.search.query.lists import Lists, Spot
from readingroom.search.query.nodes import Phrase
from readingroom.search.query.terms import Key, Terms, exactly, keys_of, name_at


class Span(NamedTuple):
    """From a first place to the one after the last, in the text with insertions."""

    start: int
    end: int


Spans = tuple[tuple[Span, ...], ...]
"""By field, ascending."""
NO_SPANS: Spans = ((),) * FIELDS


class Way(NamedTuple):
    """Entries that may stand for so many words of a phrase, from one of them on."""

    keys: tuple[Key, ...]
    words: int


class Chain(NamedTuple):
    """A part of a phrase that was found; `bare` is its end in the text without insertions, or -1."""

    start: int
    end: int
    bare: int


class PhraseFinder:
    """Finds a phrase in documents."""

    def __init__(self, lists: Lists, phrase: Phrase) -> None:
        """Looks its words up, and the names among them."""
        self._lists = lists
        self._field: int | None = None
        self._ways: list[list[Way]] = []
        for number, word in enumerate(phrase.words):
            terms = exactly(lists, word, phrase.field)
            self._field = terms.field
            ways = [Way(terms.own + terms.others, 1)]
            length, records = (
                name_at(lists, list(phrase.words[number:])) if not _is_own(phrase, terms) else (0, ())
            )
            if length:
                ways.append(Way(keys_of(lists, records), length))
            self._ways.append(ways)

    def documents(self) -> set[int]:
        """Those that have all the words, wherever they stand."""
        having: list[set[int]] = [set() for _ in self._ways]
        for number, ways in enumerate(self._ways):
            for way in ways:
                there = set().union(*(self._lists.postings(*key).keys() for key in way.keys))
                for covered in range(number, number + way.words):
                    having[covered] |= there
        return set.intersection(*having) if having else set()

    def keys(self) -> Iterator[Key]:
        """All entries that may be part of it."""
        return (key for ways in self._ways for way in ways for key in way.keys)

    def spans(self, document: int) -> Spans:
        """Where a document has it."""
        fields = range(FIELDS) if self._field is None else (self._field,)
        found: list[tuple[Span, ...]] = [()] * FIELDS
        for field in fields:
            found[field] = self._in_field(document, field)
        return tuple(found)

    def _in_field(self, document: int, field: int) -> tuple[Span, ...]:
        length = len(self._ways)
        whole: list[dict[int, Chain]] = [{} for _ in range(length + 1)]
        bare: list[dict[int, Chain]] = [{} for _ in range(length + 1)]
        """By how many words are found, chains by where they end: in the whole text, without insertions."""
        for number, ways in enumerate(self._ways):
            if number and not whole[number] and not bare[number]:
                continue
            for way in ways:
                for spot in self._spots(way.keys, document, field):
                    end = spot.place + spot.covers
                    bare_end = spot.bare + spot.covers
                    into = number + way.words
                    before = Chain(spot.place, 0, 0) if not number else whole[number].get(spot.place)
                    if before:
                        whole[into].setdefault(end, Chain(before.start, end, 0))
                    if spot.bare >= 0:
                        before = Chain(spot.place, 0, 0) if not number else bare[number].get(spot.bare)
                        if before:
                            bare[into].setdefault(bare_end, Chain(before.start, end, bare_end))
        chains = (*whole[length].values(), *bare[length].values())
        return tuple(sorted({Span(chain.start, chain.end) for chain in chains}))

    def _spots(self, keys: tuple[Key, ...], document: int, field: int) -> Iterator[Spot]:
        for key in keys:
            yield from self._lists.spots(*key, document)[field]


def spans_of_terms(lists: Lists, terms: Terms, document: int) -> Spans:
    """Where a document has a word."""
    found: list[tuple[Span, ...]] = [()] * FIELDS
    each = [lists.spots(*key, document) for key in terms.all()]
    for field in range(FIELDS) if terms.field is None else (terms.field,):
        spots = {Span(spot.place, spot.place + spot.covers) for one in each for spot in one[field]}
        found[field] = tuple(sorted(spots))
    return tuple(found)


def united(each: Iterable[Spans]) -> Spans:
    """All spans of several."""
    found: list[set[Span]] = [set() for _ in range(FIELDS)]
    for spans in each:
        for field in range(FIELDS):
            found[field].update(spans[field])
    return tuple(tuple(sorted(spans)) for spans in found)


def near(between: int, left: Spans, right: Spans) -> tuple[Spans, tuple[int, ...]]:
    """The spans from one to another with at most so many words between them, and how often by field."""
    found, counts = [], []
    for field in range(FIELDS):
        joined: set[Span] = set()
        count = 0
        longest = max((span.end - span.start for span in right[field]), default=0)
        for one in left[field]:
            pairs = list(_pairs(between, one, right[field], longest))
            count += bool(pairs)
            joined.update(pairs)
        found.append(tuple(sorted(joined)))
        counts.append(count)
    return tuple(found), tuple(counts)


def _pairs(between: int, one: Span, others: tuple[Span, ...], longest: int) -> Iterator[Span]:
    """The spans that a span makes with its neighbours, either side."""
    at = bisect_left(others, (one.start - between - longest,))
    while at < len(others) and others[at].start <= one.end + between:
        other = others[at]
        if other.start >= one.end:
            yield Span(one.start, other.end)
        elif other.end <= one.start and one.start - other.end <= between:
            yield Span(other.start, one.end)
        at += 1


def _is_own(phrase: Phrase, terms: Terms) -> bool:
    """Whether it is looked for in a field of the archive's own, where no names are."""
    return bool(phrase.field) and terms.field is None
