"""Names in addresses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readingroom.addresses import (
    SLUG_BYTES,
    Anchors,
    absolute,
    dispatch_id,
    heading_anchor,
    is_reserved_number,
    own_anchor,
    paragraph_anchor,
    relative,
    slug,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Special Dispatch", "special-dispatch"),
        ("Inquiry & Analysis", "inquiry-analysis"),
        ("14/B", "14-b"),
        ("Shi'ite", "shiite"),
        ("Shi’ite", "shiite"),
        ("Straße", "strasse"),
        ("برقيات", "برقيات"),
        ("मराठी", "मराठी"),
        ("cafe\u0301", "café"),
        ("--  --", ""),
        ("٣", "٣"),
    ],
)
def test_slugs_keep_letters_and_digits_of_every_script(text: str, expected: str) -> None:
    """Letters, marks and digits stay, folded; all else parts them."""
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_stable_short_and_normal(text: str) -> None:
    """A slug of a slug is itself, NFC, and at most 80 bytes."""
    once = slug(text)
    assert slug(once) == once
    assert len(once.encode("utf-8", "surrogatepass")) <= SLUG_BYTES
    assert unicodedata.is_normalized("NFC", once)


def test_long_names_that_differ_late_keep_different_slugs() -> None:
    """What is cut off still counts, in the six letters at the end."""
    assert slug("telegraph " * 20 + "east") != slug("telegraph " * 20 + "west")


def test_the_paragraph_anchor_is_the_published_one() -> None:
    """Anchors are permanent: this value must never change."""
    assert paragraph_anchor("Reading Room") == "p-b0dq7"
    assert paragraph_anchor("  READING\n\u00a0room ") == "p-b0dq7"


def test_headings_have_an_id_of_their_first_eight_words() -> None:
    """Long headings get short ids, and none that the archive keeps for itself."""
    assert (
        heading_anchor("One two three four five six seven eight nine")
        == "one-two-three-four-five-six-seven-eight"
    )
    assert heading_anchor("Note 3") == "s-note-3"
    assert heading_anchor("!?") == "section"


@pytest.mark.parametrize("name", ["note-1", "noteref-2-2", "p-b0dq7", "rr-main"])
def test_reserved_ids_get_a_prefix(name: str) -> None:
    """A source cannot take an id of ours."""
    assert own_anchor(name) == f"s-{name}"
    assert own_anchor("notes") == "notes"


def test_repeated_anchors_are_numbered() -> None:
    """Each id is given once."""
    anchors = Anchors()
    assert [anchors.claim("a"), anchors.claim("a"), anchors.claim("a-2"), anchors.claim("a")] == [
        "a",
        "a-2",
        "a-2-2",
        "a-3",
    ]


def test_reserved_numbers() -> None:
    """No number takes the address of an index page or a device's name."""
    assert all(map(is_reserved_number, ["index", "page-2", "con", "feed", "lpt1"]))
    assert not any(map(is_reserved_number, ["10857", "page", "pages-2", "console"]))


def test_relative_links_work_at_any_depth() -> None:
    """The same link works on any host, under any prefix, and from a disk."""
    assert relative("a/b.html", "a/c.html") == "c.html"
    assert relative("a/b.html", "index.html") == "../index.html"
    assert relative("a/b.html", "a/b.html", "note-1") == "#note-1"
    assert relative("index.html", "برقيات/1.html") == "%D8%A8%D8%B1%D9%82%D9%8A%D8%A7%D8%AA/1.html"
    assert absolute("https://a.example/x/", "b/index.html") == "https://a.example/x/b/"
    assert dispatch_id("Special Dispatch", "114-A") == "special-dispatch/114-a"
