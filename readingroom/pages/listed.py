"""A dispatch as other pages name it: in lists, beside citing sentences, before and after another."""

from dataclasses import dataclass

from readingroom import language
from readingroom.addresses import page_of, relative
from readingroom.cite import designation
from readingroom.model.archive import Entry, Presence
from readingroom.model.dispatch import Date, Status
from readingroom.model.settings import Settings
from readingroom.model.view import Item, Time

SUMMARY_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """What another page may say of a dispatch; without a title where it was removed."""

    id: str
    label: str
    title: str
    language: str
    direction: str
    date: Date | None = None
    status: str = ""
    summary: str = ""


def neighbour(entry: Entry) -> Neighbour:
    """What other pages may say of an entry, as far as its life allows."""
    meta = entry.card.meta
    if entry.presence is Presence.GONE:
        return Neighbour(
            id=meta.id,
            label=designation(meta.series, meta.number),
            title="",
            language=meta.language,
            direction=meta.direction,
            status=status(entry),
        )
    is_shown = entry.presence is not Presence.TOMBSTONE
    return Neighbour(
        id=meta.id,
        label=designation(meta.series, meta.number),
        title=meta.title,
        language=meta.language,
        direction=meta.direction,
        date=meta.date if is_shown else None,
        status=status(entry),
        summary=shortened(meta.summary, SUMMARY_LENGTH) if is_shown else "",
    )


def status(entry: Entry) -> str:
    """What a reader should know of a dispatch before opening it; empty for most."""
    match entry.presence:
        case Presence.TOMBSTONE:
            return "withdrawn"
        case Presence.GONE:
            return "removed"
        case Presence.PREVIEW:
            return "draft" if entry.card.meta.status is Status.DRAFT else "embargoed"
        case Presence.PAGE:
            return "corrected" if entry.card.meta.status is Status.CORRECTED else ""


def item(origin: str, other: Neighbour, settings: Settings, *, summary: str = "", fragment: str = "") -> Item:
    """The dispatch as a list on the page at `origin` shows it."""
    is_own = other.language == settings.language
    return Item(
        href=relative(origin, page_of(other.id), fragment),
        label=other.label,
        title=other.title,
        language="" if is_own else other.language,
        direction="" if is_own else other.direction,
        date=time(other.date, settings.language) if other.date else None,
        status=other.status,
        summary=summary or other.summary,
    )


def time(date: Date, tag: str) -> Time:
    """A date in the words of a language; HTML has no machine form of an interval."""
    return Time(
        text=language.display_date(date, tag), datetime=date.text.rstrip("~") if date.precision else ""
    )


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words and marked with an ellipsis; blanks folded."""
    whole = " ".join(text.split())
    if len(whole) <= limit:
        return whole
    cut = whole[:limit]
    head, _, _ = cut.rpartition(" ")
    return (head or cut[:-1]).rstrip(" ,;:.–—-") + "…"
