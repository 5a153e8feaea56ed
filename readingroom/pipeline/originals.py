"""The texts that dispatches translate: found beside them, or named by them."""

from collections.abc import Iterator
from dataclasses import replace

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.archive import Archive, Card
from readingroom.pipeline.reading import Reading
from readingroom.read import Inventory


def without_originals(reading: Reading) -> Reading:
    """The reading without the plain texts that a dispatch names as its `original`: these are no dispatches.

    Markdown is never one: it is shown as what it is, a dispatch, and not beside another.
    """
    named = {path for card in reading.cards if (path := original_text(card))}
    if not named:
        return reading
    return replace(
        reading,
        cards=tuple(card for card in reading.cards if card.path not in named),
        told={path: told for path, told in reading.told.items() if path not in named},
        paths=tuple(path for path in reading.paths if path not in named),
    )


def absent_originals(inventory: Inventory, archive: Archive) -> Iterator[Diagnostic]:
    """A warning for each original that a dispatch names and the content folder does not have."""
    for entry in archive.shown():
        original = entry.card.meta.original
        if original and original.path and original.path not in inventory.stamps:
            message = f"There is no original {original.path}."
            yield Diagnostic(code=Code.ORIGINAL_MISSING, message=message, path=entry.card.path)


def originals(inventory: Inventory, archive: Archive) -> dict[str, str]:
    """By the path of a dispatch, that of the text it translates, where that is kept as plain text."""
    beside = {file.of: file.path for file in inventory.originals}
    cards = [entry.card for entry in archive.entries.values()]
    return beside | {card.path: path for card in cards if (path := original_text(card))}


def original_text(card: Card) -> str:
    """The path of the plain text that a dispatch says it translates; empty where it names none."""
    path = card.meta.original.path if card.meta.original else ""
    return path if path.lower().endswith(".txt") and path != card.path else ""
