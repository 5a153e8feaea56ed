"""The search index of an edition: segments of its texts, made in processes and remembered, and joined.

Memos: *segment head* and *segment slice* (the texts of a run of dispatches, the authority files) → what
the index holds of them. Runs end at dispatches that their own ids choose, so that a new dispatch changes
the segment that it falls into, and no other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from typing import Never
from zlib import crc32

from readingroom.model.authority import Authority
from readingroom.pipeline import indexing
from readingroom.pipeline.imprint import SearchImprint
from readingroom.pipeline.pool import Pool
from readingroom.pipeline.tasks import Workshop
from readingroom.search.index import files
from readingroom.search.merge import SLICES, Head, Packed, Row, head_of, texts_of
from readingroom.search.names import names_of
from readingroom.search.outline import Outline
from readingroom.search.statistics import statistics, texts_digest
from readingroom.store import Store
from readingroom.traces import canonical, digest

HEAD, SLICE, TEXTS = "segment head", "segment slice", "segment texts"
_RUN = 128
"""Dispatches of a segment, on average."""
_LONGEST = 512
_MANY = 16
"""So many segments are worth new processes."""
_FEW = 2
"""The slices of so few segments are joined at once."""


@dataclass(frozen=True)
class Searching:
    """The making of the index of one edition."""

    outline: Outline
    digests: Mapping[str, str]
    """Of each dispatch's text, by id."""
    pickled: Callable[[str], bytes]
    """A dispatch, by id."""
    authority: Authority
    store: Store
    pool: Pool[Workshop]

    @cached_property
    def outline_digest(self) -> str:
        """Of all that the index is made from besides texts."""
        return digest(canonical((self.outline, self._names)))

    @cached_property
    def shared_digest(self) -> str:
        """Of what all texts are read with: names, fields, the language of the archive."""
        return digest(canonical((self.outline.fields, self.outline.language, self._names)))

    @cached_property
    def texts_digest(self) -> str:
        """Of all texts in their order."""
        return texts_digest(self.outline.ids, self.digests)

    @cached_property
    def _names(self) -> str:
        """The digest of the authority files."""
        return digest(canonical(sorted(self.authority.entities.items())))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its address, the root last."""
        self._make()
        heads = list(map(self._head, self._runs))
        names = names_of(self.authority)
        found = statistics(heads, names.characters)
        lengths = [pair for head in heads for pair in head.lengths]
        rows, texts = self._rows(heads), self._texts()
        yield from files(self.outline, names, rows, lengths, texts, found)

    def imprint(self) -> SearchImprint:
        """What the index was made from, once `files` gave them."""
        heads = map(self._head, self._runs)
        return SearchImprint(
            outline=self.outline_digest,
            texts=self.texts_digest,
            shared=self.shared_digest,
            ids=self.outline.ids,
            language=self.outline.language,
            statistics=statistics(heads, names_of(self.authority).characters),
        )

    def is_made_as(self, earlier: SearchImprint) -> bool:
        """Whether an earlier index was made from the same."""
        return (earlier.outline, earlier.texts) == (self.outline_digest, self.texts_digest)

    @cached_property
    def _runs(self) -> dict[str, Sequence[str]]:
        """The ids of each segment's dispatches, by the segment's key."""
        return {
            digest(canonical((self._names, [self.digests[name] for name in run]))): run
            for run in _runs(self.outline.ids)
        }

    def _make(self) -> None:
        """Makes the segments that are not remembered."""
        known = self.store.get_many(HEAD, self._runs)
        due = {key: run for key, run in self._runs.items() if key not in known}
        if len(due) >= _MANY:
            self.pool.close()  # processes that read and rendered so much hold memory that new ones don't
        jobs = (tuple(map(self.pickled, run)) for run in due.values())
        work = partial(indexing.index, self.authority)
        for key, made in zip(due, self.pool.map(work, jobs, len(due), _lost, batch=1), strict=True):
            self._keep(key, made)

    def _keep(self, key: str, made: Packed) -> None:
        self.store.put_many(SLICE, {_slice_key(key, place): data for place, data in enumerate(made.slices)})
        self.store.put(TEXTS, key, made.texts)
        self.store.put(HEAD, key, made.head)

    def _made_again(self, key: str) -> Packed:
        """A segment that the store has lost."""
        (made,) = indexing.index(self.authority, [tuple(map(self.pickled, self._runs[key]))])
        self._keep(key, made)
        return made

    def _head(self, key: str) -> Head:
        return head_of(self.store.get(HEAD, key) or self._made_again(key).head)

    def _texts(self) -> Iterator[str]:
        """The compressed texts of all dispatches, in their order."""
        for key in self._runs:
            yield from texts_of(self.store.get(TEXTS, key) or self._made_again(key).texts)

    def _rows(self, heads: Sequence[Head]) -> Iterator[Row]:
        """The rows of all segments, joined slice by slice."""
        bases = [0, *accumulate(len(head.lengths) for head in heads)][:-1]
        languages = [head.tongues for head in heads]
        jobs = map(self._slices, range(SLICES))
        work = partial(indexing.join, bases, languages)
        batch = 1 if len(heads) > _FEW else SLICES
        for rows in self.pool.map(work, jobs, SLICES, _lost, batch=batch):
            yield from rows

    def _slices(self, place: int) -> tuple[bytes, ...]:
        """One slice of every segment."""
        names = {key: _slice_key(key, place) for key in self._runs}
        found = self.store.get_many(SLICE, names.values())
        return tuple(
            found[name] if name in found else self._made_again(key).slices[place]
            for key, name in names.items()
        )


def _runs(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    for place, name in enumerate(ids, 1):
        if crc32(name.encode()) % _RUN == 0 or place - start == _LONGEST:
            yield ids[start:place]
            start = place
    if start < len(ids):
        yield ids[start:]


def _slice_key(key: str, place: int) -> str:
    return f"{key}-{place}"


def _lost(job: object) -> Never:
    del job
    message = "a process that indexed texts for the search was lost"
    raise RuntimeError(message)
