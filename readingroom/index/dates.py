"""The archive by year and month.

A dispatch stands in the year of the first day that its date can mean, and in a month where every
day that it can mean lies in that month.
"""

from readingroom.model.archive import Archive
from readingroom.model.dispatch import Date
from readingroom.model.listing import DateIndex, Month, Year

YEAR, MONTH = slice(0, 4), slice(0, 7)


def date_index(archive: Archive) -> DateIndex:
    """Years with their months, and the dispatches without a date, each in the archive's order."""
    years: dict[str, list[tuple[str, str]]] = {}
    undated: list[str] = []
    for entry in archive.shown():
        date = entry.card.meta.date
        if date is None:
            undated.append(entry.id)
        else:
            years.setdefault(date.first[YEAR], []).append((_month(date), entry.id))
    return DateIndex(
        years=tuple(_year(year, years[year]) for year in sorted(years)),
        undated=tuple(undated),
    )


def _month(date: Date) -> str:
    return date.first[MONTH][-2:] if date.first[MONTH] == date.last[MONTH] else ""


def _year(year: str, members: list[tuple[str, str]]) -> Year:
    months: dict[str, list[str]] = {}
    for month, dispatch in members:
        months.setdefault(month, []).append(dispatch)
    rest = months.pop("", [])
    return Year(
        year=year,
        ids=tuple(dispatch for _, dispatch in members),
        months=tuple(Month(month, tuple(months[month])) for month in sorted(months)),
        rest=tuple(rest),
    )
