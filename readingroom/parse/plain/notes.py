"""Where the notes begin, and which paragraphs are whose.

    notes = note { note }
    note  = label text { paragraph }        the label at the start of a line

The notes begin at the paragraph opening with a label that leaves the fewest references above it
undefined; a paragraph above that opens with a label counts as a reference. Of equals the earliest
whose own label is referred to above it, failing that the earliest.

A line inside a paragraph of the notes opens a note if its label is referred to in the body, or counts
on from the note before.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readingroom.parse import brackets
from readingroom.parse.plain.blocks import Paragraph
from readingroom.parse.plain.folding import fold

_SOURCE_LOST = re.compile(r"[,;،؛]")


@dataclass(frozen=True, slots=True)
class RawNote:
    """A note as it stands in the source, its label taken off."""

    label: str
    line: int
    paragraphs: tuple[Paragraph, ...]
    """Empty where nothing but the label is left."""

    @property
    def lost(self) -> str:
        """What is wrong where its source was lost; empty where it was not."""
        if not self.paragraphs:
            return "is empty"
        first = fold(self.paragraphs[0].lines[0])
        if _SOURCE_LOST.match(first):
            name = "semicolon" if first[0] in ";؛" else "comma"
            return f"begins with a {name} where its source should stand"
        return ""


def begin(paragraphs: Sequence[Paragraph], title: str = "") -> int:
    """The index of the paragraph that the notes begin at; the number of paragraphs where there are none.

    References in the title stand above all. Read upward: each step takes one paragraph's references out
    of those above, and adds its labels to those defined below.
    """
    called = [Counter(labels_of(paragraph)) for paragraph in paragraphs]
    above = Counter(labels_in(title))
    for labels in called:
        above.update(labels)
    defined: set[str] = set()
    undefined = sum(above.values())
    best: tuple[int, bool, int] | None = None
    for index in range(len(paragraphs) - 1, -1, -1):
        for label, count in called[index].items():
            above[label] -= count
            undefined -= 0 if label in defined else count
        for label in set(_line_labels(paragraphs[index])) - defined:
            undefined -= above[label]
            defined.add(label)
        own = brackets.key(brackets.opening(paragraphs[index].lines[0]))
        if own:
            rank = (undefined, not above[own], index)
            best = min(best, rank) if best else rank
    return best[2] if best else len(paragraphs)


def labels_of(paragraph: Paragraph) -> Iterator[str]:
    """The keys of the labels in a paragraph, also of the one that it opens with."""
    for line in paragraph.lines:
        yield from labels_in(line)


def labels_in(text: str) -> Iterator[str]:
    """The keys of the labels that stand in brackets of a text."""
    for group in brackets.groups(text):
        yield from map(brackets.key, group.labels)


def _line_labels(paragraph: Paragraph) -> Iterator[str]:
    for line in paragraph.lines:
        if "[" in line and (label := brackets.opening(line)):
            yield brackets.key(label)


def read(paragraphs: Sequence[Paragraph], called: frozenset[str]) -> tuple[RawNote, ...]:
    """The notes of the paragraphs from where they begin; `called` are the keys of the labels in the body."""
    notes: list[tuple[str, int, list[Paragraph]]] = []
    for paragraph in paragraphs:
        for label, part in _parts(paragraph, called, notes[-1][0] if notes else ""):
            if label:
                notes.append((label, part.first, []))
            rest = _without_label(part) if label else part
            if rest:
                notes[-1][2].append(rest)
    return tuple(RawNote(label, line, tuple(parts)) for label, line, parts in notes)


def _parts(paragraph: Paragraph, called: frozenset[str], before: str) -> Iterator[tuple[str, Paragraph]]:
    """A paragraph of the notes cut where notes begin, each part with its label or none."""
    start, label = 0, brackets.opening(paragraph.lines[0])
    before = label or before
    for index, line in enumerate(paragraph.lines[1:], 1):
        following = brackets.opening(line) if "[" in line else ""
        if following and (brackets.key(following) in called or _counts_on(before, following)):
            yield label, _slice(paragraph, start, index)
            start, label, before = index, following, following
    yield label, _slice(paragraph, start, len(paragraph.lines))


def _slice(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    column = paragraph.column if start == 0 else 1
    return Paragraph(paragraph.first + start, paragraph.lines[start:end], column)


def _counts_on(before: str, label: str) -> bool:
    digits = label.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    prefix = label.removesuffix(digits)
    return before == f"{prefix}{int(digits) - 1}"


def _without_label(part: Paragraph) -> Paragraph | None:
    """The part behind its label; None where nothing stands there."""
    match = brackets.OPENING.match(part.lines[0])
    cut = match.end() if match else 0
    rest = part.lines[0][cut:]
    if fold(rest):
        return Paragraph(part.first, (rest, *part.lines[1:]), part.column + cut)
    return part.after(1)
