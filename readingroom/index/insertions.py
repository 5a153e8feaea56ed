"""What editors put into brackets, by kind."""

from readingroom.index.order import oldest_first
from readingroom.model.archive import Archive, Card, Group, Index, InsertionUse
from readingroom.model.settings import Settings

KEY = "insertions"
LABEL = "Insertions"


def insertion_index(archive: Archive, settings: Settings) -> Index:
    """A group for each kind that a shown dispatch has, in the order of the table of kinds."""
    members: dict[str, list[str]] = {}
    for entry in oldest_first(archive):
        for kind in dict.fromkeys(use.kind for use in entry.card.insertions):
            members.setdefault(kind, []).append(entry.id)
    groups = tuple(
        Group(row.kind, row.label, tuple(members[row.kind]))
        for row in settings.insertions
        if row.kind in members
    )
    return Index(KEY, LABEL, groups, by_name={group.slug: group for group in groups})


def uses(card: Card, kind: str) -> tuple[InsertionUse, ...]:
    """The insertions of one kind in a dispatch, in order."""
    return tuple(use for use in card.insertions if use.kind == kind)
