"""What there is to tell about a plain-text source that was read: notes, brackets, quotations, tail, dates."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from readingroom.diagnostics import Code, Diagnostic, at
from readingroom.parse import brackets
from readingroom.parse.front.found import DateClaim
from readingroom.parse.plain.blocks import Places
from readingroom.parse.plain.header import DATELINE
from readingroom.parse.plain.sheet import Sheet

MOST = 50
"""Of one kind about one source; more tell nothing new."""


def of(sheet: Sheet) -> Iterator[Diagnostic]:
    """The diagnostics of a sheet, but for those about its dates."""
    for told in (_notes(sheet), _order(sheet), _brackets(sheet), _quotations(sheet), _tail(sheet)):
        yield from _at_most(told)


def of_dates(sheet: Sheet, given: str) -> tuple[list[DateClaim], list[Diagnostic]]:
    """Dates that mean several days or none: those that the side file's date settles, and the others told."""
    settled: list[DateClaim] = []
    told: list[Diagnostic] = []
    for bad in sheet.head.bad_dates:
        text = bad.written.text
        if given:
            dates = bad.written.dates
            chosen = next((date for date in dates if date.text == given), *dates[:1]) if dates else None
            settled += [DateClaim(chosen, bad.line, DATELINE, bad.column)] if chosen else []
            continue
        days = " or ".join(date.text for date in bad.written.dates)
        message = f"“{text}” may be {days}." if days else f"“{text}” is no day of the calendar."
        told.append(_at(sheet, Code.DATE_INVALID, (bad.line, bad.column), message, len(text)))
    return settled, told


def _at(sheet: Sheet, code: Code, place: tuple[int, int], message: str, width: int = 1) -> Diagnostic:
    line, column = place
    return at(code, sheet.path, sheet.lines, line, message, column=column, width=width)


def _at_most(told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The first of them, the last of these saying that there are more."""
    every = iter(told)
    first = list(islice(every, MOST))
    more = sum(1 for _ in every)
    if more:
        first[-1] = replace(first[-1], message=f"{first[-1].message} There are {more:,} more like it.")
    yield from first


def _notes(sheet: Sheet) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    met: dict[str, int] = {}
    for note, name in zip(sheet.notes, sheet.calls.note_ids, strict=True):
        key, place = brackets.key(note.label), (note.line, _column(sheet, note.line))
        met[key] = met.get(key, 0) + 1
        if key in first:
            message = f"Note {note.label} stands again; the first is in line {first[key]}."
            yield _at(sheet, Code.NOTE_LABEL_REPEATED, place, message, len(note.label) + 2)
        first.setdefault(key, note.line)
        if note.lost:
            message = f"Note {note.label} {note.lost}."
            yield _at(sheet, Code.NOTE_SOURCE_MISSING, place, message, len(note.label) + 2)
        if not sheet.calls.by_note.get(name):
            which = f"note {note.label}" if met[key] == 1 else f"{_ordinal(met[key])} note {note.label}"
            message = f"Nothing refers to {which}."
            yield _at(sheet, Code.NOTE_UNREFERENCED, place, message, len(note.label) + 2)


def _column(sheet: Sheet, line: int) -> int:
    return sheet.lines[line - 1].find("[") + 1


def _ordinal(count: int) -> str:
    names = {2: "the second", 3: "the third"}
    return names.get(count, f"the {count}th")


def _order(sheet: Sheet) -> Iterator[Diagnostic]:
    """First references to notes that stand before one already referred to; editors' labels count apart."""
    latest: dict[str, int] = {}
    places = _Locator(sheet)
    for number, text, offset in sheet.calls.firsts:
        label = sheet.notes[number].label
        kind = label[:1].lower() if label[:1].isalpha() else ""
        before = latest.get(kind, -1)
        if number < before:
            message = f"Note {label} is referred to after note {sheet.notes[before].label}."
            yield _at(sheet, Code.NOTE_OUT_OF_ORDER, places.of(text, offset), message, len(label) + 2)
        latest[kind] = max(before, number)


def _brackets(sheet: Sheet) -> Iterator[Diagnostic]:
    places = _Locator(sheet)
    for remark in sorted(sheet.calls.remarks, key=lambda one: (one.text, one.start)):
        if remark.correction:
            code = Code.BRACKETED_CORRECTION
            message = f"{remark.shown} after a blank is read as a correction, not as a reference."
        else:
            code = Code.BRACKETED_NUMBER
            times = f"; it stands {remark.count} times" if remark.count > 1 else ""
            message = f"{remark.shown} is read as text, since no note has this label{times}."
        yield _at(sheet, code, places.of(remark.text, remark.start), message, len(remark.shown))


class _Locator:
    """Finds characters of the shown texts in the source."""

    def __init__(self, sheet: Sheet) -> None:
        self._places = sheet.places()
        titles = sheet.head.found.titles
        self._title = (titles[0].line, titles[0].column) if titles else (0, 0)
        self._known: tuple[int, Places] | None = None

    def of(self, text: int, offset: int) -> tuple[int, int]:
        """Line and column of a character of a text; of the title its beginning."""
        paragraph, shown = self._places[text]
        if paragraph is None:
            return self._title
        if self._known is None or self._known[0] != text:
            self._known = text, Places(paragraph, shown)
        return self._known[1].of(offset)


def _quotations(sheet: Sheet) -> Iterator[Diagnostic]:
    for run in sheet.runs:
        for number in run.reopened:
            last = sheet.blocks[number - 1].paragraph.last
            message = f"The quotation closes in line {last} and opens again here."
            yield _at_block(sheet, number, Code.QUOTATION_REOPENED, message)
        if not run.closed:
            message = "The quotation that opens here is never closed."
            yield _at_block(sheet, run.start, Code.QUOTATION_UNCLOSED, message)


def _at_block(sheet: Sheet, number: int, code: Code, message: str) -> Diagnostic:
    block = sheet.blocks[number]
    return _at(sheet, code, Places(block.paragraph, block.text).of(0), message)


def _tail(sheet: Sheet) -> Iterator[Diagnostic]:
    if sheet.tail:
        place = sheet.tail.line, sheet.tail.column
        yield _at(
            sheet, Code.TAIL_CUT, place, f"Cut from the end: “{sheet.tail.text}”.", len(sheet.tail.text)
        )
