"""Collects what there is to tell about a Markdown source, with its places."""

from collections.abc import Iterator, Sequence

from readingroom.diagnostics import Code, Diagnostic, at

Range = tuple[int, int]


class Report:
    """The diagnostics of one source; lines are those of its file, from 1."""

    def __init__(self, path: str, lines: Sequence[str], searched: Sequence[str]) -> None:
        """`lines` are the file's; `searched` are as many, without what holds no markup (front matter, code)."""
        self.path = path
        self._lines = tuple(lines)
        self._searched = searched
        self.diagnostics: list[Diagnostic] = []

    def tell(
        self, code: Code, message: str, line: int, column: int = 1, *, width: int = 1, hint: str = ""
    ) -> None:
        """Reports something at a place; the same thing twice is told once."""
        found = at(code, self.path, self._lines, line, message, column=column, width=width, hint=hint)
        if found not in self.diagnostics:
            self.diagnostics.append(found)

    def tell_of(
        self, code: Code, message: str, needle: str, within: Range | None = None, hint: str = ""
    ) -> None:
        """Reports something about a string of the source, at its first place in a range of lines."""
        line, column = self.locate(needle, within)
        width = len(needle) if column else 1
        self.tell(code, message, line, max(column, 1), width=width, hint=hint)

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
