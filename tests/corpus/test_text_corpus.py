"""Plain text on real dispatches that nobody tuned it on, against what is known of each of them.

What is expected is taken from the sources by expressions of this file alone; of the project only the
parser is called.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from readingroom.config import default_settings
from readingroom.model.block import Body, Markup, NoteReference, Text
from readingroom.model.dispatch import Dispatch
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.result import Parsed

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
EXACT = 0.995
TAIL = "Share this Report:"
CALL = re.compile(r"(?<!\\)\[\^([^\]]+)\](?!:)")
LABEL = re.compile(r"\[[A-Z]?\d+\]")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real dispatches is not beside the project"),
]

COLLECTIONS = {
    "mixed": ("mixed/txt", "mixed/md", "mixed/gold.jsonl"),
    "mixed serial": ("mixed/serial-txt", "mixed/serial-md", "mixed/serial-gold.jsonl"),
    "papers": ("frus/txt", "frus/md", "frus/gold.jsonl"),
    "papers serial": ("frus-serial/txt", "frus-serial/md", "frus-serial/gold.jsonl"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the corpus: its two forms, what is known of it, and how it was read."""

    id: str
    text: str
    markdown: str
    gold: dict[str, Any]
    parsed: Parsed

    @property
    def dispatch(self) -> Dispatch:
        """The dispatch; a refusal is a failure of the test that asks for it."""
        assert self.parsed.dispatch, (self.id, self.parsed.diagnostics)
        return self.parsed.dispatch


@cache
def papers(collection: str) -> tuple[Paper, ...]:
    """The documents of a collection, read."""
    texts, markdown, gold = COLLECTIONS[collection]
    known = {row["id"]: row for row in map(json.loads, (CORPUS / gold).read_text("utf-8").splitlines())}
    return tuple(
        Paper(
            path.stem,
            path.read_text("utf-8"),
            (CORPUS / markdown / f"{path.stem}.md").read_text("utf-8"),
            known[path.stem],
            parse(Source(path=path.name, form=Form.TEXT, data=path.read_bytes()), default_settings()),
        )
        for path in sorted((CORPUS / texts).glob("*.txt"))
    )


@pytest.fixture(params=list(COLLECTIONS))
def collection(request: pytest.FixtureRequest) -> tuple[Paper, ...]:
    """Each collection in turn."""
    return papers(request.param)


def calls(body: Body) -> Iterator[str]:
    """The labels of a body's note references."""
    return (chunk.label for chunk in body.chunks if isinstance(chunk, NoteReference))


def letters(*texts: str) -> str:
    """Every visible character in order, note labels aside."""
    return "".join("".join(LABEL.sub("", text).split()) for text in texts)


def text_of(body: Body) -> str:
    """The visible text of a body, with a blank at every tag that parts blocks."""
    return "".join(
        chunk.text
        if isinstance(chunk, Text)
        else "\n"
        if isinstance(chunk, Markup) and "<p" in chunk.html
        else ""
        for chunk in body.chunks
    )


def test_none_is_refused_and_nothing_is_wrong(collection: tuple[Paper, ...]) -> None:
    """No document of the corpus has an error."""
    assert [paper.id for paper in collection if not paper.parsed.dispatch] == []


def test_number_series_title_date_and_subjects_are_as_known(collection: tuple[Paper, ...]) -> None:
    """What the head says is right for every document."""
    wrong = []
    for paper in collection:
        meta, gold = paper.dispatch.meta, paper.gold
        subjects = [value.name for value in meta.values("subjects")]
        told = (meta.series, meta.number, meta.date.text if meta.date else None, meta.title, subjects)
        title = " ".join(gold["title"].split())
        known = (gold["series"], str(gold["number"]), gold.get("date"), title, gold.get("countries", []))
        if told != known:
            wrong.append((paper.id, told, known))
    assert wrong == []


def test_notes_are_as_known(collection: tuple[Paper, ...]) -> None:
    """The labels of the notes are exact for nearly every document, in order."""
    wrong = [
        (paper.id, told, known)
        for paper in collection
        if (told := [note.label for note in paper.dispatch.notes])
        != (known := paper.gold.get("footnotes", []))
    ]
    assert len(wrong) <= (1 - EXACT) * len(collection), wrong


def test_note_references_are_those_of_the_markdown_form(collection: tuple[Paper, ...]) -> None:
    """The references are exact for nearly every document, in order."""
    wrong = []
    for paper in collection:
        told = [
            label
            for body in (paper.dispatch.body, *(n.body for n in paper.dispatch.notes))
            for label in calls(body)
        ]
        known = CALL.findall(paper.markdown.split("\n---\n", 1)[1])
        if told != known:
            wrong.append((paper.id, told, known))
    assert len(wrong) <= (1 - EXACT) * len(collection), wrong


def test_no_word_of_body_or_notes_is_lost(collection: tuple[Paper, ...]) -> None:
    """Everything below the head of a source is in body and notes, in order, the tail apart."""
    wrong = []
    for paper in collection:
        source = paper.text.split("\n\n", 3)[3].rstrip().removesuffix(TAIL)
        told = letters(text_of(paper.dispatch.body), *(text_of(note.body) for note in paper.dispatch.notes))
        if told != letters(source):
            wrong.append(paper.id)
    assert wrong == []


def test_the_head_is_the_only_thing_taken_off() -> None:
    """Of the sample every word is in title, body, notes, tail or a field of its own."""
    path = CORPUS / "sample" / "special-dispatch-10857.txt"
    source = path.read_text("utf-8")
    parsed = parse(Source(path=path.name, form=Form.TEXT, data=path.read_bytes()), default_settings())
    assert parsed.dispatch
    head = ("October 12, 2023 Special Dispatch No. 10857", parsed.dispatch.meta.title, "October 12, 2023")
    line = "Iran, Palestinians | Special Dispatch No. 10857"
    notes = [text_of(note.body) for note in parsed.dispatch.notes]
    assert letters(source) == letters(
        *head, line, text_of(parsed.dispatch.body), *notes, parsed.dispatch.tail
    )


def test_the_sample_is_read_whole() -> None:
    """The dispatch that everything started from has what a person sees in it."""
    path = CORPUS / "sample" / "special-dispatch-10857.txt"
    parsed = parse(Source(path=path.name, form=Form.TEXT, data=path.read_bytes()), default_settings())
    assert parsed.dispatch
    dispatch = parsed.dispatch
    assert (dispatch.meta.id, dispatch.meta.language) == ("special-dispatch/10857", "en")
    assert dispatch.meta.date
    assert dispatch.meta.date.text == "2023-10-12"
    assert [value.name for value in dispatch.meta.values("subjects")] == ["Iran", "Palestinians"]
    assert len(dispatch.meta.title) == 270
    assert [(note.id, note.calls, note.source_missing) for note in dispatch.notes] == [
        ("note-1", ("noteref-1",), False),
        ("note-2", ("noteref-2",), False),
        ("note-3", ("noteref-3",), True),
    ]
    assert [len(heading.text) for heading in dispatch.headings] == [672, 118]
    assert len(dispatch.insertions) == 51
    assert sum("<blockquote>" in c.html for c in dispatch.body.chunks if isinstance(c, Markup)) == 1
    assert [found.code for found in parsed.diagnostics] == [
        "quotation-reopened",
        "note-source-missing",
        "tail-cut",
    ]
