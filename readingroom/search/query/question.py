"""A question → its tree; whatever is written, it means something.

question     = alternatives
alternatives = conjunction { "OR" conjunction }
conjunction  = sequence { "AND" sequence }
sequence     = item { item }
item         = ("NOT" | "-") item | near
near         = primary { "near/" NUMBER primary }
primary      = "(" question ")" | field ":" primary | phrase | days | word | word "*"
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from readingroom.search.characters import Characters
from readingroom.search.layout import RECORD_SIGN
from readingroom.search.query.nodes import (
    All,
    AnyOf,
    Exact,
    Near,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Run,
    Together,
    Word,
)
from readingroom.search.query.tokens import BLANKS, PRIMARY, TEXT_FIELDS, Kind, Token, tokens
from readingroom.search.words import Word as Cut
from readingroom.search.words import numbered, words

_STOPS_AND_BLANKS = re.compile(f"[.{BLANKS}]*")
_DIGITS = "0123456789"
_NOTHING = Nothing()
_END = Token(Kind.CLOSE, 0, 0)


def fields_by_name(fields: Iterable[Sequence[object]], characters: Characters) -> dict[str, str]:
    """The keys of the fields of an index's root by each of their names, folded."""
    found: dict[str, str] = {}
    for key, label, others in fields:
        for name in (key, label, *(others if isinstance(others, list) else ())):
            found.setdefault(characters.fold(str(name)), str(key))
    return found | {name: name for name in TEXT_FIELDS}


def parse(question: str, characters: Characters, fields: Mapping[str, str]) -> Node:
    """The tree of a question, its words cut by an archive's characters."""
    return _Parser(question, characters, fields).whole()


class _Parser:
    def __init__(self, question: str, characters: Characters, fields: Mapping[str, str]) -> None:
        self._question = question
        self._characters = characters
        self._tokens = tokens(question, fields, characters.fold)
        self._at = 0

    def whole(self) -> Node:
        """The tree of the whole question."""
        return self._alternatives()

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else _END

    def _alternatives(self) -> Node:
        found = [self._conjunction()]
        while self._peek().kind is Kind.OR:
            self._at += 1
            found.append(self._conjunction())
        return _joined(AnyOf, found)

    def _conjunction(self) -> Node:
        found = [self._sequence()]
        while self._peek().kind is Kind.AND:
            self._at += 1
            found.append(self._sequence())
        return _joined(All, found)

    def _sequence(self) -> Node:
        items: list[Node] = []
        plain: list[Token] = []
        first = self._at
        while not self._is_over(is_empty=self._at == first):
            if self._is_plain():
                plain.append(self._peek())
                self._at += 1
                continue
            self._add_run(items, plain)
            items.append(self._item())
        self._add_run(items, plain)
        return _together(items)

    def _is_over(self, *, is_empty: bool) -> bool:
        """Whether the sequence ends: at a bracket, or at an operator that has something on both sides."""
        kind = self._peek().kind
        if kind in {Kind.AND, Kind.OR}:
            return not is_empty and self._peek(1).kind is not Kind.CLOSE
        return kind is Kind.CLOSE

    def _is_plain(self) -> bool:
        """Whether the next token is one of a run of plain words."""
        token = self._peek()
        if token.kind is Kind.CHUNK:
            return not self._is_near(1) and not self._text(token).endswith("*")
        if token.kind is Kind.NOT:
            return not self._has_operand()
        if token.kind is Kind.FIELD:
            return self._peek(1).kind not in PRIMARY
        return token.kind in {Kind.AND, Kind.OR} or (token.kind is Kind.NEAR and not self._is_near(1))

    def _has_operand(self) -> bool:
        return self._peek(1).kind not in {Kind.CLOSE, Kind.AND, Kind.OR}

    def _is_near(self, ahead: int) -> bool:
        """Whether near stands there, with something after it."""
        return self._peek(ahead).kind is Kind.NEAR and self._peek(ahead + 1).kind in PRIMARY

    def _add_run(self, items: list[Node], plain: list[Token]) -> None:
        if plain:
            items.append(self._run_of(self._cut(plain[0].start, plain[-1].end)))
            plain.clear()

    def _item(self) -> Node:
        excluded = False
        while self._peek().kind is Kind.NOT and self._has_operand():
            excluded = not excluded
            self._at += 1
        found = self._near()
        return Not(found) if excluded and not isinstance(found, Nothing) else found

    def _near(self) -> Node:
        left = self._primary()
        while self._is_near(0):
            between = self._peek().number
            self._at += 1
            right = self._primary()
            if isinstance(left, Nothing):
                left = right
            elif not isinstance(right, Nothing):
                left = Near(between, left, right)
        return left

    def _primary(self) -> Node:
        fields: list[str] = []
        while self._peek().kind is Kind.FIELD and self._peek(1).kind in PRIMARY:
            fields.append(self._peek().name)
            self._at += 1
        token = self._peek()
        self._at += 1
        node = self._record(token, fields) or self._operand(token)
        return within(node, fields[-1]) if fields else node

    def _record(self, token: Token, fields: list[str]) -> Node | None:
        """The record that a chunk after a field names by its id."""
        text = self._text(token)
        is_one = fields and token.kind is Kind.CHUNK and text.startswith(RECORD_SIGN)
        return Exact(text) if is_one else None

    def _operand(self, token: Token) -> Node:
        if token.kind is Kind.OPEN:
            node = self._alternatives()
            self._at += 1
            # In brackets plain words are required together, as one.
            return Together((node,)) if isinstance(node, Run) else node
        if token.days:
            return token.days
        found = self._cut(token.start, token.end)
        if token.kind is Kind.PHRASE:
            return Phrase(_words(found)) if found else _NOTHING
        return self._of_chunk(token, found)

    def _of_chunk(self, token: Token, found: list[Cut]) -> Node:
        """One word, the words that begin as it does where a star follows, or several as a phrase."""
        stem = self._text(token).rstrip("*")
        is_cut = token.start + len(stem) < token.end and found and found[-1].end == token.start + len(stem)
        if is_cut and not found[-1].is_sign:
            prefix = Prefix(found[-1].surface)
            return _together([self._run_of(found[:-1]), prefix])
        if len(found) > 1:
            return Phrase(_words(found))
        return _words(found)[0] if found else _NOTHING

    def _run_of(self, found: list[Cut]) -> Node:
        """Plain words; signs without a gap are one, so are letters; "No. 10857" stands beside its words."""
        surfaces, spans = [word.surface for word in found], [(word.start, word.end) for word in found]
        joined = {one.place: one.surface for one in numbered(self._question, surfaces, spans)}
        plain: list[Word | Phrase] = []
        for group in self._grouped(found):
            place, cut = group[0], [found[number] for number in group]
            if len(cut) == 1:
                plain.append(_words(cut)[0])
            else:
                plain.append(Phrase(_words(cut)) if cut[0].is_sign else _abbreviation(cut))
            if place in joined:
                plain.append(Word(joined[place], (), cut[0].start, found[place + 1].end))
        return Run(tuple(plain)) if plain else _NOTHING

    def _grouped(self, found: list[Cut]) -> list[list[int]]:
        groups: list[list[int]] = []
        for number, word in enumerate(found):
            before = found[number - 1] if number else None
            if before and self._go_together(before, word):
                groups[-1].append(number)
            else:
                groups.append([number])
        return groups

    def _go_together(self, before: Cut, word: Cut) -> bool:
        if before.is_sign or word.is_sign:
            return before.is_sign and word.is_sign and before.end == word.start
        gap = self._question[before.end : word.start]
        return _is_letter(before) and _is_letter(word) and bool(_STOPS_AND_BLANKS.fullmatch(gap))

    def _cut(self, start: int, end: int) -> list[Cut]:
        """The words between two places of the question."""
        found = words(self._question[start:end], self._characters)
        return [word._replace(start=word.start + start, end=word.end + start) for word in found]

    def _text(self, token: Token) -> str:
        return self._question[token.start : token.end]


def within(node: Node, field: str) -> Node:  # noqa: PLR0911 - one for each kind of node
    """The same, looked for in a field; what has a field of its own keeps it."""
    match node:
        case Word() | Phrase() | Prefix() | Exact():
            return node if node.field else replace(node, field=field)
        case Near():
            return replace(node, left=within(node.left, field), right=within(node.right, field))
        case Not():
            return Not(within(node.node, field))
        case Run():
            return Run(tuple(replace(word, field=word.field or field) for word in node.words))
        case Together():
            return Together(tuple(within(item, field) for item in node.items))
        case All() | AnyOf():
            return replace(node, nodes=tuple(within(one, field) for one in node.nodes))
    return node


def _is_letter(word: Cut) -> bool:
    return len(word.surface) == 1 and word.surface <= "\uffff" and word.surface not in _DIGITS


def _abbreviation(letters: list[Cut]) -> Word:
    """Letters as the one word that they are in "U.S."; each for itself counts for less."""
    surfaces = tuple(word.surface for word in letters)
    return Word("".join(surfaces), tuple(dict.fromkeys(surfaces)), letters[0].start, letters[-1].end)


def _words(found: Iterable[Cut]) -> tuple[Word, ...]:
    return tuple(Word(word.surface, word.variants, word.start, word.end) for word in found)


def _joined(kind: type[All] | type[AnyOf], nodes: list[Node]) -> Node:
    real = tuple(node for node in nodes if not isinstance(node, Nothing))
    return kind(real) if len(real) > 1 else (real or (_NOTHING,))[0]


def _together(items: list[Node]) -> Node:
    real = tuple(item for item in items if not isinstance(item, Nothing))
    return Together(real) if len(real) > 1 else (real or (_NOTHING,))[0]
