"""Cards → archive.

```
cards → sound ids → what is shown → order → links, references, relations, aliases → entries
```
Whatever order the cards come in, the archive is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from readingroom.diagnostics import Diagnostic
from readingroom.link import identity, lifecycle, references
from readingroom.link.aliases import aliases
from readingroom.link.catalogue import Catalogue
from readingroom.link.order import by_date, neighbours
from readingroom.link.references import Led
from readingroom.link.relations import relations
from readingroom.link.state import State
from readingroom.link.targets import OwnLinks, own_links
from readingroom.model.archive import Archive, Card, Citation, Entry, Presence, Relation
from readingroom.model.settings import Settings
from readingroom.model.source import Attachment

_NO_LINKS = OwnLinks(targets=(), cited=(), attachments=(), diagnostics=())


def link(
    cards: Iterable[Card],
    settings: Settings,
    *,
    attachments: Mapping[str, Attachment],
    as_of: datetime,
    preview: bool = False,
) -> tuple[Archive, tuple[Diagnostic, ...]]:
    """The archive at a time, and what is wrong with its links.

    `attachments` are all files that may be published, by path; `as_of` without an offset is meant in
    the archive's time zone. With `preview` drafts and what is under embargo are shown too. Two
    dispatches of one id are both left out, and told as errors.
    """
    zone = ZoneInfo(settings.timezone)
    moment = as_of if as_of.tzinfo else as_of.replace(tzinfo=zone)
    sound, told = identity.sound(cards)
    state = _state(sound, settings, attachments, moment, zone, preview=preview)
    own = {card.id: own_links(card, state) for card in state.readable()}
    led = {card.id: references.led(card, state) for card in state.readable()}
    related, unrelated = relations(state)
    led_by_alias, clashes = aliases(state, settings)
    for card in state.readable():
        told += [*own[card.id].diagnostics, *references.diagnostics(card, led[card.id], state)]
    archive = Archive(
        entries=_entries(own, led, related, state),
        by_path=_by_path(state),
        attachments={path: attachments[path] for path in sorted(_used(own))},
        aliases=led_by_alias,
        wanted=references.wanted(led, state, settings),
        next_embargo=lifecycle.next_embargo(sound, moment, zone),
    )
    told += [*unrelated, *clashes]
    return archive, tuple(sorted(told, key=lambda one: (one.path, one.line, one.code, one.message)))


def _state(
    cards: Iterable[Card],
    settings: Settings,
    attachments: Mapping[str, Attachment],
    as_of: datetime,
    zone: tzinfo,
    *,
    preview: bool,
) -> State:
    catalogue = Catalogue(cards, settings)
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
    own: Mapping[str, OwnLinks],
    led: Mapping[str, tuple[Led, ...]],
    related: Mapping[str, tuple[Relation, ...]],
    state: State,
) -> dict[str, Entry]:
    """What the archive shows, in its order; what has no readable words has no links of its own."""
    cited_by = _cited_by(own, led, state)
    chain = neighbours(state.shown)
    entries: dict[str, Entry] = {}
    for dispatch, how in state.shown.items():
        links, found = own.get(dispatch, _NO_LINKS), led.get(dispatch, ())
        card = lifecycle.reduced(state.catalogue.cards[dispatch], how)
        before, after = chain[dispatch]
        entries[dispatch] = Entry(
            card=replace(card, attachments=links.attachments),
            presence=how,
            previous=before,
            next=after,
            relations=related.get(dispatch, ()),
            cited_by=cited_by.get(dispatch, ()),
            cites=_cites(links, found),
            links=references.links(found, state),
            targets=links.targets,
        )
    return entries


def _cites(links: OwnLinks, led: tuple[Led, ...]) -> tuple[str, ...]:
    """The dispatches that one cites: by reference first, then by its own links."""
    ids = [one.id for one in led if one.is_shown] + [dispatch for dispatch, _ in links.cited]
    return tuple(dict.fromkeys(ids))


def _cited_by(
    own: Mapping[str, OwnLinks], led: Mapping[str, tuple[Led, ...]], state: State
) -> dict[str, tuple[Citation, ...]]:
    """Who cites each dispatch, in the order of the archive.

    A sentence that cites a withdrawn or removed dispatch may repeat its words, and is left out.
    """
    found: dict[str, list[Citation]] = defaultdict(list)
    for card in state.readable():
        for one in led[card.id]:
            if one.is_shown:
                found[one.id].append(references.citation(card.id, one.reference))
        for dispatch, citation in own[card.id].cited:
            found[dispatch].append(citation)
    return {
        dispatch: tuple(
            dict.fromkeys(one if state.is_readable(dispatch) else replace(one, sentence="") for one in rows)
        )
        for dispatch, rows in found.items()
    }


def _used(own: Mapping[str, OwnLinks]) -> set[str]:
    return {path for links in own.values() for path in links.attachments}


def _by_path(state: State) -> dict[str, str]:
    cards = state.catalogue.cards
    shown = (dispatch for dispatch, how in state.shown.items() if how is not Presence.GONE)
    return dict(sorted((cards[dispatch].path, dispatch) for dispatch in shown))
