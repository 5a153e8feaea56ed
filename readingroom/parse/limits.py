"""What one dispatch may ask of the machine.

Deterministic limits come first: bytes, nesting, and the steps that matching brackets would take. The
last resort is a limit on processor time; what it stops says nothing about the source for good, so its
diagnostic (`time-out`) must never be remembered.
"""

import re
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from readingroom.diagnostics import Code, Diagnostic, at

MAX_BYTES = 5_000_000
"""Of one source; the longest papers of a large diplomatic collection stay below a tenth of it."""

MAX_DEPTH = 32
"""How deep lists, quotations and HTML elements may nest."""

MAX_STEPS = 1_500_000
MAX_STEPS_PER_CHARACTER = 16
"""Characters that may be passed over in search of what closes a bracket; the first figure is some 0.3 s."""

CPU_SECONDS = 20.0


class OutOfTimeError(Exception):
    """The processor time that was allowed is used up."""


def too_large(path: str, data: bytes) -> Diagnostic | None:
    """A diagnostic where a source is larger than a dispatch may be."""
    if len(data) <= MAX_BYTES:
        return None
    message = f"The source has {len(data):,} bytes; {MAX_BYTES:,} are allowed."
    return Diagnostic(code=Code.TOO_LARGE, message=message, path=path)


def timed_out(path: str) -> Diagnostic:
    """The diagnostic of a source that the limit on processor time stopped."""
    message = f"Reading the source took more than {CPU_SECONDS:.0f} seconds of processor time."
    return Diagnostic(code=Code.TIME_OUT, message=message, path=path)


_AGAIN_SECONDS = 0.5
"""The alarm rings until it is heard: an exception that meets an object on its way out is swallowed."""


@contextmanager
def cpu_limit(seconds: float = CPU_SECONDS) -> Iterator[None]:
    """Raises OutOfTimeError inside its block once that much processor time is used.

    It needs the main thread and a system with virtual timers; elsewhere it does nothing. Within
    another limit the shorter of the two holds.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGVTALRM, _out_of_time)
    outer, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN_SECONDS)
    if outer and outer < seconds:
        signal.setitimer(signal.ITIMER_VIRTUAL, outer, _AGAIN_SECONDS)
    try:
        yield
    finally:
        left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
        if outer:
            used = min(seconds, outer) - left
            signal.setitimer(signal.ITIMER_VIRTUAL, max(outer - used, 0.001))


def _out_of_time(_number: int, _frame: FrameType | None) -> NoReturn:
    raise OutOfTimeError


@dataclass(frozen=True, slots=True)
class Excess:
    """What a Markdown text has too much of, and where; lines count from 0."""

    code: Code
    message: str
    line: int = 0

    def told(self, path: str, lines: Sequence[str], first_line: int) -> Diagnostic:
        """Its diagnostic; `lines` are the whole file's, and the text begins at `first_line` of it."""
        return at(self.code, path, tuple(lines), self.line + first_line, self.message)


_MARKERS = re.compile(r"(?:[ \t]|>|(?:[-+*]|\d{1,9}\.)(?=[ \t]))*+")
_MARKER = re.compile(r">|[-+*]|\d+\.")
_RULE = re.compile(r"[ \t]*(?:[-+* \t]+|[>\s]+)")
_OPENERS = re.compile(r"<!--|<!\[CDATA\[|<\?|<(?=[A-Za-z/!])")
_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_BRACKET = re.compile(r"\\.|[\[\]]")
_ADDRESS = re.compile(r"(?<!\\)\]\(")
_DEFINITION = re.compile(r"^ {0,3}(?:\*\[[^\n\]]*\] ?:|\[(?!\^)[^\n\]]*\]: *$)", re.MULTILINE)
_HEADING = re.compile(r"^(?:#|=+ *$|-+ *$|[-_* ]{3,}$)", re.MULTILINE)
_BLOCKS = re.compile(r"\n[ \t]*\n")
_DEFINITION_SHARE, _HEADING_SHARE = 3, 8
"""Definitions and headings part their block anew each; so many characters cost what one of a bracket does."""


def excess(text: str) -> Excess | None:
    """What a Markdown text, its code fences left out, has too much of to be read; None where nothing."""
    return _nesting(text) or _steps(text)


def too_deep(depth: int, line: int = 0) -> Excess:
    """The excess of nesting, for whoever finds it later."""
    return Excess(Code.TOO_DEEP, f"The markup nests {depth} levels deep; {MAX_DEPTH} are allowed.", line)


def _nesting(text: str) -> Excess | None:
    """Lists and quotations: the markers that open a line, or the steps of four blanks before them."""
    for number, line in enumerate(text.split("\n")):
        if line[:1] not in " \t>-+*0123456789":
            continue
        lead = _MARKERS.match(line)
        if lead is None or lead.end() <= MAX_DEPTH:
            continue
        markers = len(_MARKER.findall(lead[0]))
        indent = (len(line) - len(line.lstrip(" "))) // 4
        if markers and markers + indent > MAX_DEPTH and not _RULE.fullmatch(line):
            return too_deep(markers + indent, number)
    return None


def _steps(text: str) -> Excess | None:
    """Each opening bracket costs the way to what closes it, or to where the search for that ends."""
    allowed = MAX_STEPS + MAX_STEPS_PER_CHARACTER * len(text)
    if _most_steps(text, len(text)) <= allowed:
        return None
    if _most_steps(text, max(map(len, _BLOCKS.split(text)))) + _tag_steps(text) <= allowed:
        return None
    spent = worst = _tag_steps(text)
    opener = _OPENERS.search(text)
    line = text.count("\n", 0, opener.start()) if opener else 0
    for start, block in _blocks(text):
        steps = _block_steps(block)
        spent += steps
        if steps > worst:
            worst, line = steps, start
    if spent <= allowed:
        return None
    message = "So many brackets stay open here that reading the text could take minutes."
    return Excess(Code.TOO_MANY_BRACKETS, message, line)


def _most_steps(text: str, reach: int) -> int:
    """At least what the steps come to, as if every opening were searched as far as it can be."""
    openings = 2 * text.count("[") + text.count("<")
    partings = sum(text.count(f"\n{mark}") for mark in "#=-_* ") // _HEADING_SHARE + 1
    return (openings + partings) * reach


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The parts between blank lines, each with the number of its first line."""
    line = start = 0
    for gap in _BLOCKS.finditer(text):
        yield line, text[start : gap.start()]
        line += text.count("\n", start, gap.end())
        start = gap.end()
    yield line, text[start:]


def _tag_steps(text: str) -> int:
    steps = 0
    for opener in _OPENERS.finditer(text):
        end = text.find(_CLOSERS.get(opener[0], ">"), opener.end())
        steps += (end if end >= 0 else len(text)) - opener.start()
    return steps


def _block_steps(block: str) -> int:
    size = len(block)
    steps = sum(size - found.start() for found in _DEFINITION.finditer(block)) // _DEFINITION_SHARE
    steps += sum(size - found.start() for found in _HEADING.finditer(block)) // _HEADING_SHARE
    for found in _ADDRESS.finditer(block):
        end = block.find(")", found.end())
        steps += (end if end >= 0 else size) - found.start()
    open_at: list[int] = []
    for bracket in _BRACKET.finditer(block):
        if bracket[0] == "[":
            open_at.append(bracket.start())
        elif bracket[0] == "]" and open_at:
            steps += bracket.start() - open_at.pop()
    return steps + sum(size - start for start in open_at)
