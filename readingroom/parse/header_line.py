"""One line of a header, read.

line    = segment { "|" segment }
segment = date | [date] designation [date] | names | nothing
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readingroom.model.settings import Series
from readingroom.parse import dates, designation
from readingroom.parse.dates import Written
from readingroom.parse.designation import STOPS, Designation
from readingroom.parse.folding import fold

LONGEST = 600
LONGEST_NAMES = 300
_STROKE = "|"
_SENTENCE_ENDS = ".!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """What a line says of series, number, date and subjects; columns count from 1."""

    date: Written | None = None
    date_column: int = 1
    designation: Designation | None = None
    designation_column: int = 1
    names: tuple[str, ...] = ()
    stroke: bool = False

    @property
    def is_date_alone(self) -> bool:
        """Whether a date is all that it has."""
        return self.date is not None and self.designation is None and not self.stroke


def read(line: str, series: Sequence[Series]) -> HeaderLine | None:
    """The line as one of a header; None where it can be something else.

    It needs a date or a designation; where a stroke parts it, names with nothing beside them will do.
    """
    if len(line) > LONGEST:
        return None
    segments = list(_segments(line, tuple(series)))
    if len(segments) == 1:
        only = segments[0]
        return only if only.date or only.designation else None
    found = [one for one in segments if one.date or one.designation]
    named = [one for one in segments if one.names]
    empty = len(found) + len(named) < len(segments)
    one_each = (
        sum(one.date is not None for one in found) <= 1
        and sum(one.designation is not None for one in found) <= 1
    )
    if len(named) > 1 or not one_each or not (found or (named and empty)):
        return None
    dated = next((one for one in found if one.date), HeaderLine())
    numbered = next((one for one in found if one.designation), HeaderLine())
    return HeaderLine(
        date=dated.date,
        date_column=dated.date_column,
        designation=numbered.designation,
        designation_column=numbered.designation_column,
        names=named[0].names if named else (),
        stroke=True,
    )


def _segments(line: str, series: tuple[Series, ...]) -> Iterator[HeaderLine]:
    column = 1
    for part in line.split(_STROKE):
        yield _segment(part, column, series)
        column += len(part) + 1


def _segment(text: str, column: int, series: tuple[Series, ...]) -> HeaderLine:
    date = dates.alone(text, partial=True)
    if date:
        return HeaderLine(date=date, date_column=column + date.start)
    date = dates.at_start(text) or dates.at_end(text)
    rest = text[: date.start] + " " * (date.end - date.start) + text[date.end :] if date else text
    named = designation.read(rest, series)
    if named:
        start = column + len(rest) - len(rest.lstrip(STOPS))
        return HeaderLine(
            date=date,
            date_column=column + (date.start if date else 0),
            designation=named,
            designation_column=start,
        )
    return HeaderLine(names=tuple(_names(text)))


def _names(text: str) -> Iterator[str]:
    """Names parted by semicolons where there are any, else by commas; none where it is a sentence."""
    if len(text) > LONGEST_NAMES or text.rstrip().endswith(tuple(_SENTENCE_ENDS)):
        return
    separator = next((mark for mark in ";؛" if mark in text), "")
    parts = text.split(separator) if separator else text.replace("،", ",").split(",")
    for part in parts:
        if name := fold(part):
            yield name
