"""What machines read of a dispatch: it is a report, told four ways."""

import json
from dataclasses import replace
from typing import Any

import pytest
from archives import BASE_URL, a_card, a_site, an_archive, an_entry

from readingroom.config import default_settings
from readingroom.model.archive import Card
from readingroom.model.dispatch import Value
from readingroom.model.settings import Field
from readingroom.pages import metadata
from readingroom.pages.slices import Slice, slice_of

SETTINGS = replace(
    default_settings(),
    title="The Archive",
    institution="Institute of Signals",
    base_url=BASE_URL,
    licence="CC BY 4.0",
    licence_url="https://licence.example/by/",
)


def _slice(card: Card, *others: Card, base_url: str = BASE_URL, cites: tuple[str, ...] = ()) -> Slice:
    site = a_site(an_archive(an_entry(card, cites=cites), *others), SETTINGS, base_url=base_url)
    return slice_of(site, site.archive.entries[card.id])


def _names(card: Card, description: str = "What it says.") -> list[tuple[str, str]]:
    return list(metadata.names(_slice(card), SETTINGS, description))


def _all(rows: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in rows if key == name]


def _report(card: Card, *others: Card, description: str = "", words: int = 0, **more: Any) -> dict[str, Any]:
    found = json.loads(metadata.json_ld(_slice(card, *others, **more), SETTINGS, description, words))
    assert isinstance(found, dict)
    return found


def test_reference_managers_read_a_report() -> None:
    """The Highwire names say title, authors, date, number and the institution that makes it a report."""
    rows = _names(a_card(10, title="The Wire", fields={"authors": ["Branly, Édouard", "Ada Bell"]}))
    assert _all(rows, "citation_title") == ["The Wire"]
    assert _all(rows, "citation_author") == ["Branly, Édouard", "Ada Bell"]
    assert _all(rows, "citation_publication_date") == ["1844/05/24"]
    assert _all(rows, "citation_technical_report_institution") == ["Institute of Signals"]
    assert _all(rows, "citation_technical_report_number") == ["Signal Dispatch No. 10"]
    assert _all(rows, "citation_public_url") == [f"{BASE_URL}signal-dispatch/10.html"]


@pytest.mark.parametrize(
    ("date", "highwire", "iso"),
    [
        ("1844-05-24", "1844/05/24", "1844-05-24"),
        ("1844-05", "1844/05", "1844-05"),
        ("1844", "1844", "1844"),
        ("1844-05~", "1844/05", "1844-05"),
        ("1844/1846", "1844", "1844"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(date: str, highwire: str, iso: str) -> None:
    """No month or day is made up, and an interval begins with its first year."""
    card = a_card(date=date)
    assert _all(_names(card), "citation_publication_date") == [highwire]
    assert _report(card)["datePublished"] == iso


def test_an_undated_dispatch_says_no_date() -> None:
    """Where there is no date, no tag has one."""
    card = a_card(date="")
    assert not [name for name, _ in _names(card) if "date" in name]
    assert "datePublished" not in _report(card)


def test_dublin_core_follows_the_field_table() -> None:
    """A field with a Dublin Core name gives an element for each of its values, an archive's own too."""
    own = Field(key="station", label="Stations", singular="Station", dublin_core="DC.coverage")
    settings = replace(SETTINGS, fields=(*SETTINGS.fields, own))
    card = a_card(fields={"subjects": ["Cables", "Codes"], "station": ["Brest"]})
    site = a_site(an_archive(card), settings)
    rows = list(metadata.names(slice_of(site, site.archive.entries[card.id]), settings, ""))
    assert _all(rows, "DC.subject") == ["Cables", "Codes"]
    assert _all(rows, "DC.coverage") == ["Brest"]
    assert _all(rows, "DC.language") == ["en"]


def test_fields_stand_under_their_names_in_schema_org() -> None:
    """Fields of one property share it, each value with its own type."""
    report = _report(
        a_card(fields={"people": ["Samuel Morse"], "organisations": ["Magnetic Telegraph Company"]})
    )
    assert report["@type"] == "Report"
    assert report["mentions"] == [
        {"@type": "Person", "name": "Samuel Morse"},
        {"@type": "Organization", "name": "Magnetic Telegraph Company"},
    ]


def test_a_source_has_its_address() -> None:
    """What a source's mapping says of its address is told to machines."""
    card = a_card()
    value = Value("The Gazette", (("url", "https://gazette.example/1"),))
    card = replace(card, meta=replace(card.meta, fields=(("sources", (value,)),)))
    assert _report(card)["isBasedOn"] == [
        {"@type": "CreativeWork", "name": "The Gazette", "url": "https://gazette.example/1"}
    ]


def test_what_is_cited_is_told() -> None:
    """The dispatches that one cites are its citations."""
    report = _report(a_card(1), a_card(2), cites=("signal-dispatch/2",))
    assert report["citation"] == [
        {
            "@type": "Report",
            "name": "Report 2",
            "reportNumber": "Signal Dispatch No. 2",
            "url": f"{BASE_URL}signal-dispatch/2.html",
        }
    ]


def test_the_words_of_a_text_are_counted() -> None:
    """Machines read how many words the text has; of a text without any nothing is said."""
    assert _report(a_card(), words=1200)["wordCount"] == 1200
    assert "wordCount" not in _report(a_card(), words=0)


def test_no_title_ends_the_script() -> None:
    """Markup in a title cannot leave the element that holds the data, and is there when it is read."""
    title = "</script><script>alert(1)</script> & <!-- more"
    written = metadata.json_ld(_slice(a_card(title=title)), SETTINGS, "", 0)
    assert "<" not in written
    assert json.loads(written)["name"] == title


def test_lines_of_a_text_are_folded() -> None:
    """No value of a meta element has a line break."""
    rows = _names(a_card(title="One\n  Two"), "Three\nFour")
    assert not [value for _, value in rows if "\n" in value]


def test_without_an_address_nothing_says_one() -> None:
    """An archive without base_url has no address to tell, and nothing for social networks."""
    slice_ = _slice(a_card(), base_url="")
    settings = replace(SETTINGS, base_url="")
    assert metadata.open_graph(slice_, settings, "") == ()
    report = json.loads(metadata.json_ld(slice_, settings, "", 0))
    assert not {"url", "@id"} & report.keys()
    assert "citation_public_url" not in dict(metadata.names(slice_, settings, ""))


def test_open_graph_tells_an_article() -> None:
    """A link elsewhere shows title, description and date."""
    card = a_card(title="The Wire", fields={"subjects": ["Cables"]}, updated="1850-01-02")
    rows = list(metadata.open_graph(_slice(card), SETTINGS, "What it says."))
    assert _all(rows, "og:type") == ["article"]
    assert _all(rows, "og:title") == ["The Wire"]
    assert _all(rows, "og:description") == ["What it says."]
    assert _all(rows, "article:published_time") == ["1844-05-24"]
    assert _all(rows, "article:modified_time") == ["1850-01-02"]
    assert _all(rows, "article:tag") == ["Cables"]


def test_the_institution_falls_back_on_the_archive() -> None:
    """An archive that names no institution is the publisher itself, so that it is read as a report still."""
    settings = replace(SETTINGS, institution="")
    site = a_site(an_archive(a_card()), settings)
    slice_ = slice_of(site, site.archive.entries["signal-dispatch/1"])
    names = dict(metadata.names(slice_, settings, ""))
    assert names["citation_technical_report_institution"] == "The Archive"
