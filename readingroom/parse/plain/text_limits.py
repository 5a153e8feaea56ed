"""What one plain-text dispatch may ask of the machine, so that reading it takes seconds at most."""

from collections.abc import Sequence

from readingroom.diagnostics import Code, Diagnostic, at

MAX_LINES = 200_000
MAX_PARAGRAPHS = 50_000
MAX_BRACKETS = 50_000
"""Each far beyond any dispatch: a book of 800 pages has 30,000 lines, 8,000 paragraphs, 2,000 brackets."""


def excess(path: str, text: str, lines: Sequence[str]) -> Diagnostic | None:
    """A diagnostic where a text has too much of something."""
    paragraphs = sum(1 for line, before in zip(lines[1:], lines, strict=False) if line and not before.strip())
    for what, count, most in (("lines", len(lines), MAX_LINES), ("paragraphs", paragraphs, MAX_PARAGRAPHS)):
        if count > most:
            message = f"The source has {count:,} {what}; {most:,} are allowed."
            return Diagnostic(code=Code.TOO_LARGE, message=message, path=path)
    brackets = text.count("[")
    if brackets > MAX_BRACKETS:
        message = f"The source has {brackets:,} opening brackets; {MAX_BRACKETS:,} are allowed."
        line = text.count("\n", 0, text.index("[")) + 1
        return at(Code.TOO_MANY_BRACKETS, path, tuple(lines), line, message)
    return None
