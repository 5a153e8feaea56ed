"""The arithmetic of scores: the same additions, multiplications and divisions in every language."""

from math import floor

_STEPS = 20
_THOUSAND = 1000


def log2(number: float) -> float:
    """The binary logarithm of a number from 1, to 20 binary places, by repeated squaring."""
    found = 0.0
    while number >= 2:  # noqa: PLR2004 - the base
        number /= 2
        found += 1
    part = 1.0
    for _ in range(_STEPS):
        number *= number
        part /= 2
        if number >= 2:  # noqa: PLR2004
            number /= 2
            found += part
    return found


def idf(documents: int, having: int) -> int:
    """How much a word tells that so many of the documents have."""
    return floor(_THOUSAND * log2(1 + (documents - having + 0.5) / (having + 0.5)))
