"""Which documents a question finds, and which of its leaves count for their order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from readingroom.search.query.days import Days
from readingroom.search.query.nodes import (
    After,
    All,
    AnyOf,
    Before,
    Dates,
    Leaf,
    Node,
    Not,
    Nothing,
    Run,
    Together,
    Word,
)

Records = tuple[str, ...]
"""The records that a word names."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a leaf finds."""

    idf: int
    gains: Mapping[int, float]
    """By document."""


class Finds(Protocol):
    """Whoever looks leaves up."""

    count: int

    def found(self, leaf: Leaf, records: Records = ()) -> Found:
        """What a leaf finds."""

    def days(self) -> list[Days]:
        """First and last day of every document."""

    def records(self, run: Run) -> list[Records]:
        """The records that each word of a run names."""

    def records_alone(self, word: Word) -> Records:
        """The records that a word names on its own."""


def documents_of(node: Node, finds: Finds) -> set[int]:  # noqa: PLR0911 - one for each kind of node
    """The documents that a question finds."""
    match node:
        case Nothing():
            return set()
        case Not():
            return set(range(finds.count)) - documents_of(node.node, finds)
        case Dates() | Before() | After():
            return {number for number, days in enumerate(finds.days()) if is_within(days, node)}
        case Run():
            return set().union(*(found.gains for found in _of_run(node, finds)))
        case Together():
            return _together(node, finds)
        case All():
            return set.intersection(*(documents_of(one, finds) for one in node.nodes))
        case AnyOf():
            return set().union(*(documents_of(one, finds) for one in node.nodes))
        case Word():
            return set(finds.found(node, finds.records_alone(node)).gains)
    return set(finds.found(node).gains)


def scored(node: Node, finds: Finds) -> Iterator[Found]:
    """What the leaves that count find, in the order of the question."""
    match node:
        case Nothing() | Not() | Dates() | Before() | After():
            return
        case Run():
            yield from _of_run(node, finds)
        case Together():
            for item in node.items:
                yield from scored(item, finds)
        case All() | AnyOf():
            for one in node.nodes:
                yield from scored(one, finds)
        case Word():
            yield finds.found(node, finds.records_alone(node))
        case _:
            yield finds.found(node)


def is_within(days: Days, wanted: Dates | Before | After) -> bool:
    """Whether the days of a document are those asked for; it has a date."""
    if not days.first:
        return False
    if isinstance(wanted, Before):
        return days.first < wanted.day
    if isinstance(wanted, After):
        return days.last > wanted.day
    return days.first <= wanted.last and days.last >= wanted.first


def _of_run(run: Run, finds: Finds) -> Iterator[Found]:
    for word, records in zip(run.words, finds.records(run), strict=True):
        yield finds.found(word, records)


def _together(node: Together, finds: Finds) -> set[int]:
    """Everything required; where nothing is, any plain word; where there is none either, everything."""
    excluding = [item for item in node.items if _only_excludes(item)]
    rest = [item for item in node.items if not _only_excludes(item)]
    required = [item for item in rest if not isinstance(item, Run)]
    if required:
        found = set.intersection(*(documents_of(item, finds) for item in required))
    elif rest:
        found = set().union(*(documents_of(item, finds) for item in rest))
    else:
        found = set(range(finds.count))
    for item in excluding:
        found &= documents_of(item, finds)
    return found


def _only_excludes(node: Node) -> bool:
    """Whether it says what must not be there, and nothing else."""
    match node:
        case Not():
            return True
        case Together() | All() | AnyOf():
            return all(map(_only_excludes, node.items if isinstance(node, Together) else node.nodes))
    return False
