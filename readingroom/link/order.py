"""The order of dispatches: by date in the archive, by number in their series."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from readingroom.model.archive import Card

_DIGITS = re.compile(r"(\d+)")

Natural = tuple[tuple[int, int, str], ...]
ByDate = tuple[bool, str, str, str, Natural, str]


def natural(number: str) -> Natural:
    """A key that orders numbers as people count: 9, 10, 10-A, 10-B, 11; words come after numbers."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(number) if part
    )


def by_date(card: Card) -> ByDate:
    """A key that orders by date, series and number; what has no date comes last."""
    date, (series, _, number) = card.meta.date, card.id.partition("/")
    return (
        date is None,
        date.first if date else "",
        date.last if date else "",
        series,
        natural(number),
        card.id,
    )


def neighbours(ids: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """The dispatch before and the one after each in its series, empty at the ends."""
    series: dict[str, list[str]] = defaultdict(list)
    for dispatch in ids:
        series[dispatch.partition("/")[0]].append(dispatch)
    chained: dict[str, tuple[str, str]] = {}
    for members in series.values():
        members.sort(key=lambda dispatch: (natural(dispatch.partition("/")[2]), dispatch))
        around = ["", *members, ""]
        chained |= {here: (around[place], around[place + 2]) for place, here in enumerate(members)}
    return chained
