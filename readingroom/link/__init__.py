"""Cards of dispatches → the archive: who cites whom, what comes before and after, what is shown at all."""

from readingroom.link.assemble import Whole, link, link_all
from readingroom.link.card import card
from readingroom.link.cards import Cards
from readingroom.link.known import Directory, known_state
from readingroom.link.one import Linked, linked
from readingroom.link.splice import Splice, citations, recited, splice, spliced

__all__ = [
    "Cards",
    "Directory",
    "Linked",
    "Splice",
    "Whole",
    "card",
    "citations",
    "known_state",
    "link",
    "link_all",
    "linked",
    "recited",
    "splice",
    "spliced",
]
