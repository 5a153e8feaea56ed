"""How many dispatches there are over time, as bars."""

from collections.abc import Iterator, Sequence

from readingroom.addresses import relative
from readingroom.model.listing import Year
from readingroom.model.view import Bar
from readingroom.pages.frame import DATES

MOST_BARS = 40
"""More years than this are drawn by decade, more decades by century."""
LEAST_HEIGHT = 4
"""In per cent: the smallest is still to be seen beside the highest."""

UNITS = (("year", 1), ("decade", 10), ("century", 100))


def chart(years: Sequence[Year], origin: str) -> tuple[str, tuple[Bar, ...]]:
    """The unit and a bar for each, gaps included, oldest first; links are from the page at `origin`."""
    if not years:
        return "year", ()
    first, last = int(years[0].year), int(years[-1].year)
    unit, size = next((u for u in UNITS if last // u[1] - first // u[1] < MOST_BARS), UNITS[-1])
    buckets: dict[int, list[Year]] = {place: [] for place in range(first // size, last // size + 1)}
    for year in years:
        buckets[int(year.year) // size].append(year)
    return unit, tuple(_bars(buckets, size, origin))


def span(years: Sequence[Year]) -> str:
    """The first and the last year: "1791–1991"."""
    if not years:
        return ""
    first, last = years[0].year.lstrip("0"), years[-1].year.lstrip("0")
    return first if first == last else f"{first}–{last}"


def _bars(buckets: dict[int, list[Year]], size: int, origin: str) -> Iterator[Bar]:
    highest = max(sum(len(year.ids) for year in years) for years in buckets.values())
    for place, years in buckets.items():
        count = sum(len(year.ids) for year in years)
        yield Bar(
            text=str(place * size) + ("s" if size > 1 else ""),
            count=count,
            height=max(LEAST_HEIGHT, round(100 * count / highest)) if count else 0,
            href=_href(years[0], size, origin) if years else "",
        )


def _href(first: Year, size: int, origin: str) -> str:
    """To the page of the year, or to the first decade of the stretch that has dispatches."""
    if size == 1:
        return relative(origin, first.address)
    return relative(origin, DATES, f"rr-{int(first.year) // 10 * 10}s")
