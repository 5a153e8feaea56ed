"""Atom feeds: of the whole archive, of each series, of each subject."""

from readingroom.feeds.entry import filled
from readingroom.feeds.files import address_of, files

__all__ = ["address_of", "files", "filled"]
