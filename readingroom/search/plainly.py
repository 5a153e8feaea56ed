"""Gathered words → the lists of a segment, one place after the other: for a text or two.

It gives what `arrays` gives, which is faster for many texts and takes longer to load.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from readingroom.search.codes import encode
from readingroom.search.gathering import (
    DOCUMENT_BITS,
    FIELD_BITS,
    FIELD_MASK,
    INSIDE,
    PLACE_BITS,
    SURFACE_BITS,
    Gatherer,
)
from readingroom.search.layout import BODY, FIELDS, GAP_STEP, SEVERAL
from readingroom.search.listed import Words

_PLACES = (1 << SURFACE_BITS) - 1


def coded(found: Gatherer) -> dict[str, Words]:
    """The lists of every surface."""
    own: defaultdict[int, list[int]] = defaultdict(list)
    variants: defaultdict[int, list[int]] = defaultdict(list)
    spoken: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for whole, tongue in chain(_stream(found), zip(found.extra, found.extra_tongues, strict=True)):
        own[whole >> SURFACE_BITS].append(whole)
        spoken[whole >> SURFACE_BITS].add((whole >> DOCUMENT_BITS, tongue))
    for whole, tongue in zip(found.variants, found.variant_tongues, strict=True):
        variants[whole >> SURFACE_BITS].append(whole)
        spoken[whole >> SURFACE_BITS].add((whole >> DOCUMENT_BITS, tongue))
    shifts = dict(found.shifted)
    is_mixed = len(found.languages) > 1
    return {
        surface: _words(
            found,
            shifts,
            sorted(own[number]),
            sorted(variants[number]),
            _by_language(spoken[number], len(found.languages)) if is_mixed else (),
        )
        for surface, number in found.surfaces.items()
        if number in spoken
    }


def _stream(found: Gatherer) -> Iterator[tuple[int, int]]:
    """The places of all words of the texts, with their languages."""
    numbers, stream = found.numbers, iter(found.stream)
    for base, size, tongue in found.bases:
        for place in range(base, base + size):
            yield (numbers[next(stream)] << SURFACE_BITS) + place, tongue


def _by_language(spoken: set[tuple[int, int]], count: int) -> tuple[int, ...]:
    tongues = [tongue for _, tongue in spoken]
    return tuple(tongues.count(tongue) for tongue in range(count))


def _words(
    found: Gatherer, shifts: dict[int, int], own: list[int], variants: list[int], spoken: tuple[int, ...]
) -> Words:
    by_document = _by_document(own), _by_document(variants)
    documents = sorted({*by_document[0], *by_document[1]})
    before, first_k = -1, -1
    postings: list[str] = []
    records: list[str] = []
    for document in documents:
        its, others = by_document[0].get(document, []), by_document[1].get(document, [])
        counts = [*_counts(its), len(others)]
        is_plain = counts[BODY] == sum(counts)
        k = min(counts[BODY], SEVERAL) if is_plain else 0
        if first_k < 0:
            first_k = k
        else:
            postings.append(encode(GAP_STEP * (document - before - 1) + k))
            records.append(encode(document - before - 1))
        if k == SEVERAL:
            postings.append(encode(counts[BODY] - SEVERAL))
        elif k == 0:
            postings.append(encode(_mask(counts)) + "".join(encode(count - 1) for count in counts if count))
        record = _record(found, shifts, sorted({*its, *others}))
        records.append(encode(len(record)) + record)
        before = document
    return Words(len(documents), documents[0], before, first_k, spoken, "".join(postings), "".join(records))


def _by_document(places: list[int]) -> dict[int, list[int]]:
    mask = (1 << SURFACE_BITS - DOCUMENT_BITS) - 1
    return {
        key: list(group) for key, group in groupby(places, key=lambda place: place >> DOCUMENT_BITS & mask)
    }


def _counts(places: Sequence[int]) -> list[int]:
    counts = [0] * FIELDS
    for place in places:
        counts[place >> FIELD_BITS & FIELD_MASK] += 1
    return counts


def _mask(counts: Sequence[int]) -> int:
    return sum(1 << field for field, count in enumerate(counts) if count)


def _record(found: Gatherer, shifts: dict[int, int], places: list[int]) -> str:
    """The record of a word's places in one document."""
    counts = _counts(places)
    if counts[BODY] == len(places):
        parts = [encode(2 * len(places))]
    else:
        parts = [encode(2 * _mask(counts) + 1), *(encode(count) for count in counts if count)]
    field, before = -1, 0
    for whole in places:
        if field != whole >> FIELD_BITS & FIELD_MASK:
            field, before = whole >> FIELD_BITS & FIELD_MASK, whole & ~PLACE_BITS
        shift = INSIDE if whole in found.parted else shifts.get(whole & _PLACES, 0)
        step = 3 * (whole - before)
        parts.append(
            encode(step + 2)
            if shift == INSIDE
            else encode(step + 1) + encode(shift)
            if shift
            else encode(step)
        )
        if whole in found.covered:
            parts.append(encode(found.covered[whole] - 1))
        before = whole
    return "".join(parts)
