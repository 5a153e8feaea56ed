"""The grammar of numbers, of the signs before them, and of lists and ranges.

```
sign    = "No" "Nos" "Number(s)" "№" "#" and their like in other languages [ "." ]
number  = digits [ suffix ]
suffix  = ("-" | "/" | "–") letters | ("-" | "/") digits | capital        "114-A" "14/B" "2023-14" "12A"
letters = up to three capitals, a small letter, "bis", "ter"
many    = item { more item }                        after a plural name or sign
item    = digits [ ("-" | "/" | "–") letters | capital ]
more    = [ "(" aside ")" ] ( "," | ";" | "/" ) [ and ] [ sign ] | and [ sign ] | range [ sign ]
range   = "-" | "–" | "—" | "to" | "through" …      every number between its ends; after a singular "–" alone
```
A comma between digits groups thousands after a singular ("No. 10,857") and parts numbers after a
plural. After an item that "and" came before only another "and" goes on, since "Nos. 4 and 5, 12 May"
is no list of three; nor is a number one of a list that a month, a unit or "others" follows.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readingroom.parse.dates import ascii_digits
from readingroom.parse.months import MONTHS, alternatives

GAP = "[\\s\u061c\u200e\u200f\u2066-\u2069]{0,12}+"
"""Blanks and marks of direction; no text has more of them between words that belong together."""

LONGEST_RANGE = 100
"""Numbers of a range; of a longer one only its ends are meant."""

_SIGNS = r"""
    (?<!\w)(?:no|number|nr|num|núm|número|numéro|numero|numer|nummer|номер)
    | (?<!\w)n[°º] | [№\#]
    | (?<!\w)(?:ال)?(?:رقم|عدد) | (?<!\w)شماره(?:ٔ|\ ی|ی)? | (?<!\w)(?:מס['׳’]?|מספר|גיליון) | (?<!\w)نمبر
"""
_PLURAL_SIGNS = r"""
    (?<!\w)(?:nos|numbers|nrs|nrn|nums|núms|números|numéros|numeros|numeri|nummern)
    | (?<!\w)n[°º]s | №№ | \#\#
    | (?<!\w)(?:ال)?(?:[أا]رقام|[أا]عداد) | (?<!\w)شماره[\u200c\ ]?ها(?:ی)? | (?<!\w)מספרים
"""
_SIGN = rf"(?:(?P<many>{_PLURAL_SIGNS})|{_SIGNS})\.?"

SIGN_AT_END = re.compile(rf"{_SIGN}{GAP}\Z", re.VERBOSE | re.IGNORECASE)
"""A sign with nothing but blanks after it; searched with an end position before a number."""

LONGEST_SIGN = 24

_LETTERS = r"[-‑–/](?:[^\W\d_a-z]{1,3}|[a-z]|bis|ter)(?!\w)|[^\W\d_a-z](?!\w)"
_NOT_PART = r"(?![\w%°]|[-‑/.:,٫٬]\d)"
_NUMBER = re.compile(rf"(?:\d{{1,3}}(?:[,٬]\d{{3}})++|\d{{1,12}}+)(?:{_LETTERS}|[-‑/]\d{{1,6}}+)?{_NOT_PART}")
_ITEM = re.compile(rf"\d{{1,12}}+(?:{_LETTERS})?(?![\w%°]|[.:٫]\d)")
_ASIDE = rf"(?:{GAP}\([^()]{{1,40}}\))?"

_MONTHS = alternatives([name.title() for name in MONTHS])
"""With their capital, where they have one: "102 may" goes on with a verb, "12 May" is a date."""

_NO_ITEM = re.compile(
    rf"{GAP}(?:{_MONTHS}|(?i:others?|more|further|additional|percent|per\s+cent|years?|days?|hours?|[ap]\.m))\b"
)
_AND = r"(?:and|as\ well\ as|or|&|und|et|y|и)(?!\w)|و|ו-?"
_MORE = re.compile(
    rf"{_ASIDE}{GAP}(?:(?P<range>[-‑–—]|(?:to|through|thru|bis|à|إلى|الى|حتى|تا|עד)(?!\w))"
    rf"|[,;،؛/]{GAP}(?P<then>{_AND})?|(?P<and>{_AND})){GAP}(?:{_SIGN}{GAP})?(?=\d)",
    re.VERBOSE | re.IGNORECASE,
)
_TIGHT = "–"
"""What makes a range after a singular, with no blank on either side."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number meant by a reference; where it stands inside a range, `start` and `end` are equal."""

    number: str
    """ASCII digits, with its suffix as written."""
    start: int
    end: int


class Room:
    """How many numbers without words of their own may still be meant; ranges can mean any number of them."""

    def __init__(self, most: int) -> None:
        """`most` in all."""
        self._left = most

    def take(self, count: int) -> bool:
        """Whether there is room for so many more; if so, it is taken."""
        if count > self._left:
            return False
        self._left -= count
        return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the numbers of one passage."""

    text: str
    limit: Callable[[int], int]
    """How far a number can go that begins at a place."""
    room: Room

    def read(self, start: int, *, plural: bool) -> tuple[Number, ...]:
        """The number, or the list of numbers, that begins at `start`; empty where none does."""
        first = self._item(start, plural=plural)
        return () if first is None else tuple(self._list(first, plural=plural))

    def _list(self, last: Number, *, plural: bool) -> Iterator[Number]:
        yield last
        closing = False
        while more := _MORE.match(self.text, last.end):
            is_range = more["range"] is not None
            joined = more["then"] is not None or more["and"] is not None
            if (not plural and more[0] != _TIGHT) or (closing and not (joined or is_range)):
                return
            item = self._item(more.end(), plural=True)
            if item is None or _NO_ITEM.match(self.text, item.end):
                return
            if is_range:
                item = _completed(last, item)
                yield from self._between(last, item)
            yield item
            if not plural:
                return
            closing = closing or joined
            last = item

    def _item(self, start: int, *, plural: bool) -> Number | None:
        found = (_ITEM if plural else _NUMBER).match(self.text, start, self.limit(start))
        if found is None:
            return None
        return Number(ascii_digits(found[0].replace(",", "").replace("٬", "")), start, found.end())

    def _between(self, first: Number, last: Number) -> Iterator[Number]:
        """The numbers between the ends of a range, which stand nowhere in the text."""
        if not (first.number.isdecimal() and last.number.isdecimal()):
            return
        low, high = int(first.number), int(last.number)
        if 1 < high - low < LONGEST_RANGE and self.room.take(high - low - 1):
            for number in range(low + 1, high):
                yield Number(str(number), last.start, last.start)


def _completed(first: Number, last: Number) -> Number:
    """The last number of a range written short: "142–45" ends at 145."""
    low, high = first.number, last.number
    if low.isdecimal() and high.isdecimal() and len(high) < len(low):
        whole = low[: len(low) - len(high)] + high
        if int(whole) > int(low):
            return Number(whole, last.start, last.end)
    return last
