"""The codes of the search index: numbers as characters, buckets of strings, the order of strings.

Numbers are (s,c)-dense codes: N. R. Brisaboa, A. Fariña, G. Navarro, M. F. Esteller, "(S,C)-Dense
Coding: An Optimized Compression Code for Natural Language Text Databases", SPIRE 2003. They are
characters of ASCII that stand in a JSON string as they are, so a list of numbers is a string.
Buckets are FNV-1a (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv), over UTF-16 units
so that a browser counts the same.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

CHARACTERS = [chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\']
STOPPERS = 60
CONTINUERS = 32
assert len(CHARACTERS) == STOPPERS + CONTINUERS  # noqa: S101 - every character has a digit

_OFFSET, _PRIME, _MASK = 2166136261, 16777619, 0xFFFFFFFF
_NUMBER = re.compile(
    "[{}]*.".format("".join(re.escape(character) for character in CHARACTERS[STOPPERS:])), re.DOTALL
)
_DIGITS = {character: digit for digit, character in enumerate(CHARACTERS)}


def encode(number: int) -> str:
    """A number, not negative, as one or more characters."""
    return CODES[number]


def _encoded(number: int) -> str:
    rest, digit = divmod(number, STOPPERS)
    characters = CHARACTERS[digit]
    while rest > 0:
        rest, digit = divmod(rest - 1, CONTINUERS)
        characters = CHARACTERS[STOPPERS + digit] + characters
    return characters


def encoded(numbers: Iterable[int]) -> str:
    """Numbers one after the other."""
    return "".join(map(CODES.__getitem__, numbers))


class _Codes(dict[int, str]):
    """The codes of numbers, made when first asked for."""

    def __missing__(self, number: int) -> str:
        code = _encoded(number)
        if len(self) < _REMEMBERED:
            self[number] = code
        return code


_REMEMBERED = 1 << 16
CODES = _Codes()
"""The code of each number, for those who encode millions."""


@cache
def _decoded(characters: str) -> int:
    number = 0
    for character in characters[:-1]:
        number = number * CONTINUERS + _DIGITS[character] - STOPPERS + 1
    return number * STOPPERS + _DIGITS[characters[-1]]


def decoded(code: str) -> list[int]:
    """The numbers of a string of codes; KeyError where it is none."""
    return list(map(_decoded, _NUMBER.findall(code)))


def parts(code: str) -> list[str]:
    """The codes of a string, each for itself."""
    return _NUMBER.findall(code)


def decode(code: str) -> int:
    """The number of one code."""
    return _decoded(code)


def number_at(code: str, at: int) -> tuple[int, int]:
    """The number that is written at a place, and where the next one begins."""
    end = at
    while _DIGITS[code[end]] >= STOPPERS:
        end += 1
    return _decoded(code[at : end + 1]), end + 1


def digit(number: int) -> str:
    """A number below 92 as one character."""
    return CHARACTERS[number]


def value(character: str) -> int:
    """The number below 92 that a character stands for."""
    return _DIGITS[character]


def gaps(ascending: Iterable[int]) -> Iterator[int]:
    """Of ascending numbers, how many are left out before each: [0, 1, 5] gives 0, 0, 3."""
    before = -1
    for number in ascending:
        yield number - before - 1
        before = number


def units(text: str) -> bytes:
    """A string's UTF-16 units, in whose order browsers compare strings."""
    return text.encode("utf-16-be", "surrogatepass")


def bucket(text: str, count: int) -> int:
    """The bucket of a string among `count`, a power of two."""
    value = _OFFSET
    if text.isascii():
        for unit in text.encode():
            value = (value ^ unit) * _PRIME & _MASK
    else:
        data = units(text)
        for high, low in zip(data[::2], data[1::2], strict=True):
            value = (value ^ (high << 8 | low)) * _PRIME & _MASK
    return (value ^ value >> 16) & count - 1


LEVELS = STOPPERS + CONTINUERS
"""How many levels a length may have: one character."""


def _levels() -> tuple[int, ...]:
    lengths = list(range(16))
    while len(lengths) < LEVELS:
        lengths.append(lengths[-1] + lengths[-1] // 8)
    return tuple(lengths)


LENGTHS = _levels()
"""The length that each level stands for: exact below 16, then in steps of an eighth."""
