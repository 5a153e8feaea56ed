"""Citations in each form, and what of a name, a title or a date could break them."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from archives import a_card, a_site, an_archive, an_entry
from baked import files
from bibliography import parse_bibtex, parse_ris

from readingroom import cite
from readingroom.authority import load
from readingroom.config import default_settings
from readingroom.model.archive import Presence
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Original
from readingroom.parse.front.edtf import parse_edtf

SETTINGS = replace(
    default_settings(),
    title="Signal Archive",
    institution="Institute of Signals",
    base_url="https://a.example/",
)


def _work(authority: Authority | None = None, **changes: Any) -> cite.Work:
    card = a_card(
        7, **{"title": "What Hath God Wrought", "fields": {"authors": ["Morse, Samuel"]}, **changes}
    )
    return cite.work(card, SETTINGS, authority or Authority())


def test_bibtex_says_what_the_dispatch_says() -> None:
    """The entry is a technical report with series, number, institution, date and address."""
    ((kind, key, fields),) = parse_bibtex(cite.bibtex(_work(summary="Sent by wire.")))
    assert (kind, key) == ("techreport", "signal-dispatch:7")
    assert fields == {
        "title": "{What Hath God Wrought}",
        "author": "Morse, Samuel",
        "institution": "{Institute of Signals}",
        "type": "Signal Dispatch",
        "number": "7",
        "date": "1844-05-24",
        "year": "1844",
        "language": "en",
        "url": "https://a.example/signal-dispatch/7.html",
        "abstract": "Sent by wire.",
    }


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50 % & more_#1 $", r"50 \% \& more\_\#1 \$"),
        ("{ only one", r"\textbraceleft{} only one"),
        ("one }", r"one \textbraceright{}"),
        ("a\\b~c^d", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d"),
        ("“Œuvre”, ١٨٤٤", "“Œuvre”, ١٨٤٤"),
        ("over\ntwo  lines", "over two lines"),
    ],
)
def test_bibtex_escapes_what_tex_would_read(title: str, written: str) -> None:
    """TeX's special characters become commands, braces stay balanced, every other letter is itself."""
    ((_, _, fields),) = parse_bibtex(cite.bibtex(_work(title=title)))
    assert fields["title"] == f"{{{written}}}"


def test_a_key_is_ascii() -> None:
    """An id of another script gives letters made of it, another for each."""
    keys = {
        parse_bibtex(cite.bibtex(_work(series=series)))[0][1]
        for series in ("تقرير", "דו״ח", "Signal Dispatch")
    }
    assert len(keys) == 3
    assert all(re.fullmatch(r"[a-z0-9:-]+", key) for key in keys)


def test_names_without_a_comma_are_one_whole() -> None:
    """Who has no comma in the name is not taken apart; in BibTeX "and" within such a name parts nothing."""
    work = _work(fields={"authors": ["Cooke and Wheatstone", "Chappe, Claude"]})
    assert "author = {{Cooke and Wheatstone} and Chappe, Claude}" in cite.bibtex(work)
    assert "AU  - Cooke and Wheatstone\r\n" in cite.ris(work)
    assert cite.csl(work)["author"] == [
        {"literal": "Cooke and Wheatstone"},
        {"family": "Chappe", "given": "Claude"},
    ]


@pytest.mark.parametrize(
    ("name", "inverted"),
    [("Morse,", "Morse"), (", Samuel", "Samuel"), (",", ","), (" , ,", ", ,")],
)
def test_a_comma_alone_parts_no_name(name: str, inverted: str) -> None:
    """A name is taken apart only where something stands on both sides of the comma."""
    assert [person.inverted for person in _work(fields={"authors": [name]}).authors] == [inverted]


def test_a_suffix_stands_where_each_form_wants_it() -> None:
    """What stands after a second comma is a suffix, and "and" within a part of a name parts no names."""
    work = _work(fields={"authors": ["Vail, Alfred, Jr.", "Cooke and Sons, William"]})
    assert "author = {Vail, Jr., Alfred and {Cooke and Sons}, William}" in cite.bibtex(work)
    assert "AU  - Vail, Alfred, Jr.\r\n" in cite.ris(work)
    assert cite.csl(work)["author"][0] == {"family": "Vail", "given": "Alfred", "suffix": "Jr."}
    assert cite.chicago(work).startswith("Vail, Alfred, Jr., and William Cooke and Sons.")


def test_authority_gives_the_form_of_a_name() -> None:
    """A known person is cited in the preferred form, a known organisation as a whole, comma or not."""
    authority, _ = load(
        {
            "authority/people.toml": b'[[entity]]\nid = "m"\nname = "Morse, Samuel"\n'
            b'variants = ["S. Morse"]\n',
            "authority/organisations.toml": b'[[entity]]\nid = "c"\nname = "Cables, Board of"\n'
            b'display = "Board of Cables"\n',
        }
    )
    work = _work(authority, fields={"authors": ["S. Morse", "Cables, Board of"]})
    assert [person.inverted for person in work.authors] == ["Morse, Samuel", "Board of Cables"]


def test_ris_says_what_the_dispatch_says() -> None:
    """The record is a report, its lines in the form that reference managers read, and ends with ER."""
    original = Original(date=parse_edtf("1843"), title="Le fil")
    work = _work(
        fields={
            "authors": ["Morse, Samuel"],
            "translators": ["Vail, Alfred"],
            "subjects": ["Telegraph", "Cables"],
        },
        original=original,
        doi="https://doi.org/10.1000/7",
        short_title="Wrought",
    )
    text = cite.ris(work)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n")[:-1])
    (record,) = parse_ris(text)
    assert record == {
        "TY": ["RPRT"],
        "TI": ["What Hath God Wrought"],
        "ST": ["Wrought"],
        "AU": ["Morse, Samuel"],
        "A4": ["Vail, Alfred"],
        "M3": ["Signal Dispatch"],
        "SN": ["7"],
        "PB": ["Institute of Signals"],
        "PY": ["1844"],
        "DA": ["1844/05/24/"],
        "LA": ["en"],
        "KW": ["Telegraph", "Cables"],
        "DB": ["Signal Archive"],
        "DO": ["10.1000/7"],
        "UR": ["https://a.example/signal-dispatch/7.html"],
    }


def test_csl_says_what_the_dispatch_says() -> None:
    """The item is a report with typed names and dates; what is unknown is absent."""
    work = _work(original=Original(date=parse_edtf("1843-02"), title="Le fil"))
    assert json.loads(cite.csl_json(work)) == {
        "id": "signal-dispatch/7",
        "type": "report",
        "title": "What Hath God Wrought",
        "author": [{"family": "Morse", "given": "Samuel"}],
        "genre": "Signal Dispatch",
        "number": "7",
        "publisher": "Institute of Signals",
        "issued": {"date-parts": [[1844, 5, 24]]},
        "original-date": {"date-parts": [[1843, 2]]},
        "original-title": "Le fil",
        "language": "en",
        "source": "Signal Archive",
        "URL": "https://a.example/signal-dispatch/7.html",
    }


@pytest.mark.parametrize(
    ("date", "csl", "ris"),
    [
        ("1844-05-24", {"date-parts": [[1844, 5, 24]]}, "1844/05/24/"),
        ("1844-05", {"date-parts": [[1844, 5]]}, "1844/05//"),
        ("1844", {"date-parts": [[1844]]}, "1844///"),
        ("1844-05~", {"date-parts": [[1844, 5]], "circa": True}, "1844/05//circa"),
        ("1844/1846-02", {"date-parts": [[1844], [1846, 2]]}, "1844///1844/1846-02"),
        ("", None, None),
    ],
)
def test_dates_are_as_precise_as_they_are_known(date: str, csl: object, ris: str | None) -> None:
    """Neither form makes a day of a month, or a year of an interval."""
    work = _work(date=date)
    assert cite.csl(work).get("issued") == csl
    assert parse_ris(cite.ris(work))[0].get("DA", [None]) == [ris]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {},
            "Morse, Samuel. “What Hath God Wrought.” Signal Dispatch No. 7. Institute of Signals, "
            "May 24, 1844. https://a.example/signal-dispatch/7.html.",
        ),
        (
            {"fields": {}, "title": "Who Calls?", "doi": "10.1000/7"},
            "Institute of Signals. “Who Calls?” Signal Dispatch No. 7, May 24, 1844. https://doi.org/10.1000/7.",
        ),
        (
            {"fields": {}, "title": "He Said “Send ‘X’ Now.”", "date": ""},
            "Institute of Signals. “He Said ‘Send “X” Now.’” Signal Dispatch No. 7, n.d. "
            "https://a.example/signal-dispatch/7.html.",
        ),
        (
            {"fields": {"authors": ["Cooke, W. F.", "Wheatstone, Charles"], "translators": ["Vail, Alfred"]}},
            "Cooke, W. F., and Charles Wheatstone. “What Hath God Wrought.” Translated by Alfred Vail. "
            "Signal Dispatch No. 7. Institute of Signals, May 24, 1844. https://a.example/signal-dispatch/7.html.",
        ),
        (
            {"fields": {"authors": ["Board of Cables", "Vail, Alfred"]}, "title": 'The Doctor\'s "Wire"'},
            "Board of Cables and Alfred Vail. “The Doctor's ‘Wire.’” Signal Dispatch No. 7. "
            "Institute of Signals, May 24, 1844. https://a.example/signal-dispatch/7.html.",
        ),
        (
            {"fields": {"authors": [f"A{n}, B." for n in range(11)]}, "date": "1844~"},
            "A0, B., B. A1, B. A2, B. A3, B. A4, B. A5, B. A6, et al. “What Hath God Wrought.” "
            "Signal Dispatch No. 7. Institute of Signals, c. 1844. https://a.example/signal-dispatch/7.html.",
        ),
    ],
)
def test_the_citation_to_read(changes: dict[str, Any], expected: str) -> None:
    """Chicago's form: who, the title with its quotation marks turned, number, publisher, date, address."""
    assert cite.chicago(_work(**changes)) == expected


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("The Captain’s ‘Log’", "The Captain’s “Log.”"),
        ("‘Abd al-Rahman’s Reply", "‘Abd al-Rahman’s Reply."),
        ('"Wire" and "Wireless"', "‘Wire’ and ‘Wireless.’"),
        ("“Wire” Is Down", "‘Wire’ Is Down."),
        ("Of the Operators’", "Of the Operators’."),
        ('A 5" Cable', 'A 5" Cable.'),
    ],
)
def test_quotation_marks_turn_in_pairs_only(title: str, inside: str) -> None:
    """Pairs of marks change their kind; apostrophes and single marks stay."""
    assert f"“{inside}”" in cite.chicago(_work(title=title))


def test_a_name_without_digits_is_no_number() -> None:
    """A dispatch called by its file's name is not called "No."."""
    assert cite.designation("Signal Dispatch", "14/B") == "Signal Dispatch No. 14/B"
    assert cite.designation("Dispatches", "field-notes") == "Dispatches, field-notes"


def test_the_catalogue_has_every_shown_dispatch_once() -> None:
    """The three files hold the shown dispatches, in the archive's order, and no others."""
    archive = an_archive(
        a_card(1),
        an_entry(a_card(2), Presence.TOMBSTONE),
        an_entry(a_card(3), Presence.GONE),
        a_card(4, date=""),
    )
    site = a_site(archive)
    written = {file.address: file.data.decode() for file in files(cite.files(site), site)}
    assert [key for _, key, _ in parse_bibtex(written["data/dispatches.bib"])] == [
        "signal-dispatch:1",
        "signal-dispatch:4",
    ]
    assert [record["SN"] for record in parse_ris(written["data/dispatches.ris"])] == [["1"], ["4"]]
    items = json.loads(written["data/dispatches.csl.json"])
    assert [item["id"] for item in items] == ["signal-dispatch/1", "signal-dispatch/4"]


def test_an_empty_catalogue_is_sound() -> None:
    """An archive without dispatches has empty files that can be read."""
    site = a_site(an_archive())
    written = {file.address: file.data for file in files(cite.files(site), site)}
    assert json.loads(written["data/dispatches.csl.json"]) == []
    assert written["data/dispatches.bib"] == written["data/dispatches.ris"] == b""


def test_sidecars_are_written_where_asked_for() -> None:
    """Each form that the settings name stands beside each shown dispatch; by default there is none."""
    archive = an_archive(a_card(1), an_entry(a_card(2), Presence.GONE))
    assert list(cite.sidecars(a_site(archive))) == []
    site = a_site(archive, sidecars=("ris", "csl.json", "json"))
    written = files(cite.sidecars(site), site)
    assert [file.address for file in written] == ["signal-dispatch/1.ris", "signal-dispatch/1.csl.json"]
    assert json.loads(written[1].data)[0]["id"] == "signal-dispatch/1"
