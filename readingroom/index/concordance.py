"""Who cites whom, and the numbers that are cited and missing."""

from collections.abc import Callable, Mapping

from readingroom import language
from readingroom.model.archive import Archive, Entry, Index
from readingroom.model.listing import Concordance, Row

Order = Callable[[str], tuple[bytes, bytes]]


def concordance(archive: Archive, series: Index, tag: str) -> Concordance:
    """The concordance of the shown dispatches.

    `series` is the series index, for the order of series; `tag` the archive's language. Numbers are
    ordered by value: 9, 10, 14-A, 14-B.
    """
    order = _order(series, tag)
    shown = {entry.id: entry for entry in archive.shown()}
    rows = (Row(entry.id, entry.cites, _citing(entry, shown, order)) for entry in shown.values())
    return Concordance(
        rows=tuple(sorted((row for row in rows if row.cites or row.cited_by), key=lambda row: order(row.id))),
        wanted=tuple(sorted(archive.wanted, key=lambda wanted: order(wanted.id))),
    )


def _order(series: Index, tag: str) -> Order:
    collate = language.sort_key(tag)
    labels = {group.slug: group.label for group in series.groups}

    def key(dispatch: str) -> tuple[bytes, bytes]:
        slug, _, number = dispatch.partition("/")
        return collate(labels.get(slug, slug)) + slug.encode(), collate(number)

    return key


def _citing(entry: Entry, shown: Mapping[str, Entry], order: Order) -> tuple[str, ...]:
    ids = dict.fromkeys(citation.id for citation in entry.cited_by if citation.id in shown)
    return tuple(sorted(ids, key=order))
