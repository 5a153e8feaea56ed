"""`archive.toml`."""

from pathlib import Path

import pytest

from readingroom.config import default_settings, load, read


def complaints(text: str) -> list[str]:
    """What is wrong with a settings file, a line each."""
    return [str(error) for error in read(text.encode())[1]]


def test_an_archive_without_settings_has_the_defaults(tmp_path: Path) -> None:
    """Nothing but dispatches is needed."""
    settings, errors = load(tmp_path)
    assert settings == default_settings()
    assert not errors


def test_all_mistakes_are_told_at_once_with_key_and_line() -> None:
    """An editor mends the file in one go."""
    text = """titel = "A"
base_url = "archive.example"
[[series]]
name = "Notes"
forms = ["N"]
[[field]]
key = "title"
[publish]
originals = "besides"
host_file_limit = 0
"""
    found = complaints(text)
    assert [line.split(" ")[0] + " " + line.split(" ")[1] for line in found] == [
        "archive.toml:7: field[1].key:",
        "archive.toml:2: base_url:",
        "archive.toml:5: series[1].forms:",
        "archive.toml:9: publish.originals:",
        "archive.toml:10: publish.host_file_limit:",
        "archive.toml:1: titel:",
    ]
    assert 'Did you mean "title"?' in found[-1]


def test_broken_toml_tells_its_line() -> None:
    """A syntax error has a place."""
    assert complaints('title = "A"\nseries = [')[0].startswith("archive.toml:2:")


def test_an_archives_own_rows_join_the_built_in_ones() -> None:
    """Built-in fields and kinds are rows of the same tables."""
    settings, errors = read(
        b"""
        [[field]]
        key = "station"
        label = "Stations"
        [[field]]
        key = "places"
        label = "Countries"
        [[insertion]]
        kind = "decoded"
        pattern = "^decoded"
        """
    )
    assert not errors
    assert settings.fields[-1].key == "station"
    assert [row.label for row in settings.fields if row.key == "places"] == ["Countries"]
    assert settings.insertions[0].kind == "decoded"
    assert settings.insertions[-1].pattern is None


def test_a_series_cannot_take_an_address_of_the_archive() -> None:
    """Series, fields and the archive's own folders share one level."""
    for name in ("dates", "Subjects", "data", "assets", "search"):
        assert complaints(f'[[series]]\nname = "{name}"')


@pytest.mark.parametrize("key", ["q", "sort", "from", "to", "page", "note", "body", "before"])
def test_a_field_cannot_take_a_word_of_searches(key: str) -> None:
    """In the address of a search, or in a question, it would mean two things."""
    assert "has a meaning in searches" in str(complaints(f'[[field]]\nkey = "{key}"'))


def test_wrong_types_are_told() -> None:
    """Every value is of the kind that its key wants."""
    text = """
title = 3
[content]
tails = "x"
[diagnostics]
silence = ["no-such-code"]
[[insertion]]
kind = "a"
pattern = "("
"""
    assert len(complaints(text)) == 4
