"""A question → its tokens: quotes, brackets, operators, fields, and chunks between blanks.

Quotes and brackets that close nothing are dropped here; what an operator applies to is the parser's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from readingroom.search.query.days import days_of, range_of
from readingroom.search.query.nodes import After, Before, Dates

QUOTES = '"“”„«»'
BLANKS = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
DEEPEST = 32
"""Brackets within brackets beyond this are passed over."""
FARTHEST = 30
"""Passages lie farther apart than this many words."""
TEXT_FIELDS = ("title", "heading", "body", "note")
_NEXT = re.compile(
    rf"[{BLANKS}]*(?:(?P<quote>[{QUOTES}])(?P<phrase>[^{QUOTES}]*)[{QUOTES}]?"
    rf"|(?P<open>\()|(?P<close>\))|(?P<or>\|)|(?P<chunk>[^{BLANKS}{QUOTES}()|]+))"
)
_BLANK = re.compile(f"[{BLANKS}]*")
_NEAR = re.compile("near/([0-9]{1,4})", re.IGNORECASE | re.ASCII)
_BEFORE_OPERAND = "-"


class Kind(StrEnum):
    """What a token is."""

    CHUNK = "chunk"
    PHRASE = "phrase"
    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"
    NEAR = "near"
    FIELD = "field"
    DAYS = "days"


OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
PRIMARY = frozenset({Kind.CHUNK, Kind.PHRASE, Kind.OPEN, Kind.FIELD, Kind.DAYS, Kind.NEAR})
"""What may follow a field, or stand beside near; near itself is a word there."""


_APPLIED = frozenset({Kind.NEAR, Kind.AND, Kind.OR})
_APPLYING = _APPLIED | {Kind.NOT, Kind.FIELD}
"""What applies to a bracket before it, and to one after it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token from character `start` to `end` of the question."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """Key of a field."""
    number: int = 0
    """How many words near allows."""
    days: Dates | Before | After | None = None


def tokens(question: str, fields: Mapping[str, str], fold: Callable[[str], str]) -> list[Token]:
    """The tokens of a question; `fields` are the keys of fields by their folded names."""
    return _without_asides(list(_Lexer(question, fields, fold).run()), question)


def _without_asides(found: list[Token], question: str) -> list[Token]:
    """The tokens without brackets around plain words that nothing applies to: "Letter (secret) to Stone"."""
    kept: list[Token] = []
    groups: list[tuple[int, bool]] = []
    """Of each open bracket: where it is, and whether only plain words came since."""
    for place, token in enumerate(found):
        if token.kind is Kind.OPEN:
            groups.append((len(kept), True))
        elif token.kind is Kind.CLOSE:
            opened, is_plain = groups.pop()
            after = found[place + 1].kind if place + 1 < len(found) else Kind.CLOSE
            if is_plain and after not in _APPLIED and not (opened and kept[opened - 1].kind in _APPLYING):
                del kept[opened]
                continue
            groups = [(one, False) for one, _ in groups]
        elif token.kind is not Kind.CHUNK or question[token.start : token.end].endswith("*"):
            groups = [(one, False) for one, _ in groups]
        kept.append(token)
    return kept


class _Lexer:
    def __init__(self, question: str, fields: Mapping[str, str], fold: Callable[[str], str]) -> None:
        self._question = question
        self._fields = fields
        self._fold = fold
        self._depth = 0
        self._passed = 0
        """Brackets too deep that are still open."""

    def run(self) -> Iterator[Token]:
        """All tokens."""
        at = 0
        while match := _NEXT.match(self._question, at):
            kind = match.lastgroup
            start, at = match.start(kind or 0), match.end()
            if kind == "chunk":
                token, at = self._chunk(start, at)
                yield token
            elif kind == "phrase":
                yield Token(Kind.PHRASE, match.start("phrase"), match.end("phrase"))
            elif kind == "or":
                yield Token(Kind.OR, start, at)
            elif kind and self._counts(kind):
                yield Token(Kind(match[kind]), start, at)

    def _counts(self, bracket: str) -> bool:
        """Whether a bracket is one: not too deep, nor closing nothing."""
        if bracket == "open":
            if self._depth == DEEPEST:
                self._passed += 1
                return False
            self._depth += 1
            return True
        if self._passed:
            self._passed -= 1
            return False
        if self._depth:
            self._depth -= 1
            return True
        return False

    def _chunk(self, start: int, end: int) -> tuple[Token, int]:
        """The token that a chunk begins with, and where the next begins."""
        text = self._question[start:end]
        if text in OPERATORS:
            return Token(OPERATORS[text], start, end), end
        if text[0] == _BEFORE_OPERAND and self._is_joined(start + 1):
            return Token(Kind.NOT, start, start + 1), start + 1
        if near := _NEAR.fullmatch(text):
            return Token(Kind.NEAR, start, end, number=min(int(near[1]), FARTHEST)), end
        name, colon, rest = text.partition(":")
        if colon:
            folded = self._fold(name)
            if folded in _DAYS_OF:
                return self._days(folded, rest, start, end)
            if folded in self._fields:
                after = start + len(name) + 1
                return Token(Kind.FIELD, start, after, name=self._fields[folded]), after
        return Token(Kind.CHUNK, start, end), end

    def _is_joined(self, at: int) -> bool:
        """Whether something to be excluded stands there."""
        following = self._question[at : at + 1]
        return bool(following) and following not in ")|" and not _BLANK.fullmatch(following)

    def _days(self, name: str, rest: str, start: int, end: int) -> tuple[Token, int]:
        """Days of a chunk, or of the one after it where it ends with the colon; else it is a chunk."""
        found = _DAYS_OF[name](rest)
        if not rest and (following := _NEXT.match(self._question, end)) and following["chunk"]:
            found = _DAYS_OF[name](following["chunk"])
            end = following.end() if found else end
        return Token(Kind.DAYS if found else Kind.CHUNK, start, end, days=found), end


def _dates(text: str) -> Dates | None:
    days = range_of(text)
    return Dates(*days) if days else None


def _before(text: str) -> Before | None:
    days = days_of(text)
    return Before(days.first) if days else None


def _after(text: str) -> After | None:
    days = days_of(text)
    return After(days.last) if days else None


_DAYS_OF: Mapping[str, Callable[[str], Dates | Before | After | None]] = {
    "date": _dates,
    "before": _before,
    "after": _after,
}
