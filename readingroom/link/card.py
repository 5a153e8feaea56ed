"""A dispatch and its references → its card: all that the rest of the archive needs to know of it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from readingroom import sentences
from readingroom.fill import written
from readingroom.model.archive import Card, ExplicitLink, ImageUse, InsertionUse, joined_anchors
from readingroom.model.block import (
    Body,
    Image,
    LinkStart,
    Markup,
    NoteReference,
    Passage,
    Text,
)
from readingroom.model.dispatch import Dispatch, Reference

_ID = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class _Part(NamedTuple):
    """The body, or one note."""

    where: int | None
    body: Body
    note: str
    """Its id; empty for the body."""
    line: int


def card(dispatch: Dispatch, references: tuple[Reference, ...]) -> Card:
    """The card of a dispatch whose references are known."""
    parts = tuple(_parts(dispatch))
    places = [_anchors_by_passage(part) for part in parts]
    return Card(
        meta=dispatch.meta,
        path=dispatch.path,
        form=dispatch.form,
        notes=len(dispatch.notes),
        anchors=joined_anchors(_anchors(dispatch)),
        references=references,
        links=tuple(
            link for part, anchors in zip(parts, places, strict=True) for link in _links(part, anchors)
        ),
        images=tuple(
            ImageUse(chunk.path, chunk.line or part.line)
            for part in parts
            for chunk in part.body.chunks
            if isinstance(chunk, Image)
        ),
        insertions=tuple(
            InsertionUse(
                insertion.kind,
                insertion.text,
                places[0 if insertion.where is None else insertion.where + 1][insertion.span.passage],
            )
            for insertion in dispatch.insertions
        ),
        attachments=dispatch.attachments,
    )


def _parts(dispatch: Dispatch) -> Iterator[_Part]:
    yield _Part(None, dispatch.body, "", 0)
    for where, note in enumerate(dispatch.notes):
        yield _Part(where, note.body, note.id, note.line)


def _anchors(dispatch: Dispatch) -> Iterator[str]:
    """Every id of the body and the notes that a fragment can name."""
    for heading in dispatch.headings:
        yield heading.id
    for part in _parts(dispatch):
        if part.note:
            yield part.note
        for passage in part.body.passages:
            if passage.anchor:
                yield passage.anchor
        for chunk in part.body.chunks:
            if isinstance(chunk, NoteReference):
                yield chunk.id
            elif isinstance(chunk, Markup):
                yield from (unescape(match[1] or match[2] or "") for match in _ID.finditer(chunk.html))


def _anchors_by_passage(part: _Part) -> list[str]:
    """For each passage the id that leads to it: the note's, its own, else the nearest before it."""
    anchors: list[str] = []
    latest = ""
    for passage in part.body.passages:
        latest = part.note or passage.anchor or latest
        anchors.append(latest)
    return anchors


def _links(part: _Part, anchors: list[str]) -> Iterator[ExplicitLink]:
    for passage, anchor in zip(part.body.passages, anchors, strict=True):
        chunks = part.body.chunks[passage.start : passage.end]
        if not any(isinstance(chunk, LinkStart) for chunk in chunks):
            continue
        text, places = _with_labels(part.body, passage)
        ends = sentences.ends(text)
        for chunk, offset in places:
            yield ExplicitLink(
                target=chunk.target,
                sentence=sentences.around(text, ends, offset, offset + 1),
                anchor=anchor,
                where=part.where,
                line=chunk.line or passage.line or part.line,
            )


def _with_labels(body: Body, passage: Passage) -> tuple[str, list[tuple[LinkStart, int]]]:
    """The text of a passage with a name for each link that has no text of its own; where each link begins.

    Such a link shows the title of its target, which is known once the archive is: until then its
    sentence has what the source names, in double brackets.
    """
    parts: list[str] = []
    places: list[tuple[LinkStart, int]] = []
    length = 0
    for chunk in body.chunks[passage.start : passage.end]:
        shown = ""
        if isinstance(chunk, Text):
            shown = chunk.text
        elif isinstance(chunk, LinkStart):
            places.append((chunk, length))
            shown = f"[[{written(chunk.target)}]]" if chunk.label else ""
        parts.append(shown)
        length += len(shown)
    return "".join(parts), places
