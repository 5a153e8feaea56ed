"""The series of the archive."""

from readingroom import language
from readingroom.index.order import oldest_first
from readingroom.model.archive import Archive, Entry, Group, Index
from readingroom.model.settings import Settings

LABEL = "Series"


def series_index(archive: Archive, settings: Settings) -> Index:
    """A group for each series that has a shown dispatch, in collation order."""
    members: dict[str, list[Entry]] = {}
    for entry in oldest_first(archive):
        members.setdefault(entry.id.partition("/")[0], []).append(entry)
    groups = {slug: _group(slug, entries, settings) for slug, entries in members.items()}
    collate = language.sort_key(settings.language)
    return Index(
        "",
        LABEL,
        tuple(sorted(groups.values(), key=lambda group: (collate(group.label), group.slug))),
        by_name={
            entry.card.meta.series: groups[slug] for slug, entries in members.items() for entry in entries
        },
    )


def _group(slug: str, entries: list[Entry], settings: Settings) -> Group:
    row = next((row for row in settings.series if row.slug == slug), None)
    return Group(
        slug,
        row.name if row else _usual_name(entries),
        tuple(entry.id for entry in entries),
        row.description if row else "",
        is_dated=any(entry.card.meta.date or entry.card.meta.updated for entry in entries),
    )


def _usual_name(entries: list[Entry]) -> str:
    """The most frequent spelling; of equals the oldest."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.card.meta.series] = counts.get(entry.card.meta.series, 0) + 1
    return max(counts, key=counts.__getitem__)
