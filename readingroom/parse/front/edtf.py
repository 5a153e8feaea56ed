"""Dates as precisely as they are known: EDTF (ISO 8601-2:2019) as far as archives use it.

    date     = point | point "/" point
    point    = year ["-" month ["-" day]] ["~"]        four, two and two digits

A month, or a day, that no calendar has is no date; neither is an interval that ends before it begins.
"""

import re
from calendar import monthrange

from readingroom.model.dispatch import Date

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
_MONTHS = 12


def parse_edtf(text: str) -> Date | None:
    """The date that a text gives, or None where it is none: "1955-09~", "1955/1957", "2023-10-12"."""
    text = text.strip()
    points = [_point(part) for part in text.split("/", 2)]
    match points:
        case [Date() as only]:
            return only
        case [Date() as first, Date() as last] if first.first <= last.last:
            approximate = first.approximate or last.approximate
            return Date(text=text, first=first.first, last=last.last, approximate=approximate)
    return None


def date_of(year: int, month: int = 0, day: int = 0) -> Date | None:
    """The date of a year, a month or a day in numbers (0: not known); None where it does not exist."""
    parts = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part]
    return parse_edtf("-".join(parts))


def agree(one: Date, other: Date) -> bool:
    """Whether two dates can both be right: at the precision that both have they are the same."""
    return _holds(one, other) or _holds(other, one)


def more_precise(one: Date, other: Date) -> Date:
    """Of two dates that agree the one that says more; of equals the first."""
    return one if _holds(other, one) else other


def _holds(wide: Date, narrow: Date) -> bool:
    return wide.first <= narrow.first and narrow.last <= wide.last


def _point(text: str) -> Date | None:
    match = _POINT.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.group(1, 2, 3))
    if year == 0 or not _exists(year, match[2], month, match[3], day):
        return None
    first = f"{year:04}-{month or 1:02}-{day or 1:02}"
    end_month = month or _MONTHS
    last = f"{year:04}-{end_month:02}-{day or monthrange(year, end_month)[1]:02}"
    return Date(text=text, first=first, last=last, approximate=bool(match[4]))


def _exists(year: int, month_text: str | None, month: int, day_text: str | None, day: int) -> bool:
    if month_text is not None and not 1 <= month <= _MONTHS:
        return False
    return day_text is None or 1 <= day <= monthrange(year, month)[1]
