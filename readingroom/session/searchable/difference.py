"""What an edition has otherwise than a base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """Dispatches of one of the two only; one that was edited is two."""

    gone: tuple[int, ...]
    """The places of the base's, in the base."""
    fresh: tuple[str, ...]
    """The ids of the edition's, in their order."""
    places: tuple[int, ...]
    """Their places in the edition."""

    @property
    def size(self) -> int:
        """How far apart the two are."""
        return max(len(self.gone), len(self.fresh))


def difference(base: Mapping[str, str], ids: Sequence[str], digests: Mapping[str, str]) -> Difference | None:
    """How the texts of an edition, by id in its order, differ from those of a base.

    None where those that they have in common stand in another order.
    """
    common = {name for name in ids if base.get(name) == digests[name]}
    if [name for name in base if name in common] != [name for name in ids if name in common]:
        return None
    places = [place for place, name in enumerate(ids) if name not in common]
    return Difference(
        gone=tuple(place for place, name in enumerate(base) if name not in common),
        fresh=tuple(ids[place] for place in places),
        places=tuple(places),
    )
