"""Segments → the lists of the whole archive.

A segment is packed in slices, each with some of its surfaces, so that one slice of all segments can be
joined at a time, by any process.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

from readingroom.search.codes import CODES
from readingroom.search.layout import GAP_STEP
from readingroom.search.listed import Words
from readingroom.search.segment import Segment

SLICES = 64
_BETWEEN = "\n"
"""Stands in no surface and no code."""


class Head(NamedTuple):
    """What a segment holds besides its words and its texts."""

    tongues: tuple[str, ...]
    """Its languages."""
    languages: tuple[tuple[str, ...], ...]
    """The languages of each dispatch."""
    lengths: tuple[tuple[int, int], ...]
    alphabets: tuple[str, ...]


class Row(NamedTuple):
    """What the index holds of a surface."""

    surface: str
    documents: int
    """In how many it is."""
    spoken: Mapping[str, int]
    """In how many it stands in each language."""
    postings: str
    places: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A segment as it is kept and as it travels."""

    head: bytes
    texts: bytes
    slices: tuple[bytes, ...]


def packed(segment: Segment) -> Packed:
    """A segment in slices."""
    rows: list[list[tuple[str, Words]]] = [[] for _ in range(SLICES)]
    for surface, words in segment.words.items():
        rows[crc32(surface.encode("utf-8", "surrogatepass")) % SLICES].append((surface, words))
    head = Head(segment.tongues, segment.languages, segment.lengths, segment.alphabets)
    return Packed(
        pickle.dumps(head, pickle.HIGHEST_PROTOCOL),
        _BETWEEN.join(segment.texts).encode(),
        tuple(pickle.dumps(_columns(its), pickle.HIGHEST_PROTOCOL) for its in rows),
    )


def _columns(rows: Sequence[tuple[str, Words]]) -> tuple[object, ...]:
    """Column by column, texts joined: a fifth of the time that rows take."""
    columns = list(zip(*(words for _, words in rows), strict=True)) or [()] * len(Words._fields)
    return (
        _BETWEEN.join(surface for surface, _ in rows),
        *columns[:5],
        _BETWEEN.join(columns[5]),
        _BETWEEN.join(columns[6]),
    )


def head_of(data: bytes) -> Head:
    """The head of a packed segment."""
    head: Head = pickle.loads(data)  # noqa: S301 - of our own making
    return head


def texts_of(data: bytes) -> list[str]:
    """The texts of a packed segment."""
    return data.decode().split(_BETWEEN)


def joined(slices: Iterable[bytes], bases: Sequence[int], languages: Sequence[tuple[str, ...]]) -> list[Row]:
    """One slice of all segments, joined: a row for each of its surfaces.

    `bases` are the ordinals of the segments' first documents, `languages` those of each segment.
    """
    found: dict[str, _Growing] = {}
    for data, base, tongues in zip(slices, bases, languages, strict=True):
        surfaces, counts, firsts, lasts, ks, spoken, postings, places = pickle.loads(data)  # noqa: S301 - of our own making
        if not counts:
            continue
        rows = zip(
            surfaces.split(_BETWEEN),
            counts,
            firsts,
            lasts,
            ks,
            spoken,
            postings.split(_BETWEEN),
            places.split(_BETWEEN),
            strict=True,
        )
        for surface, count, first, last, k, by_tongue, posting, place in rows:
            row = found.get(surface)
            if row is None:
                row = found[surface] = _Growing()
            gap = base + first - row.last - 1
            row.count += count
            row.last = base + last
            for tongue, its in zip(tongues, by_tongue or (count,), strict=True):
                if its:
                    row.spoken[tongue] = row.spoken.get(tongue, 0) + its
            row.postings += CODES[GAP_STEP * gap + k], posting
            row.places += CODES[gap], place
    return [
        Row(surface, row.count, row.spoken, "".join(row.postings), "".join(row.places))
        for surface, row in found.items()
    ]


class _Growing:
    """A row while it is joined."""

    __slots__ = ("count", "last", "places", "postings", "spoken")

    def __init__(self) -> None:
        self.count = 0
        self.last = -1
        self.spoken: dict[str, int] = {}
        self.postings: list[str] = []
        self.places: list[str] = []
