"""Series and numbers as lines write them."""

import pytest

from readingroom.addresses import slug
from readingroom.model.settings import Series
from readingroom.parse.plain.designation import read

CONFIGURED = (
    Series(name="Tide Report", slug="tide-report", plural="Tide Reports", forms=("TR {n}", "T.R. No. {n}")),
    Series(name="Tide Report Annex", slug=slug("Tide Report Annex")),
)


@pytest.mark.parametrize(
    ("text", "series", "number"),
    [
        ("Special Dispatch No. 10857", "Special Dispatch", "10857"),
        ("SPECIAL DISPATCH NO. 10857", "SPECIAL DISPATCH", "10857"),
        ("Special Dispatch, No 10857", "Special Dispatch", "10857"),
        ("Special Dispatch Nr. 114-A", "Special Dispatch", "114-A"),
        ("Special Dispatch № 14/B", "Special Dispatch", "14/B"),
        ("Special Dispatch #14", "Special Dispatch", "14"),
        ("Lettres n° 12", "Lettres", "12"),
        ("Cartas núm. 12", "Cartas", "12"),
        ("Letters No. XIV", "Letters", "XIV"),
        ("Letters No. A-12", "Letters", "A-12"),
        ("Letters No. 12/1911", "Letters", "12/1911"),
        ("Vol. 3 No. 7 Letters No. 12", "Vol. 3 No. 7 Letters", "12"),
        ("St. Louis Letters No. 12", "St. Louis Letters", "12"),
        ("No. 12", "", "12"),
        ("No. 12 — Letters", "Letters", "12"),
        ("[Letters No. 12]", "Letters", "12"),
        ("Letters – 58", "Letters", "58"),
        ("Letters 14/B", "Letters", "14/B"),
        ("النشرة العدد ٥", "النشرة", "5"),
        ("بولتن شماره ۵", "بولتن", "5"),
        ("Tide Report 7", "Tide Report", "7"),
        ("TIDE REPORT No. 7", "Tide Report", "7"),
        ("Tide Reports 7", "Tide Report", "7"),
        ("tide  report, 7", "Tide Report", "7"),
        ("TR 7", "Tide Report", "7"),
        ("T.R. No. 14/B", "Tide Report", "14/B"),
        ("Tide Report I/2 No. 39", "Tide Report", "I/2 No. 39"),
        ("Tide Report 1955-57 XV No. 12", "Tide Report", "1955-57 XV No. 12"),
        ("Tide Report Annex 7", "Tide Report Annex", "7"),
        ("Tide Report Annex", "Tide Report Annex", ""),
        ("Tide Report Series No. 7", "Tide Report Series", "7"),
        ("Bureau Tide Report No. 7", "Bureau Tide Report", "7"),
    ],
)
def test_a_designation_is_parted_into_series_and_number(text: str, series: str, number: str) -> None:
    """The last number counts; what the archive names wins over the general form."""
    named = read(text, CONFIGURED)
    assert named
    assert (named.series, named.number) == (series, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " — ",
        "Special Report 58",
        "The Wire Reaches Guam",
        "No",
        "There is no 5 o'clock",
        "No. 10 Downing Street",
        "Letters No. 12 and a word",
        "Letters No. twelve",
        '"Letters" No. 12',
        "Who wrote letter No. 12?",
        "One two three four five six seven eight nine ten eleven No. 12",
        "1911 – 1913",
        "U-2",
    ],
)
def test_other_words_are_no_designation(text: str) -> None:
    """A bare number after words that no series is configured by, a sentence, a quotation."""
    assert read(text, ()) is None


@pytest.mark.parametrize(
    ("text", "certain"), [("Letters No. 58", True), ("Letters – 58", False), ("Letters 14/B", False)]
)
def test_a_dash_or_a_letter_alone_leaves_doubt(text: str, *, certain: bool) -> None:
    """Only a word for "number" makes it certain."""
    named = read(text, ())
    assert named
    assert named.certain is certain
