"""The digests of settings: each setting counts where something depends on it, and nowhere else."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from readingroom.config import default_settings
from readingroom.model.settings import Field, FieldType, InsertionKind, Series, Settings
from readingroom.pipeline.settings_key import page_settings, reading_settings
from readingroom.traces import canonical, digest

SERIES = Series(
    name="Note", slug="note", forms=("N {n}",), plural="Notes", not_after=("vol.",), description="D"
)
FIELD = Field(key="station", label="Stations", singular="Station")
KIND = InsertionKind(kind="own", label="Own", pattern=re.compile("sic"))
SETTINGS = replace(default_settings(), series=(SERIES,), fields=(FIELD,), insertions=(KIND,))

CHANGES: dict[str, Any] = {
    "title": "Another",
    "subtitle": "S",
    "description": "D",
    "about": "*A*",
    "base_url": "https://wires.example/",
    "language": "fr",
    "timezone": "Europe/Paris",
    "institution": "The Institute",
    "licence": "CC0",
    "licence_url": "https://licence.example/",
    "contact": "clerk@wires.example",
    "default_series": "Signals",
    "series": (),
    "fields": (),
    "insertions": (),
    "tails": ("The end.",),
    "ignore": ("*.bak",),
    "attachments": ("*.stl",),
    "trusted": ("own/**",),
    "originals": "zip",
    "sidecars": ("json",),
    "host_file_limit": 10,
    "content_security_policy": "default-src 'none'",
    "silence": frozenset({"tail-cut"}),
}
"""Another value of each setting."""

NO_MATTER_OF_PAGES = {"host_file_limit", "silence"}
NO_MATTER_OF_READINGS = {*NO_MATTER_OF_PAGES, "about", "title", "subtitle", "description"}

ROWS: list[tuple[str, Any, dict[str, Any]]] = [
    (
        "series",
        SERIES,
        {
            "name": "NOTE",
            "slug": "notes",
            "forms": ("N. {n}",),
            "plural": "Noten",
            "not_after": (),
            "description": "E",
        },
    ),
    (
        "fields",
        FIELD,
        {
            "key": "post",
            "label": "Posts",
            "singular": "Post",
            "type": FieldType.NAME,
            "index": False,
            "facet": False,
            "dublin_core": "DC.coverage",
            "schema_org": "about",
            "min_dispatches": 2,
            "synonyms": ("posts",),
        },
    ),
    ("insertions", KIND, {"kind": "other", "label": "Other", "pattern": re.compile("sick")}),
]
"""Rows of tables, with another value of each of their columns."""


def of_pages(settings: Settings) -> str:
    """The digest of what pages depend on."""
    return digest(canonical(page_settings(settings)))


def test_each_setting_has_another_value() -> None:
    """A setting that is new must be tried here: whether it counts is a choice."""
    assert set(CHANGES) == {field.name for field in fields(Settings)}
    for _, row, changes in ROWS:
        assert set(changes) == {field.name for field in fields(row)}
    assert all(getattr(SETTINGS, name) != value for name, value in CHANGES.items())


@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_counts_where_something_depends_on_it(name: str) -> None:
    """Pages depend on all but two settings, readings besides not on what only pages show."""
    changed = replace(SETTINGS, **{name: CHANGES[name]})
    assert (of_pages(changed) == of_pages(SETTINGS)) is (name in NO_MATTER_OF_PAGES)
    assert (reading_settings(changed) == reading_settings(SETTINGS)) is (name in NO_MATTER_OF_READINGS)


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [(table, row, column, value) for table, row, changes in ROWS for column, value in changes.items()],
)
@pytest.mark.parametrize("key", [of_pages, reading_settings])
def test_each_column_of_a_table_counts(
    key: Callable[[Settings], str], table: str, row: Any, column: str, value: Any
) -> None:
    """Each of what a series, a field or a kind of insertion may say."""
    changed: dict[str, Any] = {table: (replace(row, **{column: value}),)}
    assert key(replace(SETTINGS, **changed)) != key(SETTINGS)


@pytest.mark.parametrize("key", [of_pages, reading_settings])
def test_the_whole_of_a_pattern_counts(key: Callable[[Settings], str]) -> None:
    """Its text to the last letter, its flags, and whether there is one."""
    long = "|".join(f"word{number}" for number in range(500))
    compiled = [re.compile(long), re.compile(long + "0"), re.compile(long, re.IGNORECASE), re.compile("")]
    patterns = [*compiled, None]
    keys = {key(replace(SETTINGS, insertions=(replace(KIND, pattern=pattern),))) for pattern in patterns}
    assert len(keys) == len(patterns)


@pytest.mark.parametrize("key", [of_pages, reading_settings])
@pytest.mark.parametrize("table", ["series", "fields", "insertions", "tails"])
def test_the_order_of_a_table_counts(key: Callable[[Settings], str], table: str) -> None:
    """The first that fits decides, so two rows in another order are other settings."""
    settings = replace(default_settings(), series=(SERIES, replace(SERIES, slug="b")), tails=("a", "b"))
    rows = getattr(settings, table)
    assert len(rows) > 1
    assert key(replace(settings, **{table: rows[::-1]})) != key(settings)


@pytest.mark.parametrize("key", [of_pages, reading_settings])
def test_equal_settings_have_one_digest(key: Callable[[Settings], str]) -> None:
    """Read twice from the same file, patterns compiled anew, they are the same."""
    re.purge()
    again = replace(SETTINGS, insertions=(replace(KIND, pattern=re.compile("sic")),))
    assert key(again) == key(SETTINGS)
    assert key(default_settings()) == key(default_settings())
