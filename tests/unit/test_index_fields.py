"""Indexes of names: what is gathered under one name, where it stands, what its address is."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from archives import a_card, an_archive, an_entry

from readingroom.authority import load
from readingroom.config import default_settings
from readingroom.index import field_index, series_index
from readingroom.model.archive import Index, Presence
from readingroom.model.authority import Authority
from readingroom.model.settings import Field, FieldType, Series

SETTINGS = default_settings()


def _index(
    *names: Iterable[str],
    kind: FieldType = FieldType.NAME,
    authority: Authority | None = None,
    least: int = 1,
    tag: str = "en",
) -> Index:
    """The index of a field `station`; the first names are those of dispatch 1, and so on."""
    row = Field(key="station", label="Stations", singular="Station", type=kind, min_dispatches=least)
    cards = (a_card(number, fields={"station": station}) for number, station in enumerate(names, 1))
    return field_index(an_archive(*cards), replace(SETTINGS, language=tag), row, authority or Authority())


def test_a_name_has_its_dispatches_in_the_archives_order() -> None:
    """Each name lists every dispatch that has it, once, oldest first."""
    index = _index(["Brest", "Calais"], ["Brest", "brest"], ["Calais"], [])
    found = {group.label: group.ids for group in index.groups}
    assert found == {
        "Brest": ("signal-dispatch/1", "signal-dispatch/2"),
        "Calais": ("signal-dispatch/1", "signal-dispatch/3"),
    }


def test_what_has_no_date_is_never_the_newest() -> None:
    """In a list numbered from the oldest, undated dispatches come first, wherever the archive has them."""
    cards = (
        a_card(n, date=date, fields={"station": ["Brest"]}) for n, date in ((1, "1844"), (2, "1850"), (3, ""))
    )
    archive = an_archive(*cards)
    row = Field(key="station", label="Stations", singular="Station")
    expected = tuple(f"signal-dispatch/{n}" for n in (3, 1, 2))
    assert field_index(archive, SETTINGS, row, Authority()).groups[0].ids == expected
    assert series_index(archive, SETTINGS).groups[0].ids == expected


def test_the_usual_spelling_is_the_label() -> None:
    """Of several spellings the most frequent is shown, of equals the oldest."""
    assert [group.label for group in _index(["BREST"], ["Brest"], ["Brest"]).groups] == ["Brest"]
    assert [group.label for group in _index(["BREST"], ["Brest"]).groups] == ["BREST"]


def test_every_spelling_leads_to_its_group() -> None:
    """A dispatch finds the group of a name as it writes it."""
    index = _index(["BREST"], ["Brest"])
    assert index.by_name["BREST"] is index.by_name["Brest"]


def test_variants_stand_under_the_preferred_form() -> None:
    """An authority record gathers its variants and gives the label, the slug and what is known."""
    authority, _ = load(
        {
            "authority/station.toml": b'[[entity]]\nid = "stn"\nname = "Saint-Nazaire"\n'
            b'variants = ["St. N."]\ndescription = "A port."\nidentifiers = { geonames = "7" }\n'
        }
    )
    index = _index(["St. N."], ["saint nazaire"], ["Brest"], authority=authority)
    group = index.by_name["St. N."]
    assert (group.slug, group.label, group.description) == ("stn", "Saint-Nazaire", "A port.")
    assert (group.variants, group.identifiers) == (("St. N.",), (("geonames", "7"),))
    assert len(group.ids) == 2


def test_names_are_in_the_order_of_the_archives_language() -> None:
    """Accents and capitals don't part names, and what is a letter of its own depends on the language."""
    names = [["Zürich"], ["élan"], ["Eland"], ["Örebro"], ["Orange"]]
    assert [g.label for g in _index(*names).groups] == ["élan", "Eland", "Orange", "Örebro", "Zürich"]
    assert [g.label for g in _index(*names, tag="sv").groups] == [
        "élan",
        "Eland",
        "Orange",
        "Zürich",
        "Örebro",
    ]


def test_marks_before_a_name_do_not_count() -> None:
    """A name in quotation marks, or after an article's hyphen, is filed by its first letter."""
    index = _index(["“Zenith”", "'Alba'", "-Mira-", "Beta", "(9)", "…"])
    assert [g.label for g in index.groups] == ["…", "(9)", "'Alba'", "Beta", "-Mira-", "“Zenith”"]
    assert [g.initial for g in index.groups] == ["#", "#", "A", "B", "M", "Z"]


def test_an_address_stays_when_another_spelling_becomes_usual() -> None:
    """The slug is that of the oldest spelling, the label that of the most frequent."""
    index = _index(["Cable № 1"], ["Cable No 1"], ["Cable No 1"])
    (group,) = index.groups
    assert group.label == "Cable No 1"
    assert group.slug == _index(["Cable № 1"]).groups[0].slug


def test_a_name_stands_under_its_initial() -> None:
    """Letters are those of the alphabet; a date stands under its year, a number under none."""
    assert [g.initial for g in _index(["Élan"], ["9 mm"]).groups] == ["#", "E"]
    assert [g.initial for g in _index(["1844-05"], kind=FieldType.DATE).groups] == ["1844"]
    assert [g.initial for g in _index(["7"], kind=FieldType.NUMBER).groups] == [""]


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        (FieldType.NUMBER, ["10", "9.5", "-3", "1e2", "many"], ["-3", "9.5", "10", "1e2", "many"]),
        (FieldType.NUMBER, ["NaN", "Infinity", "2"], ["2", "Infinity", "NaN"]),
        (FieldType.DATE, ["1955", "1844-05-24", "1844-05"], ["1844-05", "1844-05-24", "1955"]),
        (FieldType.URL, ["https://www.b.org/", "http://a.org/"], ["http://a.org/", "https://www.b.org/"]),
        (FieldType.TEXT, ["Line 10", "Line 9"], ["Line 9", "Line 10"]),
    ],
)
def test_values_are_ordered_by_what_they_are(kind: FieldType, names: list[str], expected: list[str]) -> None:
    """Numbers stand by value, dates by time, addresses by host, names by alphabet and value."""
    assert [group.label for group in _index(names, kind=kind).groups] == expected


def test_two_names_with_one_slug_are_told_apart() -> None:
    """The older name has the plain slug, the other one letters made of itself."""
    index = _index(["C"], ["C++"])
    plain, other = index.by_name["C"].slug, index.by_name["C++"].slug
    assert plain == "c"
    assert other.startswith("c-")
    assert len(other) == len("c-123456")


def test_a_newer_name_takes_no_address_away() -> None:
    """Whatever is added after them, names keep their slugs."""
    before = _index(["C"], ["C++"])
    after = _index(["C"], ["C++"], ["C#"], ["C!"], ["Ada"])
    for name in ("C", "C++"):
        assert after.by_name[name].slug == before.by_name[name].slug


@pytest.mark.parametrize("name", ["index", "page-2", "Brest page 1", "CON", "★", "feed"])
def test_a_name_never_stands_where_another_page_does(name: str) -> None:
    """Names whose slug is taken by index pages, no letters at all, or unusable on some disk get another."""
    slug = _index([name]).by_name[name].slug
    assert slug.rpartition("-")[2].isalnum()
    assert slug not in ("index", "page-2", "brest-page-1", "con", "", "feed")


def test_a_record_has_its_own_id_before_any_name() -> None:
    """A name that would have the slug of a record gets another, even where it is older."""
    authority, _ = load({"authority/station.toml": b'[[entity]]\nid = "brest"\nname = "Brest (Finistere)"\n'})
    index = _index(["Brest"], ["Brest (Finistere)"], authority=authority)
    assert index.by_name["Brest (Finistere)"].slug == "brest"
    assert index.by_name["Brest"].slug.startswith("brest-")


def test_one_name_of_two_kinds_of_records_is_two_subjects() -> None:
    """A topic and a place with one id don't share a page."""
    authority, _ = load(
        {
            "authority/topics.toml": b'[[entity]]\nid = "cable"\nname = "Cable"\n',
            "authority/places.toml": b'[[entity]]\nid = "cable"\nname = "Cable (town)"\n',
        }
    )
    archive = an_archive(a_card(fields={"subjects": ["Cable", "Cable (town)"]}))
    row = SETTINGS.field("subjects")
    assert row is not None
    index = field_index(archive, SETTINGS, row, authority)
    assert len({group.slug for group in index.groups}) == 2


def test_names_with_few_dispatches_stand_on_the_index_page() -> None:
    """Below `min_dispatches` a name has no page; links lead to its anchor on the index page."""
    index = _index(["Brest", "Calais"], ["Brest"], least=2)
    assert index.place(index.by_name["Brest"]) == ("station/brest.html", "")
    assert index.place(index.by_name["Calais"]) == ("station/index.html", "calais")


def test_addresses_of_numbered_pages() -> None:
    """Numbered pages stand beside the name's own page, and beneath a series'."""
    index = _index(["Brest"])
    assert index.page(index.groups[0], 3) == "station/brest-page-3.html"
    series = series_index(an_archive(a_card()), SETTINGS)
    assert series.page(series.groups[0]) == "signal-dispatch/index.html"
    assert series.page(series.groups[0], 3) == "signal-dispatch/page-3.html"


@pytest.mark.parametrize("presence", [Presence.TOMBSTONE, Presence.GONE])
def test_what_is_withdrawn_or_removed_is_in_no_index(presence: Presence) -> None:
    """Neither a name nor a series that only such a dispatch has is listed."""
    card = a_card(fields={"subjects": ["Cables"]})
    archive = an_archive(an_entry(card, presence))
    row = SETTINGS.field("subjects")
    assert row is not None
    assert field_index(archive, SETTINGS, row, Authority()).groups == ()
    assert series_index(archive, SETTINGS).groups == ()


def test_series_have_the_name_that_the_archive_gives_them() -> None:
    """A configured name wins over the spellings of sources; else the most frequent one is taken."""
    cards = [a_card(1, series="SIGNAL DISPATCH"), a_card(2), a_card(3), a_card(1, series="Cable Report")]
    index = series_index(an_archive(*cards), SETTINGS)
    assert [(g.slug, g.label, len(g.ids)) for g in index.groups] == [
        ("cable-report", "Cable Report", 1),
        ("signal-dispatch", "Signal Dispatch", 3),
    ]
    rows = (Series(name="signal dispatch", slug="signal-dispatch", description="Daily."),)
    named = series_index(an_archive(*cards), replace(SETTINGS, series=rows))
    assert (named.groups[1].label, named.groups[1].description) == ("signal dispatch", "Daily.")
