"""The small index of what was edited: the files of an index of its own, made in a moment.

What is counted over all texts is counted over the base too, so that words weigh what they weigh there and
questions are cut as the whole archive has them.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from readingroom.model.authority import Authority
from readingroom.pipeline.edition import Edition
from readingroom.search.index import files
from readingroom.search.layout import FOLDER
from readingroom.search.merge import SLICES, Packed, Row, head_of, joined, packed, texts_of
from readingroom.search.names import Names, names_of
from readingroom.search.outline import outline_of
from readingroom.search.segment import segment
from readingroom.search.statistics import Statistics, statistics

DELTA = f"{FOLDER}/delta"


class Deltas:
    """Makes one delta after the other; of each only what changed since the one before is made."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._segments: dict[str, Packed] = {}
        """Of each text of the last delta, by its digest."""
        self._authority: Authority | None = None
        """With what names they were made."""
        self._names = Names()

    def files(self, edition: Edition, fresh: tuple[str, ...], base: Statistics) -> dict[str, bytes]:
        """The files of an index of some dispatches, by address; `base` is what is counted over the others."""
        authority = edition.site.authority
        if authority is not self._authority:
            self._authority, self._names, self._segments = authority, names_of(authority), {}
        known, texts = self._segments, edition.texts
        self._segments = {
            texts.digests[name]: known.get(texts.digests[name])
            or packed(segment([texts.dispatch(name)], authority, self._names))
            for name in fresh
        }
        segments = [self._segments[texts.digests[name]] for name in fresh]
        heads = [head_of(one.head) for one in segments]
        outline = outline_of(edition.site, frozenset(fresh))
        found = _sum(base, statistics(heads))
        lengths = [pair for head in heads for pair in head.lengths]
        passages = (text for one in segments for text in texts_of(one.texts))
        made = files(outline, self._names, _rows(segments), lengths, passages, found)
        return {f"{DELTA}{address.removeprefix(FOLDER)}": data for address, data in made}


def _rows(segments: list[Packed]) -> Iterator[Row]:
    heads = [head_of(one.head) for one in segments]
    bases = [0, *accumulate(len(head.lengths) for head in heads)][:-1]
    languages = [head.tongues for head in heads]
    for place in range(SLICES):
        yield from joined([one.slices[place] for one in segments], bases, languages)


def _sum(one: Statistics, other: Statistics) -> Statistics:
    return Statistics(
        lengths=(one.lengths[0] + other.lengths[0], one.lengths[1] + other.lengths[1]),
        characters=dict(Counter(one.characters) + Counter(other.characters)),
        languages=dict(Counter(one.languages) + Counter(other.languages)),
    )
