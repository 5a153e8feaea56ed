"""Whether each source has an id, and an address, of its own.

Two sources of one series and number are both refused, since nobody can say which of them readers
mean; so are two whose addresses differ only by case, which some file systems don't tell apart.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from readingroom.addresses import page_of
from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.archive import Card


def address_key(address: str) -> str:
    """Equal for addresses that a file system could take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).casefold())


def sound(cards: Iterable[Card]) -> tuple[list[Card], list[Diagnostic]]:
    """The cards whose id is theirs alone, by path, and an error for each of the others."""
    claims: dict[str, list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: card.path):
        claims[address_key(page_of(card.id))].append(card)
    kept = [group[0] for group in claims.values() if len(group) == 1]
    clashes = [_clash(card, group) for group in claims.values() if len(group) > 1 for card in group]
    return kept, clashes


def _clash(card: Card, group: list[Card]) -> Diagnostic:
    others = [other for other in group if other is not card]
    paths = ", ".join(other.path for other in others)
    if any(other.id == card.id for other in others):
        message = f"{card.meta.series}, number {card.meta.number}, is also the series and number of {paths}."
        return Diagnostic(code=Code.ID_DUPLICATE, message=message, path=card.path)
    message = f"The address {page_of(card.id)} differs only by case from that of {paths}."
    return Diagnostic(code=Code.ADDRESS_CLASH, message=message, path=card.path)
