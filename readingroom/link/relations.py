"""Relations that dispatches declare, and their inverses: both sides show them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from readingroom.diagnostics import Code, Diagnostic
from readingroom.link.state import State
from readingroom.model.archive import INVERSE, Card, Relation, RelationKind
from readingroom.model.dispatch import Meta

_KINDS = tuple(RelationKind)


def relations(state: State) -> tuple[Mapping[str, tuple[Relation, ...]], list[Diagnostic]]:
    """The relations of each dispatch that has any, and a warning for each that leads nowhere.

    Only dispatches whose words may be read declare any; what they relate to may be withdrawn or removed.
    """
    found: dict[str, set[Relation]] = defaultdict(set)
    told: list[Diagnostic] = []
    for card in state.readable():
        for kind, name in _declared(card.meta):
            candidates = state.catalogue.related(name, card.id.partition("/")[0])
            problem = _problem(candidates, card, state)
            if problem:
                message = f"{kind.replace('-', '_')}: {name}: {problem}"
                told.append(Diagnostic(code=Code.RELATION_UNKNOWN, message=message, path=card.path))
            else:
                found[card.id].add(Relation(kind, candidates[0]))
                found[candidates[0]].add(Relation(INVERSE[kind], card.id))
    places = {dispatch: place for place, dispatch in enumerate(state.shown)}
    return {
        dispatch: tuple(sorted(rows, key=lambda row: (_KINDS.index(row.kind), places[row.id])))
        for dispatch, rows in found.items()
    }, told


def _declared(meta: Meta) -> Iterator[tuple[RelationKind, str]]:
    for kind, names in (
        (RelationKind.CORRECTS, meta.corrects),
        (RelationKind.CORRECTED_BY, meta.corrected_by),
        (RelationKind.SUPERSEDES, meta.supersedes),
        (RelationKind.FOLLOWS, meta.follows),
        (RelationKind.TRANSLATION_OF, meta.translation_of),
    ):
        for name in names:
            yield kind, name


def _problem(candidates: tuple[str, ...], card: Card, state: State) -> str:
    if not candidates:
        return "the archive has no such dispatch."
    if len(candidates) > 1:
        return f"it can be any of {', '.join(candidates)}."
    if candidates[0] == card.id:
        return "it is the dispatch itself."
    return "" if candidates[0] in state.shown else "it is a draft or under embargo."
