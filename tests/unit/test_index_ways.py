"""Dates, insertions, the concordance, and long lists in pages."""

import pytest
from archives import a_card, an_archive, an_entry

from readingroom.authority import load
from readingroom.config import default_settings
from readingroom.index import (
    concordance,
    date_index,
    insertion_index,
    listings,
    pages_of,
    series_index,
    uses,
)
from readingroom.model.archive import Archive, InsertionUse, Presence, Wanted
from readingroom.model.listing import Concordance, Year

SETTINGS = default_settings()


def _years(*dates: str) -> tuple[Year, ...]:
    return date_index(an_archive(*(a_card(n, date=date) for n, date in enumerate(dates, 1)))).years


@pytest.mark.parametrize(
    ("date", "year", "month"),
    [
        ("1844-05-24", "1844", "05"),
        ("1844-05", "1844", "05"),
        ("1844-05~", "1844", "05"),
        ("1844", "1844", ""),
        ("1844~", "1844", ""),
        ("1844/1846", "1844", ""),
        ("1844-05/1844-06", "1844", ""),
        ("1844-12-30/1845-01-02", "1844", ""),
        ("1844-05-02/1844-05-09", "1844", "05"),
    ],
)
def test_a_date_belongs_to_its_first_year_and_to_a_month_that_holds_it(
    date: str, year: str, month: str
) -> None:
    """The year is that of the first day meant; a month is one that holds every day meant."""
    (only,) = _years(date)
    assert only.year == year
    assert [m.number for m in only.months] == ([month] if month else [])
    assert only.rest == (() if month else ("signal-dispatch/1",))


def test_years_and_months_are_in_order_and_complete() -> None:
    """A year lists all of its dispatches, those of its months among them."""
    first, second = _years("1844-05-24", "1844", "1844-02-01", "1791-03-02")
    assert (first.year, second.year) == ("1791", "1844")
    assert [m.number for m in second.months] == ["02", "05"]
    assert len(second.ids) == 3
    assert (first.address, first.months[0].address(first.year)) == (
        "dates/1791/index.html",
        "dates/1791/03.html",
    )


def test_what_has_no_date_has_its_own_place() -> None:
    """Undated dispatches stand apart, withdrawn ones nowhere."""
    archive = an_archive(a_card(1, date=""), an_entry(a_card(2), Presence.TOMBSTONE))
    index = date_index(archive)
    assert (index.years, index.undated) == ((), ("signal-dispatch/1",))


def test_insertions_are_listed_by_kind_in_the_tables_order() -> None:
    """A kind lists the dispatches that have it, and each dispatch tells its insertions of that kind."""
    marks = (
        InsertionUse("plain", "[in Paris]", "p-1"),
        InsertionUse("scripture", "[Ps 1:1]", "p-1"),
        InsertionUse("plain", "[again]", "note-1"),
    )
    archive = an_archive(a_card(1, card={"insertions": marks}), a_card(2))
    index = insertion_index(archive, SETTINGS)
    assert [(g.slug, g.label, g.ids) for g in index.groups] == [
        ("scripture", "Scripture", ("signal-dispatch/1",)),
        ("plain", "Explanations", ("signal-dispatch/1",)),
    ]
    assert index.page(index.groups[0]) == "insertions/scripture.html"
    card = archive.entries["signal-dispatch/1"].card
    assert [use.text for use in uses(card, "plain")] == ["[in Paris]", "[again]"]


def _concordance(archive: Archive) -> Concordance:
    return concordance(archive, series_index(archive, SETTINGS), "en")


def test_the_concordance_is_by_series_and_number() -> None:
    """Rows stand by series, then by number: 9 before 10, 14-A before 14/B before 15."""
    numbers = ["15", "10", "9", "14/B", "14-A"]
    cards = [an_entry(a_card(n), cites=("cable-report/1",)) for n in numbers]
    cited = an_entry(a_card(1, series="Cable Report"), cited_by=[entry.id for entry in cards])
    rows = _concordance(an_archive(*cards, cited)).rows
    assert [row.id.partition("/")[2] for row in rows] == ["1", "9", "10", "14-a", "14-b", "15"]
    assert rows[0].cited_by == tuple(row.id for row in rows[1:])


def test_who_neither_cites_nor_is_cited_is_not_in_the_concordance() -> None:
    """Only dispatches with a reference have a row; a withdrawn one that cites counts for nothing."""
    cited = an_entry(a_card(1), cited_by=["signal-dispatch/2"])
    citing = an_entry(a_card(2), Presence.TOMBSTONE, cites=("signal-dispatch/1",))
    assert _concordance(an_archive(cited, citing, a_card(3))).rows == ()


def test_wanted_numbers_are_in_the_same_order() -> None:
    """Numbers that are cited and missing stand by series and value."""
    wanted = tuple(Wanted("signal-dispatch", n, f"signal-dispatch/{n}", ()) for n in ("12", "3"))
    assert [w.number for w in _concordance(an_archive(a_card(), wanted=wanted)).wanted] == ["3", "12"]


def test_a_short_list_is_one_page() -> None:
    """Up to the size there is no numbered page; the list shows its newest first."""
    (page,) = pages_of(("a", "b", "c"), size=3)
    assert (page.number, page.ids, page.newer, page.older) == (0, ("c", "b", "a"), None, None)
    assert pages_of((), size=3)[0].ids == ()


def test_a_long_list_is_numbered_from_the_oldest() -> None:
    """One more than the size makes numbered pages of the whole list, and the own page shows the newest."""
    own, first, second = pages_of(("a", "b", "c", "d"), size=3)
    assert own.ids == ("d", "c", "b")
    assert (first.number, first.ids, first.older, first.newer) == (1, ("c", "b", "a"), None, 2)
    assert (second.number, second.ids, second.older, second.newer) == (2, ("d",), 1, None)


@pytest.mark.parametrize(("count", "older"), [(101, 1), (200, 1), (201, 2), (300, 2), (350, 3)])
def test_older_ones_go_on_where_the_own_page_ends(count: int, older: int) -> None:
    """The page that the own page leads to holds the dispatch just before its oldest."""
    ids = tuple(map(str, range(count)))
    own, *numbered = pages_of(ids)
    assert own.older == older
    assert ids[count - 101] in numbered[older - 1].ids


def test_listings_have_an_index_for_each_field_with_names() -> None:
    """A field without names, and one without an index, has none; the archive's own fields are among them."""
    authority, _ = load({})
    archive = an_archive(a_card(fields={"subjects": ["Cables"]}))
    ways = listings(archive, SETTINGS, authority)
    assert [index.key for index in ways.fields] == ["subjects"]
    assert ways.field("subjects") is ways.fields[0]
    assert ways.field("topics") is None
