"""Labels of notes in brackets: where they may stand in a text.

label = digits | letter digits              digits of any script: "1", "E1", "١"
group = "[" label { ("," | ";" | "،") label } "]"
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readingroom.parse.dates import ascii_digits

_LABEL = r"[A-Za-z]?\d{1,9}"
_GROUP = re.compile(rf"\[\s?({_LABEL}(?:\s?[,;،]\s?{_LABEL})*)\s?\]")
_PARTS = re.compile(r"\s?[,;،]\s?")

OPENING = re.compile(rf"[\s\u200e\u200f]*\[\s?({_LABEL})\s?\]")
"""The label that a line opens with."""

NUMBERS = re.compile(r"\[\s*\d+(?:\s*[,;،–—-]\s*\d+)*\s*\]")
"""What a bracket with numbers alone looks like, as text."""


@dataclass(frozen=True, slots=True)
class Group:
    """Labels in one pair of brackets, from `start` to `end` of a text."""

    start: int
    end: int
    labels: tuple[str, ...]
    """As written, digits as 0 to 9."""


def groups(text: str) -> Iterator[Group]:
    """Every bracket of a text that holds labels alone, in order."""
    if "[" not in text:
        return
    for match in _GROUP.finditer(text):
        yield Group(match.start(), match.end(), tuple(_PARTS.split(ascii_digits(match[1]))))


def without_trailing(text: str) -> str:
    """The text without the labels in brackets that it ends with, and the blanks around them."""
    end = len(text.rstrip())
    while end and text[end - 1] == "]":
        start = text.rfind("[", 0, end)
        if start < 0 or not _GROUP.fullmatch(text, start, end):
            break
        end = start
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end]


def opening(line: str) -> str:
    """The label that a line opens with, or nothing."""
    match = OPENING.match(line)
    return ascii_digits(match[1]) if match else ""


def key(label: str) -> str:
    """What labels are compared by, and the form that they have in ids."""
    return label.lower()
