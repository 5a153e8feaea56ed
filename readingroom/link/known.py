"""The state of an archive that was linked before, as much of it as linking one dispatch anew needs."""

from collections.abc import Mapping

from readingroom.link.cards import Cards
from readingroom.link.catalogue import Catalogue
from readingroom.link.state import State
from readingroom.model.archive import Presence
from readingroom.model.settings import Settings
from readingroom.model.source import Attachment

Directory = Mapping[str, tuple[str, Presence | None]]
"""Of every sound dispatch, by id: the path of its source, and how it is shown."""


def known_state(
    directory: Directory,
    cards: Cards,
    settings: Settings,
    attachments: Mapping[str, Attachment],
) -> State:
    """The state of an archive by its directory."""
    return State(
        catalogue=Catalogue(cards, {name: path for name, (path, _) in directory.items()}, settings),
        shown={name: how for name, (_, how) in directory.items() if how},
        attachments=attachments,
    )
