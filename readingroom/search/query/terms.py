"""A word of a question → the entries of the index that it means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from readingroom.search.layout import FIELD_SIGN, VARIANT
from readingroom.search.query.lists import NONE, Counts, Known, Lists, Postings
from readingroom.search.query.nodes import Phrase, Word
from readingroom.search.query.tokens import TEXT_FIELDS
from readingroom.search.weights import VARIANT_OF_QUESTION, WEIGHTS

LONGEST_NAME = 16
"""Words of a name that a question may have."""


class Key(NamedTuple):
    """An entry of the index."""

    surface: str
    stem: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a word means, each entry once."""

    own: tuple[Key, ...]
    """All surfaces of its stem."""
    records: tuple[Key, ...] = ()
    """Those that it names."""
    others: tuple[Key, ...] = ()
    """Surfaces of its other spellings; they count for less."""
    field: int | None = None
    """The only field of the text that counts; None where all do."""

    def all(self) -> tuple[Key, ...]:
        """All entries."""
        return self.own + self.records + self.others


def text_field(field: str) -> int | None:
    """The number of a field of the text; None for one of the archive's own, or for none."""
    return TEXT_FIELDS.index(field) if field in TEXT_FIELDS else None


def before(field: str) -> str:
    """What the entries of a field begin with."""
    return f"{field}{FIELD_SIGN}" if field and field not in TEXT_FIELDS else ""


def terms_of(lists: Lists, word: Word, records: Iterable[str] = ()) -> Terms:
    """What a word means, with the records that it was found to name, on its own or with others."""
    own = _stem_mates(lists, word.surface, word.field)
    seen = set(own)
    others: list[Key] = []
    for variant in word.variants:
        others += [key for key in _stem_mates(lists, variant, word.field) if key not in seen]
        seen.update(others)
    return Terms(own, keys_of(lists, records), tuple(others), text_field(word.field))


def exactly(lists: Lists, word: Word, field: str, records: Iterable[str] = ()) -> Terms:
    """What a word of a phrase means: as it is written, in either spelling."""
    start = before(field)
    own = keys_of(lists, [start + word.surface])
    others = keys_of(lists, [start + variant for variant in word.variants])
    return Terms(own, keys_of(lists, records), others, text_field(field))


def keys_of(lists: Lists, surfaces: Iterable[str]) -> tuple[Key, ...]:
    """The entries of surfaces, as far as the archive has them."""
    known = (lists.known(surface) for surface in surfaces)
    return tuple(Key(one.surface, one.stem) for one in known if one)


def names_in(lists: Lists, words: tuple[Word | Phrase, ...]) -> dict[int, tuple[str, ...]]:
    """By number of a plain word, the records that it names, alone or with its neighbours."""
    places = [n for n, word in enumerate(words) if isinstance(word, Word) and "." not in word.surface]
    found: dict[int, tuple[str, ...]] = {}
    at = 0
    while at < len(places):
        following = [words[place] for place in places[at : at + LONGEST_NAME]]
        length, records = name_at(lists, [word for word in following if isinstance(word, Word)])
        for place in places[at : at + length]:
            found[place] = records
        at += max(length, 1)
    return found


def name_at(lists: Lists, words: list[Word]) -> tuple[int, tuple[str, ...]]:
    """The longest name that words begin with: how many words, and the records; 0 where there is none."""
    if before(words[0].field):
        return 0, ()
    first = lists.known(words[0].surface)
    surfaces = tuple(word.surface for word in words)
    names = lists.names(first) if first else []
    fitting = [(len(name), record) for name, record in names if surfaces[: len(name)] == name]
    longest = max((length for length, _ in fitting), default=0)
    return longest, tuple(record for length, record in fitting if length == longest)


def counted(lists: Lists, terms: Terms) -> Iterator[tuple[int, Counts, Counts]]:
    """Of each document that has one of the entries: how often it is there, and its other spellings.

    Where a record is named the words of its name stand too, so that the greater of the two counts.
    """
    own = _summed(lists, terms.own, terms.field)
    records = _summed(lists, terms.records, terms.field)
    others = _summed(lists, terms.others, terms.field)
    if not records and not others:
        yield from ((document, counts, NONE) for document, counts in own.items())
        return
    for document in own.keys() | records.keys() | others.keys():
        named = records.get(document)
        counts = own.get(document, NONE)
        yield document, _greatest(counts, named) if named else counts, others.get(document, NONE)


def weighed(own: Counts, others: Counts, norms: tuple[float, ...]) -> float:
    """The frequency of BM25F: counts by their weights, the norms of the document's fields taken off."""
    found = 0.0
    for field, weight in _OWN[own]:
        found += weight / norms[field]
    for field, weight in _OTHERS[others]:
        found += weight / norms[field]
    return found


class _Weights(dict[Counts, tuple[tuple[int, float], ...]]):
    """Of counts, the fields that have any, and their weights; a few thousand of these serve millions."""

    def __init__(self, factors: Iterable[float]) -> None:
        self._factors = tuple(factors)

    def __missing__(self, counts: Counts) -> tuple[tuple[int, float], ...]:
        each = zip(self._factors, counts, strict=True)
        found = tuple((field, factor * count) for field, (factor, count) in enumerate(each) if count)
        self[counts] = found
        return found


_OWN = _Weights(WEIGHTS)
_OTHERS = _Weights(VARIANT_OF_QUESTION * weight for weight in WEIGHTS)


def _stem_mates(lists: Lists, surface: str, field: str) -> tuple[Key, ...]:
    known: Known | None = lists.known(before(field) + surface)
    return tuple(Key(mate, known.stem) for mate in lists.group(known.stem)) if known else ()


def _summed(lists: Lists, keys: tuple[Key, ...], field: int | None) -> Postings:
    """How often each document has any of the entries."""
    each = [_in_field(lists, key, field) for key in keys]
    if len(each) == 1:
        return each[0]
    found: dict[int, Counts] = {}
    for postings in each:
        for document, counts in postings.items():
            known = found.get(document)
            found[document] = _sum(known, counts) if known else counts
    return found


def _in_field(lists: Lists, key: Key, field: int | None) -> Postings:
    """The postings of an entry, in one field of the text only where so asked.

    Postings do not tell which field a variant is in, places do: they have variants too.
    """
    postings = lists.postings(*key)
    if field is None:
        return postings
    found: dict[int, Counts] = {}
    for document, counts in postings.items():
        variants = len(lists.spots(*key, document)[field]) - counts[field] if counts[VARIANT] else 0
        if counts[field] or variants:
            alone = [0] * (VARIANT + 1)
            alone[field], alone[VARIANT] = counts[field], variants
            found[document] = (alone[0], alone[1], alone[2], alone[3], alone[4], alone[5])
    return found


def _sum(a: Counts, b: Counts) -> Counts:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], a[5] + b[5]


def _greatest(a: Counts, b: Counts) -> Counts:
    return (
        max(a[0], b[0]), max(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]), max(a[4], b[4]), max(a[5], b[5])
    )  # fmt: skip
