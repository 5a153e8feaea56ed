"""An editor's bracketed insertions: found in a finished body, marked in it, and told as facts.

    insertion = "[" text "]"        within one passage; nested ones nest

Bare numbers in brackets are no insertions, and neither is an empty pair. A pair that encloses part
of an element only (it begins inside emphasis, say, and ends outside) cannot be marked, yet is told.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from readingroom.model.block import (
    Body,
    Chunk,
    Insertion,
    LinkEnd,
    LinkStart,
    Markup,
    Passage,
    PassageKind,
    Span,
    Text,
)
from readingroom.model.settings import InsertionKind, Settings
from readingroom.parse.brackets import NUMBERS

DEEPEST = 8
"""Levels of nesting that are told apart; deeper brackets are text."""

_BRACKET = re.compile(r"[\[\]]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*?(/?)>")
_CODE = re.compile(r"<(/?)(?:code|kbd|samp|pre)\b")
_VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of brackets: offsets in its passage's text, `end` behind the closing one."""

    start: int
    end: int
    whole: bool
    """Whether it encloses whole elements."""


def mark(body: Body, settings: Settings, where: int | None) -> tuple[Body, tuple[Insertion, ...]]:
    """The body with its insertions in `span` elements, and the insertions in order.

    `where` is None for a body and counts notes from 0.
    """
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    told: list[Insertion] = []
    done = 0
    for number, passage in enumerate(body.passages):
        chunks += body.chunks[done : passage.start]
        start = len(chunks)
        inside, found = _passage(body.chunks[passage.start : passage.end], passage, settings)
        chunks += inside
        passages.append(
            replace(passage, start=start, end=len(chunks)) if found or start != passage.start else passage
        )
        told += [
            Insertion(kind, text, where, Span(number, pair.start, pair.end)) for kind, text, pair in found
        ]
        done = passage.end
    if not told:
        return body, ()
    chunks += body.chunks[done:]
    return Body(tuple(chunks), tuple(passages)), tuple(told)


def _passage(
    chunks: Sequence[Chunk], passage: Passage, settings: Settings
) -> tuple[Sequence[Chunk], list[tuple[str, str, _Pair]]]:
    if passage.kind is PassageKind.CODE or not any("[" in c.text for c in chunks if isinstance(c, Text)):
        return chunks, []
    text = "".join(chunk.text for chunk in chunks if isinstance(chunk, Text))
    pairs = [pair for pair in _nested(_pairs(chunks)) if _is_insertion(text, pair)]
    if not pairs:
        return chunks, []
    found = [
        (_kind(settings, text[p.start + 1 : p.end - 1]), " ".join(text[p.start : p.end].split()), p)
        for p in pairs
    ]
    return list(_marked(chunks, [(kind, pair) for kind, _, pair in found if pair.whole])), found


def _pairs(chunks: Sequence[Chunk]) -> Iterator[_Pair]:
    """The pairs of brackets in the order in which they close.

    `open_ones` holds each open bracket with the depth of elements that it stands at; once the depth
    falls below that, the element it stands in has closed, and the pair encloses a part only.
    """
    open_ones: list[list[int]] = []
    whole: list[list[int]] = []
    offset = depth = 0
    for chunk, is_code in zip(chunks, _in_code(chunks), strict=True):
        if isinstance(chunk, Text):
            for match in () if is_code else _BRACKET.finditer(chunk.text):
                place = offset + match.start()
                if match[0] == "[":
                    entry = [place, depth, True]
                    open_ones.append(entry)
                    whole.append(entry)
                elif open_ones:
                    entry = open_ones.pop()
                    if whole and whole[-1] is entry:
                        whole.pop()
                    yield _Pair(entry[0], place + 1, bool(entry[2]) and entry[1] == depth)
            offset += len(chunk.text)
            continue
        for step in _steps(chunk):
            depth += step
            while whole and whole[-1][1] > depth:
                whole.pop()[2] = False


def _in_code(chunks: Sequence[Chunk]) -> Iterator[bool]:
    """Of each chunk, whether it stands in an element of code, whose brackets are its own."""
    depth = 0
    for chunk in chunks:
        if isinstance(chunk, Markup):
            depth += sum(-1 if closing else 1 for closing in _CODE.findall(chunk.html))
        yield depth > 0


def _steps(chunk: Chunk) -> Iterator[int]:
    """1 for each element that a chunk opens, -1 for each that it closes, in order."""
    if isinstance(chunk, LinkStart):
        yield 1
    elif isinstance(chunk, LinkEnd):
        yield -1
    elif isinstance(chunk, Markup):
        for closing, name, self_closing in _TAG.findall(chunk.html):
            if name.lower() not in _VOID and not self_closing:
                yield -1 if closing else 1


def _nested(pairs: Iterator[_Pair]) -> Iterator[_Pair]:
    """The pairs in the order in which they open, without those that nest too deep."""
    ends: list[int] = []
    for pair in sorted(pairs, key=lambda pair: pair.start):
        while ends and ends[-1] <= pair.start:
            ends.pop()
        ends.append(pair.end)
        if len(ends) <= DEEPEST:
            yield pair


def _is_insertion(text: str, pair: _Pair) -> bool:
    if NUMBERS.fullmatch(text, pair.start, pair.end):
        return False
    inside = text[pair.start + 1 : pair.end - 1]
    # "[^7]" is Markdown's call of a note; where it stands in the text, that note is not there.
    if inside.startswith("^"):
        return False
    return any(not c.isspace() and c not in "[]" for c in inside)


def _kind(settings: Settings, inside: str) -> str:
    rows: tuple[InsertionKind, ...] = settings.insertions
    return next((row.kind for row in rows if row.pattern is None or row.pattern.search(inside)), "plain")


def _marked(chunks: Sequence[Chunk], found: Sequence[tuple[str, _Pair]]) -> Iterator[Chunk]:
    """The chunks, with the elements of the insertions around their texts."""
    texts = [chunk.text if isinstance(chunk, Text) else "" for chunk in chunks]
    ends = list(accumulate(map(len, texts)))
    cuts: list[list[tuple[int, str]]] = [[] for _ in chunks]
    for kind, pair in found:
        name = "insertion" if kind == "plain" else f"insertion {kind}"
        first = bisect_right(ends, pair.start)
        last = bisect_right(ends, pair.end - 1)
        cuts[first].append((pair.start - ends[first] + len(texts[first]), f'<span class="{name}">'))
        cuts[last].append((pair.end - ends[last] + len(texts[last]), "</span>"))
    for chunk, places in zip(chunks, cuts, strict=True):
        yield from _cut(chunk, places) if isinstance(chunk, Text) and places else (chunk,)


def _cut(chunk: Text, places: list[tuple[int, str]]) -> Iterator[Chunk]:
    """A text with markup put in at offsets; of several at one place the closing ones come first."""
    done = 0
    for place, html in sorted(places, key=lambda cut: (cut[0], not cut[1].startswith("</"))):
        if place > done:
            yield Text(chunk.text[done:place])
        yield Markup(html)
        done = place
    if done < len(chunk.text):
        yield Text(chunk.text[done:])
