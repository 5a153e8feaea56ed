"""Collects what there is to tell about a Markdown source, with its places."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from readingroom.diagnostics import Code, Diagnostic, at

Range = tuple[int, int]


MOST = 50
"""Of one kind about one source; more tell nothing new."""


class Report:
    """The diagnostics of one source; lines are those of its file, from 1."""

    def __init__(self, path: str, lines: Sequence[str], searched: Sequence[str]) -> None:
        """`lines` are the file's; `searched` are as many, without what holds no markup: head and code."""
        self.path = path
        self._lines = tuple(lines)
        self._searched = searched
        self._told: dict[Diagnostic, None] = {}
        self._counts = Counter[Code]()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was told; the last of a kind that occurs too often says how many more there are."""
        told = list(self._told)
        for code, count in self._counts.items():
            if count > MOST:
                last = max(place for place, one in enumerate(told) if one.code is code)
                more = f"{told[last].message} There are {count - MOST:,} more like it."
                told[last] = replace(told[last], message=more)
        return tuple(told)

    def add(self, found: Diagnostic) -> None:
        """Adds a diagnostic; the same thing twice is told once."""
        if found in self._told:
            return
        self._counts[found.code] += 1
        if self._counts[found.code] <= MOST:
            self._told[found] = None

    def tell(
        self, code: Code, message: str, line: int, column: int = 1, *, width: int = 1, hint: str = ""
    ) -> None:
        """Reports something at a place."""
        self.add(at(code, self.path, self._lines, line, message, column=column, width=width, hint=hint))

    def tell_of(
        self, code: Code, message: str, needle: str, within: Range | None = None, hint: str = ""
    ) -> None:
        """Reports something about a string of the source, at its first place in a range of lines."""
        if self._counts[code] >= MOST:
            self._counts[code] += 1
            return
        line, column = self.locate(needle, within)
        width = len(needle) if column else 1
        self.tell(code, message, line, max(column, 1), width=width, hint=hint)

    def searched(self) -> Iterator[tuple[int, str]]:
        """The lines that hold markup, with their numbers."""
        return ((number, line) for number, line in enumerate(self._searched, 1) if line)

    def locate(self, needle: str, within: Range | None = None) -> tuple[int, int]:
        """Line and column of the first place of a string; (first line of the range, 0) where it has none."""
        first, last = within or (1, len(self._searched))
        return next(self._places(needle, first, last), (first if within else 0, 0))

    def _places(self, needle: str, first: int, last: int) -> Iterator[tuple[int, int]]:
        if needle:
            for number in range(first, min(last, len(self._searched)) + 1):
                found = self._searched[number - 1].find(needle)
                if found >= 0:
                    yield number, found + 1
