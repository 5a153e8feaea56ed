"""The lists of an index, decoded: which surfaces there are, which documents have them, and where."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from readingroom.search import shards
from readingroom.search.codes import STOPPERS, bucket, decode, decoded, digit, units
from readingroom.search.layout import BODY, FIELDS, SEVERAL, VARIANT
from readingroom.search.query.files import Files

Counts = tuple[int, int, int, int, int, int]
"""How often a word is in each field, and as a variant."""
Postings = Mapping[int, Counts]
"""By document."""
NONE: Counts = (0, 0, 0, 0, 0, 0)
MOST_HELD = 2_000_000
"""Entries of decoded lists that are kept, some 200 MB."""
_INSIDE = 2
_FIRST_CONTINUER = digit(STOPPERS)
_BODY: list[Counts] = [(0, 0, count, 0, 0, 0) for count in range(SEVERAL)]


class Known(NamedTuple):
    """What the lexicon says of a surface."""

    surface: str
    stem: str
    documents: int


class Spot(NamedTuple):
    """A place of a word."""

    place: int
    bare: int
    """Its place in the text without insertions; -1 in an insertion."""
    covers: int
    """How many words it stands for."""


Spots = tuple[tuple[Spot, ...], ...]
"""By field."""


class Lists:
    """The decoded lists of one index; each is read and decoded once."""

    def __init__(self, files: Files) -> None:
        """Nothing is read before it is asked for."""
        self._files = files
        self._first = [units(surface) for surface in files.root["first"]]
        self._lexicon: dict[int, dict[str, Known]] = {}
        self._groups: dict[int, dict[str, dict[str, str]]] = {}
        self._names: dict[int, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        self._postings: dict[str, Postings] = {}
        self._held = 0
        """Documents of all these lists."""
        self._positions: dict[int, dict[str, str]] = {}
        self._records: dict[str, Mapping[int, str]] = {}

    def known(self, surface: str) -> Known | None:
        """What the lexicon says of a surface; None where the archive has it not."""
        file = bisect_right(self._first, units(surface)) - 1
        return self._lexicon_file(file).get(surface) if file >= 0 else None

    def beginning(self, beginning: str) -> Iterator[Known]:
        """All surfaces that begin so, in order."""
        begin = max(bisect_right(self._first, units(beginning)) - 1, 0)
        for file in range(begin, len(self._first)):
            if file > begin and not self._files.root["first"][file].startswith(beginning):
                return
            yield from (one for one in self._lexicon_file(file).values() if one.surface.startswith(beginning))

    def group(self, stem: str) -> Mapping[str, str]:
        """The surfaces of a stem with their lists."""
        return self._postings_file(stem).get(stem, {})

    def names(self, first: Known) -> list[tuple[tuple[str, ...], str]]:
        """The names whose first word this is, as words, and the records that they name."""
        file = bisect_right(self._first, units(first.surface)) - 1
        self._lexicon_file(file)
        return self._names[file].get(first.surface, [])

    def postings(self, surface: str, stem: str) -> Postings:
        """How often each document has a surface, by field."""
        if surface not in self._postings:
            found = _postings(self.group(stem).get(surface, ""))
            self._held += len(found)
            if self._held > MOST_HELD:
                self._postings.clear()
                self._held = len(found)
            self._postings[surface] = found
        return self._postings[surface]

    def spots(self, surface: str, stem: str, document: int) -> Spots:
        """Where a document has a surface."""
        record = self._records_of(surface, stem).get(document)
        return _spots(record, covers=_covers(surface)) if record else ((),) * FIELDS

    def _lexicon_file(self, file: int) -> dict[str, Known]:
        if file not in self._lexicon:
            *columns, names = self._files.shard("lexicon", file)
            self._lexicon[file] = {one.surface: Known(*one[:3]) for one in shards.terms(*columns)}
            self._names[file] = {
                first: [(tuple(words.split(" ")), record) for words, record in rows]
                for first, rows in zip(names[::2], names[1::2], strict=True)
            }
        return self._lexicon[file]

    def _postings_file(self, stem: str) -> dict[str, dict[str, str]]:
        file = bucket(stem, self._files.count("postings"))
        if file not in self._groups:
            groups = self._files.shard("postings", file)
            self._groups[file] = {row[0]: dict(zip(row[1::2], row[2::2], strict=True)) for row in groups}
        return self._groups[file]

    def _records_of(self, surface: str, stem: str) -> Mapping[int, str]:
        if surface not in self._records:
            file = bucket(stem, self._files.count("positions"))
            if file not in self._positions:
                flat = self._files.shard("positions", file)
                self._positions[file] = dict(zip(flat[::2], flat[1::2], strict=True))
            self._records[surface] = _records(self._positions[file].get(surface, ""))
        return self._records[surface]


def _postings(code: str) -> Postings:
    found: dict[int, Counts] = {}
    numbers = iter(decoded(code))
    document = -1
    for number in numbers:
        gap, kind = number >> 3, number & 7
        document += gap + 1
        if kind == 0:
            mask = next(numbers)
            counts = [next(numbers) + 1 if mask >> field & 1 else 0 for field in range(VARIANT + 1)]
            found[document] = (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5])
        elif kind == SEVERAL:
            found[document] = (0, 0, SEVERAL + next(numbers), 0, 0, 0)
        else:
            found[document] = _BODY[kind]
    return found


def _records(code: str) -> Mapping[int, str]:
    found: dict[int, str] = {}
    at, document = 0, -1
    while at < len(code):
        gap, at = _number(code, at)
        size, at = _number(code, at)
        document += gap + 1
        found[document] = code[at : at + size]
        at += size
    return found


def _number(code: str, at: int) -> tuple[int, int]:
    """The number that is written there, and where the next begins."""
    end = at + 1
    while code[end - 1] >= _FIRST_CONTINUER:
        end += 1
    return decode(code[at:end]), end


def _covers(surface: str) -> bool:
    """Whether it is the word of a record, which may stand for several words."""
    return surface.startswith("@") or ":@" in surface


def _spots(record: str, *, covers: bool) -> Spots:
    numbers = iter(decoded(record))
    head = next(numbers)
    counts = [0] * FIELDS
    if head & 1:
        fields = [field for field in range(FIELDS) if head >> field + 1 & 1]
        for field in fields:
            counts[field] = next(numbers)
    else:
        counts[BODY] = head >> 1
    return tuple(tuple(_of_field(numbers, count, covers=covers)) for count in counts)


def _of_field(numbers: Iterator[int], count: int, *, covers: bool) -> Iterator[Spot]:
    place = 0
    for _ in range(count):
        step, state = divmod(next(numbers), 3)
        place += step
        bare = -1 if state == _INSIDE else place - (next(numbers) if state else 0)
        yield Spot(place, bare, next(numbers) + 1 if covers else 1)
