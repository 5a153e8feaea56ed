"""The life of a dispatch: what of it the archive shows at a time.

A draft, and whatever is under embargo, is shown in preview only. A withdrawn dispatch leaves number,
title and reason, a removed one number and reason; the rest of their cards ends here, so that no later
stage can show it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from readingroom.model.archive import Card, Presence
from readingroom.model.dispatch import Meta, Status

_REDUCED = {Status.WITHDRAWN: Presence.TOMBSTONE, Status.REMOVED: Presence.GONE}


def presence(meta: Meta, as_of: datetime, zone: tzinfo, *, preview: bool) -> Presence | None:
    """How much of a dispatch is shown, None where nothing is.

    `as_of` has an offset; an embargo that gives none is meant in `zone`, and lifts at its very moment.
    """
    lasting = _REDUCED.get(meta.status, Presence.PAGE)
    if meta.status is not Status.DRAFT and not _is_embargoed(meta, as_of, zone):
        return lasting
    if not preview:
        return None
    return Presence.PREVIEW if lasting is Presence.PAGE else lasting


def next_embargo(cards: Iterable[Card], as_of: datetime, zone: tzinfo) -> str:
    """When the next embargo lifts after `as_of`, ISO 8601 in `zone`; empty where none does."""
    ahead = [
        lifts
        for card in cards
        if card.meta.status is not Status.DRAFT
        and (lifts := _lifts(card.meta.embargo_until, zone))
        and lifts > as_of.astimezone(UTC)
    ]
    return _in_zone(min(ahead), zone).isoformat() if ahead else ""


def lifts(cards: Iterable[Card], zone: tzinfo) -> tuple[str, ...]:
    """Every moment when an embargo lifts, in UTC, ISO 8601, in order."""
    moments = {moment for card in cards if (moment := _lifts(card.meta.embargo_until, zone))}
    return tuple(moment.isoformat() for moment in sorted(moments))


def reduced(card: Card, shown: Presence) -> Card:
    """The card with what may still be shown of it."""
    if shown not in _REDUCED.values():
        return card
    meta = card.meta
    kept = Meta(
        id=meta.id,
        series=meta.series,
        number=meta.number,
        title=meta.title if shown is Presence.TOMBSTONE else "",
        status=meta.status,
        reason=meta.reason,
        language=meta.language,
        direction=meta.direction,
    )
    return Card(meta=kept, path="", form=card.form)


def _is_embargoed(meta: Meta, as_of: datetime, zone: tzinfo) -> bool:
    """Whether an embargo holds; one that says no time holds for good."""
    lifts = _lifts(meta.embargo_until, zone)
    if lifts is None:
        return meta.status is Status.EMBARGOED or bool(meta.embargo_until)
    return lifts > as_of.astimezone(UTC)


def _lifts(text: str, zone: tzinfo) -> datetime | None:
    """The moment that an embargo names, in UTC: two times of one zone compare by the clock on the wall."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):  # the calendar ends before it, in UTC
        return None


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment by the clock of a zone; by its own where the calendar ends before it there."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment
