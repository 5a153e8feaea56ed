"""What the page of one dispatch needs to know of the rest of the archive, and no more.

Slices are made where the archive is, and travel to the process that renders the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from readingroom import feeds
from readingroom.cite import Work, designation, work
from readingroom.data.record import source_address
from readingroom.model.archive import Card, Entry, LeadsToDispatch
from readingroom.model.dispatch import Value
from readingroom.model.settings import Field
from readingroom.model.site import Site
from readingroom.pages.listed import Neighbour, neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A value of a field, and where its dispatches are listed; without an address it is listed nowhere."""

    text: str
    address: str = ""
    fragment: str = ""
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What the page of one dispatch needs to know of the rest of the archive."""

    entry: Entry
    work: Work
    series: tuple[str, str]
    """Name and address of its series."""
    feed: str = ""
    """Address of the series' feed."""
    source: str = ""
    """Address of the source as received."""
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    """Every dispatch that the page names, by id."""
    values: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    """By field key."""

    @property
    def label(self) -> str:
        """What the dispatch is called: "Special Dispatch No. 10857"."""
        return designation(self.entry.card.meta.series, self.entry.card.meta.number)


def slice_of(site: Site, entry: Entry) -> Slice:
    """The slice of one entry whose words may be read; of its card it has what the text does not say."""
    card, listings = entry.card, site.listings
    group = listings.series.by_name[card.meta.series]
    return Slice(
        entry=replace(entry, card=Card(meta=card.meta, path="", form=card.form)),
        work=work(card, site.settings, site.authority),
        series=(group.label, listings.series.page(group)),
        feed=feeds.address_of(site, listings.series, group),
        source=source_address(entry, site.settings) or "",
        neighbours=_neighbours(site, entry),
        values={row.key: placed for row in site.settings.fields if (placed := _values(site, entry, row))},
    )


def _neighbours(site: Site, entry: Entry) -> dict[str, Neighbour]:
    named = [
        entry.previous,
        entry.next,
        *(relation.id for relation in entry.relations),
        *(citation.id for citation in entry.cited_by),
        *entry.cites,
        *(resolved.id for resolved in entry.links),
        *(found.id for found in entry.targets if isinstance(found, LeadsToDispatch)),
    ]
    entries = site.archive.entries
    return {name: neighbour(entries[name]) for name in dict.fromkeys(named) if name in entries}


def _values(site: Site, entry: Entry, row: Field) -> tuple[Placed, ...]:
    return tuple(_placed(site, row, value) for value in entry.card.meta.values(row.key))


def _placed(site: Site, row: Field, value: Value) -> Placed:
    """A value as it stands in running text, with the place of its name in the field's index."""
    entity = site.authority.find(row.key, value.name)
    text = (entity.display or entity.name) if entity else value.name
    index = site.listings.field(row.key)
    group = index.by_name.get(value.name) if index else None
    if index is None or group is None:
        return Placed(text=text, detail=value.detail)
    address, fragment = index.place(group)
    return Placed(text=text, address=address, fragment=fragment, detail=value.detail)
