"""Whether an edit of one dispatch is one of its text alone, and which others see it then.

```
seen by others = metadata, what it cites and wants, its files, its insertions, the anchors that others mean
```
While these stay, the archive around the dispatch is what it was: its own page changes, the pages
that quote its citing sentences, and those that list its insertions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from readingroom.diagnostics import Severity
from readingroom.link.one import Linked
from readingroom.model.archive import Card, Citation, Entry, LeadsToDispatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """What such an edit comes to."""

    card: Card
    linked: Linked
    recited: tuple[str, ...] = ()
    """Ids of the shown dispatches whose citing sentences, or their places, changed."""
    wanted: tuple[str, ...] = ()
    """The same of the numbers that the archive does not show."""
    kinds: frozenset[str] = frozenset()
    """The kinds of insertion whose words or places changed."""


def splice(before: Card, after: Card, old: Linked, new: Linked, asked: frozenset[str]) -> Splice | None:
    """What an edit comes to; None where others see more of it than a splice mends.

    `before` and `after` are the cards of one dispatch whose words may be read, `old` and `new` what they
    link to in the archive as it was; `asked` are the fragments of it that others mean.
    """
    if _outline(before) != _outline(after) or _reach(old) != _reach(new):
        return None
    if any(before.has_anchor(one) != after.has_anchor(one) for one in asked) or _has_error(new):
        return None
    recited = tuple(name for name in new.cites if citations(old, name) != citations(new, name))
    wanted = tuple(name for name in _wanted(new) if citations(old, name) != citations(new, name))
    changed = (b.kind for a, b in zip(before.insertions, after.insertions, strict=True) if a != b)
    return Splice(card=after, linked=new, recited=recited, wanted=wanted, kinds=frozenset(changed))


def citations(linked: Linked, dispatch: str) -> tuple[Citation, ...]:
    """Every place where one cites another, each once."""
    return tuple(dict.fromkeys(one.citation for one in linked.cited if one.id == dispatch))


def recited(entry: Entry, citing: str, now: Iterable[Citation], *, is_readable: bool) -> Entry:
    """An entry whose citations by one dispatch are replaced; they stand together, and stay in their place."""
    rows = tuple(one if is_readable else replace(one, sentence="") for one in now)
    place = next(n for n, one in enumerate(entry.cited_by) if one.id == citing)
    others = [one for one in entry.cited_by if one.id != citing]
    return replace(entry, cited_by=(*others[:place], *dict.fromkeys(rows), *others[place:]))


def spliced(entry: Entry, found: Splice) -> Entry:
    """The entry of the edited dispatch itself."""
    card = replace(found.card, attachments=found.linked.attachments)
    return replace(entry, card=card, links=found.linked.links, targets=found.linked.targets)


def _outline(card: Card) -> tuple[object, ...]:
    """What of a card is metadata and structure."""
    kinds = tuple(use.kind for use in card.insertions)
    return card.meta, card.path, card.form, card.notes, card.attachments, len(card.links), kinds


def _reach(linked: Linked) -> tuple[object, ...]:
    """What links reach, whatever the words around them."""
    return (
        linked.cites,
        len(linked.links),
        linked.attachments,
        linked.asked,
        _wanted(linked),
        frozenset(target.id for target in linked.targets if isinstance(target, LeadsToDispatch)),
    )


def _wanted(linked: Linked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.id for one in linked.cited if not one.is_shown))


def _has_error(linked: Linked) -> bool:
    return any(one.severity is Severity.ERROR for one in linked.diagnostics)
