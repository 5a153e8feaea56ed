"""The codes of `codes.py` for many numbers at a time."""

import numpy as np
from numpy.typing import NDArray

from readingroom.search.codes import CHARACTERS, CONTINUERS, STOPPERS

Numbers = NDArray[np.int64]

_TABLE = np.frombuffer("".join(CHARACTERS).encode(), np.uint8)
_MOST = 6
"""Characters of a number below 2^31."""
_LIMITS = np.cumsum([STOPPERS * CONTINUERS**power for power in range(_MOST)])
"""Numbers below the first take one character, below the second two, and so on."""


def widths(numbers: Numbers) -> Numbers:
    """How many characters each number takes."""
    return np.searchsorted(_LIMITS, numbers, side="right") + 1


def spelled(numbers: Numbers) -> tuple[str, Numbers]:
    """Numbers one after the other, and where each begins; last, where all end."""
    its = widths(numbers)
    ends = np.cumsum(its)
    data = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    rest, digits = np.divmod(numbers, STOPPERS)
    data[ends - 1] = _TABLE[digits]
    at = ends - 1
    longer = np.arange(len(numbers))
    for width in range(1, _MOST):
        longer = longer[its[longer] > width]
        if not len(longer):
            break
        rest[longer], digits = np.divmod(rest[longer] - 1, CONTINUERS)
        at[longer] -= 1
        data[at[longer]] = _TABLE[STOPPERS + digits]
    return data.tobytes().decode("ascii"), np.concatenate([[0], ends])
