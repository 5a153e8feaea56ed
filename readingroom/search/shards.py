"""The files of an index: how many there are, which holds what, and how each is written.

See docs/search.md. Everything here follows from the archive as it is; how many files there are follows
from how many documents it has, so that an edit of a text leaves everything where it is.
"""

import json
from base64 import b32encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

from readingroom.search.codes import bucket, decoded, encode, encoded, gaps, units
from readingroom.search.layout import FOLDER, HASH_LENGTH, TEXTS_IN_DOCUMENTS

ROOT = f"{FOLDER}/root.js"
KINDS = (
    "lexicon",
    "languages",
    "postings",
    "positions",
    "facets",
    "numbers",
    "lengths",
    "days",
    "text",
    "documents",
)
"""Of files that are named by their content."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How an index of so many documents is parted."""

    postings: int
    """Buckets, a power of two; so are the others but the last."""
    positions: int
    lexicon: int
    """How many surfaces a file of the dictionary has on average."""
    numbers: int
    texts: int
    """Documents in a text file."""

    @classmethod
    def of(cls, documents: int) -> "Shape":
        """At 10,000 documents some 1,900 files, of a hundred kilobytes where many words are alike."""
        positions = min(1024, max(min(64, _power(documents / 4)), _power(documents / 40)))
        return cls(
            postings=2 * positions,
            positions=positions,
            lexicon=min(1024, 512 * _power(documents / 2500)),
            numbers=min(64, _power(documents / 2500)),
            texts=max(1, -(-documents // 800)),
        )

    def files(self, documents: int, facets: int) -> int:
        """How many files an index has at least: all but the dictionary, whose words are not counted yet."""
        texts = -(-documents // self.texts)
        singles = ("lengths", "days", "root")
        buckets = self.postings + self.positions + self.numbers
        return buckets + texts + -(-texts // TEXTS_IN_DOCUMENTS) + facets + len(singles)


def _power(least: float) -> int:
    power = 1
    while power < least:
        power *= 2
    return power


class Term(NamedTuple):
    """A surface of the index."""

    surface: str
    stem: str
    documents: int
    """In how many it is."""
    postings: str = ""
    places: str = ""
    spoken: tuple[int, ...] = ()
    """In how many documents it stands in each language of the archive; empty where there is one."""


def file(key: str, data: object) -> bytes:
    """A file that gives `data` to whoever loads it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f'readingRoom("{key}",{text});\n'.encode("utf-8", "surrogatepass")


def data_of(content: bytes) -> Any:  # noqa: ANN401 - whatever the file holds
    """What a file gives; ValueError where it is none of ours."""
    text = content.decode("utf-8", "surrogatepass")
    start, end = text.find(",") + 1, text.rfind(")")
    if not text.startswith('readingRoom("') or not 0 < start < end:
        message = "this is no file of a search index"
        raise ValueError(message)
    return json.loads(text[start:end])


def hashed(content: bytes) -> str:
    """What a file's name ends in."""
    return b32encode(sha256(content).digest()[:5]).decode().lower()[:HASH_LENGTH]


def hashes_of(joined: str) -> list[str]:
    """The hashes of a kind of files, as the root has them, one after the other."""
    return [joined[start : start + HASH_LENGTH] for start in range(0, len(joined), HASH_LENGTH)]


def address(kind: str, number: int, hash_: str) -> str:
    """Where a file stands."""
    return f"{FOLDER}/{kind}-{number}-{hash_}.js"


def lexicon(terms: Iterable[Term], names: Sequence[object]) -> list[object]:
    """A file of the dictionary, of terms in order, with the names that begin with one of them."""
    codes: list[int] = []
    rests: list[str] = []
    stems: list[str] = []
    before = ""
    for term in terms:
        shared = common(before, term.surface)
        kept = common(term.surface, term.stem)
        codes += (width(before[:shared]), width(term.surface[kept:]), term.documents)
        rests.append(term.surface[shared:])
        stems.append(term.stem[kept:])
        before = term.surface
    return [encoded(codes), " ".join(rests), " ".join(stems), names]


def terms(codes: str, rests: str, stems: str) -> Iterator[Term]:
    """The terms that `lexicon` wrote, without their lists."""
    numbers, before = decoded(codes), b""
    rows = zip(numbers[::3], numbers[1::3], numbers[2::3], rests.split(" "), stems.split(" "), strict=True)
    for shared, lacking, count, rest, ending in rows:
        before = before[: 2 * shared] + units(rest)
        kept = before[: len(before) - 2 * lacking].decode("utf-16-be", "surrogatepass")
        yield Term(before.decode("utf-16-be", "surrogatepass"), kept + ending, count)


def spoken(terms: Iterable[Term]) -> str:
    """A file of languages: of each term, a bit for each language, and for each of these a count."""
    numbers: list[int] = []
    for term in terms:
        numbers.append(sum(1 << place for place, count in enumerate(term.spoken) if count))
        numbers += filter(None, term.spoken)
    return encoded(numbers)


def common(one: str, other: str) -> int:
    """How many characters two strings share at their beginning."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def width(text: str) -> int:
    """How many UTF-16 units a string has."""
    return len(text) if text.isascii() else len(units(text)) // 2


def begins(surface: str, shape: Shape) -> bool:
    """Whether a file of the dictionary begins at a surface."""
    return bucket(surface, shape.lexicon) == 0


def postings(terms: Sequence[Term]) -> list[list[str]]:
    """A file of postings, of terms in the order of their stems."""
    with_list = (term for term in terms if term.documents)
    return [
        [stem, *(part for term in group for part in (term.surface, term.postings))]
        for stem, group in groupby(with_list, key=lambda term: term.stem)
    ]


def positions(terms: Sequence[Term]) -> list[str]:
    """A file of places, of terms in order."""
    return [part for term in terms if term.documents for part in (term.surface, term.places)]


def by_stem(term: Term) -> tuple[bytes, bytes]:
    """The order of terms within a file of postings."""
    return units(term.stem), units(term.surface)


def by_surface(term: Term) -> bytes:
    """The order of terms in the dictionary and within a file of places."""
    return units(term.surface)


def ordinals(documents: Iterable[int]) -> str:
    """A list of documents without anything else."""
    return "".join(map(encode, gaps(documents)))


def chunks(rows: Sequence[Any], size: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows in runs of one size, numbered."""
    for number, start in enumerate(range(0, len(rows), size)):
        yield number, rows[start : start + size]
