"""Dispatches → a segment: their words with their places, coded, and their texts, compressed.

A segment counts its dispatches from 0 and knows nothing of others, so that it is made once for a run of
texts; an index joins segments. A segment of one dispatch is what an edit takes out and puts in.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from readingroom.model.authority import Authority
from readingroom.model.dispatch import Dispatch
from readingroom.search import plainly
from readingroom.search.gathering import Gatherer
from readingroom.search.layout import BODY, NOTES
from readingroom.search.listed import Words
from readingroom.search.names import Names
from readingroom.search.parts import texts, values

MOST = 1 << 11
"""So many dispatches at most make a segment."""
_FEW = 4
"""So few are coded without the library of arrays, which takes longer to load than they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Some dispatches of the archive, indexed in their order."""

    words: dict[str, Words]
    tongues: tuple[str, ...]
    """Its languages."""
    languages: tuple[tuple[str, ...], ...]
    """The languages of each dispatch."""
    lengths: tuple[tuple[int, int], ...]
    """Of each dispatch: the words of the body, of the notes."""
    texts: tuple[str, ...]
    """The passages of each, compressed, in base64."""
    alphabets: tuple[str, ...]
    """The characters of each text, each once, in order."""


def segment(dispatches: Iterable[Dispatch], authority: Authority, names: Names) -> Segment:
    """The segment of at most `MOST` dispatches; `names` are those of the authority files."""
    gatherer = Gatherer(names)
    shown = []
    for dispatch in dispatches:
        passages = tuple(texts(dispatch))
        gatherer.begin()
        for part in chain(passages, values(dispatch, authority)):
            gatherer.take(part)
        shown.append(_compressed([[part.field, part.anchor, part.text] for part in passages]))
    gatherer.end()
    return Segment(
        words=_coded(gatherer, len(shown)),
        tongues=tuple(gatherer.languages),
        languages=tuple(tuple(sorted(spoken)) for spoken in gatherer.spoken),
        lengths=tuple((one[BODY], one[NOTES]) for one in gatherer.lengths),
        texts=tuple(shown),
        alphabets=tuple("".join(sorted(characters)) for characters in gatherer.characters),
    )


def _coded(gatherer: Gatherer, count: int) -> dict[str, Words]:
    if count <= _FEW:
        return plainly.coded(gatherer)
    from readingroom.search import arrays  # noqa: PLC0415 - see `_FEW`

    return arrays.coded(gatherer)


def _compressed(passages: Sequence[Sequence[object]]) -> str:
    """The text of a dispatch as it stands in a text file."""
    data = json.dumps(passages, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return base64.b64encode(zlib.compress(data)).decode()
