"""A dispatch → the passages that are indexed: its text, and what it is filed under."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readingroom.model.authority import Authority
from readingroom.model.block import Insertion, PassageKind
from readingroom.model.dispatch import Dispatch, Meta
from readingroom.search.layout import BODY, HEADINGS, METADATA, NOTES, TITLE
from readingroom.search.names import forms, word_of
from readingroom.search.stems import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A passage as it is indexed."""

    field: int
    text: str
    language: str
    anchor: str = ""
    insertions: tuple[tuple[int, int], ...] = ()
    """First character of each, and the one after its last, brackets included."""
    key: str = ""
    """Of the field whose words it has; these have no length."""
    record: str = ""
    """The word of the record that a value means."""


def texts(dispatch: Dispatch) -> Iterator[Part]:
    """Title, body and notes, passage by passage."""
    meta = dispatch.meta
    language = primary(meta.language)
    for title in filter(None, (meta.title, meta.subtitle)):
        yield Part(field=TITLE, text=title, language=language)
    spans = _spans(dispatch.insertions)
    anchor = ""
    for number, (passage, text) in enumerate(dispatch.body.texts()):
        anchor = passage.anchor or anchor
        yield Part(
            field=HEADINGS if passage.kind is PassageKind.HEADING else BODY,
            text=text,
            language=primary(passage.language) or language,
            anchor=anchor,
            insertions=spans.get((None, number), ()),
        )
    for where, note in enumerate(dispatch.notes):
        for number, (passage, text) in enumerate(note.body.texts()):
            yield Part(
                field=NOTES,
                text=text,
                language=primary(passage.language) or language,
                anchor=note.id,
                insertions=spans.get((where, number), ()),
            )


def _spans(insertions: Iterable[Insertion]) -> dict[tuple[int | None, int], tuple[tuple[int, int], ...]]:
    """The characters of insertions by note and passage."""
    found: dict[tuple[int | None, int], tuple[tuple[int, int], ...]] = {}
    for one in insertions:
        key = one.where, one.span.passage
        found[key] = (*found.get(key, ()), (one.span.start, one.span.end))
    return found


def values(dispatch: Dispatch, authority: Authority) -> Iterator[Part]:
    """What the dispatch is filed under: in itself, and as words of each field."""
    meta = dispatch.meta
    language = primary(meta.language)
    if meta.summary:
        yield Part(field=METADATA, text=meta.summary, language=language)
    for key, text in _plain_values(meta, dispatch.insertions):
        if key in {"series", "number"}:
            yield Part(field=METADATA, text=text, language=language)
        yield Part(field=METADATA, text=text, language=language, key=key)
    for key, its in meta.fields:
        for value in its:
            entity = authority.find(key, value.name)
            record = word_of(entity) if entity else ""
            yield Part(field=METADATA, text=value.name, language=language, record=record)
            yield Part(field=METADATA, text=value.name, language=language, key=key, record=record)
            for form in forms(entity) if entity else ():
                if form != value.name:
                    yield Part(field=METADATA, text=form, language=language, key=key)


def _plain_values(meta: Meta, insertions: Sequence[Insertion]) -> Iterator[tuple[str, str]]:
    yield "series", meta.series
    yield "number", meta.number
    yield "language", meta.language
    for kind in dict.fromkeys(one.kind for one in insertions):
        yield "insertion", kind
