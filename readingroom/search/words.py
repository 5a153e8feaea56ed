"""A text → its words: where they stand, what they are folded to, how else they may be written."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readingroom.search import characters
from readingroom.search.characters import JOINERS, SECOND, Characters

_SIGN = 4
"""The group of the pattern that matches signs."""
MINIMUM = 3
"""A particle is taken off a word only where so many characters remain."""
_JOINER = re.compile(f"[{re.escape(JOINERS)}]")
_SHORT_I = re.compile("[иИ]\u0306")
"""й in two characters, whose mark is not to be dropped."""
_ARABIC = re.compile("[\u0620-\u064a]{4,}")
_HEBREW = re.compile("[\u05d0-\u05ea]{4,}")
NUMBERED = frozenset({"no", "nos", "nr"})
_STOP_AND_BLANKS = re.compile("\\.?[ \t\n\r\u00a0\u2009\u202f]*")


class Forms(NamedTuple):
    """What a word is folded to."""

    surface: str
    variants: tuple[str, ...]


class Word(NamedTuple):
    """A word of a text, from character `start` to `end`."""

    start: int
    end: int
    surface: str
    variants: tuple[str, ...]
    is_sign: bool = False
    """Whether it is one of a script that is written without blanks."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The words `place` and `place + 1` of a text as one: "No. 10857"."""

    place: int
    surface: str


def words(text: str, own: Characters | None = None) -> list[Word]:
    """The words of a text, by an index's own characters, or by all of Unicode."""
    pattern, forms = (own.pattern, _forms_by(own)) if own else (characters.of_text(text), FORMS.__getitem__)
    found: list[Word] = []
    for match in pattern.finditer(text):
        surface, variants = forms(match[0])
        if surface:
            start, end = match.span()
            found.append(Word(start, end, surface, variants, match.lastindex == _SIGN))
    return found


def raw_words(text: str) -> list[str]:
    """The words of a text as they stand in it, by all of Unicode."""
    return _plain(text).findall(text)


def raw_spans(text: str) -> list[tuple[int, int]]:
    """Where they stand."""
    return [match.span() for match in _plain(text).finditer(text)]


def _plain(text: str) -> re.Pattern[str]:
    return characters.of_text(text, grouped=False)


def numbered(text: str, surfaces: Sequence[str], spans: Sequence[tuple[int, int]]) -> Iterator[Numbered]:
    """Where words say "No." before a number, what they are as one."""
    for place, surface in enumerate(surfaces[:-1]):
        if surface not in NUMBERED:
            continue
        number = surfaces[place + 1]
        is_number = number[0].isascii() and number[0].isdigit()
        if is_number and _STOP_AND_BLANKS.fullmatch(text, spans[place][1], spans[place + 1][0]):
            yield Numbered(place, f"no.{number}")


def forms_of_unicode(raw: str) -> Forms:
    """The surface and variants of a word as it stands in a text."""
    return _forms(raw, lambda text: "".join(map(characters.folded, text)), _respelled)


class _Remembered(dict[str, Forms]):
    """The forms of words as they stand in texts, made when first asked for."""

    def __missing__(self, raw: str) -> Forms:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[raw] = forms_of_unicode(raw)
        return self[raw]


_MOST_REMEMBERED = 200_000
FORMS = _Remembered()
"""For those who read millions."""


def _forms_by(own: Characters) -> Callable[[str], Forms]:
    def fold(text: str) -> str:
        return own.fold(text.replace(",", "").replace(".", ""))

    return lambda raw: _forms(raw, fold, own.respelled)


def _respelled(text: str) -> str:
    other = text
    for letter, spelling in SECOND:
        other = other.replace(letter, spelling)
    return "" if other == text else other


def _forms(raw: str, fold: Callable[[str], str], respelled: Callable[[str], str]) -> Forms:
    raw = _SHORT_I.sub("й", raw)
    surface = fold(raw)
    variants: list[str] = []
    if other := respelled(raw):
        variants.append(fold(other))
    parts = _JOINER.split(raw)
    if len(parts) > 1:
        variants += [part for part in map(fold, parts) if len(part) > 1]
    if _ARABIC.fullmatch(surface):
        variants += _without_arabic_particles(surface)
    elif _HEBREW.fullmatch(surface):
        variants += _without_hebrew_particles(surface)
    return Forms(surface, tuple(dict.fromkeys(one for one in variants if one and one != surface)))


def _without_arabic_particles(word: str) -> Iterator[str]:
    if word[0] in "وف" and len(word) > MINIMUM:
        word = word[1:]
        yield word
    if word.startswith("لل") or word[:3] in {"بال", "كال"}:
        word = f"ال{word[2:]}" if word[0] == "ل" else word[1:]
        yield word
    if word.startswith("ال") and len(word) - 2 >= MINIMUM:
        yield word[2:]


def _without_hebrew_particles(word: str) -> Iterator[str]:
    if word[0] == "ו" and len(word) > MINIMUM:
        word = word[1:]
        yield word
    if word[0] in "הבלמשכ" and len(word) > MINIMUM:
        yield word[1:]
