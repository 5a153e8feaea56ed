"""The front page: the latest dispatches, and the ways to all others."""

from collections.abc import Iterator

from readingroom.addresses import relative
from readingroom.index import pages_of
from readingroom.model.archive import Group, Index
from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import FrontView, Link, SeriesCard, WayIn
from readingroom.pages import frame
from readingroom.pages.chart import chart, span
from readingroom.pages.frame import FRONT
from readingroom.pages.series import items

TEMPLATE = "front.html"
LATEST = 12
NAMES = 10
"""How many of an index's largest names stand there."""


def pages(site: Site) -> Iterator[Page]:
    """`index.html`."""
    settings, years = site.settings, site.listings.dates.years
    unit, bars = chart(years, FRONT)
    shown = tuple(entry.id for entry in site.archive.shown())
    view = FrontView(
        head=frame.head(
            FRONT,
            settings.title,
            settings,
            description=settings.description or settings.subtitle,
            section="front",
            feeds=frame.whole_feed(site, FRONT),
        ),
        count=len(shown),
        span=span(years),
        latest=items(site, FRONT, pages_of(_dated(site, shown), LATEST)[0].ids),
        series=series_cards(site, FRONT),
        ways=tuple(
            _way(index) for index in (*site.listings.fields, site.listings.insertions) if index.groups
        ),
        bars=bars,
        bar_unit=unit,
    )
    yield Page(address=FRONT, template=TEMPLATE, view=view)


def series_cards(site: Site, origin: str) -> tuple[SeriesCard, ...]:
    """The series with their size and years."""
    index = site.listings.series
    return tuple(
        SeriesCard(
            href=relative(origin, index.page(group)),
            name=group.label,
            description=group.description,
            count=len(group.ids),
            span=_span(site, group),
        )
        for group in index.groups
    )


def _dated(site: Site, shown: tuple[str, ...]) -> tuple[str, ...]:
    """The latest are the last by date; an archive without dates has its last ones."""
    entries = site.archive.entries
    return tuple(name for name in shown if entries[name].card.meta.date) or shown


def _span(site: Site, group: Group) -> str:
    dates = [date for name in group.ids if (date := site.archive.entries[name].card.meta.date)]
    if not dates:
        return ""
    first, last = min(d.first for d in dates)[:4].lstrip("0"), max(d.first for d in dates)[:4].lstrip("0")
    return first if first == last else f"{first}–{last}"


def _way(index: Index) -> WayIn:
    """An index with its largest names; of equals, those that come first in the index."""
    place = {group.slug: n for n, group in enumerate(index.groups)}
    largest = sorted(index.groups, key=lambda group: (-len(group.ids), place[group.slug]))[:NAMES]
    return WayIn(
        href=relative(FRONT, index.address),
        label=index.label,
        count=len(index.groups),
        names=tuple(
            Link(href=relative(FRONT, *index.place(group)), text=group.label)
            for group in sorted(largest, key=lambda group: place[group.slug])
        ),
    )
