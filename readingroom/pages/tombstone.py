"""What remains of a dispatch: withdrawn, its number, title and reason; removed, its number and reason."""

from readingroom.addresses import page_of
from readingroom.cite import designation
from readingroom.model.archive import Entry, Presence, RelationKind
from readingroom.model.page import Page
from readingroom.model.settings import Settings
from readingroom.model.site import Site
from readingroom.model.view import Head, Item, Related, TombstoneView
from readingroom.pages import frame
from readingroom.pages.listed import item, neighbour, status

TEMPLATE = "tombstone.html"

_INSTEAD = {
    RelationKind.SUPERSEDED_BY: "Superseded by",
    RelationKind.CORRECTED_BY: "Corrected by",
}
"""Where a reader of a withdrawn dispatch should go on."""


def page(site: Site, entry: Entry) -> Page:
    """The page of a dispatch that was withdrawn or removed."""
    meta, address = entry.card.meta, page_of(entry.id)
    label, is_gone = designation(meta.series, meta.number), entry.presence is Presence.GONE
    view = TombstoneView(
        head=_head(site.settings, address, label, entry),
        crumbs=frame.crumbs(address, site.settings, *_series(site, entry)),
        kind=status(entry),
        label=label,
        title="" if is_gone else meta.title,
        reason=meta.reason,
        related=() if is_gone else _related(site, entry),
        previous=_one(site, address, entry.previous),
        next=_one(site, address, entry.next),
    )
    return Page(address=address, template=TEMPLATE, view=view)


def _head(settings: Settings, address: str, label: str, entry: Entry) -> Head:
    meta = entry.card.meta
    if entry.presence is Presence.GONE:
        return frame.head(address, label, settings, section="series", robots="noindex")
    return frame.head(
        address,
        f"{meta.title} · {label}",
        settings,
        section="series",
        tag=meta.language,
        direction=meta.direction,
        robots="noindex",
    )


def _series(site: Site, entry: Entry) -> tuple[tuple[str, str], ...]:
    """The page of its series, which there is while another dispatch of it is shown."""
    slug = entry.id.partition("/")[0]
    index = site.listings.series
    return tuple((group.label, index.page(group)) for group in index.groups if group.slug == slug)


def _related(site: Site, entry: Entry) -> tuple[Related, ...]:
    origin = page_of(entry.id)
    found = (
        (label, tuple(_one(site, origin, r.id) for r in entry.relations if r.kind is kind))
        for kind, label in _INSTEAD.items()
    )
    return tuple(Related(label=label, items=tuple(i for i in items if i)) for label, items in found if items)


def _one(site: Site, origin: str, name: str) -> Item | None:
    entry = site.archive.entries.get(name)
    return item(origin, neighbour(entry), site.settings) if entry else None
