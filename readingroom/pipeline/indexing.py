"""The work on the search index that is mapped over processes: making segments, joining their slices."""

import pickle
from collections.abc import Sequence

from readingroom.model.authority import Authority
from readingroom.search.merge import Packed, Row, joined, packed
from readingroom.search.names import names_of
from readingroom.search.segment import segment


def index(authority: Authority, jobs: Sequence[tuple[bytes, ...]]) -> list[Packed]:
    """The segments of runs of dispatches, which come pickled."""
    names = names_of(authority)
    return [
        packed(segment([pickle.loads(one) for one in job], authority, names))  # noqa: S301 - of our own making
        for job in jobs
    ]


def join(
    bases: Sequence[int], languages: Sequence[tuple[str, ...]], jobs: Sequence[tuple[bytes, ...]]
) -> list[list[Row]]:
    """The rows of slices, each a slice of all segments (see `search.merge.joined`)."""
    return [joined(job, bases, languages) for job in jobs]
