"""Sanitised HTML → the chunks and passages of a body, before ids and numbers are given.

nh3 writes HTML in one regular form, so one regular expression cuts it: tags, and text between them.
White space between blocks belongs to the markup; all other text is visible.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

from readingroom.model.block import LinkStart, Markup, PassageKind, Text
from readingroom.parse.markdown import attributes, links
from readingroom.parse.markdown.attributes import Attributes
from readingroom.parse.markdown.draft import (
    BlockMarkup,
    Call,
    Draft,
    DraftBlock,
    DraftPassage,
    Item,
    Opening,
    Page,
)
from readingroom.parse.markdown.elements import BLOCKS, HEADINGS, LAST_LEVEL, MEDIA, VOID, WRAPPERS
from readingroom.parse.markdown.footnotes import CALL
from readingroom.parse.markdown.links import Link
from readingroom.parse.markdown.report import Range
from readingroom.parse.markdown.source_lines import LINE_ATTRIBUTE

MAX_ELEMENTS = 100
"""How many elements may be open at once; each level of a list takes two."""

TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>|([^<]+)")
_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_BLANK = " \t\n\r\f"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INHERITING = frozenset([PassageKind.PARAGRAPH, PassageKind.OTHER])
_INHERITED = frozenset(
    [PassageKind.QUOTATION, PassageKind.ITEM, PassageKind.CELL, PassageKind.CAPTION, PassageKind.CODE]
)


class TooDeepError(Exception):
    """More elements are open at once than a page can have; `line` is of the source, 0 where unknown."""

    def __init__(self, line: int) -> None:
        """Takes the line of the block that goes too far."""
        super().__init__(line)
        self.line = line


@dataclass(slots=True, kw_only=True)
class _Element:
    """An open block."""

    name: str
    opening: Opening
    kind: PassageKind
    counted: bool
    """Whether paragraphs in it are numbered."""
    quoted: bool
    lines: Range
    language: str


@dataclass(slots=True)
class _OpenLink:
    link: Link
    place: int
    """Of its first item."""


def tokenise(html: str, page: Page, *, note: bool = False, lines: Range = (0, 0)) -> Draft:
    """The draft of sanitised HTML: of the body, or of a note, which has no headings and numbers nothing.

    `lines` serve for what does not tell its own. Raises TooDeepError.
    """
    return _Tokeniser(page, note=note, lines=lines).run(html)


class _Tokeniser:
    def __init__(self, page: Page, *, note: bool, lines: Range) -> None:
        self._page = page
        self._note = note
        self._draft = Draft()
        self._items = self._draft.items
        root = _Element(
            name="",
            opening=Opening("", {}),
            kind=PassageKind.OTHER,
            counted=not note,
            quoted=False,
            lines=lines,
            language="",
        )
        self._elements = [root]
        self._passage: DraftPassage | None = None
        self._depth = 0
        self._code = 0
        """How many <pre> are open."""
        self._outline: list[int] = []
        """Levels of the headings that the current place stands beneath."""
        self._links: list[_OpenLink] = []
        self._waiting: list[Call] = []
        """Calls that stand in a link, to follow it: a link cannot hold another."""
        self._after_break = False

    def run(self, html: str) -> Draft:
        for closing, name, written, text in TOKEN.findall(html):
            if text:
                self._text(text)
            elif closing:
                self._depth -= 1
                self._close(name)
            else:
                self._open(name, attributes.read(written) if written else {})
        self._end_passage()
        return self._draft

    def _open(self, name: str, given: Attributes) -> None:
        self._depth += name not in VOID
        if self._depth > MAX_ELEMENTS:
            raise TooDeepError(self._elements[-1].lines[0])
        if name in BLOCKS:
            self._open_block(name, given)
        else:
            self._open_inline(name, given)

    def _close(self, name: str) -> None:
        if name in BLOCKS:
            self._close_block(name)
        elif name == "a":
            self._close_link()
        else:
            self._add(Markup(f"</{name}>"))

    def _add(self, item: Item) -> None:
        """Adds what belongs to a passage."""
        if self._passage is None:
            self._passage = self._new_passage()
        self._items.append(item)

    def _new_passage(self) -> DraftPassage:
        element = self._elements[-1]
        is_heading = element.kind is PassageKind.HEADING and not self._note
        return DraftPassage(
            kind=element.kind,
            start=len(self._items),
            end=0,
            counted=element.counted and element.name == "p",
            opening=element.opening,
            lines=element.lines,
            language=element.language,
            is_heading=is_heading,
            in_contents=is_heading and element.counted and not element.quoted,
        )

    def _end_passage(self) -> None:
        """Ends the passage; white space before the next block is markup, and so is a passage without text."""
        passage, self._passage = self._passage, None
        self._after_break = False
        if passage is None:
            return
        last, blank = self._items[-1], ""
        if not self._code and isinstance(last, Text) and not last.text.strip(_BLANK):
            blank = last.text
            self._items.pop()
        passage.end = len(self._items)
        if any(isinstance(item, Text) for item in self._items[passage.start :]):
            self._draft.passages.append(passage)
        if blank:
            self._items.append(BlockMarkup(blank))

    def _text(self, raw: str) -> None:
        if self._passage is None and not self._code and not raw.strip(_BLANK):
            self._items.append(BlockMarkup(raw))
            return
        text = unescape(raw) if "&" in raw else raw
        if self._after_break and text[0] not in _BLANK:
            self._add(Text("\n"))
        self._after_break = False
        if not _CONTROL.search(text):
            self._add(Text(text))
            return
        done = 0
        for match in CALL.finditer(text):
            self._plain(text[done : match.start()])
            self._call(Call(int(match[1])))
            done = match.end()
        self._plain(text[done:])

    def _plain(self, text: str) -> None:
        text = _CONTROL.sub("", text)
        if text:
            self._add(Text(text))

    def _call(self, call: Call) -> None:
        if call.place >= self._page.note_count:
            return
        if self._links:
            self._waiting.append(call)
        else:
            self._add(call)

    def _open_block(self, name: str, given: Attributes) -> None:
        self._end_passage()
        parent = self._elements[-1]
        lines = self._own_lines(given) or parent.lines
        attributes.settle(given, in_code=self._code > 0)
        opening = Opening(self._level(name), given)
        counted = parent.counted and (name in {"p", "blockquote", *HEADINGS} or _is_wrapper(name, given))
        self._settle_id(opening, numbered=counted and name == "p")
        if len(self._elements) == 1:
            is_listing = "highlight" in given.get("class", "").split()
            self._draft.blocks.append(DraftBlock(name, lines, len(self._items), is_listing=is_listing))
        self._items.append(opening)
        if name in VOID:
            return
        self._code += name == "pre"
        element = _Element(
            name=name,
            opening=opening,
            kind=_kind(name, parent.kind),
            counted=counted,
            quoted=parent.quoted or name == "blockquote",
            lines=lines,
            language=given.get("lang", "") or parent.language,
        )
        self._elements.append(element)

    def _close_block(self, name: str) -> None:
        self._end_passage()
        element = self._elements.pop()
        self._code -= name == "pre"
        if name == "p" and self._items[-1] is element.opening and not self._has_own_id(element.opening):
            self._items.pop()
        else:
            self._items.append(BlockMarkup(f"</{element.opening.name}>"))
        if len(self._elements) == 1:
            self._draft.blocks[-1].end = len(self._items)

    @staticmethod
    def _has_own_id(opening: Opening) -> bool:
        return bool(opening.after or opening.attributes.get("id"))

    def _level(self, name: str) -> str:
        """A heading's level is its depth in the outline beneath the title; in a note it is a paragraph."""
        if name not in HEADINGS:
            return name
        if self._note:
            return "p"
        level = int(name[1])
        while self._outline and self._outline[-1] >= level:
            self._outline.pop()
        self._outline.append(level)
        return f"h{min(len(self._outline) + 1, LAST_LEVEL)}"

    def _settle_id(self, opening: Opening, *, numbered: bool) -> None:
        """A numbered paragraph has an id of its own words, so the source's stands on an element in it."""
        own = opening.attributes.pop("id", "")
        if own and numbered:
            opening.after = f'<span id="{escape(self._page.take_own(own))}"></span>'
        elif own:
            opening.attributes["id"] = self._page.take_own(own)

    def _own_lines(self, given: Attributes) -> Range | None:
        match = _RANGE.fullmatch(given.pop(LINE_ATTRIBUTE, ""))
        shift = self._page.first_line - 1
        return (int(match[1]) + shift, int(match[2]) + shift) if match else None

    def _open_inline(self, name: str, given: Attributes) -> None:
        given.pop(LINE_ATTRIBUTE, None)
        attributes.settle(given, in_code=self._code > 0)
        own = given.pop("id", "") or (given.pop("name", "") if name == "a" else "")
        lines = self._elements[-1].lines
        if name == "a":
            self._open_link(given, own)
            return
        if own:
            given["id"] = self._page.take_own(own)
        if name == "img":
            items = links.image(given, self._page, lines, in_link=bool(self._links))
        elif name in MEDIA:
            items = links.media(name, given, self._page, lines)
        else:
            items = [Markup(f"<{name}{attributes.write(given)}>")]
            self._after_break = name == "br" and not self._code
        for item in items:
            self._add(item)

    def _open_link(self, given: Attributes, own: str) -> None:
        given.pop("name", None)
        if own:
            self._add(Markup(f'<span id="{escape(self._page.take_own(own))}">'))
            self._add(Markup("</span>"))
        link = links.link(given, self._page, self._elements[-1].lines)
        if link.opening:
            self._add(link.opening)
        self._links.append(_OpenLink(link, len(self._items)))

    def _close_link(self) -> None:
        """Ends a link; one without words shows the title of its target, or its address."""
        opened = self._links.pop()
        start = opened.link.opening
        if len(self._items) == opened.place and start:
            if isinstance(start, LinkStart):
                self._items[-1] = LinkStart(start.target, start.attributes, label=True, line=start.line)
            else:
                self._add(Text(opened.link.words))
        if opened.link.closing:
            self._add(opened.link.closing)
        if not self._links:
            waiting, self._waiting = self._waiting, []
            for call in waiting:
                self._add(call)


def _kind(name: str, parent: PassageKind) -> PassageKind:
    """What text in an element is: what the element says, or else what the element around it says."""
    own = BLOCKS[name]
    return parent if own in _INHERITING and parent in _INHERITED else own


def _is_wrapper(name: str, given: Attributes) -> bool:
    return name in WRAPPERS and "admonition" not in given.get("class", "").split()
