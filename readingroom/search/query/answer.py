"""What a question finds."""

from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """A document as lists show it."""

    id: str
    title: str
    date: str
    series: str
    number: str
    language: str
    subjects: list[str]
    offset: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that was found."""

    ordinal: int
    score: float
    row: Row

    @property
    def address(self) -> str:
        """Of its page, from the root of the archive."""
        return f"{self.row.id}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The documents that a question finds, and a part of them as hits, in the order asked for."""

    question: str
    asked: str
    """What was searched: the question, or the question as it was corrected."""
    suggestion: str
    """What may have been meant; empty where nothing better is known."""
    documents: tuple[int, ...]
    """All of them, ascending."""
    hits: tuple[Hit, ...]

    @property
    def total(self) -> int:
        """How many were found."""
        return len(self.documents)
