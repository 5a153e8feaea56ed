"""The order, labels and ids of Markdown's notes.

A label of digits, or of a capital and digits, is shown as it stands and names the ids; a note with another
name shows its place among the notes, or the next number that no label has.

Notes whose labels are shown as they stand keep the order in which they are defined. Where one has a name,
all stand in the order in which they are first called; those that nothing calls follow.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from readingroom.addresses import Anchors, slug

_PRINTED = re.compile(r"[A-Z]?[0-9]+|\d+")


@dataclass(slots=True)
class NumberedNote:
    """A note as the page shows it."""

    place: int
    """Among the definitions."""
    label: str
    name: str
    """What its ids are made of: "3" of "note-3" and "noteref-3"."""
    calls: list[str] = field(default_factory=list)


def is_printed(label: str) -> bool:
    """Whether a label is one that a page shows as it stands: "3", "E1"."""
    return bool(_PRINTED.fullmatch(label))


def order(labels: Sequence[str], body: Sequence[int], notes: Sequence[Sequence[int]]) -> list[int]:
    """The places of the notes in the order of the page; `body` and `notes` tell what each of them calls."""
    if all(map(is_printed, labels)):
        return list(range(len(labels)))
    found = dict.fromkeys(body)
    waiting = list(found)
    for place in waiting:
        for called in notes[place]:
            if called not in found:
                found[called] = None
                waiting.append(called)
    return [*found, *(place for place in range(len(notes)) if place not in found)]


def number(labels: Sequence[str], places: Iterable[int], anchors: Anchors) -> dict[int, NumberedNote]:
    """The notes by their places, in the order of the page; ids are claimed, those of printed labels first."""
    in_order = list(places)
    names = {
        place: anchors.claim(f"note-{labels[place].lower()}")
        for place in in_order
        if is_printed(labels[place])
    }
    taken = {labels[place] for place in names}
    numbered: dict[int, NumberedNote] = {}
    for position, place in enumerate(in_order, 1):
        label = labels[place]
        if place not in names:
            label = next(str(n) for n in count(position) if str(n) not in taken)
            taken.add(label)
            names[place] = anchors.claim(f"note-{slug(labels[place]) or label}")
        numbered[place] = NumberedNote(place, label, names[place].removeprefix("note-"))
    return numbered
