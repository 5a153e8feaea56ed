"""The catalogue as JSON and CSV."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from archives import BASE_URL, a_card, a_site, an_archive, an_entry
from baked import files

from readingroom import data
from readingroom.authority import load
from readingroom.config import default_settings
from readingroom.model.archive import Presence, Relation, RelationKind
from readingroom.model.dispatch import Original, Status, Value
from readingroom.model.settings import Field
from readingroom.model.site import Site


def _json(site: Site) -> list[dict[str, Any]]:
    (file,) = [file for file in files(data.files(site), site) if file.address == "data/dispatches.json"]
    records: list[dict[str, Any]] = json.loads(file.data)
    return records


def _rows(site: Site) -> list[dict[str, str]]:
    (file,) = [file for file in files(data.files(site), site) if file.address == "data/dispatches.csv"]
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))


def _names(cell: str) -> list[str]:
    """The names of a cell, as the table's description says they are parted."""
    return [re.sub(r"\\(.)", r"\1", name) for name in re.findall(r"((?:\\.|[^|\\])+)", cell)]


def test_a_record_says_what_the_archive_knows() -> None:
    """Identity, description, fields, links both ways, size and licence stand under stable keys."""
    card = a_card(
        7,
        date="1844-05~",
        updated="2024-01-02",
        status=Status.CORRECTED,
        reason="A date.",
        summary="Short.",
        original=Original(title="Le fil", url="https://b.example/"),
        card={"notes": 2},
        fields={"subjects": ["Cables"]},
    )
    entry = an_entry(
        card,
        cited_by=["signal-dispatch/8", "signal-dispatch/8"],
        cites=("signal-dispatch/1",),
        relations=(Relation(RelationKind.CORRECTS, "signal-dispatch/1"),),
    )
    (record,) = _json(a_site(an_archive(entry), licence="CC BY 4.0"))
    assert {key: value for key, value in record.items() if key != "fields"} == {
        "id": "signal-dispatch/7",
        "address": "signal-dispatch/7.html",
        "url": f"{BASE_URL}signal-dispatch/7.html",
        "source": "signal-dispatch/7.txt",
        "series": "Signal Dispatch",
        "number": "7",
        "title": "Report 7",
        "subtitle": "",
        "short_title": "",
        "summary": "Short.",
        "date": "1844-05~",
        "date_first": "1844-05-01",
        "date_last": "1844-05-31",
        "language": "en",
        "direction": "ltr",
        "status": "corrected",
        "updated": "2024-01-02",
        "reason": "A date.",
        "doi": "",
        "cites": ["signal-dispatch/1"],
        "cited_by": ["signal-dispatch/8"],
        "relations": [{"kind": "corrects", "id": "signal-dispatch/1"}],
        "notes": 2,
        "licence": "CC BY 4.0",
        "licence_url": "",
        "original": {"date": None, "title": "Le fil", "url": "https://b.example/"},
    }
    assert record["fields"]["subjects"] == [{"name": "Cables"}]
    assert record["fields"]["topics"] == []


def test_every_record_has_the_same_keys() -> None:
    """A script may count on each key, whatever a dispatch says of itself."""
    first, second = _json(a_site(an_archive(a_card(1), a_card(2, date="", fields={"topics": ["Wire"]}))))
    assert list(first) == list(second)
    assert list(first["fields"]) == list(second["fields"])


def test_a_dispatch_is_a_line() -> None:
    """The array has one line a dispatch, so that a change of one is a change of one line."""
    site = a_site(an_archive(a_card(1), a_card(2, title="Two\nlines")))
    text = files(data.files(site), site)[0].data.decode()
    lines = text.split("\n")
    assert (lines[0], lines[-2:]) == ("[", ["]", ""])
    assert [json.loads(line.rstrip(","))["number"] for line in lines[1:-2]] == ["1", "2"]


def test_an_authority_record_stands_with_the_name() -> None:
    """A name keeps its spelling and gets the record's id, kind and preferred form; details stay."""
    authority, _ = load(
        {"authority/sources.toml": b'[[entity]]\nid = "post"\nname = "Evening Post"\nvariants = ["Post"]\n'}
    )
    card = a_card(1)
    values = (Value("Post", (("date", "1844-05-25"),)), Value("Mail"))
    card = replace(card, meta=replace(card.meta, fields=(("sources", values),)))
    (record,) = _json(a_site(an_archive(card), authority=authority))
    assert record["fields"]["sources"] == [
        {
            "name": "Post",
            "detail": {"date": "1844-05-25"},
            "id": "post",
            "kind": "sources",
            "preferred": "Evening Post",
        },
        {"name": "Mail"},
    ]


def test_an_archives_own_fields_are_columns() -> None:
    """A field of archive.toml has its column without a line of code; a taken name gets a prefix."""
    plain = default_settings()
    own = (
        Field(key="station", label="Stations", singular="Station"),
        Field(key="notes", label="N", singular="N"),
    )
    card = a_card(1, fields={"station": ["Brest", "Cape | Horn \\ X"], "notes": ["a"]}, card={"notes": 5})
    site = a_site(an_archive(card), replace(plain, fields=(*plain.fields, *own)))
    (row,) = _rows(site)
    assert _names(row["station"]) == ["Brest", "Cape | Horn \\ X"]
    assert (row["notes"], row["field.notes"]) == ("5", "a")
    assert [value["name"] for value in _json(site)[0]["fields"]["station"]] == ["Brest", "Cape | Horn \\ X"]


def test_the_table_is_of_the_same_dispatches() -> None:
    """Rows and records agree; every line ends as RFC 4180 says."""
    site = a_site(an_archive(a_card(1, title='A "quoted", long\ntitle'), a_card(2, date="")))
    rows, records = _rows(site), _json(site)
    for row, record in zip(rows, records, strict=True):
        for key in ("id", "title", "date", "url", "status"):
            assert row[key] == (record[key] or "")
    (file,) = [file for file in files(data.files(site), site) if file.address.endswith(".csv")]
    assert file.data.startswith(b"\xef\xbb\xbfid,")
    assert file.data.endswith(b"\r\n")


@pytest.mark.parametrize("presence", [Presence.TOMBSTONE, Presence.GONE])
def test_what_is_withdrawn_or_removed_is_not_in_the_data(presence: Presence) -> None:
    """Only dispatches whose words may be read are exported."""
    site = a_site(an_archive(an_entry(a_card(1, title="Secret"), presence)))
    assert _json(site) == _rows(site) == []
    assert not any(b"Secret" in file.data for file in files(data.files(site), site))


def test_originals_are_named_where_they_lie_beside() -> None:
    """With originals in a zip, or none, no record names one; without base_url there is no full address."""
    archive = an_archive(a_card(1))
    assert _json(a_site(archive, originals="none"))[0]["source"] is None
    assert _json(a_site(archive, base_url=""))[0]["url"] is None


def test_sidecars_are_written_where_asked_for() -> None:
    """`sidecars = ["json"]` puts a record beside each shown dispatch, the same as in the catalogue."""
    archive = an_archive(a_card(1), an_entry(a_card(2), Presence.TOMBSTONE))
    assert list(data.sidecars(a_site(archive))) == []
    site = a_site(archive, sidecars=("json",))
    (file,) = files(data.sidecars(site), site)
    assert file.address == "signal-dispatch/1.json"
    assert json.loads(file.data) == _json(site)[0]
