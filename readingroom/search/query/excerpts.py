"""The part of a dispatch that shows best why it was found."""

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readingroom.search.characters import Characters
from readingroom.search.layout import TITLE
from readingroom.search.query.lists import Lists
from readingroom.search.query.matching import Finds
from readingroom.search.query.nodes import (
    All,
    AnyOf,
    Near,
    Node,
    Phrase,
    Prefix,
    Run,
    Together,
    Word,
)
from readingroom.search.query.terms import before, exactly, terms_of
from readingroom.search.words import words

WIDTH = 240
"""Characters of an excerpt, about."""
LEAD = 60
"""Of these, at most so many before the first word that was found."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be marked: words one after the other, or all that begin so."""

    weight: int
    words: tuple[frozenset[str], ...]
    beginning: str = ""


class Passage(NamedTuple):
    """A passage of a dispatch, as the index keeps it."""

    field: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a passage: texts, and whether each was asked for."""

    field: int
    anchor: str
    parts: tuple[tuple[str, bool], ...]


class _Place(NamedTuple):
    start: int
    end: int
    mark: int


def passages(packed: str) -> list[Passage]:
    """The passages of a dispatch, out of a text file."""
    return [Passage(*row) for row in json.loads(zlib.decompress(base64.b64decode(packed)))]


def marks_of(node: Node, lists: Lists, finds: Finds) -> Iterator[Mark]:
    """What a question marks."""
    match node:
        case Run():
            for word, records in zip(node.words, finds.records(node), strict=True):
                weight = finds.found(word, records).idf
                yield (
                    _of_word(word, weight, lists)
                    if isinstance(word, Word)
                    else _of_phrase(word, weight, lists)
                )
        case Word():
            yield _of_word(node, finds.found(node, finds.records_alone(node)).idf, lists)
        case Phrase():
            yield _of_phrase(node, finds.found(node).idf, lists)
        case Prefix():
            yield Mark(finds.found(node).idf, (), node.beginning)
        case Near():
            yield from marks_of(node.left, lists, finds)
            yield from marks_of(node.right, lists, finds)
        case Together() | All() | AnyOf():
            for one in node.items if isinstance(node, Together) else node.nodes:
                yield from marks_of(one, lists, finds)


def excerpt(found: Sequence[Passage], marks: Sequence[Mark], characters: Characters) -> Excerpt | None:
    """The best part of the best passage: where the most, and the rarest, of the marks stand together.

    The title stands above an excerpt anyway: it is none, if there is anything else.
    """
    others = [passage for passage in found if passage.field != TITLE] or list(found)
    if not others:
        return None
    best, best_worth, best_places = others[0], 0, list[_Place]()
    for passage in others:
        places = list(_places(passage.text, marks, characters))
        worth = sum(marks[mark].weight for mark in {place.mark for place in places})
        if worth > best_worth:
            best, best_worth, best_places = passage, worth, places
    start, end = _window(best.text, best_places, marks)
    return Excerpt(best.field, best.anchor, tuple(_parts(best.text, start, end, best_places)))


def _of_word(word: Word, weight: int, lists: Lists) -> Mark:
    start = len(before(word.field))
    known = {key.surface[start:] for key in terms_of(lists, word).all()}
    return Mark(weight, (frozenset({word.surface, *known}),))


def _of_phrase(phrase: Phrase, weight: int, lists: Lists) -> Mark:
    start = len(before(phrase.field))
    return Mark(
        weight,
        tuple(
            frozenset(
                {word.surface} | {key.surface[start:] for key in exactly(lists, word, phrase.field).all()}
            )
            for word in phrase.words
        ),
    )


def _places(text: str, marks: Sequence[Mark], characters: Characters) -> Iterator[_Place]:
    cut = words(text, characters)
    forms = [frozenset((word.surface, *word.variants)) for word in cut]
    for number, mark in enumerate(marks):
        length = max(len(mark.words), 1)
        for at in range(len(cut) - length + 1):
            if mark.beginning:
                is_one = cut[at].surface.startswith(mark.beginning)
            else:
                is_one = all(not its.isdisjoint(forms[at + n]) for n, its in enumerate(mark.words))
            if is_one:
                yield _Place(cut[at].start, cut[at + length - 1].end, number)


def _window(text: str, places: list[_Place], marks: Sequence[Mark]) -> tuple[int, int]:
    """The characters from one place to another that are shown."""
    if len(text) <= WIDTH or not places:
        return 0, _at_blank(text, WIDTH)
    ordered = sorted(places)
    best, best_worth = ordered[0], -1
    for first in ordered:
        last = first.start + WIDTH - LEAD
        there = {place.mark for place in ordered if first.start <= place.start and place.end <= last}
        worth = sum(marks[mark].weight for mark in there)
        if worth > best_worth:
            best, best_worth = first, worth
    start = max(best.start - LEAD, 0)
    if start:
        blank = text.find(" ", start, best.start)
        start = blank + 1 if blank >= 0 else best.start
    return start, _at_blank(text, max(start + WIDTH, best.end))


def _at_blank(text: str, end: int) -> int:
    """A place not far before, between words."""
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", end - LEAD, end)
    return blank if blank >= 0 else end


def _parts(text: str, start: int, end: int, places: list[_Place]) -> Iterator[tuple[str, bool]]:
    at = start
    if start:
        yield "… ", False
    for place in sorted(places):
        if place.start < at or place.end > end:
            continue
        if place.start > at:
            yield text[at : place.start], False
        yield text[place.start : place.end], True
        at = place.end
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield " …", False
