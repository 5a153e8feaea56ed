"""Diagnostics in their three forms."""

import json
from pathlib import Path

from readingroom.diagnostics import TABLE, Code, Diagnostic, as_github, as_json, as_text, at, documentation

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
    """`docs/diagnostics.md` is the table's own text."""
    assert set(TABLE) == set(Code)
    page = Path(__file__).parents[2] / "docs" / "diagnostics.md"
    assert page.read_text(encoding="utf-8") == documentation()
