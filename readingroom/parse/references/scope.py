"""Where in a passage a reference can stand: not in links or code, not where a number is another work's."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from readingroom.model.block import Body, LinkEnd, LinkStart, Markup, Passage, PassageKind, Text

_CLOSED = re.compile(r"<(/?)(?:a|code|pre|kbd|samp)(?=[\s>])", re.IGNORECASE)
"""The elements whose text is never searched."""

_BRACKET = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Reach:
    """A passage that may hold references, and where markup interrupts or closes its text."""

    index: int
    """Of the passage in its body."""
    passage: Passage
    text: str
    breaks: tuple[int, ...]
    """Offsets at which something stands between two characters: no number goes on across them."""
    holes: tuple[tuple[int, int], ...]
    """The ranges inside links and code."""

    def number_limit(self, start: int) -> int:
        """How far a number that begins at `start` can go."""
        place = bisect_right(self.breaks, start)
        return self.breaks[place] if place < len(self.breaks) else len(self.text)

    def is_open(self, start: int, end: int) -> bool:
        """Whether no character of a range is inside a link or code."""
        place = bisect_left(self.holes, (start + 1, 0)) - 1
        touching = self.holes[max(place, 0) : place + 2]
        return all(to <= start or end <= from_ for from_, to in touching)


def reaches(body: Body) -> Iterator[Reach]:
    """The passages of a body that references can stand in, in order."""
    closed = _closed_chunks(body)
    for index, passage in enumerate(body.passages):
        if passage.kind is PassageKind.CODE:
            continue
        parts: list[str] = []
        breaks: list[int] = []
        holes: list[tuple[int, int]] = []
        length = 0
        for place in range(passage.start, passage.end):
            chunk = body.chunks[place]
            if not isinstance(chunk, Text):
                if not breaks or breaks[-1] != length:
                    breaks.append(length)
                continue
            if closed[place]:
                holes.append((length, length + len(chunk.text)))
            parts.append(chunk.text)
            length += len(chunk.text)
        yield Reach(index, passage, "".join(parts), tuple(breaks), tuple(holes))


def _closed_chunks(body: Body) -> list[bool]:
    """For each chunk, whether it stands inside a link or code."""
    depth = 0
    closed: list[bool] = []
    for chunk in body.chunks:
        if isinstance(chunk, LinkStart):
            depth += 1
        elif isinstance(chunk, LinkEnd):
            depth -= 1
        elif isinstance(chunk, Markup):
            depth += sum(-1 if match[1] else 1 for match in _CLOSED.finditer(chunk.html))
        closed.append(depth > 0)
    return closed


class Foreign:
    """The stretches of one text that a `not_after` word makes another work's.

    A word's stretch goes from its end to the end of its sentence; a word in brackets is an aside,
    whose stretch ends with them.
    """

    def __init__(self, text: str, sentence_ends: tuple[int, ...], words: tuple[str, ...]) -> None:
        """Finds the stretches; `words` are matched whole, in any case."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        found = list(_pattern(words).finditer(text)) if words else []
        brackets = _Brackets(text if found else "")
        reached = 0
        for match in found:
            place = bisect_right(sentence_ends, match.start())
            end = sentence_ends[place] if place < len(sentence_ends) else len(text)
            reached = max(reached, min(end, brackets.close_after(match.start())))
            self._starts.append(match.end())
            self._ends.append(reached)

    def holds(self, offset: int) -> bool:
        """Whether what begins at an offset is another work's."""
        place = bisect_right(self._starts, offset)
        return place > 0 and offset < self._ends[place - 1]


class _Brackets:
    """The brackets of a text; one without its partner counts for nothing."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._inside: list[int] = []
        self._closes: dict[int, int] = {}
        self._end = len(text)
        open_: list[int] = []
        for match in _BRACKET.finditer(text):
            place = match.start()
            if match[0] in "([":
                open_.append(place)
            elif open_ and text[open_[-1]] + match[0] in ("()", "[]"):
                self._closes[open_.pop()] = place
            self._places.append(place)
            self._inside.append(open_[-1] if open_ else -1)

    def close_after(self, offset: int) -> int:
        """Where the innermost bracket around an offset closes; the end of the text where none does."""
        place = bisect_right(self._places, offset)
        return self._closes.get(self._inside[place - 1], self._end) if place else self._end


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words of one series as one pattern, blanks of any kind and number between their parts."""
    forms = sorted({r"\s+".join(re.escape(part) for part in word.split()) for word in words}, key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(forms))})(?!\w)", re.IGNORECASE)
