"""What a question was read as: a tree of leaves (words, phrases, prefixes, days) and what joins them.

A leaf's `field` is empty, or the key of the field that it is looked for in.
"""

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its other spellings, and where it stands in the question."""

    surface: str
    variants: tuple[str, ...] = ()
    start: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other."""

    words: tuple[Word, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin so."""

    beginning: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Exact:
    """An entry of the index by its name: "@people/edouard-branly" after a field."""

    surface: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """Dispatches with a day in common with those from `first` to `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Before:
    """Dispatches whose first day is earlier."""

    day: int


@dataclass(frozen=True, slots=True)
class After:
    """Dispatches whose last day is later."""

    day: int


@dataclass(frozen=True, slots=True)
class Near:
    """Both, with at most so many words between them."""

    between: int
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the other does not find."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Run:
    """Plain words, any of which will do; a phrase is a word that is written in several signs."""

    words: tuple[Word | Phrase, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What must be there, what must not (Not), and plain words."""

    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class All:
    """What each of them finds."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What any of them finds."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Nothing:
    """A question without words."""


Leaf = Word | Phrase | Prefix | Exact | Near
"""What counts for the order of the answer."""
Node = Leaf | Dates | Before | After | Not | Run | Together | All | AnyOf | Nothing
