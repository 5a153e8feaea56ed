"""Days as numbers, and what a reader may write for one: 1979, 1979-04, 1979-04-01."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

FIRST, LAST = 1, date.max.toordinal()
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = 12


class Days(NamedTuple):
    """From a first day to a last; 1 January of year 1 is day 1."""

    first: int
    last: int


def days_of(text: str) -> Days | None:
    """The days of a year, a month or a day; None where it is none."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not year or month > _MONTHS or (match[2] and not month):
        return None
    if not month:
        return Days(date(year, 1, 1).toordinal(), date(year, _MONTHS, 31).toordinal())
    length = monthrange(year, month)[1]
    start = date(year, month, 1).toordinal()
    if not match[3]:
        return Days(start, start + length - 1)
    return Days(start + day - 1, start + day - 1) if 1 <= day <= length else None


def range_of(text: str) -> Days | None:
    """The days of `DAY`, `DAY..DAY`, `DAY..` or `..DAY`; None where it is none of them."""
    start, dots, end = text.partition("..")
    if not dots:
        return days_of(text)
    if not (start or end):
        return None
    first = days_of(start) if start else Days(FIRST, FIRST)
    last = days_of(end) if end else Days(LAST, LAST)
    return Days(first.first, last.last) if first and last else None
