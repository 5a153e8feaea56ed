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
"""Characters that may be passed over in search of what closes a bracket; 0.2 to 0.5 s for the first figure."""

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
    outer, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    if outer and outer < seconds:
        signal.setitimer(signal.ITIMER_VIRTUAL, outer)
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
class Place:
    """Where something stands in a text: line and column from 1."""

    line: int
    column: int


_MARKERS = re.compile(r"(?:[ \t]|>|(?:[-+*]|\d{1,9}\.)(?=[ \t]))*")
_MARKER = re.compile(r">|(?:[-+*]|\d+\.)(?=[ \t])")
