"""Quotations that run over paragraphs.

    run   = paragraph that opens a quotation { paragraph that opens one }
    opens = begins with a quotation mark that closes at the paragraph's end or not at all

At a paragraph's end means before note references, insertions and a source in parentheses. A
paragraph whose first mark closes earlier opens with a closed phrase and is no quotation; it ends
the run, as does one without a mark. A run whose last paragraph leaves the mark open never closes. A
run of one paragraph is a quotation only if it closes. A straight single mark that nothing closes may be
an apostrophe ('Abd, 'Tis): paragraphs with one are of a run only where a later one closes it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from readingroom.parse import brackets
from readingroom.parse.plain.blocks import BLANKS

_OPENING = "\"“„«»‟‘”‹›‚「『'"
_PAIRS = {"«": "»", "‘": "’", "‚": "‘’", "‹": "›", "›": "‹", "「": "」", "『": "』"}
"""Marks that only their own kind closes; the double ones may be mixed."""

_DOUBLE = re.compile('["“”„‟]')
_APOSTROPHES = {"‘": "’", "‚": "‘’", "'": "'"}
"""Which marks may be an apostrophe in a text that begins with a single one."""

_FAMILIES = {
    "«": re.compile("[«»]"),
    "»": re.compile("[«»]"),
    "‘": re.compile("[‘’]"),
    "‚": re.compile("[‚‘’]"),
    "'": re.compile("'"),
    "‹": re.compile("[‹›]"),
    "›": re.compile("[‹›]"),
    "「": re.compile("[「」]"),
    "『": re.compile("[『』]"),
}

_SOURCE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])[\s.,;]*")

_BEFORE_OPENING = "([{—–-/ \n\t\xa0\u202f"
_AFTER_CLOSING = ".,;:!?…)]}،؛؟。、"


class Opening(Enum):
    """How a paragraph stands to the quotation mark that it begins with."""

    NONE = "no quotation mark"
    PHRASE = "opens with a closed phrase"
    OPEN = "the mark stays open"
    APOSTROPHE = "a straight single mark stays open"
    WHOLE = "the mark closes at the end"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring quoted paragraphs, from number `start` to before `end`."""

    start: int
    end: int
    closed: bool
    reopened: tuple[int, ...]
    """The paragraphs that open a quotation again after it was closed."""

    @property
    def is_quotation(self) -> bool:
        """Whether it is shown as one."""
        return self.closed or self.end - self.start > 1

    @property
    def is_single(self) -> bool:
        """Whether it is one paragraph that closes, which may be a heading in quotation marks."""
        return self.closed and self.end - self.start == 1

    @property
    def rule(self) -> str:
        """What decided, in words."""
        if self.end - self.start == 1:
            return Opening.WHOLE.value
        return "quotation mark reopened at each paragraph" + (", closed at the last" if self.closed else "")


def runs(openings: Sequence[Opening]) -> Iterator[Run]:
    """The runs of paragraphs, by how each of them begins."""
    start: int | None = None
    for index, how in enumerate([*openings, Opening.NONE]):
        inside = how in {Opening.OPEN, Opening.WHOLE, Opening.APOSTROPHE}
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            end = _without_apostrophes(openings, start, index)
            if end > start:
                yield _run(openings, start, end)
            start = None


def _without_apostrophes(openings: Sequence[Opening], start: int, end: int) -> int:
    """The end of a run without the paragraphs at its end that may open with an apostrophe."""
    while end > start and openings[end - 1] is Opening.APOSTROPHE:
        end -= 1
    return end


def _run(openings: Sequence[Opening], start: int, end: int) -> Run:
    reopened = tuple(n for n in range(start + 1, end) if openings[n - 1] is Opening.WHOLE)
    return Run(start, end, openings[end - 1] is Opening.WHOLE, reopened)


def opening(text: str) -> Opening:
    """How a paragraph begins."""
    text = text.lstrip(BLANKS)
    if not text or text[0] not in _OPENING:
        return Opening.NONE
    if text[0] == "”" and "“" in text:
        return Opening.NONE
    close = _close(text)
    if close is None:
        return Opening.APOSTROPHE if text[0] == "'" else Opening.OPEN
    rest = _SOURCE.sub("", brackets.without_trailing(text[close + 1 :])).strip(BLANKS + _AFTER_CLOSING)
    return Opening.PHRASE if rest else Opening.WHOLE


def _close(text: str) -> int | None:
    """Where the mark that a text begins with closes; None where it does not."""
    depth = 1
    for match in _FAMILIES.get(text[0], _DOUBLE).finditer(text, 1):
        depth += _step(text, match.start())
        if depth == 0:
            return match.start()
    return None


def _step(text: str, place: int) -> int:
    """1 where the mark at a place opens, -1 where it closes, 0 where it stands inside a word."""
    mark, first = text[place], text[0]
    if mark in _APOSTROPHES.get(first, "") and _is_apostrophe(text, place):
        return 0
    if first in _PAIRS:
        return -1 if mark in _PAIRS[first] else 1
    if first == "»":
        return _by_blanks(text, place)
    if mark == "”" and first != "”":
        return -1
    if mark == "„" or (mark == "“" and first != "„"):
        return 1
    return _by_neighbours(text, place)


def _by_blanks(text: str, place: int) -> int:
    """What a mark does in a text that begins with "»": German ones open so, and French ones go on so."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    inward = after and after not in _AFTER_CLOSING and (text[place] == "«" or not after.isspace())
    return 1 if before in _BEFORE_OPENING and inward else -1


def _by_neighbours(text: str, place: int) -> int:
    """What a mark of one shape for both ends does here."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    if before.isalnum() and after.isalnum():
        return 0
    if before in _BEFORE_OPENING:
        return 1 if after and not after.isspace() and after not in _AFTER_CLOSING else -1
    return -1


def _is_apostrophe(text: str, place: int) -> bool:
    """Whether a right single mark elides: inside a word, or after the s of a plural before a small letter."""
    before, after = text[place - 1], text[place + 1 : place + 3]
    return after[:1].isalnum() or (before in "sS" and after[:1] == " " and after[1:].islower())
