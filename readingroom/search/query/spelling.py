"""Words that the archive has not → the nearest that it has, and the question with these instead."""

from collections.abc import Iterator

from readingroom.search.codes import units
from readingroom.search.query.lists import Lists
from readingroom.search.query.matching import Finds
from readingroom.search.query.nodes import All, AnyOf, Near, Node, Run, Together, Word

SHORTEST = 4
"""Units of a word that may be another's misspelling."""
LONG = 8
"""From so many on two edits are allowed, else one."""
_MARKS = frozenset(":@.")


def corrected(question: str, node: Node, lists: Lists, finds: Finds) -> str:
    """The question, each plain word that no document has replaced by the nearest; "" where none is."""
    changed = question
    for word in reversed(list(_unknown(node, finds))):
        if nearest := _nearest(word.surface, lists):
            changed = changed[: word.start] + nearest + changed[word.end :]
    return "" if changed == question else changed


def distance(one: str, other: str, most: int) -> int:
    """Edits between two words, in units: to insert, drop, replace or swap neighbours; `most` + 1 for more."""
    a, b = _units(one), _units(other)
    if abs(len(a) - len(b)) > most:
        return most + 1
    before_that: list[int] = []
    before = list(range(len(b) + 1))
    for i, unit in enumerate(a, 1):
        row = [i]
        for j, wanted in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (unit != wanted))
            if i > 1 and j > 1 and unit == b[j - 2] and a[i - 2] == wanted:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_that, before = before, row
    return min(before[-1], most + 1)


def _unknown(node: Node, finds: Finds) -> Iterator[Word]:
    """The plain words of a question that no document has."""
    match node:
        case Run():
            for word, records in zip(node.words, finds.records(node), strict=True):
                if isinstance(word, Word) and _is_plain(word) and not finds.found(word, records).gains:
                    yield word
        case Together():
            for item in node.items:
                yield from _unknown(item, finds)
        case All() | AnyOf():
            for one in node.nodes:
                yield from _unknown(one, finds)
        case Near():
            yield from _unknown(node.left, finds)
            yield from _unknown(node.right, finds)


def _is_plain(word: Word) -> bool:
    return not word.field and "." not in word.surface


def _nearest(surface: str, lists: Lists) -> str:
    """The nearest surface with the same beginning; a number is not misspelled."""
    length = len(_units(surface))
    if length < SHORTEST or (surface[0].isascii() and surface[0].isdigit()):
        return ""
    most = 1 if length < LONG else 2
    best: tuple[int, int, bytes, str] | None = None
    for known in lists.beginning(surface[0]):
        if known.documents and _MARKS.isdisjoint(known.surface):
            edits = distance(surface, known.surface, most)
            row = (edits, -known.documents, units(known.surface), known.surface)
            if edits <= most and (best is None or row < best):
                best = row
    return best[3] if best else ""


def _units(text: str) -> list[bytes]:
    data = units(text)
    return [data[at : at + 2] for at in range(0, len(data), 2)]
