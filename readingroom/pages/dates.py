"""The archive by date: all years, one year, one month, the undated."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from readingroom import language
from readingroom.addresses import relative
from readingroom.model.listing import Month, Year
from readingroom.model.page import PageRecipe
from readingroom.model.settings import Settings
from readingroom.model.site import Site
from readingroom.model.view import DatesView, Group, Link, ListView
from readingroom.pages import frame
from readingroom.pages.chart import chart
from readingroom.pages.frame import DATES
from readingroom.pages.series import items
from readingroom.pages.within import within

OVERVIEW, LIST = "dates.html", "list.html"
UNDATED = "dates/undated.html"
TITLE = "Dates"

FULL_YEAR = 100
"""A year of more dispatches leads to its months instead of listing them all."""


def pages(site: Site) -> Iterator[PageRecipe]:
    """`dates/index.html` and what it leads to; nothing where the archive is empty."""
    dates = site.listings.dates
    if dates.years or dates.undated:
        yield PageRecipe(address=DATES, template=OVERVIEW, view=_overview)
    for before, year, after in zip((None, *dates.years), dates.years, (*dates.years[1:], None), strict=False):
        view = partial(_year, year=year, before=before, after=after)
        yield PageRecipe(address=year.address, template=OVERVIEW, view=view)
    yield from _months(site)
    if dates.undated:
        yield PageRecipe(address=UNDATED, template=LIST, view=_undated)


def _overview(site: Site) -> DatesView:
    dates = site.listings.dates
    groups = [
        Group(
            title=f"{decade}s",
            id=f"rr-{decade}s",
            count=sum(len(year.ids) for year in years),
            links=tuple(
                Link(href=relative(DATES, year.address), text=year.year.lstrip("0")) for year in years
            ),
            counts=tuple(len(year.ids) for year in years),
        )
        for decade, years in _decades(dates.years)
    ]
    if dates.undated:
        groups.append(
            Group(title="Undated", href=relative(DATES, UNDATED), id="rr-undated", count=len(dates.undated))
        )
    _, bars = chart(dates.years, DATES)
    return DatesView(
        head=frame.head(
            DATES, TITLE, site.settings, description=f"{site.settings.title} by date.", section="dates"
        ),
        crumbs=frame.crumbs(DATES, site.settings),
        title=TITLE,
        count=sum(group.count for group in groups),
        bars=bars,
        groups=tuple(groups),
    )


def _decades(years: Sequence[Year]) -> Iterator[tuple[int, list[Year]]]:
    for decade, members in groupby(years, key=lambda year: int(year.year) // 10 * 10):
        yield decade, list(members)


def _year(site: Site, *, year: Year, before: Year | None, after: Year | None) -> DatesView:
    address, name = year.address, year.year.lstrip("0")
    return DatesView(
        head=frame.head(
            address,
            name,
            site.settings,
            description=f"The dispatches of {name}, by month.",
            section="dates",
        ),
        crumbs=frame.crumbs(address, site.settings, (TITLE, DATES)),
        title=name,
        count=len(year.ids),
        bars=(),
        groups=tuple(_groups(site, year)),
        previous=_other_year(address, before),
        next=_other_year(address, after),
        within=within(name, ("from", year.year), ("to", year.year)),
    )


def _groups(site: Site, year: Year) -> Iterator[Group]:
    """The months of a year, with their dispatches unless there are too many; then what has no month."""
    is_full = len(year.ids) > FULL_YEAR
    for month in year.months:
        yield Group(
            title=language.display_month_name(int(month.number), site.settings.language),
            id=f"rr-{month.number}",
            href=relative(year.address, month.address(year.year)),
            count=len(month.ids),
            items=() if is_full else items(site, year.address, month.ids),
        )
    if year.rest:
        yield Group(
            title=f"In {year.year.lstrip('0')}, month unknown",
            id="rr-rest",
            count=len(year.rest),
            items=items(site, year.address, year.rest),
        )


def _other_year(origin: str, year: Year | None) -> Link | None:
    return Link(href=relative(origin, year.address), text=year.year.lstrip("0")) if year else None


def _months(site: Site) -> Iterator[PageRecipe]:
    """A page for each month of the archive that has dispatches."""
    months = [(year, month) for year in site.listings.dates.years for month in year.months]
    around = zip((None, *months), months, (*months[1:], None), strict=False)
    for before, (year, month), after in around:
        view = partial(_month, of=(year, month), before=before, after=after)
        yield PageRecipe(address=month.address(year.year), template=LIST, view=view)


def _month(
    site: Site,
    *,
    of: tuple[Year, Month],
    before: tuple[Year, Month] | None,
    after: tuple[Year, Month] | None,
) -> ListView:
    year, month = of
    address, name = month.address(year.year), _month_name(year, month, site.settings)
    years = (year.year.lstrip("0"), year.address)
    return ListView(
        head=frame.head(
            address, name, site.settings, description=f"The dispatches of {name}.", section="dates"
        ),
        crumbs=frame.crumbs(address, site.settings, (TITLE, DATES), years),
        kind="Month",
        title=name,
        items=items(site, address, month.ids),
        previous=_other_month(address, before, site.settings),
        next=_other_month(address, after, site.settings),
        within=within(name, *((end, f"{year.year}-{month.number}") for end in ("from", "to"))),
    )


def _month_name(year: Year, month: Month, settings: Settings) -> str:
    return language.display_month(int(year.year), int(month.number), settings.language)


def _other_month(origin: str, other: tuple[Year, Month] | None, settings: Settings) -> Link | None:
    if other is None:
        return None
    year, month = other
    return Link(href=relative(origin, month.address(year.year)), text=_month_name(year, month, settings))


def _undated(site: Site) -> ListView:
    return ListView(
        head=frame.head(
            UNDATED,
            "Undated",
            site.settings,
            description="Dispatches whose date is not known.",
            section="dates",
        ),
        crumbs=frame.crumbs(UNDATED, site.settings, (TITLE, DATES)),
        kind="Dates",
        title="Undated",
        items=items(site, UNDATED, site.listings.dates.undated),
    )
