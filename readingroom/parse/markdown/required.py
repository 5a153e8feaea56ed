"""What a text must contain for a regular expression to match in it, derived from the expression itself."""

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser of re, without stubs
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any

Needs = frozenset[tuple[str, ...]]
"""Each tuple lists strings one of which every match contains."""

MAX_ALTERNATIVES = 8
"""A longer list of characters is too likely to occur to be worth the look."""


Required = tuple[tuple[str, ...], ...]
"""The same, in the order in which it is looked for."""


@lru_cache(maxsize=256)
def needs(pattern: re.Pattern[str]) -> Required:
    """What each text that the pattern matches contains: one string of every tuple."""
    if pattern.flags & re.IGNORECASE:
        return ()
    found = _of_sequence(sre.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
    return tuple(sorted(found, key=lambda strings: (len(strings), -min(map(len, strings)), strings)))


def may_match(pattern: re.Pattern[str], text: str) -> bool:
    """False only where the pattern matches nowhere in the text."""
    return holds(text, needs(pattern))


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> Needs:
    found: set[tuple[str, ...]] = set()
    run = ""
    for opcode, argument in parsed:
        if opcode is op.LITERAL:
            run += chr(argument)
            continue
        if run:
            found.add((run,))
            run = ""
        found |= _of_item(opcode, argument)
    if run:
        found.add((run,))
    return frozenset(found)


def _of_item(opcode: Any, argument: Any) -> Needs:  # noqa: ANN401 - what the parser of re gives is untyped
    if opcode is op.BRANCH:
        return _of_branches([_of_sequence(branch) for branch in argument[1]])
    if opcode is op.IN:
        return _of_set(argument)
    return _of_sequence(_content(opcode, argument))


def _content(opcode: Any, argument: Any) -> Iterable[tuple[Any, Any]]:  # noqa: ANN401 - as above
    """The part of an item that every match goes through; empty where there is none."""
    if opcode in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        return argument[2] if argument[0] else ()
    if opcode is op.SUBPATTERN:
        return () if argument[1] & re.IGNORECASE else argument[3]
    if opcode is op.ATOMIC_GROUP:
        return argument  # type: ignore[no-any-return]
    return argument[1] if opcode is op.ASSERT else ()


def _of_branches(branches: list[Needs]) -> Needs:
    """What all branches need, or else one string of each branch's most telling need."""
    shared = frozenset.intersection(*branches)
    if shared or not all(branches):
        return shared
    best = [min(branch, key=lambda strings: (len(strings), -len(strings[0]), strings)) for branch in branches]
    strings = tuple(sorted({string for strings in best for string in strings}))
    return frozenset({strings}) if len(strings) <= MAX_ALTERNATIVES else frozenset()


def _of_set(members: list[tuple[Any, Any]]) -> Needs:
    if len(members) > MAX_ALTERNATIVES or any(opcode is not op.LITERAL for opcode, _ in members):
        return frozenset()
    return frozenset({tuple(sorted(chr(argument) for _, argument in members))})


def holds(text: str, needed: Required) -> bool:
    """Whether a text contains one string of each tuple."""
    for strings in needed:
        for string in strings:
            if string in text:
                break
        else:
            return False
    return True
