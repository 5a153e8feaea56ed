"""Plain text → dispatch.

    dispatch = [banner] title [dateline] [subjects-line] body [notes] [tail]
    body     = { heading | paragraph | quotation }
    notes    = note { note }

Lines fall into paragraphs by the blank lines between them. The tail is cut first, then the head is
taken off (`header`), then the notes are parted from the body (`notes`); what is left is judged
paragraph by paragraph (`quotations`, then `headings`). Each rule stands above the code that decides
by it, in a module of its own.
"""

from dataclasses import replace
from functools import partial

from readingroom.diagnostics import Diagnostic, Severity
from readingroom.model.block import Body, Insertion, Note
from readingroom.model.dispatch import Dispatch, Meta
from readingroom.model.settings import Settings
from readingroom.model.source import Form, Source
from readingroom.parse import insertions, limits, script
from readingroom.parse.decode import decode
from readingroom.parse.front.meta import build_meta
from readingroom.parse.plain import compose, sheet, side_file, text_limits, text_readings, text_remarks
from readingroom.parse.plain.compose import TongueOf
from readingroom.parse.plain.sheet import Sheet
from readingroom.parse.plain.side_file import SideFile
from readingroom.parse.result import Parsed
from readingroom.parse.script import Script


def parse_text(source: Source, settings: Settings) -> Parsed:
    """The dispatch that a plain-text source is, or None where it is refused, and what is to tell."""
    too_large = limits.too_large(source.path, source.data)
    if too_large:
        return Parsed(None, (too_large,))
    decoded = decode(source.data, source.path)
    if decoded.text is None:
        return Parsed(None, decoded.diagnostics)
    lines = tuple(decoded.text.split("\n"))
    excess = text_limits.excess(source.path, decoded.text, lines)
    if excess:
        return Parsed(None, (*decoded.diagnostics, excess))
    beside = side_file.read(source)
    parts = sheet.take_apart(source.path, lines, settings, beside.text("title"))
    own = script.detect(decoded.text)
    meta, conflicts = _meta(parts, settings, own, beside)
    told = sorted((*decoded.diagnostics, *text_remarks.of(parts), *conflicts), key=_place)
    diagnostics = (*beside.diagnostics, *told)
    if meta is None or any(one.severity is Severity.ERROR for one in diagnostics):
        return Parsed(None, diagnostics)
    tongue_of = partial(script.tongue, own=own, archive_language=settings.language)
    return Parsed(_put_together(parts, meta, settings, tongue_of), diagnostics)


def _place(told: Diagnostic) -> tuple[int, int, str]:
    return told.line, told.column, told.code


def _meta(
    parts: Sheet, settings: Settings, own: Script, beside: SideFile
) -> tuple[Meta | None, tuple[Diagnostic, ...]]:
    """The metadata of a source; dates that may mean several days are settled by the side file."""
    settled, bad_dates = text_remarks.of_dates(parts, beside.text("date"))
    found = replace(
        parts.head.found,
        titles=tuple(replace(claim, value=parts.title) for claim in parts.head.found.titles),
        dates=(*parts.head.found.dates, *settled),
        language=script.own_language(own.language, settings.language, own),
        direction=own.direction,
    )
    meta, conflicts = build_meta(parts.path, found, beside.front, settings, parts.lines)
    return meta, (*bad_dates, *conflicts)


def _put_together(parts: Sheet, meta: Meta, settings: Settings, tongue_of: TongueOf) -> Dispatch:
    by_block = {number: parts.block_calls(number) for number in range(len(parts.blocks))}
    plain, headings = compose.body_of(parts.blocks, by_block, tongue_of)
    body, marked = insertions.mark(plain, settings, None)
    notes, in_notes = _notes(parts, settings, tongue_of)
    return Dispatch(
        path=parts.path,
        form=Form.TEXT,
        meta=meta,
        body=body,
        notes=notes,
        title_references=tuple(one for call in parts.title_calls for one in call.references),
        headings=headings,
        insertions=(*marked, *in_notes),
        tail=parts.tail.text if parts.tail else "",
        words=_words(body) + sum(_words(note.body) for note in notes),
        readings=text_readings.of(parts),
    )


def _notes(
    parts: Sheet, settings: Settings, tongue_of: TongueOf
) -> tuple[tuple[Note, ...], tuple[Insertion, ...]]:
    made: list[Note] = []
    marked: list[Insertion] = []
    calls = iter(parts.note_calls())
    for where, (note, texts) in enumerate(zip(parts.notes, parts.note_texts, strict=True)):
        name = parts.calls.note_ids[where]
        paragraphs = [(p, text, next(calls)) for p, text in zip(note.paragraphs, texts, strict=True)]
        body, found = insertions.mark(compose.note_body(paragraphs, tongue_of), settings, where)
        leading = tuple(parts.calls.by_note.get(name, ()))
        made.append(
            Note(
                id=name,
                label=note.label,
                body=body,
                calls=leading,
                source_missing=bool(note.lost),
                line=note.line,
            )
        )
        marked += found
    return tuple(made), tuple(marked)


def _words(body: Body) -> int:
    return sum(len(text.split()) for _, text in body.texts())
