"""References of the 1,342 diplomatic papers, compared with what is known of them, in both forms.

Gold counts the notes from 1, whatever their labels. Its kind "fn" within one document is no
cross-reference. What it gets wrong is listed below, by document and the one referred to.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from readingroom.addresses import slug
from readingroom.config import default_settings
from readingroom.model.dispatch import Dispatch
from readingroom.model.settings import Series, Settings
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.references import compile_forms, find

pytestmark = pytest.mark.corpus

FORMS = {"md": Form.MARKDOWN, "txt": Form.TEXT}
OTHER_WORKS = (
    "vol.",
    "vols.",
    "volume",
    "volumes",
    "ibid.",
    "Foreign Relations",
    "Basic Documents",
)

LEFT_OUT = frozenset(
    {
        ("frus1952-54Guat-d28", "frus1952-54Guat-d25"),  # within a range, of which it has the ends
        ("frus1952-54Guat-d211", "frus1952-54Guat-d208"),  # a list, of which it has nothing
        ("frus1952-54Guat-d211", "frus1952-54Guat-d209"),
        ("frus1952-54Guat-d211", "frus1952-54Guat-d213"),
        ("frus1961-63v06-d111", "frus1961-63v06-d112"),  # in brackets after a telegram's number
        ("frus1977-80v01-d30", "frus1977-80v01-d29"),  # a note that is nothing else
        ("frus1977-80v01-d117", "frus1977-80v01-d109"),  # a note that is nothing else
    }
)
"""References that stand in the papers and not in gold."""

OTHER_VOLUMES = frozenset(
    {
        ("frus1952-54Guat-d221", "frus1952-54Guat-d68"),
        ("frus1961-63v06-d7", "frus1961-63v06-d28"),
        ("frus1961-63v06-d66", "frus1961-63v06-d59"),
        ("frus1961-63v06-d70", "frus1961-63v06-d96"),
    }
)
"""References that name a document of another volume, and that gold takes for one of the same."""

Key = tuple[str, str, str]
"""The document, the label of the note or "", the document referred to."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found beside what is known."""

    found: dict[Key, str]
    """With the note meant."""
    known: dict[Key, str]

    @property
    def precision(self) -> float:
        """The share of what was found that is known."""
        return len(self.found.keys() & self.known.keys()) / len(self.found)

    @property
    def recall(self) -> float:
        """The share of what is known that was found."""
        return len(self.found.keys() & self.known.keys()) / len(self.known)

    @property
    def surplus(self) -> set[tuple[str, str]]:
        """What was found and is not known."""
        return {(origin, target) for origin, _, target in self.found.keys() - self.known.keys()}

    @property
    def missing(self) -> set[tuple[str, str]]:
        """What is known and was not found."""
        return {(origin, target) for origin, _, target in self.known.keys() - self.found.keys()}


@pytest.mark.parametrize("form", FORMS)
def test_references_by_volume_and_document(corpus: Path, form: str) -> None:
    """Each volume a series, "Document N" its form: no false reference, and what is missed names no number."""
    compared = _compared(corpus / "frus", form)
    assert compared.precision >= 0.97
    assert compared.recall >= 0.95
    assert compared.surplus <= LEFT_OUT
    assert compared.missing >= OTHER_VOLUMES


@pytest.mark.parametrize("form", FORMS)
def test_references_of_one_series(corpus: Path, form: str) -> None:
    """The same papers as one series, without any settings."""
    compared = _compared(corpus / "frus-serial", form)
    assert compared.precision >= 0.97
    assert compared.recall >= 0.95
    assert not compared.surplus


@pytest.mark.parametrize("folder", ["frus", "frus-serial"])
def test_both_forms_have_the_same_references(corpus: Path, folder: str) -> None:
    """Plain text and Markdown of one paper refer to the same."""
    assert _compared(corpus / folder, "md").found == _compared(corpus / folder, "txt").found


@pytest.mark.parametrize("form", FORMS)
def test_the_note_meant_is_known(corpus: Path, form: str) -> None:
    """The footnote named right before a document is the note meant, wherever gold says which."""
    compared = _compared(corpus / "frus", form)
    both = {key: note for key, note in compared.known.items() if note and key in compared.found}
    wrong = {key for key, note in both.items() if note not in compared.found[key].split()}
    assert len(both) > 200
    assert len(wrong) <= 0.06 * len(
        both
    )  # "footnotes 3 and 5, Document 41" names two notes, and links to none


@cache
def _compared(folder: Path, form: str) -> Compared:
    gold = _gold(folder)
    names = tuple(sorted({paper["series"] for paper in gold}))
    settings = _settings(names) if folder.name == "frus" else default_settings()
    forms = compile_forms(settings, names)
    ids = {f"{slug(paper['series'])}/{paper['number']}": paper["id"] for paper in gold}
    found: dict[Key, str] = {}
    for paper in gold:
        dispatch = _dispatch(folder / form / f"{paper['id']}.{form}", form, settings)
        for one in find(dispatch, forms):
            target = ids.get(f"{one.series}/{one.number}")
            if target:
                note = "" if one.where is None else dispatch.notes[one.where].label
                key = (paper["id"], note, target)
                found[key] = f"{found.get(key, '')} {one.fragment}".strip()
    return Compared(found, dict(_known(gold)))


def _known(gold: list[dict[str, Any]]) -> Iterator[tuple[Key, str]]:
    for paper in gold:
        for reference in paper.get("refs", ()):
            target, place = reference["target"], reference["in_note"]
            if target and target != paper["id"]:
                label = paper["footnotes"][place - 1] if place else ""
                meant = f"note-{reference['fn']}" if reference.get("fn") else ""
                yield (paper["id"], label, target), meant


def _gold(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _settings(names: tuple[str, ...]) -> Settings:
    rows = tuple(
        Series(name=name, slug=slug(name), forms=("Document {n}",), not_after=OTHER_WORKS) for name in names
    )
    return replace(default_settings(), series=rows)


def _dispatch(path: Path, form: str, settings: Settings) -> Dispatch:
    parsed = parse(Source(path=path.name, form=FORMS[form], data=path.read_bytes()), settings)
    assert parsed.dispatch is not None, parsed.diagnostics
    return parsed.dispatch
