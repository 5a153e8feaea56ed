"""What several places of a source say of one thing, and whether they agree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from readingroom.model.dispatch import Date
from readingroom.parse.front.found import Claim, DateClaim

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """One place's word on something."""

    value: T
    shown: str
    place: str
    line: int
    column: int = 1


def said(claims: Sequence[Claim]) -> list[Said[str]]:
    """The claims of a text, comparable."""
    return [Said(claim.value, claim.value, claim.place, claim.line, claim.column) for claim in claims]


def dates_said(claims: Sequence[DateClaim]) -> list[Said[Date]]:
    """The date claims of a text, comparable."""
    return [Said(claim.date, claim.date.text, claim.place, claim.line, claim.column) for claim in claims]


def conflict(claims: Sequence[Said[T]], agree: Callable[[T, T], bool]) -> tuple[Said[T], Said[T]] | None:
    """The first two places that cannot both be right."""
    for one, other in combinations(claims, 2):
        if not agree(one.value, other.value):
            return one, other
    return None


def in_words(one: Said[T], other: Said[T], of_what: str) -> str:
    """A conflict as a sentence that names both places with their lines."""
    place = one.place[:1].upper() + one.place[1:]
    return (
        f"{place} (line {one.line}) gives the {of_what} as {one.shown}, "
        f"{other.place} (line {other.line}) as {other.shown}."
    )
