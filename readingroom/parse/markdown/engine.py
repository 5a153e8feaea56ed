"""Python-Markdown with the extensions of this house: Markdown lines → HTML of a body and of its notes."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor

from readingroom.parse.markdown import code
from readingroom.parse.markdown.elements import HTML_NAMES
from readingroom.parse.markdown.fences import Fence, Fenced, find_fences
from readingroom.parse.markdown.footnotes import Definition, NoteExtension, take_notes
from readingroom.parse.markdown.inline_speed import make_sparing
from readingroom.parse.markdown.source_lines import LINE_ATTRIBUTE, Range, SourceLines
from readingroom.parse.markdown.tables import WholeTableExtension
from readingroom.parse.markdown.wiki_links import WikiLinkExtension

_TAB = 4
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML of a body or a note, not sanitised; its lines count from 1, and are (0, 0) where unknown."""

    html: str
    lines: Range = (0, 0)


@dataclass(frozen=True, slots=True)
class Converted:
    """A source as HTML."""

    body: Piece
    notes: tuple[Piece, ...]
    """In the order of `definitions`."""
    definitions: tuple[Definition, ...]


class KnownHtmlProcessor(HtmlInlineProcessor):
    """Reads inline HTML; what looks like an element and is none, such as `<John>`, stays text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802 - as inherited
        """The placeholder of the HTML."""
        name = _TAG_NAME.match(m[1])
        if name and name[1].lower() not in HTML_NAMES:
            return None, None, None
        return super().handleMatch(m, data)


class Engine:
    """One Markdown instance, used for one source after another."""

    def __init__(self) -> None:
        """Builds the instance, which costs more than reading a source."""
        self._notes = NoteExtension()
        self._md = Markdown(
            extensions=[
                self._notes,
                WholeTableExtension(),
                AttrListExtension(),
                DefListExtension(),
                AbbrExtension(),
                AdmonitionExtension(),
                SaneListExtension(),
                MarkdownInHtmlExtension(),
                WikiLinkExtension(),
            ],
            output_format="html",
        )
        self._md.inlinePatterns.register(KnownHtmlProcessor(HTML_RE, self._md), "html", 90)
        make_sparing(self._md)
        self._code: dict[int, Range] = {}

    def find_fences(self, lines: Sequence[str]) -> Fenced:
        """Forgets the last source, and takes the code fences out of the next one's lines."""
        self._md.reset()
        self._code = {}
        return find_fences(lines, self._hold)

    def _hold(self, fence: Fence) -> str:
        self._code[self._md.htmlStash.html_counter] = (fence.first_line, fence.last_line)
        return self._md.htmlStash.store(code.to_html(fence))

    def convert(self, fenced: Fenced) -> Converted:
        """The HTML of the source whose fences were found last."""
        md = self._md
        self._notes.expect(SourceLines(_normalised(fenced.blanked)), self._code)
        lines = _normalised(fenced.lines)
        if any("<" in line or "&" in line for line in lines):
            lines = md.preprocessors["html_block"].run(lines)
        root = cast("Element", md.parser.parseDocument(lines).getroot())
        for processor in md.treeprocessors:
            replaced = processor.run(root)
            root = root if replaced is None else replaced
        notes = tuple(self._piece(note) for note in take_notes(root))
        return Converted(self._piece(root), notes, tuple(self._notes.definitions.values()))

    def _piece(self, element: Element) -> Piece:
        first, _, last = element.attrib.pop(LINE_ATTRIBUTE, "0-0").partition("-")
        html = self._md.serializer(element)
        html = html[html.index(">") + 1 : html.rindex("</")].strip("\n")
        for processor in self._md.postprocessors:
            html = processor.run(html)
        return Piece(html.strip("\n"), (int(first), int(last)))


def _normalised(lines: Sequence[str]) -> list[str]:
    """What Python-Markdown does first, but keeping the placeholders that are already there."""
    widened = [line.expandtabs(_TAB) if "\t" in line else line for line in lines]
    emptied = [line if line.strip(" ") else "" for line in widened[1:]]
    return [*widened[:1], *emptied, "", ""]


_thread = threading.local()


@contextmanager
def engine() -> Iterator[Engine]:
    """The engine of the current thread, built at its first use; one that an error left half-way goes."""
    made: Engine = getattr(_thread, "engine", None) or Engine()
    _thread.engine = None
    yield made
    _thread.engine = made
