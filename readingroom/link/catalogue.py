"""Finds dispatches by what sources call them: ids, numbers, "Series No. N", paths.

Digits of every script are one, so that "١٢" finds number 12.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from itertools import groupby
from typing import Self

from readingroom.addresses import slug
from readingroom.link.cards import Cards
from readingroom.model.archive import Card
from readingroom.model.block import DispatchTarget
from readingroom.model.settings import Settings

_SIGNS = ("no-", "number-", "")


class Catalogue:
    """The sound cards of an archive, whether they are shown or not."""

    def __init__(self, cards: dict[str, Card] | Cards, paths: Mapping[str, str], settings: Settings) -> None:
        """`cards` are by id, `paths` those of their sources by id; the settings tell the forms of series.

        A card may be fetched when it is asked for: few are.
        """
        self._settings = settings
        self.cards: dict[str, Card] | Cards = cards
        self.by_path = {path: dispatch for dispatch, path in paths.items()}

    @classmethod
    def of(cls, cards: Iterable[Card], settings: Settings) -> Self:
        """The catalogue of cards that are all at hand."""
        by_id = {card.id: card for card in cards}
        return cls(by_id, {card.id: card.path for card in by_id.values()}, settings)

    def replacing(self, card: Card) -> Self:
        """The catalogue with a card in the place of one of the same id and path."""
        other = copy(self)  # with whatever was found of the ids, which are the same
        other.cards = self.cards | {card.id: card}
        return other

    def numbered(self, series: str, number: str) -> str:
        """The id of the dispatch with these slugs; empty where there is none."""
        return self._by_key.get(folded(f"{series}/{number}"), "")

    def meant(self, target: DispatchTarget, own_series: str) -> tuple[str, ...]:
        """The ids of the dispatches that an explicit link can mean: none, one, or several.

        Without a series its own is tried, then every other, then the whole as "Series No. N".
        """
        if target.series:
            return (
                self._known(slug(target.series), slug(target.number))
                or self._known(own_series, slug(f"{target.series}/{target.number}"))
                or self._named(f"{target.series} {target.number}", own_series)
            )
        number = slug(target.number)
        return (
            self._known(own_series, number)
            or self._of_number.get(folded(number), ())
            or self._named(target.number, own_series)
        )

    def related(self, name: str, own_series: str) -> tuple[str, ...]:
        """The ids that a relation can name: an id, a number of its own series, or "Series No. N"."""
        series, _, number = name.rpartition("/")
        return (
            (self._known(slug(series), slug(number)) if series else ())
            or self._known(own_series, slug(name))
            or self._named(name, own_series)
        )

    def _known(self, series: str, number: str) -> tuple[str, ...]:
        found = self.numbered(series, number)
        return (found,) if found else ()

    def _named(self, name: str, own_series: str) -> tuple[str, ...]:
        """The dispatches that a series' name, or one of its configured forms, and a number name.

        The longest form decides; one that several series share means the own series where it can.
        """
        whole = slug(name)
        for _, forms in groupby(self._forms, key=lambda form: len(form[1]) + len(form[2])):
            found = {
                dispatch
                for series, before, after in forms
                if whole.startswith(before) and whole.endswith(after)
                if (dispatch := self.numbered(series, whole[len(before) : len(whole) - len(after)]))
            }
            if found:
                own = {dispatch for dispatch in found if dispatch.partition("/")[0] == own_series}
                return tuple(sorted(own or found))
        return ()

    @cached_property
    def _by_key(self) -> dict[str, str]:
        ids = sorted(self.cards, key=lambda dispatch: (dispatch.isascii(), dispatch))
        return {folded(dispatch): dispatch for dispatch in ids}

    @cached_property
    def _of_number(self) -> dict[str, tuple[str, ...]]:
        numbers: dict[str, list[str]] = defaultdict(list)
        for dispatch in sorted(self.cards):
            numbers[folded(dispatch.partition("/")[2])].append(dispatch)
        return {number: tuple(ids) for number, ids in numbers.items()}

    @cached_property
    def _forms(self) -> tuple[tuple[str, str, str], ...]:
        """Series, and the slugs of what stands before and after a number in a form; longest first."""
        forms = {
            (series, f"{series}-{sign}", "")
            for series in {dispatch.partition("/")[0] for dispatch in self.cards}
            for sign in _SIGNS
        }
        for row in self._settings.series:
            for form in row.forms:
                before, _, after = form.partition("{n}")
                start = slug(before) + ("-" if before and not before[-1].isalnum() else "")
                end = ("-" if after and not after[0].isalnum() else "") + slug(after)
                forms.add((row.slug, start.lstrip("-"), end.rstrip("-")))
        return tuple(sorted(forms, key=lambda form: (-len(form[1]) - len(form[2]), form)))


def folded(text: str) -> str:
    """The text with the digits of every script as ASCII ones."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in text)
