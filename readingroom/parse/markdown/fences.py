"""Code fences, found line by line.

    fence   = opening lines closing
    opening = [quotation marks] [blanks] [list marker] ("```" | "~~~", or longer) [language | "{" names "}"]
    closing = the same character, at least as often, alone on its line

A fence may stand in a quotation, a list item or a note. One that is indented by four blanks or more and
stands in none of these is text of an indented code block.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown.extensions.attr_list import get_attrs_and_remainder

STEP = 4
"""Blanks by which Python-Markdown tells what belongs to a list item."""

_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_QUOTE_MARK = re.compile(r"[ ]{0,3}>[ ]?")
_OPENING = re.compile(
    r"(?P<indent>[ ]*)(?P<marker>(?:[-+*]|\d{1,9}\.)[ ]{1,3})?(?P<mark>`{3,}|~{3,})(?P<info>.*)", re.DOTALL
)
_CONTAINER = re.compile(r"[ ]*(?:[-+*][ ]|\d{1,9}\.[ ]|\[\^[^\]]*\]:|:[ ]|!!! ?[\w-])")
_LANGUAGE = re.compile(r"\.?(?P<language>[\w#.+-]*)")
_LINES = re.compile(r"hl_lines=(?P<quote>[\"'])(?P<lines>[0-9 ]*)(?P=quote)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced code block of a source; lines count from 1."""

    first_line: int
    last_line: int
    code: str
    language: str = ""
    id: str = ""
    marked: frozenset[int] = frozenset()
    """Lines to set off, from 1."""


@dataclass(slots=True)
class Fenced:
    """A source with its code fences told apart from the rest."""

    fences: list[Fence] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The source with each fence replaced by a placeholder, where it stood."""
    blanked: list[str] = field(default_factory=list)
    """The source with the lines of each fence emptied: as many lines as the source has."""
    unclosed: int = 0
    """The line of a fence that never closes; 0 where all do."""


def find_fences(lines: Sequence[str], placeholder: Callable[[Fence], str]) -> Fenced:
    """The fences of a source, and the source without them; `placeholder` says what stands for one."""
    if not any("```" in line or "~~~" in line for line in lines):
        return Fenced(lines=list(lines), blanked=list(lines))
    return _Finder(lines, placeholder).find()


class _Finder:
    """Walks over the lines of a source, knowing at each what list items and notes it stands in."""

    def __init__(self, lines: Sequence[str], placeholder: Callable[[Fence], str]) -> None:
        self._lines = lines
        self._placeholder = placeholder
        self._found = Fenced()
        self._containers: list[int] = []
        """Indents of the list items, notes and admonitions around the current line, outermost first."""

    def find(self) -> Fenced:
        place = 0
        while place < len(self._lines):
            opening = self._opening(place)
            if opening is None:
                self._pass_over(place)
                place += 1
                continue
            quote, match = opening
            end = _closing(self._lines, place + 1, quote, match["mark"])
            if end is None:
                self._found.unclosed = place + 1
                break
            self._take(place, end, quote, match)
            place = end + 1
        return self._found

    def _opening(self, place: int) -> tuple[str, re.Match[str]] | None:
        """The quotation marks before the fence that opens on a line, and the match of the rest."""
        if "```" not in self._lines[place] and "~~~" not in self._lines[place]:
            return None
        line = self._lines[place].expandtabs(STEP)
        quote = line[: _end(_QUOTE, line)]
        match = _OPENING.match(line, len(quote))
        if match is None or (match["mark"][0] == "`" and "`" in match["info"]):
            return None
        info = match["info"].strip()
        if info.startswith("{") and not info.endswith("}"):
            return None
        return (quote, match) if len(match["indent"]) < STEP or self._inside(match) else None

    def _inside(self, opening: re.Match[str]) -> int:
        """How many list items, notes or admonitions a fence stands in."""
        return sum(indent < len(opening["indent"]) for indent in self._containers)

    def _pass_over(self, place: int) -> None:
        line = self._lines[place]
        self._track(line, at_block_start=not place or not self._lines[place - 1].strip())
        self._found.lines.append(line)
        self._found.blanked.append(line)

    def _track(self, line: str, *, at_block_start: bool) -> None:
        body = line[_end(_QUOTE, line) :]
        if not body.strip():
            return
        indent = len(body) - len(body.lstrip(" "))
        if _CONTAINER.match(body):
            kept = [other for other in self._containers if other // STEP < indent // STEP]
            self._containers = [*kept, indent]
        elif at_block_start:
            self._containers = [other for other in self._containers if other < indent]

    def _take(self, place: int, end: int, quote: str, opening: re.Match[str]) -> None:
        """Takes a fence out and puts its placeholder where Python-Markdown reads it as a block of its own."""
        indent = opening.start("mark") - len(quote)
        code = "\n".join(_dedent(line, quote, indent) for line in self._lines[place + 1 : end])
        fence = _fence(opening["info"], code, place + 1, end + 1)
        marker = opening["marker"] or ""
        lead = quote + " " * (STEP * self._inside(opening)) + marker
        bare = quote.rstrip()
        self._found.fences.append(fence)
        if not marker and self._found.lines and not _is_blank(self._found.lines[-1]):
            self._found.lines.append(bare)
        self._found.lines.append(lead + self._placeholder(fence))
        if end + 1 < len(self._lines) and not _is_blank(self._lines[end + 1]):
            self._found.lines.append(bare)
        self._found.blanked += [bare + marker] + [bare] * (end - place)
        if marker:
            self._track(f"{lead}x", at_block_start=True)


def _is_blank(line: str) -> bool:
    return not line.strip("> \t")


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _closing(lines: Sequence[str], start: int, quote: str, mark: str) -> int | None:
    """The index of the line that closes a fence; None where the source, or the quotation, ends before."""
    depth = quote.count(">")
    for place in range(start, len(lines)):
        line = lines[place]
        begin = _after_marks(line, depth)
        if begin is None:
            return None
        text = line[begin:].strip()
        if len(text) >= len(mark) and not text.strip(mark[0]):
            return place
    return None


def _after_marks(line: str, depth: int) -> int | None:
    """Where a line goes on after so many quotation marks; None where it has fewer."""
    end = 0
    for _ in range(depth):
        match = _QUOTE_MARK.match(line, end)
        if match is None:
            return None
        end = match.end()
    return end


def _dedent(line: str, quote: str, indent: int) -> str:
    text = line[_after_marks(line, quote.count(">")) or 0 :]
    if text[:1] == "\t" and indent:
        text = text.expandtabs(STEP)
    blanks = len(text) - len(text.lstrip(" "))
    return text[min(indent, blanks) :]


def _fence(info: str, code: str, first_line: int, last_line: int) -> Fence:
    info = info.strip()
    language, identifier, marked = "", "", ""
    if info.startswith("{"):
        for name, value in get_attrs_and_remainder(info[1:])[0]:
            if name == "." and not language:
                language = value or ""
            elif name == "id":
                identifier = value or ""
            elif name == "hl_lines":
                marked = value or ""
    else:
        match = _LANGUAGE.match(info)
        language = match["language"] if match else ""
        lines = _LINES.search(info)
        marked = lines["lines"] if lines else ""
    numbers = frozenset(int(number) for number in marked.split() if number.isdecimal() and len(number) < 7)  # noqa: PLR2004
    return Fence(
        first_line=first_line,
        last_line=last_line,
        code=code,
        language=language,
        id=identifier,
        marked=numbers,
    )
