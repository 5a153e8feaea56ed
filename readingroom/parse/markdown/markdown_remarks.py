"""What there is to tell about a Markdown source that was read: notes, listings, HTML that was removed."""

import re
from collections.abc import Iterable, Sequence

from readingroom.diagnostics import Code
from readingroom.model.block import Markup, PassageKind, Text
from readingroom.parse.markdown import code
from readingroom.parse.markdown.draft import Draft
from readingroom.parse.markdown.engine import Piece
from readingroom.parse.markdown.fences import Fenced
from readingroom.parse.markdown.footnotes import Definition
from readingroom.parse.markdown.report import Report
from readingroom.parse.markdown.sanitise import removed
from readingroom.parse.plain.blocks import Paragraph
from readingroom.parse.plain.notes import RawNote

_CALL = re.compile(r"(?<![\\!])\[\^([^\]\n]+)\](?!:)")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_PRINTED_NUMBER = re.compile(r"[0-9]{1,9}")


def of_fences(fenced: Fenced, first_line: int, report: Report) -> None:
    """Tells of listings in languages that nothing highlights."""
    for fence in fenced.fences:
        if not code.is_known(fence.language):
            message = f"“{fence.language}” is no language that can be highlighted."
            line = fence.first_line + first_line - 1
            report.tell(Code.CODE_LANGUAGE_UNKNOWN, message, line, width=len(fence.language))


def of_definitions(definitions: Iterable[Definition], shift: int, report: Report) -> None:
    """Tells of notes that are defined twice; `shift` is the number of lines before the Markdown."""
    for definition in definitions:
        first, *others = definition.lines
        for line in others:
            message = f"Note “{definition.label}” is defined twice: in line {first + shift} and here."
            report.tell(Code.NOTE_DEFINED_TWICE, message, line + shift, width=len(definition.label) + 3)


def of_removed(pieces: Iterable[Piece], report: Report, *, trusted: bool) -> None:
    """Tells of what the sanitiser takes out."""
    for piece in pieces:
        if "<" in piece.html:
            for one in removed(piece.html, trusted=trusted):
                message = f"{one.what[0].upper()}{one.what[1:]} was removed."
                report.tell_of(Code.HTML_REMOVED, message, one.needle)


def of_notes(
    body: Draft, notes: Sequence[Draft], definitions: Sequence[Definition], shift: int, report: Report
) -> None:
    """Tells of notes that are called out of order or not at all, and of those whose source was lost."""
    called = dict.fromkeys(place for draft in (body, *notes) for place in draft.calls())
    _out_of_order([definitions[place].label for place in called], report)
    for definition, note in zip(definitions, notes, strict=True):
        line, width = definition.lines[0] + shift if definition.lines[0] else 0, len(definition.label) + 3
        if definition.place not in called:
            report.tell(
                Code.NOTE_UNREFERENCED, f"Nothing refers to note {definition.label}.", line, width=width
            )
        lost = source_lost(note)
        if lost:
            report.tell(Code.NOTE_SOURCE_MISSING, f"Note {definition.label} {lost}.", line, width=width)


def source_lost(note: Draft) -> str:
    """What is wrong with a note whose source was lost; empty where nothing is."""
    first = note.passages[0] if note.passages else None
    items = note.items[first.start : first.end] if first else []
    text = "".join(item.text for item in items if isinstance(item, Text)).strip()
    return RawNote("", 0, (Paragraph(0, (text,)),) if text else ()).lost


def of_undefined(drafts: Iterable[Draft], definitions: Iterable[Definition], report: Report) -> None:
    """Tells of calls that no note answers; they show as their brackets. Those in code are no calls."""
    defined = {one.label for one in definitions}
    shown = {
        label
        for draft in drafts
        for passage in draft.passages
        if passage.kind is not PassageKind.CODE
        for label in _CALL.findall(_outside_code(draft, passage.start, passage.end))
    }
    for number, line in report.searched() if shown - defined else ():
        for match in _CALL.finditer(_CODE_SPAN.sub(lambda span: " " * len(span[0]), line)):
            if match[1] in shown - defined:
                message = f"No note “{match[1]}” is defined."
                report.tell(Code.NOTE_UNDEFINED, message, number, match.start() + 1, width=len(match[0]))


def _outside_code(draft: Draft, start: int, end: int) -> str:
    parts: list[str] = []
    depth = 0
    for item in draft.items[start:end]:
        if isinstance(item, Text) and not depth:
            parts.append(item.text)
        elif isinstance(item, Markup) and item.html.startswith(("<code", "</code")):
            depth += -1 if item.html.startswith("</") else 1
    return "".join(parts)


def _out_of_order(labels: Iterable[str], report: Report) -> None:
    """First calls of numbered notes that stand behind the call of a higher number."""
    highest = -1
    for label in labels:
        if not _PRINTED_NUMBER.fullmatch(label):
            continue
        if int(label) < highest:
            message = f"Note {label} is first referred to after note {highest}."
            report.tell_of(Code.NOTE_OUT_OF_ORDER, message, f"[^{label}]")
        highest = max(highest, int(label))
