"""Translation beside original: both are cut where they have come equally far, counted in paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readingroom.fill import to_html
from readingroom.model.block import Body, Markup
from readingroom.model.view import Html, Pair
from readingroom.pages.filled import SliceAddresses, part

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Chunks of a body from one cut to the next."""

    start: int
    end: int
    paragraphs: int


def pairs(translation: Body, original: Body, addresses: SliceAddresses) -> tuple[Pair, ...]:
    """The pairs of the two bodies; none where they differ in their number of paragraphs.

    Each pair is the shortest there is: it ends where both texts are between two of their blocks
    and have had as many paragraphs.
    """
    left, right = list(_blocks(translation)), list(_blocks(original))
    if _count(left) != _count(right) or not _count(left):
        return ()
    cuts = frozenset(_totals(left)) & frozenset(_totals(right))
    rows = zip(_joined(left, cuts), _joined(right, cuts), strict=True)
    return tuple(
        Pair(
            translation=_html(translation, one, addresses),
            original=Html(to_html(Body(original.chunks[other.start : other.end]), None, (), addresses)),
        )
        for one, other in rows
    )


def _html(body: Body, stretch: _Stretch, addresses: SliceAddresses) -> Html:
    piece, links = part(body, addresses.slice.entry.links, stretch.start, stretch.end)
    return Html(to_html(piece, None, links, addresses))


def _count(blocks: list[_Stretch]) -> int:
    return sum(block.paragraphs for block in blocks)


def _totals(blocks: list[_Stretch]) -> Iterator[int]:
    total = 0
    for block in blocks:
        total += block.paragraphs
        yield total


def _joined(blocks: list[_Stretch], cuts: frozenset[int]) -> Iterator[_Stretch]:
    """The blocks joined so that one stretch ends at each cut.

    What has no paragraph (a heading) belongs to what follows it, at the end to what stands before.
    """
    whole = _count(blocks)
    start = total = before = 0
    for number, block in enumerate(blocks, 1):
        total += block.paragraphs
        is_cut = block.paragraphs and total in cuts and total != whole
        if is_cut or number == len(blocks):
            yield _Stretch(start, block.end, total - before)
            start, before = block.end, total


def _blocks(body: Body) -> Iterator[_Stretch]:
    """The outermost elements of a body, with the numbered paragraphs in each."""
    starts = [passage.start for passage in body.passages if passage.number]
    start = depth = 0
    for place, chunk in enumerate(body.chunks):
        if isinstance(chunk, Markup):
            before = depth
            depth += _depth(chunk.html)
            if depth <= 0 < before or (depth == before == 0 and chunk.html.strip()):
                yield _Stretch(start, place + 1, sum(start <= at <= place for at in starts))
                start = place + 1
    if start < len(body.chunks):
        yield _Stretch(start, len(body.chunks), sum(start <= at for at in starts))


def _depth(html: str) -> int:
    """How many elements the tags open more than they close."""
    return sum(-1 if closing else 0 if name.lower() in _VOID else 1 for closing, name in _TAG.findall(html))
