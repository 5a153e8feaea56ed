"""An archive in figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the closing lines of a build tell of an archive."""

    dispatches: int
    pages: int
    notes: int
    links: int
    """Between dispatches."""
    sources: int
    drafts: tuple[str, ...]
    """Paths of the drafts, which only the preview shows."""
    next_embargo: str
