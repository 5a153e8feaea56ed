"""YAML front matter: every scalar is text, tags and anchors are refused, errors have their place."""

import json

import pytest

from readingroom.config import default_settings
from readingroom.diagnostics import Code, Diagnostic
from readingroom.parse.front.front_matter import (
    Entry,
    FrontMatter,
    ListNode,
    MappingNode,
    Node,
    Scalar,
    read_head,
    read_sidecar,
    split,
)
from readingroom.parse.front.schema import KEYS, json_schema, keys, nearest


def read(yaml: str) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """The front matter of a source that begins with it."""
    text = f"---\n{yaml}\n---\nBody.\n"
    return read_head("a.md", text, split(text))


def refused(yaml: str) -> Diagnostic:
    """The one diagnostic of front matter that cannot be read."""
    front, (told,) = read(yaml)
    assert front is None
    return told


def texts(node: Node) -> object:
    """A node as plain values."""
    match node:
        case Scalar(text):
            return text
        case ListNode(items):
            return [texts(item) for item in items]
        case MappingNode(entries):
            return {entry.key: texts(entry.value) for entry in entries}


def values(entries: tuple[Entry, ...]) -> dict[str, object]:
    """Entries as plain values."""
    return {entry.key: texts(entry.value) for entry in entries}


def test_every_scalar_is_text_as_written() -> None:
    """What YAML would take for a truth value, a number, a time or nothing stays what was written."""
    front, told = read("a: No\nb: 1:30\nc: 0123\nd: 2023-10-12\ne: ~\nf: null\ng: 1_000\nh: 1e3\ni: .inf\nj:")
    assert front
    assert not told
    assert list(values(front.entries).values()) == [
        "No", "1:30", "0123", "2023-10-12", "~", "null", "1_000", "1e3", ".inf", "",
    ]  # fmt: skip


def test_lists_mappings_and_blocks() -> None:
    """Flow and block forms come to the same; a folded text is folded."""
    front, _ = read("a: [x, {name: y, page: '3'}]\nb:\n  - z\nc: >\n  one\n  two\nd: |\n  one\n  two")
    assert front
    assert values(front.entries) == {
        "a": ["x", {"name": "y", "page": "3"}],
        "b": ["z"],
        "c": "one two\n",
        "d": "one\ntwo",
    }


def test_values_have_their_place_in_the_file() -> None:
    """Lines count from the first line of the file, columns from 1."""
    front, _ = read("a: x\nlong: [y, z]")
    assert front
    assert (front.entries[1].line, front.entries[1].column) == (3, 1)
    value = front.entries[1].value
    assert isinstance(value, ListNode)
    assert isinstance(value.items[1], Scalar)
    assert (value.items[1].line, value.items[1].column) == (3, 11)


@pytest.mark.parametrize(
    ("yaml", "line", "column"),
    [
        ("title: Wire: a story", 2, 12),
        ('title: "open', 2, 13),
        ("a: 1\n b: 2", 3, 3),
        ("a: [1, 2", 3, 1),
        ("\ttitle: x", 2, 1),
        ("title: @x", 2, 8),
        ("a: 1\nb: \x07", 3, 4),
        ("- a\n- b", 2, 1),
        ("just text", 2, 1),
        ("? [a]\n: b", 2, 3),
    ],
)
def test_broken_yaml_names_line_and_column(yaml: str, line: int, column: int) -> None:
    """An error of syntax points at the place."""
    told = refused(yaml)
    assert told.code == Code.FRONT_MATTER_SYNTAX
    assert (told.line, told.column) == (line, column)


@pytest.mark.parametrize(
    ("yaml", "what"),
    [
        ("a: !!int 3", "the tag tag:yaml.org,2002:int"),
        ("a: !x 3", "the tag !x"),
        ("a: !!python/object/apply:os.system [x]", "the tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: &one 1", "the anchor &one"),
        ("a: *one", "the alias *one"),
        ("a: &one [1]\nb: *one", "the anchor &one"),
        ("!!map\na: 1", "the tag tag:yaml.org,2002:map"),
    ],
)
def test_tags_anchors_and_aliases_are_refused(yaml: str, what: str) -> None:
    """Nothing in front matter can be built or repeated."""
    told = refused(yaml)
    assert told.code == Code.FRONT_MATTER_TAG
    assert what in told.message


def test_a_key_that_stands_twice_is_an_error_that_names_both_lines() -> None:
    """The first value is kept, so that what else is wrong can be told too."""
    front, (told,) = read("title: a\ndate: 1905\ntitle: b")
    assert front
    assert values(front.entries)["title"] == "a"
    assert told.code == Code.FRONT_MATTER_DUPLICATE
    assert told.line == 4
    assert "line 2" in told.message


def test_a_key_that_stands_twice_in_a_mapping() -> None:
    """The rule holds at every depth."""
    _, (told,) = read("sources:\n  - name: a\n    name: b")
    assert told.code == Code.FRONT_MATTER_DUPLICATE
    assert told.line == 4


def test_front_matter_that_never_closes() -> None:
    """The diagnostic points at the line that opens it."""
    text = "---\ntitle: a\n\nBody."
    front, (told,) = read_head("a.md", text, split(text))
    assert front is None
    assert (told.code, told.line) == (Code.FRONT_MATTER_UNCLOSED, 1)


def test_nesting_has_an_end() -> None:
    """Deep nesting is refused, however it is written."""
    assert refused("a: " + "[" * 20 + "]" * 20).code == Code.FRONT_MATTER_VALUE
    assert refused("a: " + "[" * 5000).code == Code.FRONT_MATTER_SYNTAX


@pytest.mark.parametrize("text", ["Body\n---\n", " ---\ntitle: x\n---\n", "----\n", "\n---\na: b\n---\n"])
def test_only_a_first_line_of_three_hyphens_opens_it(text: str) -> None:
    """Anything else is body."""
    assert split(text).head is None
    assert split(text).body == text


def test_the_body_begins_behind_it() -> None:
    """Three hyphens or three stops close it; the body knows its line."""
    for end in ("---", "...", "---  "):
        parted = split(f"---\ntitle: x\n{end}\nOne.\n---\nTwo.")
        assert (parted.head, parted.body, parted.body_line) == ("title: x", "One.\n---\nTwo.", 4)


@pytest.mark.parametrize("text", ["a: b", "---\na: b", "---\na: b\n---\n", "a: b\n...\n"])
def test_a_metadata_file_may_be_enclosed_in_hyphens(text: str) -> None:
    """A `.meta.yaml` is YAML as a whole."""
    front, told = read_sidecar("a.meta.yaml", text)
    assert front
    assert not told
    assert values(front.entries) == {"a": "b"}


def test_a_metadata_file_of_two_documents() -> None:
    """A second document is refused, not dropped."""
    front, (told,) = read_sidecar("a.meta.yaml", "a: b\n---\nc: d\n")
    assert front is None
    assert (told.code, told.line) == (Code.FRONT_MATTER_SYNTAX, 2)


def test_empty_front_matter() -> None:
    """Nothing at all is allowed; what is missing is told elsewhere."""
    for yaml in ("", "# only a comment"):
        front, told = read(yaml)
        assert front
        assert not told
        assert front.entries == ()


def test_the_json_schema_has_every_key_of_the_table() -> None:
    """One table gives types and schema: each key and synonym, the archive's fields included."""
    settings = default_settings()
    schema = json_schema(settings)
    json.dumps(schema)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == {name for key in keys(settings) for name in (key.name, *key.synonyms)}
    assert {"subjects", "countries", "author", "lang"} <= set(properties)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert len({key.name for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("embargo-until", "embargo_until"),
        ("subject", "subjects"),
        ("zzz", ""),
    ],
)
def test_the_nearest_known_key(misspelt: str, meant: str) -> None:
    """A misspelt key leads to the one that it resembles; one that resembles none to none."""
    known = tuple(name for key in keys(default_settings()) for name in (key.name, *key.synonyms))
    assert nearest(misspelt, known) == meant
