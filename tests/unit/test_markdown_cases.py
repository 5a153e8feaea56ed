"""How Markdown is read, on invented cases: `tests/cases/markdown/*.md`.

A case is a title, settings of its own ("series: Special Dispatch | SD No. {n}"), a line ".", the source, a
line ".", what it becomes, and a line ".". What it becomes is the body, then the notes, the table of contents,
and what is told. In it " ¶2" stands for the attributes of paragraph 2, {noteref-1} for a note reference,
<link …> and <image …> for slots.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pytest

from readingroom.addresses import slug
from readingroom.config import default_settings
from readingroom.model.block import (
    Body,
    Chunk,
    DispatchTarget,
    Image,
    LinkEnd,
    LinkStart,
    Markup,
    NoteReference,
    Text,
)
from readingroom.model.settings import Series, Settings
from readingroom.model.source import Form, Source
from readingroom.parse import Parsed, parse

FOLDER = Path(__file__).parents[1] / "cases" / "markdown"
HEAD = "---\ntitle: A title\n---\n"
_NUMBERED = re.compile(r' id="p-[0-9a-z]{5}(?:-\d+)?" class="para([^"]*)" data-number="(\d+)"')


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    file: str
    title: str
    options: tuple[str, ...]
    source: str
    expected: str


def cases() -> Iterator[Case]:
    """All cases, in the order of their files."""
    for path in sorted(FOLDER.glob("*.md")):
        parts = re.split(r"^\.\n", path.read_text("utf-8"), flags=re.MULTILINE)
        for at in range(0, len(parts) - 2, 3):
            title, *options = parts[at].strip().split("\n")
            yield Case(path.stem, title, tuple(options), parts[at + 1].removesuffix("\n"), parts[at + 2])


ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[f"{case.file}-{case.title}" for case in ALL])
def test_a_case_is_read_as_written(case: Case) -> None:
    """Every rule holds on the cases that were invented against it."""
    assert shown(case) == case.expected


def shown(case: Case) -> str:
    """What a case becomes."""
    data = (HEAD + case.source).encode()
    source = Source(path="lines/1905/13.md", form=Form.MARKDOWN, data=data)
    return "".join(f"{line}\n" for line in _lines(parse(source, _settings(case))))


def _settings(case: Case) -> Settings:
    rows = [option.removeprefix("series:").split("|") for option in case.options]
    series = tuple(
        Series(name=name.strip(), slug=slug(name), forms=tuple(form.strip() for form in forms))
        for name, *forms in rows
    )
    return replace(default_settings(), series=series)


def _lines(parsed: Parsed) -> Iterator[str]:
    if parsed.dispatch:
        yield _body(parsed.dispatch.body)
        for note in parsed.dispatch.notes:
            missing = " missing" if note.source_missing else ""
            calls = " ".join(note.calls)
            yield f"{note.id} [{note.label}] {note.line} ({calls}){missing}: {_body(note.body)}"
        for heading in parsed.dispatch.headings:
            yield f"contents {heading.level} #{heading.id}: {heading.text}"
        for insertion in parsed.dispatch.insertions:
            yield f"insertion {insertion.kind}: {insertion.text}"
    else:
        yield "refused"
    for found in parsed.diagnostics:
        yield f"! {found.line}:{found.column} {found.code}: {found.message}"


def _body(body: Body) -> str:
    return _NUMBERED.sub(r" ¶\2\1", "".join(map(_chunk, body.chunks)))


def _chunk(chunk: Chunk) -> str:
    match chunk:
        case Text(text):
            return escape(text, quote=False)
        case Markup(html):
            return html
        case NoteReference(label=label, id=name):
            return f"{{{name}}}" if name == f"noteref-{label}" else f"{{{name} {label}}}"
        case Image(path=path, attributes=attributes):
            return f"<image {path}{attributes}>"
    return _link(chunk)


def _link(chunk: LinkStart | LinkEnd) -> str:
    if isinstance(chunk, LinkEnd):
        return "</link>"
    target = chunk.target
    leads = f"dispatch {target.series}/{target.number}" if isinstance(target, DispatchTarget) else target.path
    fragment = f"#{target.fragment}" if target.fragment else ""
    return f"<link {leads}{fragment}{chunk.attributes}{' label' if chunk.label else ''}>"
