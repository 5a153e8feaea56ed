"""Authority files: what they establish, and how their mistakes are told."""

import pytest

from readingroom.authority import load
from readingroom.diagnostics import Code, Severity
from readingroom.model.authority import folded

PEOPLE = """\
[[entity]]
id = "edouard-branly"
name = "Branly, Édouard"
display = "Édouard Branly"
variants = ["E. Branly", "Branly"]
description = "Physicist."
identifiers = { viaf = "100" }

[[entity]]
id = "samuel-morse"
name = "Morse, Samuel"
"""


def test_every_form_of_a_name_leads_to_its_record() -> None:
    """Preferred form, display form and variants, in any case and with any blanks, mean one record."""
    authority, diagnostics = load({"authority/people.toml": PEOPLE.encode()})
    assert diagnostics == ()
    for name in ("Branly, Édouard", "ÉDOUARD  BRANLY", "e. branly", "Branly"):
        entity = authority.find("people", name)
        assert entity is not None
        assert entity.id == "edouard-branly"
        assert entity.identifiers == (("viaf", "100"),)
    assert authority.preferred("people", "Branly") == "Branly, Édouard"


def test_a_name_without_a_record_stays_itself() -> None:
    """What no record claims is found nowhere and keeps its form."""
    authority, _ = load({"authority/people.toml": PEOPLE.encode()})
    assert authority.find("people", "Oliver Lodge") is None
    assert authority.preferred("people", "Oliver Lodge") == "Oliver Lodge"


def test_the_kind_is_the_files_name_and_fields_look_where_their_names_stand() -> None:
    """Authors and subjects are looked up among people; an outlet of the same name is somebody else."""
    authority, _ = load({"authority/people.toml": PEOPLE.encode()})
    assert authority.find("authors", "Branly") is not None
    assert authority.find("subjects", "Branly") is not None
    assert authority.find("sources", "Branly") is None
    stations, _ = load({"authority/station.toml": b'[[entity]]\nid = "pointe"\nname = "Pointe"\n'})
    assert stations.find("station", "pointe") is not None


def test_of_two_records_with_one_name_the_first_has_it() -> None:
    """A clash is a warning at the later record, and the earlier one keeps the name."""
    text = PEOPLE + '\n[[entity]]\nid = "other"\nname = "Other"\nvariants = ["branly"]\n'
    authority, (clash,) = load({"authority/people.toml": text.encode()})
    assert (clash.code, clash.severity) == (Code.AUTHORITY_CLASH, Severity.WARNING)
    assert (clash.path, clash.line) == ("authority/people.toml", 13)
    entity = authority.find("people", "Branly")
    assert entity is not None
    assert entity.id == "edouard-branly"


def test_one_name_in_two_kinds_is_no_clash() -> None:
    """A place and a people may share a name: they are different kinds."""
    row = b'[[entity]]\nid = "morse"\nname = "Morse"\n'
    authority, diagnostics = load({"authority/people.toml": row, "authority/places.toml": row})
    assert diagnostics == ()
    assert len(authority.entities) == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[entity]]\nid = "x"\n', 1, "entity[1].name is missing"),
        ('[[entity]]\nname = "X"\n', 1, "entity[1].id is missing"),
        ('[[entity]]\nid = "X y"\nname = "X"\n', 2, "cannot be part of an address"),
        ('[[entity]]\nid = "x"\nname = 3\n', 3, "is a number, not text"),
        ('[[entity]]\nid = "x"\nname = "X"\nvariant = ["Y"]\n', 4, "entity[1].variant is no known key"),
        ('[[entity]]\nid = "x"\nname = "X"\nvariants = "Y"\n', 4, "is not a list of texts"),
        ('[[entity]]\nid = "x"\nname = "X"\nidentifiers = "Y"\n', 4, "is not a table"),
        ('[[entity]]\nid = "x"\nname = "X"\nidentifiers = { viaf = 1 }\n', 4, "viaf is a number"),
        ('[[people]]\nid = "x"\n', 1, "people is no known key"),
        ('entity = "x"\n', 1, "is not an array of tables"),
        ('[[entity]]\nid = "x"\nname = "X\n', 3, "no valid TOML"),
        ('[[entity]]\nid = "x"\nname = """X\n', 3, "no valid TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, line: int, words: str) -> None:
    """What a file should not say is an error at its line, in words."""
    _, diagnostics = load({"authority/people.toml": text.encode()})
    assert diagnostics[0].code is Code.AUTHORITY_INVALID
    assert words in diagnostics[0].message
    assert diagnostics[0].line == line


def test_an_id_stands_once() -> None:
    """The second record of one id is an error and does not replace the first."""
    text = '[[entity]]\nid = "x"\nname = "X"\n[[entity]]\nid = "x"\nname = "Y"\n'
    authority, (diagnostic,) = load({"authority/topics.toml": text.encode()})
    assert (diagnostic.code, diagnostic.line) == (Code.AUTHORITY_INVALID, 4)
    assert authority.find("topics", "Y") is None


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("authority/people.toml", b"name = \xff"),
        ("authority/people.toml", b"name = " + b"[" * 100_000),
        ("authority/Old People.toml", b""),
        ("authority/1.toml", b""),
    ],
)
def test_a_file_that_cannot_be_used_is_named(path: str, data: bytes) -> None:
    """What is not UTF-8, nested without end, or named like no kind is an error of the file."""
    authority, (diagnostic,) = load({path: data})
    assert (diagnostic.code, diagnostic.path) == (Code.AUTHORITY_INVALID, path)
    assert authority.entities == {}


def test_sound_records_beside_a_broken_one_are_used() -> None:
    """One bad row costs itself."""
    text = '[[entity]]\nid = "x"\n' + PEOPLE
    authority, _ = load({"authority/people.toml": text.encode()})
    assert authority.find("people", "Morse, Samuel") is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Al-Jazeera", "AL JAZEERA", True),
        ("O’Brien", "O'Brien", True),
        ("Cape  Horn", "Cape\u00a0Horn", True),
        ("Tbilisi–Baku", "Tbilisi-Baku", True),
        ("e\u0301cole", "école", True),
        ("C", "C++", False),
        ("Pena", "Peña", False),
        ("Iran", "Iran.", False),
        ("No 1", "No 2", False),
        ("3", "-3", False),
        ("-", "–", True),
        ("-", "--", False),
    ],
)
def test_spellings_of_one_name(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a column of a table
    """Case, apostrophes, and blanks or dashes between words part no names; whatever else differs does."""
    assert (folded(one) == folded(other)) is same
