"""Cards of dispatches → the archive: who cites whom, what comes before and after, what is shown at all."""

from readingroom.link.assemble import link
from readingroom.link.card import card

__all__ = ["card", "link"]
