"""Diagnostics in their three forms."""

import json
from pathlib import Path

import generate
import pytest

from readingroom.diagnostics import TABLE, Code, Diagnostic, as_github, as_json, as_text, at

FOUND = at(Code.NOTE_SOURCE_MISSING, "a/1.txt", ["x", "[3], 1845."], 2, "note 3 has no source", width=3)


def test_the_text_form_is_a_compilers() -> None:
    """Editors jump to file, line and column."""
    assert as_text(FOUND, "content/").splitlines()[:3] == [
        "content/a/1.txt:2:1: warning[note-source-missing]: note 3 has no source",
        "     2 | [3], 1845.",
        "       | ^^^",
    ]


def test_the_json_form_has_every_fact() -> None:
    """One object a line."""
    facts = json.loads(as_json(FOUND, "content/"))
    assert set(facts) == {"path", "line", "column", "severity", "code", "message", "hint"}
    assert facts["path"] == "content/a/1.txt"


def test_the_github_form_escapes_what_parts_its_values() -> None:
    """A message of many lines stays one command."""
    command = as_github(Diagnostic(code=Code.EMPTY, path="a,b:c.md", message="one\ntwo % three"))
    assert command.startswith("::error file=a%2Cb%3Ac.md,title=empty::one%0Atwo %25 three")


def test_terminal_escapes_are_shown_not_obeyed() -> None:
    """A source cannot move the cursor."""
    assert "\x1b" not in as_text(at(Code.EMPTY, "a", ["\x1b[2J"], 1, "\x1b]0;x\x07"))


def test_long_lines_are_cut_around_the_caret() -> None:
    """The caret stands under what is meant."""
    text = "a" * 400 + "HERE" + "b" * 400
    lines = as_text(at(Code.EMPTY, "a", [text], 1, "m", column=401, width=4)).splitlines()
    start = lines[2].index("^")
    assert lines[1][start : start + 4] == "HERE"


def test_every_code_is_documented() -> None:
    """No code without a meaning and a remedy."""
    assert set(TABLE) == set(Code)
    assert all(row.meaning.endswith(".") and row.remedy.endswith(".") for row in TABLE.values())


@pytest.mark.parametrize("name", generate.generated())
def test_generated_documents_are_up_to_date(name: str) -> None:
    """What `docs/` tells of codes and front matter is the code's own table; `docs/generate.py` writes it."""
    page = Path(__file__).parents[2] / "docs" / name
    assert page.read_text(encoding="utf-8") == generate.generated()[name]
