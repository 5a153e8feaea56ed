"""Where the blocks of a Markdown source stand in it.

Python-Markdown forgets lines. Its tree keeps the order of the source and, before inline markup is
read, each block's own words, so a block's first line is the next line of the source that, its marks of
lists, quotations, headings and notes apart, says the same.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from html import unescape
from xml.etree.ElementTree import Element

from markdown.util import HTML_PLACEHOLDER_RE, STX, HtmlStash

from readingroom.parse.markdown.elements import HEADINGS

LINE_ATTRIBUTE = "data-rr"
"""Carries "12-14" on an element of the tree until its HTML is tokenised."""

_MARKS = re.compile(r"(?:[ \t>]|(?:[-+*]|\d+\.)[ \t]+|:[ \t]+|#{1,6}|\[\^[^\]]*\]:)*")
_TEXTUAL = HEADINGS | {"p", "li", "dt", "dd", "pre", "td", "th"}
_FIRST_TAG = re.compile(r"\A\s*<[A-Za-z][A-Za-z0-9-]*(?=[\s/>])")
_RULE = re.compile(r"[ \t>]*(?:-[ \t]*){3,}|[ \t>]*(?:\*[ \t]*){3,}|[ \t>]*(?:_[ \t]*){3,}")
_RULE_STARTS = frozenset("-*_> \t")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")

Range = tuple[int, int]


def bare(line: str) -> str:
    """A line without the marks that say what kind of block it is."""
    match = _MARKS.match(line)
    return (line[match.end() :] if match else line).rstrip(" \t#")


class SourceLines:
    """The lines of one source, and a place in them that moves on as its blocks are found."""

    def __init__(self, lines: Sequence[str]) -> None:
        """`lines` are those that Python-Markdown sees, as many as the source has."""
        self.lines = lines
        self.last_found = 0
        """Index of the line after the block found last."""
        self._by_words: dict[str, list[int]] = defaultdict(list)
        self._by_cell: dict[str, list[int]] = defaultdict(list)
        self._rules: list[int] = []
        for index, line in enumerate(lines):
            if words := bare(line):
                self._by_words[words].append(index)
            if line[:1] in _RULE_STARTS and _RULE.fullmatch(line):
                self._rules.append(index)
            if "|" in line:
                self._by_cell[first_cell(line)].append(index)

    def find(self, text: str) -> Range | None:
        """The lines of the next block of that text, from 1; None where none has it."""
        rows = text.lstrip("\n").split("\n")
        return self._take(self._by_words.get(bare(rows[0].split(STX)[0]), ()), len(rows))

    def find_heading(self, text: str) -> Range | None:
        """The line of the next heading of that text, with the line under it that makes it one."""
        found = self.find(text)
        if found and self.last_found < len(self.lines) and _UNDERLINE.fullmatch(self.lines[self.last_found]):
            self.last_found += 1
            return found[0], self.last_found
        return found

    def find_rule(self) -> Range | None:
        """The next line that draws a rule."""
        return self._take(self._rules, 1)

    def find_table(self, cell: str, rows: int) -> Range | None:
        """The lines of the next table whose first cell with words is `cell`."""
        return self._take(self._by_cell.get(cell, ()), rows)

    def go_to(self, line: int) -> None:
        """Moves the place to a line, from 1."""
        self.last_found = line - 1

    def _take(self, places: Sequence[int], count: int) -> Range | None:
        found = bisect_left(places, self.last_found)
        if found == len(places):
            return None
        index = places[found]
        self.last_found = min(index + count, len(self.lines))
        return index + 1, self.last_found


def first_cell(line: str) -> str:
    """The first cell with words of a table row."""
    cells = [cell.strip() for cell in _PIPE.split(line)]
    return next((cell for cell in cells if cell), "")


def mark_lines(root: Element, source: SourceLines, stash: HtmlStash, code: dict[int, Range]) -> Range | None:
    """Writes its lines on each block beneath an element; returns those of all.

    `code` gives the lines of what the stash holds in the place of a code fence.
    """
    whole: Range | None = None
    for element in root:
        found = _own_lines(element, source, stash, code)
        if element.tag == "table":
            _mark_rows(element, found)
        elif element.tag != "pre":
            found = _union(found, mark_lines(element, source, stash, code))
        if found:
            _mark(element, found, stash)
            whole = _union(whole, found)
    return whole


def _mark(element: Element, found: Range, stash: HtmlStash) -> None:
    """Writes the lines on an element, or into the stashed HTML that will take its place."""
    lines = f"{found[0]}-{found[1]}"
    stashed = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip())
    if element.tag != "p" or not stashed or len(element):
        element.set(LINE_ATTRIBUTE, lines)
        return
    number = int(stashed[1])
    html = stash.rawHtmlBlocks[number] if number < len(stash.rawHtmlBlocks) else None
    if isinstance(html, str):
        stash.rawHtmlBlocks[number] = _FIRST_TAG.sub(rf'\g<0> {LINE_ATTRIBUTE}="{lines}"', html, count=1)


def _union(one: Range | None, other: Range | None) -> Range | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _own_lines(
    element: Element, source: SourceLines, stash: HtmlStash, code: dict[int, Range]
) -> Range | None:
    tag = element.tag
    if tag == "table":
        cells = [(cell.text or "").strip() for cell in element.findall("thead/tr/th")]
        rows = len(element.findall("tbody/tr")) + 2
        return source.find_table(next(filter(None, cells), ""), rows)
    if tag == "hr":
        return source.find_rule()
    if tag not in _TEXTUAL:
        return None
    text = _words(element)
    if not text:
        return None
    stashed = HTML_PLACEHOLDER_RE.match(text)
    if stashed:
        return _stashed_lines(int(stashed[1]), source, stash, code)
    return source.find_heading(text) if tag in HEADINGS else source.find(text)


def _words(element: Element) -> str:
    if element.tag == "pre":
        return unescape(element[0].text or "").rstrip() if len(element) else ""
    return (element.text or "").strip("\n")


def _stashed_lines(
    number: int, source: SourceLines, stash: HtmlStash, code: dict[int, Range]
) -> Range | None:
    if number in code:
        source.go_to(code[number][1] + 1)
        return code[number]
    html = stash.rawHtmlBlocks[number] if number < len(stash.rawHtmlBlocks) else ""
    return source.find(html.rstrip()) if isinstance(html, str) and html else None


def _mark_rows(table: Element, found: Range | None) -> None:
    """A table's head stands on its first line, its rows follow the line of hyphens."""
    if found:
        lines = [found[0], *range(found[0] + 2, found[1] + 1)]
        for row, line in zip(table.iter("tr"), lines, strict=False):
            row.set(LINE_ATTRIBUTE, f"{line}-{line}")
