"""Markdown → dispatch.

    source = [front matter] body        notes stand anywhere in the body

Code fences are taken out first, then the limits are checked; Python-Markdown makes HTML of the rest, nh3
sanitises it, and it is cut into chunks and passages. What is left open or said twice is an error, what
points nowhere a warning.
"""

import re
from dataclasses import dataclass
from functools import partial

from readingroom.addresses import Anchors
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.block import Body, Insertion, Note
from readingroom.model.dispatch import Dispatch, Meta, Status
from readingroom.model.settings import Settings
from readingroom.model.source import Source
from readingroom.parse import insertions, limits, script
from readingroom.parse.decode import decode
from readingroom.parse.front import front_matter
from readingroom.parse.front.found import Found
from readingroom.parse.front.front_matter import Split
from readingroom.parse.front.meta import build_meta
from readingroom.parse.markdown import markdown_readings, markdown_remarks, note_order
from readingroom.parse.markdown.assemble import Assembler
from readingroom.parse.markdown.draft import Draft, Page
from readingroom.parse.markdown.engine import Converted, Piece, engine
from readingroom.parse.markdown.fences import Fenced
from readingroom.parse.markdown.footnotes import Definition
from readingroom.parse.markdown.note_order import NumberedNote
from readingroom.parse.markdown.report import Range, Report
from readingroom.parse.markdown.sanitise import sanitise
from readingroom.parse.markdown.tokenise import TooDeepError, tokenise
from readingroom.parse.result import Parsed
from readingroom.parse.script import Script

_ID = re.compile(r' (?:id|name)="([^"]*)"')
_NEEDS_TEXT = frozenset({Status.PUBLISHED, Status.CORRECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A source taken apart."""

    source: Source
    settings: Settings
    text: str
    head: Split
    own: Script
    """Of most of its letters."""


@dataclass(frozen=True, slots=True)
class _Drafts:
    """The body and the notes of a source; notes in the order of their definitions."""

    body: Draft
    notes: tuple[Draft, ...]
    definitions: tuple[Definition, ...]
    note_lines: tuple[Range, ...]
    page: Page


def parse_markdown(source: Source, settings: Settings) -> Parsed:
    """The dispatch that a Markdown source is, or None where it is refused, and what is to tell about it."""
    large = limits.too_large(source.path, source.data)
    if large:
        return Parsed(None, (large,))
    decoded = decode(source.data, source.path)
    if decoded.text is None:
        return Parsed(None, decoded.diagnostics)
    head = front_matter.split(decoded.text)
    own = script.detect(head.body)
    sheet = _Sheet(source=source, settings=settings, text=decoded.text, head=head, own=own)
    meta, about_meta = _meta(sheet)
    drafts, about_body = _read(sheet)
    told = (*decoded.diagnostics, *about_meta, *about_body)
    in_order = tuple(sorted(told, key=lambda one: (one.line, one.column)))
    if meta is None or drafts is None or any(one.severity is Severity.ERROR for one in in_order):
        return Parsed(None, in_order)
    return Parsed(_dispatch(sheet, meta, drafts), in_order)


def _meta(sheet: _Sheet) -> tuple[Meta | None, tuple[Diagnostic, ...]]:
    path, settings = sheet.source.path, sheet.settings
    front, told = front_matter.read_head(path, sheet.text, sheet.head)
    if told and front is None:
        return None, told
    tag = script.own_language(sheet.own.language, settings.language, sheet.own)
    found = Found(language=tag, direction=sheet.own.direction)
    lines = sheet.text.split("\n")
    meta, conflicts = build_meta(path, found, front, settings, lines)
    if meta and meta.status in _NEEDS_TEXT and not sheet.head.body.strip():
        empty = Diagnostic(code=Code.EMPTY, message="The dispatch has a head and no text.", path=path)
        return None, (*told, *conflicts, empty)
    return meta, (*told, *conflicts)


def _read(sheet: _Sheet) -> tuple[_Drafts | None, tuple[Diagnostic, ...]]:
    """The body and the notes, or None where an error stands in the way of reading them."""
    try:
        with engine() as reader:
            fenced = reader.find_fences(sheet.head.body.split("\n"))
            report = _report(sheet, fenced)
            converted = None if _is_refused(sheet, fenced, report) else reader.convert(fenced)
    except RecursionError:
        report = _report(sheet, Fenced())
        report.tell(Code.TOO_DEEP, "The markup nests deeper than it can be read.", sheet.head.body_line)
        return None, report.diagnostics
    drafts = _drafts(sheet, converted, report) if converted else None
    return drafts, report.diagnostics


def _report(sheet: _Sheet, fenced: Fenced) -> Report:
    searched = [""] * (sheet.head.body_line - 1) + fenced.blanked
    return Report(sheet.source.path, sheet.text.split("\n"), searched)


def _is_refused(sheet: _Sheet, fenced: Fenced, report: Report) -> bool:
    shift = sheet.head.body_line - 1
    if fenced.unclosed:
        message = "The code fence that opens here is never closed."
        report.tell(Code.CODE_FENCE_UNCLOSED, message, fenced.unclosed + shift)
        return True
    markdown_remarks.of_fences(fenced, sheet.head.body_line, report)
    excess = limits.excess("\n".join(fenced.blanked))
    if excess:
        report.tell(excess.code, excess.message, excess.line + 1 + shift)
    return bool(excess)


def _drafts(sheet: _Sheet, converted: Converted, report: Report) -> _Drafts | None:
    shift = sheet.head.body_line - 1
    markdown_remarks.of_definitions(converted.definitions, shift, report)
    trusted = sheet.source.folder_trusted
    pieces = (converted.body, *converted.notes)
    markdown_remarks.of_removed(pieces, report, trusted=trusted)
    body, *notes = (sanitise(piece.html, trusted=trusted).strip("\n") for piece in pieces)
    page = Page(
        report=report,
        settings=sheet.settings,
        first_line=sheet.head.body_line,
        anchors=Anchors(),
        note_count=len(notes),
    )
    page.claim_own([name for html in (body, *notes) for name in _ID.findall(html)])
    note_lines = tuple(_shifted(piece, shift) for piece in converted.notes)
    try:
        drafts = _Drafts(
            tokenise(body, page),
            tuple(
                tokenise(html, page, note=True, lines=at) for html, at in zip(notes, note_lines, strict=True)
            ),
            converted.definitions,
            note_lines,
            page,
        )
    except TooDeepError as error:
        report.tell(Code.TOO_DEEP, "More elements stand in each other here than a page can have.", error.line)
        return None
    if any("[^" in html for html in (body, *notes)):
        markdown_remarks.of_undefined((drafts.body, *drafts.notes), converted.definitions, report)
    markdown_remarks.of_notes(drafts.body, drafts.notes, converted.definitions, shift, report)
    return drafts


def _shifted(piece: Piece, shift: int) -> Range:
    first, last = piece.lines
    return (first + shift, last + shift) if first else (0, 0)


def _dispatch(sheet: _Sheet, meta: Meta, drafts: _Drafts) -> Dispatch:
    page = drafts.page
    labels = [definition.label for definition in drafts.definitions]
    places = note_order.order(labels, drafts.body.calls(), [note.calls() for note in drafts.notes])
    numbered = note_order.number(labels, places, page.anchors)
    assembler = Assembler(page.anchors, numbered, meta.language, partial(_tongue, sheet))
    body, marked = insertions.mark(assembler.body(drafts.body), sheet.settings, None)
    notes, in_notes = _notes(sheet, drafts, numbered, assembler)
    head_lines = sheet.head.body_line - 1
    return Dispatch(
        path=sheet.source.path,
        form="markdown",
        meta=meta,
        body=body,
        notes=notes,
        headings=tuple(assembler.headings),
        insertions=(*marked, *in_notes),
        attachments=tuple(page.files),
        words=_words(body) + sum(_words(note.body) for note in notes),
        readings=markdown_readings.of(
            drafts.body, notes, [drafts.note_lines[place] for place in numbered], head_lines
        ),
    )


def _tongue(sheet: _Sheet, text: str) -> tuple[str, str]:
    """Language and direction of a passage of another script than most of the source; else empty."""
    if sheet.own.name == script.LATIN and text.isascii():
        return "", ""
    return script.tongue(text, sheet.own, sheet.settings.language)


def _notes(
    sheet: _Sheet, drafts: _Drafts, numbered: dict[int, NumberedNote], assembler: Assembler
) -> tuple[tuple[Note, ...], list[Insertion]]:
    """The notes in the order of the page, and the insertions in them."""
    bodies = [assembler.body(drafts.notes[place]) for place in numbered]
    made: list[Note] = []
    marked: list[Insertion] = []
    for where, (note, body) in enumerate(zip(numbered.values(), bodies, strict=True)):
        body, found = insertions.mark(body, sheet.settings, where)  # noqa: PLW2901 - the same body, marked
        marked += found
        line = drafts.note_lines[note.place][0]
        lost = bool(markdown_remarks.source_lost(drafts.notes[note.place]))
        made.append(
            Note(
                id=f"note-{note.name}",
                label=note.label,
                body=body,
                calls=tuple(note.calls),
                source_missing=lost,
                line=line,
            )
        )
    return tuple(made), marked


def _words(body: Body) -> int:
    return sum(len(text.split()) for _, text in body.texts())
