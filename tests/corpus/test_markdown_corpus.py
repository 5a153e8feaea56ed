"""The Markdown form of real documents: everything that is known of them is read, and no word is lost."""

import difflib
import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from markdown import Markdown

from readingroom.config import default_settings
from readingroom.diagnostics import Severity
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.markdown.inline_speed import make_sparing
from readingroom.parse.result import Parsed

pytestmark = pytest.mark.corpus

FOLDERS = ("frus", "mixed")
EXTENSIONS = [
    "footnotes",
    "tables",
    "attr_list",
    "def_list",
    "abbr",
    "admonition",
    "sane_lists",
    "md_in_html",
    "fenced_code",
]
SETTINGS = default_settings()


def documents(corpus: Path, folder: str) -> Iterator[tuple[dict[str, object], bytes]]:
    """What gold says of each document, and its Markdown."""
    with (corpus / folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            yield gold, (corpus / folder / "md" / f"{gold['id']}.md").read_bytes()


@cache
def read(data: bytes) -> Parsed:
    """A document read; it has the name "document.md"."""
    return parse(Source(path="document.md", form=Form.MARKDOWN, data=data), SETTINGS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_document_is_read(corpus: Path, folder: str) -> None:
    """None is refused, and every passage of every document knows its lines."""
    for gold, data in documents(corpus, folder):
        parsed = read(data)
        assert parsed.dispatch, (gold["id"], parsed.diagnostics)
        assert not [told for told in parsed.diagnostics if told.severity is Severity.ERROR]
        unknown = [text for passage, text in parsed.dispatch.body.texts() if not passage.line]
        assert unknown == [], gold["id"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_gold_knows_is_read(corpus: Path, folder: str) -> None:
    """Title, date, number, series, places, topics and the labels of the notes, in order."""
    for gold, data in documents(corpus, folder):
        dispatch = read(data).dispatch
        assert dispatch
        meta = dispatch.meta
        told = {
            "title": meta.title,
            "date": meta.date.text if meta.date else None,
            "number": meta.number,
            "series": meta.series,
            "places": [value.name for value in meta.values("places")],
            "topics": [value.name for value in meta.values("topics")],
            "notes": [note.label for note in dispatch.notes],
        }
        expected = {
            "title": gold["title"],
            "date": gold.get("date"),
            "number": str(gold["number"]),
            "series": gold["series"],
            "places": gold.get("countries", []),
            "topics": gold.get("topics", []),
            "notes": gold.get("footnotes", []),
        }
        assert told == expected, gold["id"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_reference_has_its_note(corpus: Path, folder: str) -> None:
    """Each `[^n]` of the source, in order, is a reference; each note has as many calls as the source has."""
    for gold, data in documents(corpus, folder):
        dispatch = read(data).dispatch
        assert dispatch
        body, notes = _parts(data.decode())
        written = re.findall(r"\[\^([^\]]+)\]", body + "".join(notes.values()))
        calls = {note.label: len(note.calls) for note in dispatch.notes}
        assert calls == {label: written.count(label) for label in notes}, gold["id"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_word_is_lost(corpus: Path, folder: str) -> None:
    """The words of body and notes, in order, are those of the source without its marks."""
    for gold, data in documents(corpus, folder):
        dispatch = read(data).dispatch
        assert dispatch
        body, notes = _parts(data.decode())
        shown = [word for _, text in dispatch.body.texts() for word in _words(text)]
        assert shown == _words(_plain(body)), (gold["id"], _difference(shown, _words(_plain(body))))
        for note in dispatch.notes:
            said = [word for _, text in note.body.texts() for word in _words(text)]
            assert said == _words(_plain(notes[note.label])), (gold["id"], note.label)


def test_skipping_what_cannot_match_changes_nothing(corpus: Path) -> None:
    """On the inputs of public Markdown suites the output is that of Python-Markdown itself."""
    stock, sparing = Markdown(extensions=EXTENSIONS), Markdown(extensions=EXTENSIONS)
    make_sparing(sparing)
    with (corpus / "markdown" / "cases.jsonl").open(encoding="utf-8") as lines:
        sources = [json.loads(line)["markdown"] for line in lines]
    different = [source for source in sources if _convert(sparing, source) != _convert(stock, source)]
    assert different == []


def test_public_suites_are_read_or_refused_with_a_reason(corpus: Path) -> None:
    """None ends in an exception."""
    with (corpus / "markdown" / "cases.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            data = f"---\ntitle: T\n---\n{json.loads(line)['markdown']}".encode("utf-8", "replace")
            parsed = parse(Source(path="a.md", form=Form.MARKDOWN, data=data), SETTINGS)
            assert parsed.dispatch or parsed.diagnostics


def _convert(md: Markdown, source: str) -> str:
    md.reset()
    return md.convert(source)


def _parts(text: str) -> tuple[str, dict[str, str]]:
    """A document's body and its notes by label."""
    _, _, rest = text.partition("\n---\n")
    body: list[str] = []
    notes: dict[str, list[str]] = {}
    current = body
    for line in rest.split("\n"):
        definition = re.match(r"\[\^([^\]]+)\]:(.*)", line)
        if definition:
            current = notes.setdefault(definition[1], [])
            current.append(definition[2])
        else:
            if line and not line.startswith("    "):
                current = body
            current.append(line)
    return "\n".join(body), {label: "\n".join(lines) for label, lines in notes.items()}


def _plain(text: str) -> str:
    """Markdown of the documents' kind without its marks."""
    text = re.sub(r"\]\([^)\s]*\)", "] ", text)
    text = re.sub(r"^(?:\s*[-*+]\s|\s*\d+\.\s+|#+\s|>\s?)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^```\w*$|^\|?[\s:|-]+\|[\s:|-]*$", "", text, flags=re.MULTILINE)
    return unescape(re.sub(r"\[\^[^\]]+\]", "", text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub("[*`]", "", text).replace("_", " "))


def _difference(one: list[str], other: list[str]) -> list[tuple[list[str], list[str]]]:
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [(one[a - 2 : b + 2], other[c - 2 : d + 2]) for kind, a, b, c, d in steps if kind != "equal"][:3]
