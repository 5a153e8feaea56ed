"""Footnotes of Markdown, read by Python-Markdown's own grammar, numbered and linked by ours.

A definition is kept with its label; a call becomes a placeholder in the text, to be made a
NoteReference once all calls are known in the order of the page.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension, FootnoteInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from readingroom.parse.markdown.source_lines import LINE_ATTRIBUTE, Range, SourceLines, mark_lines

CALL = re.compile(f"{STX}rrn([0-9]+){ETX}")
"""Stands for the call of a note, by its place among the definitions."""

NOTE_ATTRIBUTE = "rr-note"
_LABEL = r"\[\^([^\]]*)\]"
_DEFINITION = re.compile(r"[ >]*\[\^([^\]]*)\]:")


@dataclass(slots=True)
class Definition:
    """A footnote as defined."""

    place: int
    """Among the definitions, from 0."""
    label: str
    text: str
    lines: list[int]
    """Where it is defined: one line, or several where the label is used again; 0 where unknown."""


class NoteExtension(FootnoteExtension):
    """Takes the place of Python-Markdown's footnotes."""

    def __init__(self) -> None:
        """No definition is known yet."""
        self.definitions: dict[str, Definition] = {}
        self.source: SourceLines | None = None
        self.code: dict[int, Range] = {}
        self._places: dict[str, list[int]] = {}
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Registers the readers of definitions and calls, at the stock priorities."""
        md.registerExtension(self)
        self.parser = md.parser
        self.md = md
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self), "footnote", 17)
        md.inlinePatterns.register(CallProcessor(_LABEL, self), "footnote", 175)
        md.treeprocessors.register(NoteTreeprocessor(self), "footnote", 50)

    def reset(self) -> None:
        """Forgets the notes of the last source."""
        super().reset()
        self.definitions = {}
        self.source = None
        self.code = {}
        self._places = {}

    def expect(self, source: SourceLines, code: dict[int, Range]) -> None:
        """Takes the lines of the source to be read, and those of its code fences by their stash number."""
        self.source, self.code = source, code
        for number, line in enumerate(source.lines, 1):
            match = _DEFINITION.match(line) if "[^" in line else None
            if match:
                self._places.setdefault(match[1], []).append(number)

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802, A002 - overrides
        """Stores a definition; of a label used again the first text is kept, and each line."""
        places = self._places.get(id, [])
        line = places.pop(0) if places else 0
        if id in self.definitions:
            self.definitions[id].lines.append(line)
        else:
            self.definitions[id] = Definition(len(self.definitions), id, text, [line])
            super().setFootnote(id, text)


class CallProcessor(FootnoteInlineProcessor):
    """Reads `[^label]` where the label is defined; otherwise it stays text."""

    footnotes: NoteExtension

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802, ARG002 - as inherited
        """The placeholder of the call."""
        definition = self.footnotes.definitions.get(m[1])
        if definition is None:
            return None, None, None
        return f"{STX}rrn{definition.place}{ETX}", m.start(0), m.end(0)


class NoteTreeprocessor(Treeprocessor):
    """Marks the lines of the body's blocks, then reads each note into an element of its own."""

    def __init__(self, notes: NoteExtension) -> None:
        """`notes` holds the definitions."""
        super().__init__(notes.md)
        self._notes = notes

    def run(self, root: Element) -> None:
        """Appends a division for each note; notes that a note defines follow."""
        stash = self._notes.md.htmlStash
        if self._notes.source:
            mark_lines(root, self._notes.source, stash, self._notes.code)
        done = 0
        while done < len(self._notes.definitions):
            definition = list(self._notes.definitions.values())[done]
            note = SubElement(root, "div", {NOTE_ATTRIBUTE: str(done)})
            self._notes.parser.parseChunk(note, definition.text)
            if self._notes.source and definition.lines[0]:
                self._notes.source.go_to(definition.lines[0])
                found = mark_lines(note, self._notes.source, stash, self._notes.code)
                note.set(
                    LINE_ATTRIBUTE, f"{definition.lines[0]}-{found[1] if found else definition.lines[0]}"
                )
            done += 1


def take_notes(root: Element) -> list[Element]:
    """Takes the notes' elements out of a finished tree, in the order of their definitions."""
    notes = [element for element in root if NOTE_ATTRIBUTE in element.attrib]
    for note in notes:
        root.remove(note)
        del note.attrib[NOTE_ATTRIBUTE]
    return notes
