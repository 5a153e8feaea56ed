"""Everything that the outputs of one build are made of."""

from dataclasses import dataclass

from readingroom.model.archive import Archive
from readingroom.model.authority import Authority
from readingroom.model.listing import Listings
from readingroom.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One archive at one time, ready to be written."""

    archive: Archive
    settings: Settings
    authority: Authority
    listings: Listings
    about: str = ""
    """The settings' own text about the archive, as sanitised HTML."""
    as_of: str = ""
    """The only clock: ISO 8601 with offset."""
