"""One line of a header, read.

line    = segment { "|" segment }
segment = date | [date] designation [date] | names | nothing

Beside a date and a number without a series, a single name is the series: "May 4, 2011 | Watch | No. 9".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from readingroom.model.settings import Series
from readingroom.parse import dates
from readingroom.parse.dates import Written
from readingroom.parse.plain import designation
from readingroom.parse.plain.designation import STOPS, Designation
from readingroom.parse.plain.folding import fold

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

    @property
    def is_nothing(self) -> bool:
        """Whether it has neither date nor designation nor names."""
        return not (self.date or self.designation or self.names)


def read(line: str, series: Sequence[Series]) -> HeaderLine | None:
    """The line as one of a header; None where it can be something else.

    It needs a date or a designation; where a stroke parts it, names with nothing beside them will do.
    """
    if len(line) > LONGEST:
        return None
    parts = line.split(_STROKE)
    segments = list(_segments(parts, tuple(series)))
    if any(part.strip() and one.is_nothing for part, one in zip(parts, segments, strict=True)):
        return None
    if len(segments) == 1:
        return segments[0] if segments[0].date or segments[0].designation else None
    return _joined(segments)


def _joined(segments: Sequence[HeaderLine]) -> HeaderLine | None:
    """The segments as one line: a date and a designation at most; without the latter, names of one alone."""
    dated = [one for one in segments if one.date]
    numbered = [one for one in segments if one.designation]
    named = [one for one in segments if one.names]
    is_empty = any(one.is_nothing for one in segments)
    enough = numbered or (len(named) <= 1 and (dated or (named and is_empty)))
    if len(dated) > 1 or len(numbered) > 1 or not enough:
        return None
    date, number = next(iter(dated), HeaderLine()), next(iter(numbered), HeaderLine())
    names = tuple(name for one in named for name in one.names)
    if dated and len(names) == 1 and number.designation and not number.designation.series:
        with_series = replace(number.designation, series=names[0])
        number, names = replace(number, designation=with_series), ()
    return HeaderLine(
        date=date.date,
        date_column=date.date_column,
        designation=number.designation,
        designation_column=number.designation_column,
        names=names,
        stroke=True,
    )


def _segments(parts: Sequence[str], series: tuple[Series, ...]) -> Iterator[HeaderLine]:
    column = 1
    for part in parts:
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
