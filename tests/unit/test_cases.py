"""The rules of the plain-text grammar, each on cases invented against it: `tests/cases/*.md`.

A case is a title, settings of its own ("series: Special Report"), a line ".", the source, a line ".",
what it is read as, and a line ".". The first line of a file names the kinds of lines that its cases
compare. Inline: {noteref-1} is a note reference, ⟦kind:[…]⟧ an insertion, <address|text> a link, ⏎ a
line break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pytest

from readingroom.addresses import slug
from readingroom.config import default_settings
from readingroom.model.block import Body, Markup, NoteReference, Passage, PassageKind, Text
from readingroom.model.dispatch import Dispatch
from readingroom.model.settings import Series, Settings
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.result import Parsed

FOLDER = Path(__file__).parents[1] / "cases"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    file: str
    title: str
    shown: frozenset[str]
    options: tuple[tuple[str, str], ...]
    source: str
    expected: str


def cases() -> Iterator[Case]:
    """All cases, in the order of their files."""
    for path in sorted(FOLDER.glob("*.md")):
        head, *rest = path.read_text("utf-8").split("\n\n", 1)
        shown = frozenset(kind.strip() for kind in head.removeprefix("Shown:").split(","))
        parts = re.split(r"^\.\n", rest[0] + "\n", flags=re.MULTILINE)
        for at in range(0, len(parts) - 3, 3):
            title, *options = parts[at].strip().split("\n")
            pairs = tuple((key, value.strip()) for key, _, value in (o.partition(":") for o in options))
            yield Case(
                path.stem, title, shown, pairs, parts[at + 1].removesuffix("\n"), parts[at + 2].strip("\n")
            )


ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[f"{c.file}-{n}-{c.title}" for n, c in enumerate(ALL)])
def test_a_case_is_read_as_written(case: Case) -> None:
    """Every rule holds on the cases that were invented against it."""
    parsed = parse(_source(case), _settings(case))
    lines = [line for line in _lines(parsed) if _kind(line) in case.shown]
    assert "\n".join(lines) == _unescaped(case, case.expected)


def test_every_rule_has_ten_cases() -> None:
    """A rule is tried on at least ten cases."""
    counted = {case.file: sum(other.file == case.file for other in ALL) for case in ALL}
    assert min(counted.values()) >= 10


def _kind(line: str) -> str:
    word = line.split(" ", 1)[0]
    return "note" if word.startswith("note-") else word.removeprefix("/")


def _option(case: Case, name: str) -> str | None:
    return next((value for key, value in case.options if key == name), None)


def _source(case: Case) -> Source:
    text = _unescaped(case, case.source)
    newline = {"crlf": "\r\n", "cr": "\r"}.get(_option(case, "newlines") or "", "\n")
    encoding = _option(case, "encoding") or "utf-8"
    if encoding.endswith("-bom"):
        text, encoding = BOM + text, encoding.removesuffix("-bom")
    if encoding == "utf-8-and-cp1252":
        data = text.encode().replace("¤".encode(), b"\xe9")
    else:
        data = text.replace("\n", newline).encode(encoding)
    sidecar = _option(case, "sidecar")
    return Source(
        path="58.txt",
        form=Form.TEXT,
        data=data,
        sidecar=sidecar.encode() if sidecar else None,
    )


def _unescaped(case: Case, text: str) -> str:
    if not _option(case, "escapes"):
        return text
    return re.sub(r"\\(u[0-9a-f]{4}|[tf])", lambda m: m[0].encode().decode("unicode_escape"), text)


def _settings(case: Case) -> Settings:
    settings = default_settings()
    series = [value.split("|") for key, value in case.options if key == "series"]
    rows = tuple(
        Series(name=name.strip(), slug=slug(name), forms=tuple(form.strip() for form in forms))
        for name, *forms in series
    )
    settings = replace(settings, series=rows, language=_option(case, "language") or settings.language)
    tails = _option(case, "tails")
    if tails is not None:
        settings = replace(settings, tails=tuple(t.strip() for t in tails.split("|") if t.strip()))
    return settings


def _lines(parsed: Parsed) -> Iterator[str]:
    if parsed.dispatch:
        yield from _meta(parsed.dispatch)
        yield from _blocks(parsed.dispatch.body)
        yield from _notes(parsed.dispatch)
        for insertion in parsed.dispatch.insertions:
            where = "body" if insertion.where is None else f"note-{insertion.where}"
            yield f"insertion {insertion.kind} {where} | {insertion.text}"
        if parsed.dispatch.tail:
            yield f"tail | {parsed.dispatch.tail}"
    else:
        yield "refused"
    for found in parsed.diagnostics:
        yield f"! {found.line}:{found.column} {found.code}: {found.message}"


def _meta(dispatch: Dispatch) -> Iterator[str]:
    meta = dispatch.meta
    yield f"language | {meta.language} {meta.direction}"
    yield f"series | {meta.series}"
    yield f"number | {meta.number}"
    if meta.date:
        yield f"date | {meta.date.text}"
    if subjects := meta.values("subjects"):
        yield f"subjects | {'; '.join(value.name for value in subjects)}"
    yield f"title | {meta.title}"


_FOREIGN = re.compile(r'<(?:p|h2)\b[^>]* lang="([^"]*)" dir="([^"]*)"')


def _blocks(body: Body) -> Iterator[str]:
    done = 0
    for passage in body.passages:
        before = "".join(_markup(body, done, passage.start))
        opening = before + "".join(_markup(body, passage.start, passage.end))
        if "</blockquote>" in before:
            yield "/blockquote"
        if "<blockquote>" in opening:
            yield "blockquote"
        kind = "heading" if passage.kind is PassageKind.HEADING else passage.kind.value
        lines = f"{passage.line}-{passage.last_line}".removesuffix(f"-{passage.line}")
        foreign = _FOREIGN.search(opening)
        yield " ".join([kind, lines, *(foreign.groups() if foreign else ()), "|", _inline(body, passage)])
        done = passage.end
    if "</blockquote>" in "".join(_markup(body, done, len(body.chunks))):
        yield "/blockquote"


def _markup(body: Body, start: int, end: int) -> Iterator[str]:
    return (chunk.html for chunk in body.chunks[start:end] if isinstance(chunk, Markup))


def _notes(dispatch: Dispatch) -> Iterator[str]:
    for note in dispatch.notes:
        text = " ¶ ".join(_inline(note.body, passage) for passage in note.body.passages)
        missing = " missing" if note.source_missing else ""
        yield f"{note.id} {note.line} [{' '.join(note.calls)}]{missing} | {text}"


def _inline(body: Body, passage: Passage) -> str:
    shown = []
    for chunk in body.chunks[passage.start : passage.end]:
        match chunk:
            case Text(text):
                shown.append(text.replace("\n", ""))
            case NoteReference(id=name):
                shown.append(f"{{{name}}}")
            case Markup(html):
                shown.append(_tag(html))
    text = "".join(shown)
    return re.sub(r"<([^<>|]+)\|\1>", r"<\1>", text)


def _tag(html: str) -> str:
    if html == "<br>":
        return "⏎"
    if html == "</a>":
        return ">"
    if html == "</span>":
        return "⟧"
    if address := re.fullmatch(r'<a href="([^"]*)" rel="external">', html):
        return f"<{unescape(address[1])}|"
    if kind := re.fullmatch(r'<span class="insertion(?: (\w+))?">', html):
        return f"⟦{kind[1]}:" if kind[1] else "⟦"
    return ""
