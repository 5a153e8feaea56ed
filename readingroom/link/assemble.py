"""Cards → archive.

```
cards → sound ids → what is shown → order → links, references, relations, aliases → entries
```
Whatever order the cards come in, the archive is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from readingroom.diagnostics import Diagnostic
from readingroom.link import identity, lifecycle, references
from readingroom.link.aliases import aliases
from readingroom.link.catalogue import Catalogue
from readingroom.link.one import NOTHING, Linked, linked
from readingroom.link.order import by_date, neighbours
from readingroom.link.relations import relations
from readingroom.link.state import State
from readingroom.model.archive import Archive, Card, Citation, Entry, Presence, Relation
from readingroom.model.settings import Settings
from readingroom.model.source import Attachment


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A linked archive, with what linking it found out."""

    archive: Archive
    linked: Mapping[str, Linked]
    """By id, of every dispatch whose words may be read."""
    told: tuple[Diagnostic, ...]
    """What there is to tell besides what is told of the links of each."""
    lifts: tuple[str, ...]
    """Every moment when an embargo lifts, in UTC, ISO 8601, in order."""
    state: State

    @cached_property
    def asked(self) -> dict[str, frozenset[str]]:
        """By id, the fragments of a dispatch that others mean, whether it has such or not."""
        asked: dict[str, set[str]] = defaultdict(set)
        for citing, one in self.linked.items():
            for dispatch, fragment in one.asked:
                if dispatch != citing:
                    asked[dispatch].add(fragment)
        return {dispatch: frozenset(fragments) for dispatch, fragments in asked.items()}

    @property
    def all_told(self) -> tuple[Diagnostic, ...]:
        """All that there is to tell, in no order."""
        return (*self.told, *(one for linked in self.linked.values() for one in linked.diagnostics))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that there is to tell, by place."""
        return tuple(sorted(self.all_told, key=lambda one: (one.path, one.line, one.code, one.message)))


def link(
    cards: Iterable[Card],
    settings: Settings,
    *,
    attachments: Mapping[str, Attachment],
    as_of: datetime,
    preview: bool = False,
) -> tuple[Archive, tuple[Diagnostic, ...]]:
    """The archive at a time, and what is wrong with its links; see `link_all`."""
    whole = link_all(cards, settings, attachments=attachments, as_of=as_of, preview=preview)
    return whole.archive, whole.diagnostics


def link_all(
    cards: Iterable[Card],
    settings: Settings,
    *,
    attachments: Mapping[str, Attachment],
    as_of: datetime,
    preview: bool = False,
) -> Whole:
    """The archive at a time, and what is wrong with its links.

    `attachments` are all files that may be published, by path; `as_of` without an offset is meant in
    the archive's time zone. With `preview` drafts and what is under embargo are shown too. Two
    dispatches of one id are both left out, and told as errors.
    """
    zone = ZoneInfo(settings.timezone)
    moment = as_of if as_of.tzinfo else as_of.replace(tzinfo=zone)
    sound, told = identity.sound(cards)
    state = _state(sound, settings, attachments, moment, zone, preview=preview)
    found = {card.id: linked(card, state) for card in state.readable()}
    related, unrelated = relations(state)
    led_by_alias, clashes = aliases(state, settings)
    led = {name: one.led for name, one in found.items()}
    archive = Archive(
        entries=_entries(found, related, state),
        by_path=_by_path(state),
        attachments={path: attachments[path] for path in sorted(_used(found))},
        aliases=led_by_alias,
        wanted=references.wanted(led, state, settings),
        next_embargo=lifecycle.next_embargo(sound, moment, zone),
    )
    return Whole(
        archive=archive,
        linked=found,
        told=(*told, *unrelated, *clashes),
        lifts=lifecycle.lifts(sound, zone),
        state=state,
    )


def _state(
    cards: Iterable[Card],
    settings: Settings,
    attachments: Mapping[str, Attachment],
    as_of: datetime,
    zone: tzinfo,
    *,
    preview: bool,
) -> State:
    catalogue = Catalogue.of(cards, settings)
    shown: list[tuple[Card, Presence]] = []
    for card in catalogue.cards.values():
        how = lifecycle.presence(card.meta, as_of, zone, preview=preview)
        if how:
            shown.append((lifecycle.reduced(card, how), how))
    shown.sort(key=lambda pair: by_date(pair[0]))
    return State(
        catalogue=catalogue,
        shown={card.id: how for card, how in shown},
        attachments=attachments,
    )


def _entries(
    found: Mapping[str, Linked], related: Mapping[str, tuple[Relation, ...]], state: State
) -> dict[str, Entry]:
    """What the archive shows, in its order; what has no readable words has no links of its own."""
    cited_by = _cited_by(found, state)
    chain = neighbours(state.shown)
    entries: dict[str, Entry] = {}
    for dispatch, how in state.shown.items():
        one = found.get(dispatch, NOTHING)
        card = lifecycle.reduced(state.catalogue.cards[dispatch], how)
        before, after = chain[dispatch]
        entries[dispatch] = Entry(
            card=replace(card, attachments=one.attachments),
            presence=how,
            previous=before,
            next=after,
            relations=related.get(dispatch, ()),
            cited_by=cited_by.get(dispatch, ()),
            cites=one.cites,
            links=one.links,
            targets=one.targets,
        )
    return entries


def _cited_by(found: Mapping[str, Linked], state: State) -> dict[str, tuple[Citation, ...]]:
    """Who cites each dispatch, in the order of the archive.

    A sentence that cites a withdrawn or removed dispatch may repeat its words, and is left out.
    """
    citing: dict[str, list[Citation]] = defaultdict(list)
    for one in found.values():
        for cited in one.cited:
            if cited.is_shown:
                citing[cited.id].append(cited.citation)
    return {
        dispatch: tuple(
            dict.fromkeys(one if state.is_readable(dispatch) else replace(one, sentence="") for one in rows)
        )
        for dispatch, rows in citing.items()
    }


def _used(found: Mapping[str, Linked]) -> set[str]:
    return {path for one in found.values() for path in one.attachments}


def _by_path(state: State) -> dict[str, str]:
    cards = state.catalogue.cards
    shown = (dispatch for dispatch, how in state.shown.items() if how is not Presence.GONE)
    return dict(sorted((cards[dispatch].path, dispatch) for dispatch in shown))
