"""Cards that are fetched when they are asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Self

from readingroom.model.archive import Card


class Cards(Mapping[str, Card]):
    """Cards by id, each fetched when it is first asked for, unless another stands in its place."""

    def __init__(
        self, ids: Mapping[str, object], fetch: Callable[[str], Card], instead: Mapping[str, Card]
    ) -> None:
        """`fetch` gives the card of an id; it may raise, and is not asked for those `instead`."""
        self._ids = ids
        self._fetch = fetch
        self._cards = dict(instead)

    def __getitem__(self, dispatch: str) -> Card:
        """The card of an id; KeyError where there is none."""
        if dispatch not in self._ids:
            raise KeyError(dispatch)
        if dispatch not in self._cards:
            self._cards[dispatch] = self._fetch(dispatch)
        return self._cards[dispatch]

    def __iter__(self) -> Iterator[str]:
        """All ids."""
        return iter(self._ids)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ids)

    def __or__(self, others: Mapping[str, Card]) -> Self:
        """The same with other cards in the place of those of their ids."""
        return type(self)(self._ids, self._fetch, self._cards | dict(others))
