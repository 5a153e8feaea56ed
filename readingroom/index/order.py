"""The order of long lists, which are numbered from the oldest."""

from readingroom.model.archive import Archive, Entry


def oldest_first(archive: Archive) -> tuple[Entry, ...]:
    """The shown dispatches in the archive's order, those without a date before all others.

    So the newest of a list are the latest by date, and a new dispatch with a date comes last.
    """
    shown = archive.shown()
    undated = (entry for entry in shown if entry.card.meta.date is None)
    return (*undated, *(entry for entry in shown if entry.card.meta.date is not None))
