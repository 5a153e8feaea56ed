"""What every part of linking works on: the sound cards, and which of them are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from readingroom.link.catalogue import Catalogue
from readingroom.model.archive import Card, Presence
from readingroom.model.source import Attachment

READABLE = frozenset({Presence.PAGE, Presence.PREVIEW})
"""What has words that may be read, and so links, citations and files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The archive before it is linked."""

    catalogue: Catalogue
    shown: Mapping[str, Presence]
    """By id, in the order of the archive; what is absent here is shown nowhere."""
    attachments: Mapping[str, Attachment]

    def replacing(self, card: Card) -> "State":
        """The state with a card in the place of one of the same id, path and metadata."""
        return replace(self, catalogue=self.catalogue.replacing(card))

    def readable(self) -> list[Card]:
        """The cards whose words may be read, in the order of the archive."""
        return [self.catalogue.cards[name] for name, how in self.shown.items() if how in READABLE]

    def is_readable(self, dispatch: str) -> bool:
        """Whether the words of a dispatch may be read."""
        return self.shown.get(dispatch) in READABLE
