"""How each block of a plain-text source was read, for `explain`."""

from collections.abc import Iterator

from readingroom.model.block import Reading
from readingroom.parse.plain.notes import RawNote
from readingroom.parse.plain.sheet import Sheet

EXCERPT = 60
_NOTE_RULE = "a label in brackets at the start of a line, where the notes have begun"


def of(sheet: Sheet) -> tuple[Reading, ...]:
    """One reading for each block, in the order of the source."""
    return tuple(_all(sheet))


def _all(sheet: Sheet) -> Iterator[Reading]:
    for one in sheet.head.readings:
        yield Reading(one.first_line, one.last_line, one.kind, one.rule, excerpt(one.excerpt))
    for block in sheet.blocks:
        first, last = block.paragraph.first, block.paragraph.last
        yield Reading(first, last, block.kind.value, block.rule, excerpt(block.text))
    for note, texts in zip(sheet.notes, sheet.note_texts, strict=True):
        yield Reading(note.line, _last(note), f"note {note.label}", _NOTE_RULE, excerpt(" ".join(texts)))
    if sheet.tail:
        rule = "boilerplate, by a pattern of content.tails"
        yield Reading(sheet.tail.line, len(sheet.lines), "tail", rule, excerpt(sheet.tail.text))


def _last(note: RawNote) -> int:
    return note.paragraphs[-1].last if note.paragraphs else note.line


def excerpt(text: str) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text[: 4 * EXCERPT].split())
    if len(line) <= EXCERPT:
        return line
    return line[:EXCERPT].rpartition(" ")[0].rstrip() + " …"
