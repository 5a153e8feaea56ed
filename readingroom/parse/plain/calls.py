"""Which bracketed labels are note references, and which note each leads to.

A label is a reference only where a note has it. Of a label that several notes have, references pair
with notes in order, and further ones go to the last. The second note of label 1 is `note-1-b`, its
reference `noteref-1-b`.

Where all other references stand close up to their word, a bracketed number after a blank, not next
to another reference, whose label was referred to before, is an editor's correction; but behind the
word itself ("see note [2]") it names a note.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readingroom.model.block import NoteReference
from readingroom.parse import brackets
from readingroom.parse.brackets import Group

_NEAR = 40
"""Characters in which the next bracket is looked for."""


_NAMED = re.compile(r"\b(?:(?:foot|end)?notes?|nn?\.|fn\.|Anm\.|Fußnoten?|notas?)\s+$", re.IGNORECASE)
"""The word "note" before a number, in the languages that most sources are in."""


@dataclass(frozen=True, slots=True)
class Call:
    """Note references from `start` to `end` of a text."""

    start: int
    end: int
    references: tuple[NoteReference, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A bracketed number that is no reference, at `start` of text number `text`."""

    text: int
    start: int
    shown: str
    correction: bool
    count: int = 1


@dataclass(slots=True, kw_only=True)
class Calls:
    """All references of a dispatch; `by_text` counts its texts from 0, the notes' behind the body's."""

    note_ids: tuple[str, ...]
    by_text: dict[int, list[Call]]
    by_note: dict[str, list[str]] = field(default_factory=dict)
    """Ids of the references that lead to each note."""
    remarks: list[Remark] = field(default_factory=list)
    firsts: list[tuple[int, int, int]] = field(default_factory=list)
    """The first reference to each note: number of the note, text and offset."""


def suffix(count: int) -> str:
    """What tells the notes of one label apart: nothing, "-b", "-c" … "-z", "-aa"."""
    letters = ""
    number = count + 1
    while count and number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return f"-{letters}" if letters else ""


def note_ids(labels: Sequence[str]) -> tuple[str, ...]:
    """The ids of notes by their labels, each id once."""
    seen = Counter[str]()
    ids = []
    for label in map(brackets.key, labels):
        ids.append(f"note-{label}{suffix(seen[label])}")
        seen[label] += 1
    return tuple(ids)


def find(texts: Sequence[str], labels: Sequence[str]) -> Calls:
    """The references in the texts of a dispatch whose notes have the labels, in order."""
    calls = Calls(note_ids=note_ids(labels), by_text=defaultdict(list))
    defined = {brackets.key(label) for label in labels}
    candidates: list[tuple[int, Group]] = []
    other = Counter[str]()
    first: dict[str, tuple[int, Group]] = {}
    for number, text in enumerate(texts):
        for group in brackets.groups(text):
            if all(brackets.key(label) in defined for label in group.labels):
                candidates.append((number, group))
            elif not group.labels[0][0].isalpha():
                shown = text[group.start : group.end]
                other[shown] += 1
                first.setdefault(shown, (number, group))
        for start, end in _ranges(text):
            shown = text[start:end]
            other[shown] += 1
            first.setdefault(shown, (number, Group(start, end, ())))
    calls.remarks += [
        Remark(number, group.start, shown, correction=False, count=other[shown])
        for shown, (number, group) in first.items()
    ]
    _pair(calls, _without_corrections(texts, candidates, calls.remarks), labels)
    return calls


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Bracketed numbers that no labels are: ranges."""
    if "[" in text:
        for match in brackets.NUMBERS.finditer(text):
            if any(dash in match[0] for dash in "-–—"):
                yield match.span()


def _without_corrections(
    texts: Sequence[str], candidates: Sequence[tuple[int, Group]], remarks: list[Remark]
) -> Iterator[tuple[int, Group]]:
    """The candidates that are references; corrections go to the remarks."""
    doubted = set(_doubted(texts, candidates))
    sure = [one for index, one in enumerate(candidates) if index not in doubted]
    if any(_stands_apart(texts[number], group) for number, group in sure):
        doubted = set()
    for index, (number, group) in enumerate(candidates):
        if index in doubted:
            remarks.append(
                Remark(number, group.start, texts[number][group.start : group.end], correction=True)
            )
        else:
            yield number, group


def _doubted(texts: Sequence[str], candidates: Sequence[tuple[int, Group]]) -> Iterator[int]:
    """The candidates after a blank, not beside another, whose labels were all referred to before."""
    called: set[str] = set()
    for index, (number, group) in enumerate(candidates):
        keys = {brackets.key(label) for label in group.labels}
        text = texts[number]
        if keys <= called and _stands_apart(text, group):
            yield index
        called |= keys


def _stands_apart(text: str, group: Group) -> bool:
    """Whether a bracket stands after a blank and not next to another one of labels."""
    before = text[max(0, group.start - _NEAR) : group.start]
    if not before[-1:].isspace() or _NAMED.search(before):
        return False
    after = text[group.end : group.end + _NEAR]
    beside = brackets.without_trailing(before) != before.rstrip() or brackets.OPENING.match(after)
    return not beside


def _pair(calls: Calls, candidates: Iterator[tuple[int, Group]], labels: Sequence[str]) -> None:
    notes: dict[str, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        notes[brackets.key(label)].append(number)
    met = Counter[str]()
    for text, group in candidates:
        references = []
        for label in group.labels:
            owners = notes[brackets.key(label)]
            number = owners[min(met[brackets.key(label)], len(owners) - 1)]
            met[brackets.key(label)] += 1
            references.append(_reference(calls, number, labels[number], (text, group.start)))
        calls.by_text[text].append(Call(group.start, group.end, tuple(references)))


def _reference(calls: Calls, number: int, label: str, place: tuple[int, int]) -> NoteReference:
    note = calls.note_ids[number]
    known = calls.by_note.setdefault(note, [])
    if not known:
        calls.firsts.append((number, *place))
    again = f"-{len(known) + 1}" if known else ""
    name = f"noteref-{note.removeprefix('note-')}{again}"
    known.append(name)
    return NoteReference(label=label, note=note, id=name)
