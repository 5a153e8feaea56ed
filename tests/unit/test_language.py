"""Order, dates and direction by language."""

import pytest

from readingroom.language import direction, display_date, display_month, initial, sort_key
from readingroom.model.dispatch import Date


def date(text: str) -> Date:
    """A date with nothing but its text."""
    return Date(text, "", "", "~" in text)


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "2023-10-12", "October 12, 2023"),
        ("en-GB", "2023-10-12", "12 October 2023"),
        ("fr", "1791-03-02", "2 mars 1791"),
        ("en", "1955-09~", "c. September 1955"),
        ("en", "1955/1957", "1955–1957"),
        ("fa", "1940", "۱۹۴۰"),
        ("en", "1066-10-14", "October 14, 1066"),
    ],
)
def test_dates_read_as_the_language_writes_them(tag: str, text: str, expected: str) -> None:
    """A date is shown as precisely as it is known, in the proleptic Gregorian calendar of ISO 8601."""
    assert display_date(date(text), tag) == expected


def test_names_are_ordered_as_the_language_orders_them() -> None:
    """Swedish has Å, Ä, Ö after Z; German has not; numbers are ordered by value."""
    names = ["Öst", "Zorn", "Ask", "No. 10", "No. 9"]
    assert sorted(names, key=sort_key("sv")) == ["Ask", "No. 9", "No. 10", "Zorn", "Öst"]
    assert sorted(names, key=sort_key("de")) == ["Ask", "No. 9", "No. 10", "Öst", "Zorn"]


def test_equal_names_still_have_one_order() -> None:
    """What a language holds equal is told apart, so that lists never depend on input order."""
    key = sort_key("en")
    assert key("a\u200bb") != key("ab")


def test_initials_of_many_scripts() -> None:
    """Each name stands under a heading that its readers would look for."""
    assert [initial("en", name) for name in ("élan", "فارس", "“Quoted”", "1st", "Ørsted")] == [
        "E",
        "ف",
        "Q",
        "#",
        "O",
    ]
    assert initial("sv", "Öst") == "Ö"


def test_direction_of_writing() -> None:
    """A script subtag decides where there is one."""
    assert [direction(tag) for tag in ("ar", "fa-IR", "he", "en", "az-Arab", "ar-Latn")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "rtl",
        "ltr",
    ]


def test_months() -> None:
    """A month has its year."""
    assert display_month(1844, 5, "en") == "May 1844"
