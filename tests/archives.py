"""Small archives made by hand, for tests of whatever stands above linking."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from readingroom.addresses import dispatch_id
from readingroom.config import default_settings
from readingroom.index import listings
from readingroom.model.archive import Archive, Card, Citation, Entry, Presence
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Date, Meta, Value
from readingroom.model.settings import Settings
from readingroom.model.site import Site
from readingroom.parse.front.edtf import parse_edtf

SERIES = "Signal Dispatch"
BASE_URL = "https://archive.example/"


def a_date(text: str) -> Date:
    """The date of an EDTF text."""
    date = parse_edtf(text)
    assert date is not None, text
    return date


def a_card(
    number: str | int = 1,
    *,
    series: str = SERIES,
    date: str = "1844-05-24",
    updated: str = "",
    fields: Mapping[str, Iterable[str]] | None = None,
    card: Mapping[str, Any] | None = None,
    **meta: Any,
) -> Card:
    """A card; `fields` gives names by field key, `card` its other values, the rest are values of its Meta."""
    values = {key: tuple(Value(name) for name in names) for key, names in (fields or {}).items()}
    made = Meta(
        id=dispatch_id(series, str(number)),
        series=series,
        number=str(number),
        title=meta.pop("title", f"Report {number}"),
        date=a_date(date) if date else None,
        updated=a_date(updated) if updated else None,
        fields=tuple(values.items()),
        **meta,
    )
    return Card(meta=made, path=f"signals/{number}.txt", form="text", **(card or {}))


def an_entry(
    card: Card, presence: Presence = Presence.PAGE, cited_by: Iterable[str] = (), **more: Any
) -> Entry:
    """An entry of the archive; `cited_by` are the ids of those that cite it."""
    citations = tuple(Citation(dispatch, "p-00000", "A sentence.") for dispatch in cited_by)
    return Entry(card=card, presence=presence, cited_by=citations, **more)


def an_archive(*members: Card | Entry, **more: Any) -> Archive:
    """An archive of cards and entries, in the order given."""
    entries = [member if isinstance(member, Entry) else an_entry(member) for member in members]
    return Archive(
        entries={entry.id: entry for entry in entries},
        by_path={entry.card.path: entry.id for entry in entries},
        **more,
    )


def a_site(
    archive: Archive,
    settings: Settings | None = None,
    authority: Authority | None = None,
    **changes: Any,
) -> Site:
    """A site with a base_url, unless `changes` to the settings say otherwise."""
    chosen = replace(settings or default_settings(), **{"base_url": BASE_URL, **changes})
    known = authority or Authority()
    return Site(
        archive=archive,
        settings=chosen,
        authority=known,
        listings=listings(archive, chosen, known),
    )
