"""What the terminal shows: diagnostics, progress, the closing summary."""

import sys
from collections import Counter
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from readingroom.cli.arguments import Common
from readingroom.diagnostics import Code, Diagnostic, Severity, as_github, as_json, as_text

PLAIN_STEPS = 10
"""How many lines of progress a long stage prints where there is no terminal."""
LONG = 500
"""A stage of fewer items prints no progress lines there."""


class Console:
    """Prints what the user asked to see, where they asked for it."""

    def __init__(self, common: Common, out: TextIO | None = None, err: TextIO | None = None) -> None:
        """JSON and GitHub forms go to `out`, and nothing else then; the text form goes to `err`."""
        self._common = common
        self._out = out or _readied(sys.stdout, common.format)
        self._err = err or sys.stderr
        self._root = _root(common.content)

    def say(self, line: str = "") -> None:
        """A line of information; silent with `--quiet`."""
        if not self._common.quiet:
            print(line, file=self._err, flush=True)

    def complain(self, line: str) -> None:
        """A line that is shown even with `--quiet`."""
        print(line, file=self._err, flush=True)

    def answer(self, line: str) -> None:
        """A line of what the command was asked for; on `err` where programs read diagnostics from `out`."""
        print(line, file=self._out if self._common.format == "text" else self._err, flush=True)

    def report(self, diagnostics: Iterable[Diagnostic]) -> Counter[Severity]:
        """Prints diagnostics in order of place; returns how many there are of each severity."""
        counts: Counter[Severity] = Counter()
        for diagnostic in sorted(diagnostics, key=_place):
            counts[diagnostic.severity] += 1
            if self._is_shown(diagnostic):
                self._print(diagnostic)
        return counts

    def _is_shown(self, diagnostic: Diagnostic) -> bool:
        if diagnostic.severity is Severity.NOTICE:
            return self._common.verbose or self._common.format == "json"
        return diagnostic.severity is Severity.ERROR or not self._common.quiet or self._common.strict

    def _print(self, diagnostic: Diagnostic) -> None:
        # The path of a template is its own; all others are beneath the content folder.
        root = "" if diagnostic.code is Code.TEMPLATE_ERROR else self._root
        if self._common.format == "json":
            print(as_json(diagnostic, root), file=self._out)
        elif self._common.format == "github":
            print(as_github(diagnostic, root), file=self._out)
        else:
            print(as_text(diagnostic, root), file=self._err)

    def progress(self, stage: str, total: int) -> "Progress":
        """A progress bar on a terminal, plain lines elsewhere, nothing with `--quiet`."""
        return Progress(self._err, stage, total, silent=self._common.quiet)


class Progress:
    """Counts the items of one stage."""

    def __init__(self, err: TextIO, stage: str, total: int, *, silent: bool) -> None:
        """Prints nothing before the first item."""
        self._err, self._stage, self._total, self._done = err, stage, total, 0
        self._plain = not silent and total >= LONG and not err.isatty()
        self._bar = None if silent or not err.isatty() else _bar(err, stage, total)

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        before, self._done = self._done, self._done + count
        if self._bar is not None:
            self._bar.update(count)
        elif self._plain and before * PLAIN_STEPS // self._total != self._done * PLAIN_STEPS // self._total:
            print(f"{self._stage}: {self._done} of {self._total}", file=self._err, flush=True)

    def close(self) -> None:
        """Removes the bar."""
        if self._bar is not None:
            self._bar.close()


def _bar(err: TextIO, stage: str, total: int) -> Any:  # noqa: ANN401 - tqdm's, which has no public type
    from tqdm import tqdm  # noqa: PLC0415 - takes longer to load than most commands need it for

    return tqdm(total=total, desc=stage, file=err, leave=False)


def counted(count: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 page", "1,204 pages"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def _readied(stream: TextIO, form: str) -> TextIO:
    """The stream, which takes any character; for programs in UTF-8, JSON's encoding (RFC 8259, 8.1)."""
    if isinstance(stream, TextIOWrapper):
        encoding = stream.encoding if form == "text" else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")
    return stream


def _root(content: Path) -> str:
    return f"{content.as_posix().rstrip('/')}/"


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    return diagnostic.path, diagnostic.line, diagnostic.column, diagnostic.code, diagnostic.message
