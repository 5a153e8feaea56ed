"""Text → paragraphs: lines parted by blank lines, with their places in the source.

blank-line = white space alone (no-break spaces and invisible marks too) | form feed
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"
"""Marks that show nothing: zero-width space, marks of direction, word joiner, byte order mark."""

BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000" + INVISIBLE
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Neighbouring lines, none of them blank; `first` counts lines of the source from 1."""

    first: int
    lines: tuple[str, ...]
    column: int = 1
    """Where in its line of the source the first of them begins."""

    @property
    def last(self) -> int:
        """Its last line in the source."""
        return self.first + len(self.lines) - 1

    def after(self, count: int) -> "Paragraph | None":
        """What is left without its first lines; None where nothing is."""
        return Paragraph(self.first + count, self.lines[count:]) if count < len(self.lines) else None


def paragraphs(lines: Iterable[str]) -> Iterator[Paragraph]:
    """The paragraphs of a source's lines, in order."""
    first, held = 1, list[str]()
    for number, line in enumerate(lines, 1):
        if "\f" in line:
            yield from _held(first, held)
            held = []
            yield from _parted(number, line)
        elif line.strip(BLANKS):
            if not held:
                first = number
            held.append(line)
        elif held:
            yield Paragraph(first, tuple(held))
            held = []
    yield from _held(first, held)


def _held(first: int, held: Sequence[str]) -> Iterator[Paragraph]:
    if held:
        yield Paragraph(first, tuple(held))


def _parted(number: int, line: str) -> Iterator[Paragraph]:
    """The paragraphs of a line with form feeds."""
    column = 1
    for part in line.split("\f"):
        if part.strip(BLANKS):
            yield Paragraph(number, (part,), column)
        column += len(part) + 1


class Places:
    """Finds the characters of a paragraph's folded text in the source.

    Folding changes blanks alone, so the nth visible character stays the nth.
    """

    def __init__(self, paragraph: Paragraph, folded: str) -> None:
        """`folded` is the paragraph's text as it is shown."""
        self._paragraph, self._folded = paragraph, folded
        visible = (len("".join(line.split())) for line in paragraph.lines)
        self._ends = list(accumulate(visible))

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of the folded text's character at `offset`."""
        before = len("".join(self._folded[:offset].split()))
        index = min(bisect_right(self._ends, before), len(self._paragraph.lines) - 1)
        left = before - (self._ends[index - 1] if index else 0)
        place = 0
        for place, character in enumerate(self._paragraph.lines[index]):  # noqa: B007 - used after the loop
            if not character.isspace():
                if not left:
                    break
                left -= 1
        start = self._paragraph.column if index == 0 else 1
        return self._paragraph.first + index, start + place
