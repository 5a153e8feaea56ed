"""Dates as precisely as they are known."""

import pytest

from readingroom.model.dispatch import Date
from readingroom.parse.front.edtf import agree, date_of, more_precise, parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-10-12", "2023-10-12", "2023-10-12"),
        ("2023-10", "2023-10-01", "2023-10-31"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("1955-09~", "1955-09-01", "1955-09-30"),
        ("1955/1957", "1955-01-01", "1957-12-31"),
        ("1955-05/1955-06-03", "1955-05-01", "1955-06-03"),
        ("1955~/1957", "1955-01-01", "1957-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("  1844 ", "1844-01-01", "1844-12-31"),
    ],
)
def test_a_date_covers_the_days_that_it_can_mean(text: str, first: str, last: str) -> None:
    """First and last day follow from the precision."""
    date = parse_edtf(text)
    assert date == Date(text=text.strip(), first=first, last=last, approximate="~" in text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-13",
        "2023-00",
        "2023-02-30",
        "1900-02-29",
        "2023-10-00",
        "0000",
        "23",
        "2023-1",
        "2023-1-2",
        "12 October 2023",
        "1957/1955",
        "1955/",
        "/1955",
        "1955/1956/1957",
        "2023-10-12T10:00",
        "１９５５",
        "1955 ~",
        "~",
        "null",
        "-0044",
    ],
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    """Impossible dates and other forms are refused."""
    assert parse_edtf(text) is None


def test_a_date_of_numbers() -> None:
    """Numbers give the same date as their text; what does not exist gives none."""
    assert date_of(1844, 5, 24) == parse_edtf("1844-05-24")
    assert date_of(1844, 5) == parse_edtf("1844-05")
    assert date_of(1844) == parse_edtf("1844")
    assert date_of(1844, 2, 30) is None
    assert date_of(0) is None


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        ("2023", "2023-10-12", "2023-10-12"),
        ("2023-10-12", "2023-10", "2023-10-12"),
        ("1955/1957", "1956", "1956"),
        ("2023-10", "2023-10~", "2023-10"),
        ("2023-10-12", "2023-10-13", None),
        ("2023-10", "2023-11-01", None),
        ("1955/1957", "1957/1958", None),
    ],
)
def test_dates_agree_at_the_precision_that_both_have(one: str, other: str, agreed: str | None) -> None:
    """Two dates agree where one lies within the other; the more precise one is kept."""
    first, second = parse_edtf(one), parse_edtf(other)
    assert first
    assert second
    assert agree(first, second) is agree(second, first) is (agreed is not None)
    if agreed:
        assert more_precise(first, second).text == agreed
