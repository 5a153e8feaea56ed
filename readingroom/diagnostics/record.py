"""One diagnostic."""

from dataclasses import dataclass

from readingroom.diagnostics.codes import TABLE, Code, Severity

EXCERPT_LENGTH = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something to tell about one place of the content."""

    code: Code
    message: str
    path: str = ""
    """Beneath the content folder; empty where it is about the archive as a whole."""
    line: int = 0
    column: int = 0
    """From 1, in characters; 0 where there is no line."""
    width: int = 1
    """How many characters the caret underlines."""
    excerpt: str = ""
    """The line itself, cut to what a terminal shows; empty where there is none."""
    caret: int = 1
    """Where in the excerpt the caret stands, from 1."""
    hint: str = ""
    """What to do; the code's own remedy where empty."""

    def __reduce__(self) -> tuple[object, ...]:
        """Builds remember thousands, and the generated form of pickling takes three times as long."""
        place = self.path, self.line, self.column, self.width, self.excerpt, self.caret
        return _diagnostic, (self.code, self.message, *place, self.hint)

    @property
    def severity(self) -> Severity:
        """Each code has one severity."""
        return TABLE[self.code].severity

    @property
    def advice(self) -> str:
        """The hint, or the remedy of the code."""
        return self.hint or TABLE[self.code].remedy


def _diagnostic(  # noqa: PLR0913, PLR0917 - a diagnostic's own fields, in their order
    code: Code,
    message: str,
    path: str,
    line: int,
    column: int,
    width: int,
    excerpt: str,
    caret: int,
    hint: str,
) -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        path=path,
        line=line,
        column=column,
        width=width,
        excerpt=excerpt,
        caret=caret,
        hint=hint,
    )


def at(  # noqa: PLR0913 - the place is what makes a diagnostic useful
    code: Code,
    path: str,
    lines: list[str] | tuple[str, ...],
    line: int,
    message: str,
    *,
    column: int = 1,
    width: int = 1,
    hint: str = "",
) -> Diagnostic:
    """A diagnostic about a line of a source, with the line as its excerpt.

    `lines` are the source's lines without line ends, `line` and `column` count from 1.
    """
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    start = max(0, column - EXCERPT_LENGTH // 2) if len(text) > EXCERPT_LENGTH else 0
    shown = text[start : start + EXCERPT_LENGTH].replace("\t", " ")
    return Diagnostic(
        code=code,
        message=message,
        path=path,
        line=line,
        column=column,
        width=max(1, min(width, len(shown) - (column - start - 1))),
        caret=max(1, column - start),
        excerpt=("…" + shown[1:]) if start else shown,
        hint=hint,
    )
