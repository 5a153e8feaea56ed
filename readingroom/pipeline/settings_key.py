"""Which of the settings what is made depends on, as values that have a digest."""

from dataclasses import replace

from readingroom.model.settings import Settings
from readingroom.traces import canonical, digest


def reading_settings(settings: Settings) -> str:
    """The digest of what a reading can depend on: not what only pages show, nor what is silenced."""
    relevant = replace(settings, about="", title="", subtitle="", description="")
    return digest(canonical(page_settings(relevant)))


def page_settings(settings: Settings) -> object:
    """The settings that the page of a dispatch can depend on, with patterns as the text that they are."""
    kinds = tuple(
        (row.kind, row.label, row.pattern and (row.pattern.pattern, row.pattern.flags))
        for row in settings.insertions
    )
    return kinds, replace(settings, insertions=(), silence=frozenset(), host_file_limit=0)
