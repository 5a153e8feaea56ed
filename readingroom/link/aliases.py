"""Old addresses that lead to dispatches, and why some of them cannot."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from readingroom.addresses import RESERVED_SERIES, is_reserved_number, page_of
from readingroom.diagnostics import Code, Diagnostic
from readingroom.link.identity import address_key
from readingroom.link.state import State
from readingroom.model.archive import Card, Presence
from readingroom.model.settings import Settings

_OWN_PAGES = frozenset({"404.html", "about.html", "index.html", "references.html", "search.html"})


def aliases(state: State, settings: Settings) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """Ids by the aliases that lead to them, sorted, and an error for each that cannot.

    The words of a removed dispatch may stand in its old addresses, so these are given up.
    """
    pages = {address_key(page_of(dispatch)): dispatch for dispatch in state.shown}
    claims: dict[str, list[tuple[str, Card]]] = defaultdict(list)
    for dispatch, how in state.shown.items():
        card = state.catalogue.cards[dispatch]
        for alias in dict.fromkeys(card.meta.aliases if how is not Presence.GONE else ()):
            claims[address_key(alias)].append((alias, card))
    taken = _Taken(pages, claims, state, settings)
    led: dict[str, str] = {}
    told: list[Diagnostic] = []
    for key, claimed in claims.items():
        for alias, card in claimed:
            problem = taken.problem(key, card)
            if problem:
                message = f"The alias {alias} {problem}"
                told.append(Diagnostic(code=Code.ADDRESS_CLASH, message=message, path=card.path))
            else:
                led[alias] = card.id
    return dict(sorted(led.items())), told


class _Taken:
    """The addresses that an alias cannot have."""

    def __init__(
        self,
        pages: Mapping[str, str],
        claims: Mapping[str, list[tuple[str, Card]]],
        state: State,
        settings: Settings,
    ) -> None:
        self._pages = pages
        self._claims = claims
        self._cards = state.catalogue.cards
        self._folders = RESERVED_SERIES | {row.key for row in settings.fields}
        self._series = {dispatch.partition("/")[0] for dispatch in state.shown}

    def problem(self, key: str, card: Card) -> str:
        """Why a dispatch cannot have an alias; empty where it can."""
        if key in self._pages:
            return f"is the address of {self._cards[self._pages[key]].path}."
        others = [other.path for _, other in self._claims[key] if other is not card]
        if others:
            return f"is claimed by {', '.join(others)} too."
        if self._is_own(key):
            return "is an address that the archive needs itself."
        blocking = next((part for part in _parents(key) if part in self._pages or part in self._claims), "")
        return f"would make a folder of the page {blocking}." if blocking else ""

    def _is_own(self, key: str) -> bool:
        folder, _, name = key.partition("/")
        if not name:
            return key in _OWN_PAGES
        if folder in self._folders:
            return True
        return folder in self._series and is_reserved_number(name.removesuffix(".html"))


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
