"""Boilerplate at the end of a text, by the archive's patterns ("Share this Report:").

    tail = pattern at the start of a line [few words more], or pattern that ends a line after a sentence

At the start of a line case does not matter, and a line that is the pattern alone may lack its closing
colon; after a sentence it must stand letter for letter. What follows is few words and no note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from readingroom.parse import brackets
from readingroom.parse.plain.blocks import BLANKS

REACH = 200
"""Characters that may stand below the line that a tail begins on."""

ROUNDS = 3
"""Tails that may stand one above the other, further apart than the reach."""

_SENTENCE_END = r"(?<=[.!?…:;\]\)\"'”’»])"


@dataclass(frozen=True, slots=True)
class Tail:
    """What was cut, and where it began."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Patterns:
    opening: re.Pattern[str]
    closing: re.Pattern[str]


def cut(lines: Sequence[str], patterns: tuple[str, ...]) -> tuple[Sequence[str], Tail | None]:
    """The lines without the boilerplate at their end, and the boilerplate."""
    compiled = [_compiled(pattern) for pattern in patterns if pattern.strip()]
    start: tuple[int, int] | None = None
    kept: Sequence[str] = lines
    for _ in range(ROUNDS):
        found = _find(kept, compiled)
        if not found:
            break
        start = found
        kept = [*kept[: found[0]], kept[found[0]][: found[1]].rstrip()]
    if not start:
        return lines, None
    line, offset = start
    words = " ".join([lines[line][offset:], *lines[line + 1 :]]).split()
    return kept, Tail(" ".join(words), line + 1, offset + 1)


def _find(lines: Sequence[str], patterns: Sequence[_Patterns]) -> tuple[int, int] | None:
    """Index and offset of the highest line near the end on which a tail begins."""
    found, below = None, 0
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not line.strip(BLANKS):
            continue
        offset = _begins(line, patterns)
        if offset is not None:
            found = index, offset
        below += len(line.strip())
        if below > REACH or brackets.opening(line):
            break
    return found


def _begins(line: str, patterns: Sequence[_Patterns]) -> int | None:
    for pattern in patterns:
        match = pattern.opening.match(line) or pattern.closing.search(line)
        if match:
            return match.start("tail")
    return None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> _Patterns:
    words = r"\s+".join(re.escape(word) for word in pattern.rstrip(": ").split())
    colon = pattern.rstrip().endswith(":")
    ending = r"\s*(?::|$)" if colon else r"(?!\w)"
    verbatim = words + (r"\s*:" if colon else "")
    return _Patterns(
        re.compile(rf"\s*(?P<tail>{words}{ending})", re.IGNORECASE),
        re.compile(rf"{_SENTENCE_END}\s?(?P<tail>{verbatim})\s*$"),
    )
