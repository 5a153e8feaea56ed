"""The pages that lead to dispatches, and where they stand."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

import pytest
from archives import BASE_URL, a_card, a_site, an_archive, an_entry
from baked import baked

from readingroom import outputs
from readingroom.model.archive import Archive, Citation, InsertionUse, Presence, Wanted
from readingroom.model.listing import Year
from readingroom.model.page import Page, Written
from readingroom.model.site import Site
from readingroom.model.view import (
    AboutView,
    AliasView,
    DatesView,
    FrontView,
    KindView,
    ListView,
    NamesView,
    NotFoundView,
    ReferencesView,
)
from readingroom.pages import (
    about,
    aliases,
    concordance,
    dates,
    fields,
    front,
    insertions,
    not_found,
    series,
)
from readingroom.pages.chart import chart, span
from readingroom.pages.frame import root, site_view
from readingroom.pages.listed import shortened

View = TypeVar("View")


def _pages(produce: Callable[[Site], Iterable[Written]], site: Site) -> dict[str, Page]:
    """The pages of a site that one row of the table of outputs makes, by address."""
    made = baked(produce(site), site)
    return {page.address: page for page in made if isinstance(page, Page)}


def _views(produce: Callable[[Site], Iterable[Written]], site: Site, kind: type[View]) -> dict[str, View]:
    """The views of one kind among them, by address."""
    pages = _pages(produce, site)
    return {address: page.view for address, page in pages.items() if isinstance(page.view, kind)}


def _many(count: int, **more: list[str]) -> Archive:
    return an_archive(
        *(a_card(n, date=f"{1800 + n // 12}-{n % 12 + 1:02}-01", fields=more) for n in range(1, count + 1))
    )


def _titles(view: ListView) -> list[str]:
    return [item.label.rpartition(" ")[2] for item in view.items]


class TestSeries:
    """Long lists, by the example of a series."""

    def test_a_short_series_is_one_page(self) -> None:
        """Up to a hundred dispatches stand on one page, newest first, without a pager."""
        views = _views(series.pages, a_site(_many(100)), ListView)
        assert list(views) == ["signal-dispatch/index.html"]
        (view,) = views.values()
        assert (_titles(view)[0], _titles(view)[-1], view.pager) == ("100", "1", None)

    def test_a_long_series_is_numbered_from_the_oldest(self) -> None:
        """The newest hundred stand on the series' own page, all of them on numbered ones."""
        views = _views(series.pages, a_site(_many(250)), ListView)
        shown = {a.rpartition("/")[2]: (_titles(v)[-1], _titles(v)[0]) for a, v in views.items()}
        assert shown == {
            "index.html": ("151", "250"),
            "page-1.html": ("1", "100"),
            "page-2.html": ("101", "200"),
            "page-3.html": ("201", "250"),
        }
        pagers = {address: view.pager for address, view in views.items() if view.pager}
        assert [(p.first, p.last) for p in pagers.values()] == [(151, 250), (1, 100), (101, 200), (201, 250)]
        own, first, _, last = pagers.values()
        assert [link.href for link in own.pages] == ["page-1.html", "page-2.html", "page-3.html"]
        assert (first.older, first.newer, first.newest) == ("", "page-2.html", "index.html")
        assert (last.older, last.newer, last.pages) == ("page-2.html", "", ())

    def test_an_addition_touches_the_last_page_only(self) -> None:
        """Pages that are full stay as they are when a dispatch is added."""
        before = _pages(series.pages, a_site(_many(250)))
        after = _pages(series.pages, a_site(_many(251)))
        changed = {address for address, page in after.items() if before.get(address) != page}
        assert changed == {"signal-dispatch/index.html", "signal-dispatch/page-3.html"}

    def test_every_dispatch_is_listed(self) -> None:
        """The numbered pages together have each dispatch once."""
        views = _views(series.pages, a_site(_many(250)), ListView)
        listed = [t for address, view in views.items() if "page-" in address for t in _titles(view)]
        assert sorted(listed, key=int) == [str(n) for n in range(1, 251)]


class TestFields:
    """Indexes of names."""

    def test_names_stand_under_their_letters(self) -> None:
        """The landing page has each name with its count, under the letter that readers look under."""
        card = a_card(fields={"subjects": ["Zürich", "Électricité", "Cables", "1844"]})
        views = _views(fields.pages, a_site(an_archive(card)), NamesView)
        view = views["subjects/index.html"]
        assert [(letter.initial, [n.text for n in letter.names]) for letter in view.letters] == [
            ("#", ["1844"]),
            ("C", ["Cables"]),
            ("E", ["Électricité"]),
            ("Z", ["Zürich"]),
        ]
        assert [letter.id for letter in view.letters] == [
            "rr-initial-other",
            "rr-initial-C",
            "rr-initial-E",
            "rr-initial-Z",
        ]

    def test_a_name_with_few_dispatches_stands_on_the_landing_page(self) -> None:
        """Below `min_dispatches` a name has no page; its dispatches stand beneath it, at an anchor."""
        archive = an_archive(
            a_card(1, fields={"subjects": ["Cables", "Codes"]}), a_card(2, fields={"subjects": ["Cables"]})
        )
        site = a_site(archive)
        rows = tuple(replace(row, min_dispatches=2) for row in site.settings.fields)
        pages = _pages(fields.pages, a_site(archive, fields=rows))
        assert set(pages) == {"subjects/index.html", "subjects/cables.html"}
        view = pages["subjects/index.html"].view
        assert isinstance(view, NamesView)
        cables, codes = (name for letter in view.letters for name in letter.names)
        assert (cables.href, cables.items) == ("cables.html", ())
        assert (codes.href, codes.id, codes.items[0].href) == ("", "codes", "../signal-dispatch/1.html")

    def test_long_names_are_paged_like_series(self) -> None:
        """A name with more than a hundred dispatches has numbered pages beside its own."""
        pages = {page.address for page in fields.pages(a_site(_many(101, subjects=["Cables"])))}
        assert pages == {
            "subjects/index.html",
            "subjects/cables.html",
            "subjects/cables-page-1.html",
            "subjects/cables-page-2.html",
        }

    def test_a_field_without_names_has_no_page(self) -> None:
        """Nothing leads to an empty list."""
        assert list(fields.pages(a_site(an_archive(a_card())))) == []


class TestDates:
    """The archive by date."""

    def test_what_a_date_leads_to(self) -> None:
        """Overview, year, month and undated are there as far as there are dispatches of them."""
        archive = an_archive(
            a_card(1, date="1844-05-24"),
            a_card(2, date="1844"),
            a_card(3, date="1901-12"),
            a_card(4, date=""),
        )
        assert {page.address for page in dates.pages(a_site(archive))} == {
            "dates/index.html",
            "dates/1844/index.html",
            "dates/1844/05.html",
            "dates/1901/index.html",
            "dates/1901/12.html",
            "dates/undated.html",
        }

    def test_a_date_that_names_no_month_stands_in_its_year(self) -> None:
        """What is known to the year only is listed on the year's page, after the months."""
        archive = an_archive(a_card(1, date="1844-05-24"), a_card(2, date="1844"))
        view = _views(dates.pages, a_site(archive), DatesView)["dates/1844/index.html"]
        assert [(group.title, group.href, len(group.items)) for group in view.groups] == [
            ("May", "05.html", 1),
            ("In 1844, month unknown", "", 1),
        ]

    def test_a_full_year_leads_to_its_months(self) -> None:
        """A year of more than a hundred dispatches lists its months, not their dispatches."""
        archive = an_archive(*(a_card(n, date=f"1844-{n % 12 + 1:02}-01") for n in range(101)))
        view = _views(dates.pages, a_site(archive), DatesView)["dates/1844/index.html"]
        assert [len(group.items) for group in view.groups] == [0] * 12
        assert sum(group.count for group in view.groups) == 101

    def test_months_follow_each_other_over_the_years(self) -> None:
        """Before and after are the next months that have dispatches."""
        archive = an_archive(a_card(1, date="1844-05-24"), a_card(2, date="1901-12"))
        view = _views(dates.pages, a_site(archive), ListView)["dates/1844/05.html"]
        assert view.previous is None
        assert view.next is not None
        assert (view.next.text, view.next.href) == ("December 1901", "../1901/12.html")

    def test_an_archive_without_dispatches_has_no_dates(self) -> None:
        """Nothing, no page."""
        assert list(dates.pages(a_site(an_archive()))) == []


def _years(*years: int) -> list[Year]:
    return [Year(year=f"{year:04}", ids=("a/1",), months=(), rest=()) for year in years]


@pytest.mark.parametrize(
    ("first", "last", "unit", "bars"),
    [
        (1844, 1844, "year", 1),
        (1844, 1883, "year", 40),
        (1844, 1884, "decade", 5),
        (1791, 1991, "decade", 21),
        (1500, 2000, "century", 6),
    ],
)
def test_the_chart_suits_the_span(first: int, last: int, unit: str, bars: int) -> None:
    """Up to forty years are drawn one by one, more by decade, still more by century; gaps are bars too."""
    found, drawn = chart(_years(*sorted({first, last})), "index.html")
    assert (found, len(drawn)) == (unit, bars)
    assert [bar.count for bar in drawn if bar.count] == [1] * len({first, last})
    assert all(bool(bar.href) == bool(bar.count) for bar in drawn)


def test_every_bar_leads_to_a_place_that_is_there() -> None:
    """Years lead to their page, decades and centuries to a decade that the overview has."""
    for years in ((1844, 1850), (1791, 1991), (1500, 1987)):
        _, drawn = chart(_years(*years), "index.html")
        archive = an_archive(*(a_card(n, date=str(year)) for n, year in enumerate(years)))
        pages = _pages(dates.pages, a_site(archive))
        overview = pages["dates/index.html"].view
        assert isinstance(overview, DatesView)
        places = {f"dates/index.html#{group.id}" for group in overview.groups} | set(pages)
        assert {bar.href for bar in drawn if bar.href} <= places


def test_a_span_of_one_year_is_that_year() -> None:
    """First and last are told once where they are one."""
    assert (span([]), span(_years(1844)), span(_years(812, 1844))) == ("", "1844", "812–1844")


class TestInsertions:
    """What editors put into brackets."""

    def _site(self) -> Site:
        uses = (
            InsertionUse("plain", "[in Paris]", "p-aaaaa"),
            InsertionUse("scripture", "[Isaiah 40:3]", "note-1"),
            InsertionUse("plain", "[i.e., Brest]", "p-bbbbb"),
            InsertionUse("plain", "[i.e., Brest]", "p-bbbbb"),
        )
        return a_site(an_archive(a_card(1, card={"insertions": uses}), a_card(2)))

    def test_each_kind_has_a_page_with_every_use(self) -> None:
        """A use is its words, linked to its paragraph or note; two alike in one paragraph are one line."""
        views = _views(insertions.pages, self._site(), KindView)
        assert set(views) == {"insertions/plain.html", "insertions/scripture.html"}
        (uses,) = views["insertions/plain.html"].uses
        assert [(p.sentence, p.href) for p in uses.places] == [
            ("[in Paris]", "../signal-dispatch/1.html#p-aaaaa"),
            ("[i.e., Brest]", "../signal-dispatch/1.html#p-bbbbb"),
        ]

    def test_the_landing_page_names_the_kinds(self) -> None:
        """Kinds stand in the order of their table, with their counts."""
        (view,) = _views(insertions.pages, self._site(), NamesView).values()
        names = view.letters[0].names
        assert [(n.text, n.count, n.href) for n in names] == [
            ("Scripture", 1, "scripture.html"),
            ("Explanations", 1, "plain.html"),
        ]

    def test_an_archive_without_insertions_has_no_pages_of_them(self) -> None:
        """Nothing, no page."""
        assert list(insertions.pages(a_site(an_archive(a_card())))) == []


def test_the_concordance_tells_both_directions_and_what_is_wanted() -> None:
    """Each row links both ways; a wanted number stands with the sentences that want it."""
    wanted = Wanted(
        "Signal Dispatch",
        "9",
        "signal-dispatch/9",
        (Citation("signal-dispatch/1", "p-aaaaa", "See No. 9."),),
    )
    archive = an_archive(
        an_entry(a_card(1), cites=("signal-dispatch/2",)),
        an_entry(a_card(2), cited_by=["signal-dispatch/1"]),
        wanted=(wanted,),
    )
    (view,) = _views(concordance.pages, a_site(archive), ReferencesView).values()
    one, two = view.rows
    assert [link.href for link in one.cites] == ["signal-dispatch/2.html"]
    assert [link.href for link in two.cited_by] == ["signal-dispatch/1.html"]
    (missing,) = view.wanted
    assert (missing.label, missing.id) == ("Signal Dispatch No. 9", "signal-dispatch_9")
    assert [p.href for p in missing.uses[0].places] == ["signal-dispatch/1.html#p-aaaaa"]


def test_the_front_page_shows_the_latest_and_all_ways_in() -> None:
    """The latest by date come first; an undated dispatch is no news."""
    archive = an_archive(
        a_card(1, date="1844", fields={"subjects": ["Cables"]}), a_card(2, date="1850"), a_card(3, date="")
    )
    (view,) = _views(front.pages, a_site(archive), FrontView).values()
    assert [item.label for item in view.latest] == ["Signal Dispatch No. 2", "Signal Dispatch No. 1"]
    assert (view.count, view.span) == (3, "1844–1850")
    assert [way.href for way in view.ways] == ["subjects/index.html"]
    assert [(s.href, s.count) for s in view.series] == [("signal-dispatch/index.html", 3)]


def test_an_empty_archive_has_its_pages() -> None:
    """Front page, concordance, about, search and 404 are there before the first dispatch is."""
    assert set(_pages(outputs.written, a_site(an_archive()))) == {
        "index.html",
        "references.html",
        "about.html",
        "search.html",
        "404.html",
    }


def test_the_page_about_the_archive_counts_what_can_be_read() -> None:
    """Totals are of the dispatches whose words may be read."""
    withdrawn = an_entry(a_card(2, card={"notes": 50}), Presence.TOMBSTONE)
    archive = an_archive(a_card(1, card={"notes": 1200}), withdrawn)
    (view,) = _views(about.pages, a_site(archive), AboutView).values()
    figures = {figure.label: figure.value for figure in view.figures}
    assert (figures["Dispatches"], figures["Notes"]) == ("1", "1,200")


@pytest.mark.parametrize(("base_url", "expected"), [(BASE_URL, BASE_URL), ("", "/")])
def test_the_page_for_what_is_not_found_works_at_any_depth(base_url: str, expected: str) -> None:
    """Its links are absolute, since hosts serve it for addresses of any depth."""
    (view,) = _views(not_found.pages, a_site(an_archive(), base_url=base_url), NotFoundView).values()
    assert (view.head.root, view.head.robots, view.head.canonical) == (expected, "noindex", "")


def test_an_old_address_leads_on() -> None:
    """A stub links to the page of today, names it as canonical, and asks not to be indexed itself."""
    archive = an_archive(a_card(1, title="The Wire"), aliases={"old/2004/wire.html": "signal-dispatch/1"})
    (view,) = _views(aliases.pages, a_site(archive), AliasView).values()
    assert view.href == "../../signal-dispatch/1.html"
    assert view.head.canonical == f"{BASE_URL}signal-dispatch/1.html"
    assert (view.head.robots, view.title) == ("", "The Wire")


def test_every_page_names_the_same_ways_in() -> None:
    """What every page has in its chrome: each index that has something in it, and no other."""
    mark = InsertionUse("plain", "[in Paris]", "p-aaaaa")
    archive = an_archive(a_card(1, fields={"subjects": ["Cables"]}, card={"insertions": (mark,)}))
    assert [way.address for way in site_view(a_site(archive)).ways] == [
        "index.html#rr-series",
        "dates/index.html",
        "subjects/index.html",
        "insertions/index.html",
    ]
    assert site_view(a_site(an_archive())).ways == ()


@pytest.mark.parametrize(
    ("address", "expected"), [("index.html", ""), ("a/b.html", "../"), ("a/b/c.html", "../../")]
)
def test_the_root_is_relative(address: str, expected: str) -> None:
    """From any page the way to the output folder is a number of steps up."""
    assert root(address) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Short", 10, "Short"),
        ("Two words", 9, "Two words"),
        ("Two words more", 10, "Two words…"),
        ("Two words, more", 11, "Two words…"),
        ("Unbreakable", 6, "Unbre…"),
        ("  folded \n blanks ", 20, "folded blanks"),
    ],
)
def test_a_text_is_cut_between_words(text: str, limit: int, expected: str) -> None:
    """A cut text ends in an ellipsis, is no longer than asked for, and breaks no word if it can help it."""
    assert shortened(text, limit) == expected


def test_no_page_stands_twice() -> None:
    """No two outputs of an archive have one address."""
    archive = _many(101, subjects=["Cables"], places=["Brest"])
    addresses = [item.address for item in outputs.written(a_site(archive))]
    assert len(addresses) == len(set(addresses))
