"""Drafts → bodies: ids, paragraph numbers and note references are given in the order of the page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from readingroom.addresses import Anchors, heading_anchor, paragraph_anchor
from readingroom.model.block import (
    Body,
    Chunk,
    Heading,
    Markup,
    NoteReference,
    Passage,
    PassageKind,
    Text,
)
from readingroom.parse.markdown.attributes import write
from readingroom.parse.markdown.draft import BlockMarkup, Call, Draft, DraftPassage, Item, Opening
from readingroom.parse.markdown.note_order import NumberedNote

_TELLING = frozenset(
    ["caption", "dd", "dt", "figcaption", "h2", "h3", "h4", "h5", "h6", "li", "p", "summary", "td", "th"]
)
"""Elements that say what language their text is in."""


@dataclass(slots=True)
class Assembler:
    """Gives out what is unique in a page."""

    anchors: Anchors
    notes: dict[int, NumberedNote]
    language: str
    """The dispatch's."""
    tongue_of: Callable[[str], tuple[str, str]]
    """Language and direction of a passage in another script than the dispatch; else empty."""
    headings: list[Heading] = field(default_factory=list)
    _number: int = 0

    def body(self, draft: Draft) -> Body:
        """The body of a draft; its headings are added to the table of contents."""
        names = [self._name(draft, passage) for passage in draft.passages]
        chunks, places = self._chunks(draft.items)
        passages = (
            self._passage(passage, name, places) for passage, name in zip(draft.passages, names, strict=True)
        )
        return Body(tuple(chunks), tuple(passages))

    def _name(self, draft: Draft, passage: DraftPassage) -> tuple[str, int]:
        """The anchor and the number of a passage, written on its element."""
        text = "".join(
            item.text for item in draft.items[passage.start : passage.end] if isinstance(item, Text)
        )
        self._tell_tongue(passage, text)
        if passage.opening.named or not text.strip():
            return "", 0
        if passage.counted:
            return self._number_paragraph(passage.opening, text), self._number
        return (self._name_heading(passage, text), 0) if passage.is_heading else ("", 0)

    def _passage(self, passage: DraftPassage, name: tuple[str, int], places: list[int]) -> Passage:
        return Passage(
            kind=passage.kind,
            start=places[passage.start],
            end=places[passage.end],
            anchor=name[0],
            number=name[1],
            line=passage.lines[0],
            last_line=passage.lines[1],
            language="" if passage.language == self.language else passage.language,
        )

    def _tell_tongue(self, passage: DraftPassage, text: str) -> None:
        """Gives a passage in another script its language and direction, unless the source does."""
        if passage.language or passage.kind is PassageKind.CODE or passage.opening.name not in _TELLING:
            return
        tag, direction = self.tongue_of(text)
        if tag:
            passage.language = tag
            passage.opening.attributes |= {"lang": tag, "dir": direction}

    def _number_paragraph(self, opening: Opening, text: str) -> str:
        self._number += 1
        opening.named = True
        anchor = self.anchors.claim(paragraph_anchor(text))
        classes = f"para {opening.attributes.pop('class', '')}".rstrip()
        numbered = {"id": anchor, "class": classes, "data-number": str(self._number)}
        opening.attributes = numbered | opening.attributes
        return anchor

    def _name_heading(self, passage: DraftPassage, text: str) -> str:
        given = passage.opening.attributes
        anchor = given.get("id") or self.anchors.claim(heading_anchor(text))
        passage.opening.attributes = {"id": anchor} | given
        passage.opening.named = True
        if passage.in_contents:
            level = int(passage.opening.name[1])
            self.headings.append(Heading(anchor, level, " ".join(text.split())))
        return anchor

    def _chunks(self, items: list[Item]) -> tuple[list[Chunk], list[int]]:
        """The chunks, neighbouring markup between passages joined, and where each item went."""
        chunks: list[Chunk] = []
        places: list[int] = []
        between: list[str] = []
        for item in items:
            places.append(len(chunks))
            if isinstance(item, BlockMarkup):
                between.append(item.html)
                continue
            if isinstance(item, Opening):
                between.append(f"<{item.name}{write(item.attributes)}>{item.after}")
                continue
            if between:
                chunks.append(Markup("".join(between)))
                between.clear()
                places[-1] = len(chunks)
            chunk = self._reference(item) if isinstance(item, Call) else item
            if chunk:
                chunks.append(chunk)
        if between:
            chunks.append(Markup("".join(between)))
        places.append(len(chunks))
        return chunks, places

    def _reference(self, call: Call) -> NoteReference | None:
        note = self.notes.get(call.place)
        if note is None:
            return None
        own = self.anchors.claim(f"noteref-{note.name}")
        note.calls.append(own)
        return NoteReference(note.label, f"note-{note.name}", own)
