"""References found in prose → the dispatches that they lead to, and the numbers that are wanted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readingroom.diagnostics import Code, Diagnostic
from readingroom.link.catalogue import folded
from readingroom.link.order import natural
from readingroom.link.state import State
from readingroom.model.archive import Card, Citation, ResolvedReference, Wanted
from readingroom.model.dispatch import Reference
from readingroom.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Led:
    """A reference with the id that it means, whether the archive shows that or not."""

    reference: Reference
    id: str
    is_shown: bool


def led(card: Card, state: State) -> tuple[Led, ...]:
    """The references of a dispatch with what they mean; its own number is none."""
    found = []
    for reference in card.references:
        known = state.catalogue.numbered(reference.series, reference.number)
        meant = known or folded(f"{reference.series}/{reference.number}")
        if meant != card.id:
            found.append(Led(reference, meant, known in state.shown))
    return tuple(found)


def links(references: Iterable[Led], state: State) -> tuple[ResolvedReference, ...]:
    """The links that references make in the text; a number inside a range has no words to carry one."""
    return tuple(
        ResolvedReference(one.reference.where, one.reference.span, one.id, _fragment(one, state))
        for one in references
        if one.is_shown and one.reference.span.start < one.reference.span.end
    )


def diagnostics(card: Card, references: Iterable[Led], state: State) -> Iterator[Diagnostic]:
    """What there is to tell about the references of a dispatch: each wanted number once."""
    told: set[str] = set()
    for one in references:
        reference = one.reference
        if not one.is_shown and one.id not in told:
            told.add(one.id)
            message = f"{one.id} is referred to, and the archive does not show it."
            yield Diagnostic(code=Code.REFERENCE_WANTED, message=message, path=card.path, line=reference.line)
        elif state.is_readable(one.id) and reference.fragment and not _fragment(one, state):
            message = f"{one.id} has no note “{reference.fragment.removeprefix('note-')}”."
            yield Diagnostic(code=Code.FRAGMENT_BROKEN, message=message, path=card.path, line=reference.line)


def wanted(references: Mapping[str, tuple[Led, ...]], state: State, settings: Settings) -> tuple[Wanted, ...]:
    """The numbers that dispatches refer to and the archive does not show, by series and number.

    `references` are by the id of the dispatch that makes them, in the order of the archive.
    """
    citations: dict[str, list[Citation]] = defaultdict(list)
    for citing, found in references.items():
        for one in found:
            if not one.is_shown:
                citations[one.id].append(citation(citing, one.reference))
    names = _series_names(state, settings)
    rows = []
    for missing, cited_by in citations.items():
        series, _, number = missing.partition("/")
        rows.append(Wanted(names.get(series, series), number, missing, tuple(dict.fromkeys(cited_by))))
    return tuple(sorted(rows, key=lambda row: (row.id.partition("/")[0], natural(row.number), row.id)))


def citation(citing: str, reference: Reference) -> Citation:
    """The place of a reference, as the dispatch that it leads to shows it."""
    return Citation(citing, reference.anchor, reference.sentence)


def _fragment(one: Led, state: State) -> str:
    """The note that a reference means, where the dispatch shows such a note."""
    fragment = one.reference.fragment
    is_there = state.is_readable(one.id) and state.catalogue.cards[one.id].has_anchor(fragment)
    return fragment if is_there else ""


def _series_names(state: State, settings: Settings) -> dict[str, str]:
    """Names of the series by slug: as archive.toml writes them, else as the dispatches do."""
    cards = (state.catalogue.cards[dispatch] for dispatch in sorted(state.shown, reverse=True))
    return {card.id.partition("/")[0]: card.meta.series for card in cards} | {
        row.slug: row.name for row in settings.series
    }
