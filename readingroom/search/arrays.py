"""Gathered words → the lists of a segment, many places at a time."""

from dataclasses import dataclass
from itertools import pairwise, repeat

import numpy as np

from readingroom.search.dense import Numbers, spelled, widths
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

_SEVERAL_LANGUAGES = 2


def coded(found: Gatherer) -> dict[str, Words]:
    """The lists of every surface."""
    own, spoken = _own(found)
    own = np.concatenate([own, np.array(found.extra, np.int64)])
    variants = np.array(found.variants, np.int64)
    places = _places(found, _distinct(np.concatenate([own, variants])))
    # In a posting a variant is counted as if it stood in a field of its own.
    as_variants = variants & ~(FIELD_MASK << FIELD_BITS) | FIELDS << FIELD_BITS
    postings, ks = _postings(np.sort(np.concatenate([own, as_variants])))
    surfaces = list(found.surfaces)
    return {
        surfaces[number]: Words(*row)
        for number, *row in zip(
            places.surfaces,
            places.counts,
            places.firsts,
            places.lasts,
            ks,
            [spoken[surface] for surface in places.surfaces] if spoken else repeat((), len(places.surfaces)),
            postings.codes,
            places.codes,
            strict=True,
        )
    }


def _own(found: Gatherer) -> tuple[Numbers, list[tuple[int, ...]]]:
    """The places of all words of the texts, and in how many documents each is in each language."""
    surfaces = np.array(found.numbers, np.int64)[np.array(found.stream, np.int64)]
    bases, sizes, tongues = np.array(found.bases, np.int64).reshape(-1, 3).T
    places = np.arange(len(surfaces)) + np.repeat(bases - (np.cumsum(sizes) - sizes), sizes)
    whole = (surfaces << SURFACE_BITS) + places
    if len(found.languages) < _SEVERAL_LANGUAGES:
        return whole, []
    others = np.array([*found.extra, *found.variants], np.int64)
    documents = np.concatenate([whole, others]) >> DOCUMENT_BITS
    count, beside = len(found.languages), [*found.extra_tongues, *found.variant_tongues]
    keys = documents * count + np.concatenate([np.repeat(tongues, sizes), np.array(beside, np.int64)])
    keys = _distinct(keys)
    surfaces = keys // count >> SURFACE_BITS - DOCUMENT_BITS
    table = np.bincount(surfaces * count + keys % count, minlength=len(found.surfaces) * count)
    return whole, list(map(tuple, table.reshape(-1, count).tolist()))


def _places(found: Gatherer, whole: Numbers) -> "_Lists":
    """The lists of places, from all places in order."""
    pairs, fields = _Pairs.of(whole), _Fields.of(whole)
    shifts = _shifts(found, whole)
    steps = np.diff(whole, prepend=0)
    steps[fields.starts] = whole[fields.starts] & PLACE_BITS
    shifted = np.flatnonzero(shifts > 0)
    covering = np.flatnonzero(np.isin(whole, np.array(list(found.covered), np.int64)))
    covered = np.array([found.covered[place] - 1 for place in whole[covering].tolist()], np.int64)
    at, places = _woven(
        (np.arange(len(whole)), 3 * steps + np.where(shifts == INSIDE, 2, shifts > 0)),
        (shifted, shifts[shifted]),
        (covering, covered),
    )
    plain = fields.masks == 1 << BODY
    several = ~plain[fields.pairs]
    every = np.arange(len(pairs.starts))
    of_pair, records = _woven(
        (every, np.where(plain, 2 * fields.counts[fields.firsts], 2 * fields.masks + 1)),
        (fields.pairs[several], fields.counts[several]),
        (np.repeat(every, np.diff(pairs.starts, append=len(whole)))[at], places),
    )
    lengths = np.bincount(of_pair, widths(records), len(every)).astype(np.int64)
    others = np.delete(every, pairs.firsts)
    return _Lists.of(pairs, *_woven((others, pairs.gaps[others]), (every, lengths), (of_pair, records)))


def _shifts(found: Gatherer, whole: Numbers) -> Numbers:
    """Of each place, how many words of insertions stand before it, or `INSIDE`."""
    shifts = np.zeros(len(whole), np.int64)
    if found.shifted:
        table = np.array(sorted(found.shifted), np.int64)
        places = whole & (1 << SURFACE_BITS) - 1
        at = np.minimum(np.searchsorted(table[:, 0], places), len(table) - 1)
        shifts = np.where(table[at, 0] == places, table[at, 1], 0)
    if found.parted:
        shifts[np.isin(whole, np.array(list(found.parted), np.int64))] = INSIDE
    return shifts


def _postings(counted: Numbers) -> tuple["_Lists", list[int]]:
    """The lists of postings, from all places in order, and the k of the first of each."""
    pairs, fields = _Pairs.of(counted), _Fields.of(counted)
    plain = fields.masks == 1 << BODY
    counts = fields.counts[fields.firsts]
    ks = np.where(plain, np.minimum(counts, SEVERAL), 0)
    every = np.arange(len(ks))
    others = np.delete(every, pairs.firsts)
    often, mixed, several = np.flatnonzero(ks == SEVERAL), np.flatnonzero(~plain), ~plain[fields.pairs]
    columns = (
        (others, GAP_STEP * pairs.gaps[others] + ks[others]),
        (often, counts[often] - SEVERAL),
        (mixed, fields.masks[mixed]),
        (fields.pairs[several], fields.counts[several] - 1),
    )
    return _Lists.of(pairs, *_woven(*columns)), ks[pairs.firsts].tolist()


def _woven(*columns: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Numbers with their keys in the order of the keys; of equal keys, in the order of the columns."""
    keys = np.concatenate([column[0] for column in columns])
    order = np.argsort(keys, kind="stable")
    return keys[order], np.concatenate([column[1] for column in columns])[order]


def _distinct(numbers: Numbers) -> Numbers:
    ascending = np.sort(numbers)
    return ascending[_starts(ascending)]


def _starts(sorted_keys: Numbers) -> Numbers:
    return np.flatnonzero(np.diff(sorted_keys, prepend=-1))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The documents of every surface."""

    starts: Numbers
    """Where each begins among the places."""
    surfaces: Numbers
    documents: Numbers
    firsts: Numbers
    """Which are the first of their surface."""
    gaps: Numbers
    """How many documents are left out before each; of a first one without meaning."""

    @classmethod
    def of(cls, whole: Numbers) -> "_Pairs":
        starts = _starts(whole >> DOCUMENT_BITS)
        keys = whole[starts] >> DOCUMENT_BITS
        surfaces = keys >> SURFACE_BITS - DOCUMENT_BITS
        documents = keys & (1 << SURFACE_BITS - DOCUMENT_BITS) - 1
        return cls(starts, surfaces, documents, _starts(surfaces), np.diff(documents, prepend=0) - 1)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of every pair."""

    starts: Numbers
    """Where each begins among the places."""
    counts: Numbers
    pairs: Numbers
    """The pair that each belongs to."""
    firsts: Numbers
    """Of each pair, its first field."""
    masks: Numbers
    """Of each pair, a bit for each field."""

    @classmethod
    def of(cls, whole: Numbers) -> "_Fields":
        starts = _starts(whole >> FIELD_BITS)
        keys = whole[starts]
        firsts = _starts(keys >> DOCUMENT_BITS)
        pairs = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(starts)))
        masks = np.bitwise_or.reduceat(1 << (keys >> FIELD_BITS & 7), firsts) if len(firsts) else keys
        return cls(starts, np.diff(starts, append=len(whole)), pairs, firsts, masks)


@dataclass(frozen=True, slots=True)
class _Lists:
    """The coded lists of surfaces."""

    surfaces: list[int]
    counts: list[int]
    firsts: list[int]
    lasts: list[int]
    codes: list[str]

    @classmethod
    def of(cls, pairs: _Pairs, of_pair: Numbers, numbers: Numbers) -> "_Lists":
        """Of all numbers in order, and the pairs that they belong to."""
        text, starts = spelled(numbers)
        bounds = starts[np.searchsorted(of_pair, pairs.firsts)].tolist()
        lasts = np.append(pairs.firsts[1:], len(pairs.surfaces)) - 1
        return cls(
            pairs.surfaces[pairs.firsts].tolist(),
            np.diff(pairs.firsts, append=len(pairs.surfaces)).tolist(),
            pairs.documents[pairs.firsts].tolist(),
            pairs.documents[lasts[: len(pairs.firsts)]].tolist(),
            [text[start:end] for start, end in pairwise([*bounds, len(text)])],
        )
