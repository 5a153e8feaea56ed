"""Cards of dispatches → the archive: who cites whom, what comes before and after, what is shown at all."""

from readingroom.link.assemble import link
from readingroom.link.card import card
from readingroom.link.targets import resolve

__all__ = ["card", "link", "resolve"]
