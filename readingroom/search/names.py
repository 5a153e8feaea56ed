"""Where a text names someone of the authority files: every form of a name, as words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from readingroom.model.authority import Authority, Entity
from readingroom.search.layout import RECORD_SIGN
from readingroom.search.words import words


class Mention(NamedTuple):
    """A name at word number `place` of a passage, so many words long."""

    place: int
    length: int
    word: str


@dataclass(frozen=True)
class Names:
    """The forms of names by their first word; of each the rest of its words, and the record's word."""

    forms: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    """Longest first."""
    characters: str = ""
    """All that they are written with, each once: a question may use names that no text has."""

    def mentions(self, surfaces: list[str]) -> Iterator[Mention]:
        """The names among the words of a passage, the longest at each place, none within another."""
        if self.forms.keys().isdisjoint(surfaces):
            return
        free = 0
        for place, surface in enumerate(surfaces):
            if place < free:
                continue
            for rest, word in self.forms.get(surface, ()):
                length = 1 + len(rest)
                if free > place and length < free - place:
                    break
                if tuple(surfaces[place + 1 : place + length]) == rest:
                    yield Mention(place, length, word)
                    free = place + length


def names_of(authority: Authority) -> Names:
    """The forms of all names of the authority files.

    A form that several records share leads to each of them.
    """
    found: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
    characters: set[str] = set()
    for entity in authority.entities.values():
        for form in forms(entity):
            characters.update(form)
            surfaces = tuple(word.surface for word in words(form))
            if surfaces:
                found.setdefault(surfaces[0], {})[surfaces[1:], word_of(entity)] = None
    return Names(
        {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for first, rows in found.items()},
        "".join(sorted(characters)),
    )


def forms(entity: Entity) -> Iterable[str]:
    """Every form of a name, each once.

    A preferred form that is inverted for the alphabet ("Branly, Édouard") also stands the other way round,
    as texts have it.
    """
    last, comma, first = entity.name.partition(",")
    plain = f"{first.strip()} {last.strip()}" if comma and "," not in first else ""
    return dict.fromkeys(
        name for name in (entity.name, entity.display, plain, *entity.variants) if name.strip()
    )


def word_of(entity: Entity) -> str:
    """The word that stands for a record in the index."""
    return f"{RECORD_SIGN}{entity.kind}/{entity.id}"
