"""What stands before a number: a sign, and the name of a series.

The longest name wins. A name that several series share means the dispatch's own series where it is
one of them, and else nothing. A single word after another word with a capital ("Basic Documents")
may be the end of a longer name, another work's; the place of that word is told, since a sentence's
first word has a capital too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readingroom.parse.references import numbers
from readingroom.parse.references.forms import Forms, Name, fold, last_run
from readingroom.sentences import FUNCTION_WORDS

_MARKS = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_SEPARATORS = ",:–—-"
_SIGN_ENDS = ".#№°º'׳’ٔ"
"""What a sign can end in, besides a letter; most numbers follow something else."""

_COMPOUND = re.compile(r"(?<!\w)(?:\d{1,6}|[IVXLCDM]{1,8})/\d{1,6}\Z")
_LONGEST_COMPOUND = 16
_WORD_START = re.compile(r"(?<!\w)\w")
_CLITICS = re.compile(r"[وفبكل]{1,2}(?=[ء-ي])|[ובהלמשכ]{1,2}(?=[א-ת])")
"""Particles that Arabic and Hebrew write as one with the name after them."""

_LAST_WORD = re.compile(r"\S{1,48}\Z")
_PREVIOUS_WORD = re.compile(r"(\w[\w'’.-]*)\s+\Z")
_LONGEST_WORD = 48
_SLACK = 24
"""Characters by which a name in a text may be longer than folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The words before a number."""

    names: tuple[Name, ...]
    """The forms of one series that they may be; those that want something after the number first."""
    start: int
    number_start: int
    """Where the number begins: before the digits in a compound one ("I/2 No. 39")."""
    many: bool
    """Whether a plural leads a list."""
    suspect: int | None = None
    """Where the word begins that may make the name the end of a longer one."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands between a name and its number."""

    end: int
    """Where the name would end."""
    sign: int | None
    """Where the sign begins."""
    many: bool
    glued: bool


def head(text: str, place: int, forms: Forms, own_series: str) -> Head | None:
    """The name that the number at a place belongs to, None where it is no reference."""
    lead = _lead(text, place)
    found = _named(text, lead.end, lead, forms, own_series)
    number_start = place
    if found is None and lead.sign is not None:
        compound = _COMPOUND.search(text, max(0, lead.end - _LONGEST_COMPOUND), lead.end)
        if compound:
            number_start = compound.start()
            found = _named(text, _stripped(text, number_start), lead, forms, own_series)
    if found is None:
        return None
    start, names = found
    plural = any(name.plural or (name.either and lead.sign is None) for name in names)
    return Head(
        names=names,
        start=start,
        number_start=number_start,
        many=number_start == place and (lead.many or plural),
        suspect=_suspect(text, start, names[0]),
    )


def _lead(text: str, place: int) -> _Lead:
    end = _stripped(text, place)
    sign = None
    if end and (text[end - 1].isalpha() or text[end - 1] in _SIGN_ENDS):
        sign = numbers.SIGN_AT_END.search(text, max(0, place - numbers.LONGEST_SIGN), place)
    if sign is None:
        return _Lead(end, None, many=False, glued=end == place)
    end = _stripped(text, sign.start(), _SEPARATORS)
    return _Lead(end, sign.start(), many=sign["many"] is not None, glued=False)


def _stripped(text: str, end: int, also: str = "") -> int:
    """The end of what stands before blanks, marks of direction and some punctuation."""
    while end and (text[end - 1].isspace() or text[end - 1] in _MARKS or text[end - 1] in also):
        end -= 1
    return end


def _named(
    text: str, end: int, lead: _Lead, forms: Forms, own_series: str
) -> tuple[int, tuple[Name, ...]] | None:
    """Where the longest name begins that ends at a place, and its forms of one series."""
    for start, words in _endings(text, end, forms):
        fitting = [name for name in forms.by_words.get(words, ()) if _fits(name, text[start], lead)]
        if fitting:
            return _of_one_series(start, fitting, own_series)
    if lead.sign is not None:
        bare = [name for name in forms.by_words.get("", ()) if name.signed]
        return _of_one_series(lead.sign, bare, own_series)
    return None


def _endings(text: str, end: int, forms: Forms) -> Iterator[tuple[int, str]]:
    """What ends at a place, folded, from each word's start: the longest first."""
    last = _LAST_WORD.search(text, max(0, end - _LONGEST_WORD), end)
    if last is None:
        return
    if last[0].isascii() and last_run(last[0].lower()) not in forms.last_runs:
        return
    for word in _WORD_START.finditer(text, max(0, end - forms.longest - _SLACK), end):
        yield word.start(), fold(text[word.start() : end])
        clitic = _CLITICS.match(text, word.start(), end)
        if clitic:
            for start in range(word.start() + 1, clitic.end() + 1):
                yield start, fold(text[start:end])


def _fits(name: Name, initial: str, lead: _Lead) -> bool:
    if lead.sign is None and (name.signed or name.glued != lead.glued):
        return False
    return not (name.capital and lead.sign is None and initial.islower())


def _of_one_series(start: int, names: list[Name], own_series: str) -> tuple[int, tuple[Name, ...]] | None:
    own = [name for name in names if name.series == own_series]
    if not own and len({name.series for name in names}) != 1:
        return None
    return start, tuple(sorted(own or names, key=lambda name: (-len(name.rest), not name.plural)))


def _suspect(text: str, start: int, name: Name) -> int | None:
    """Where a word with a capital begins right before a name of one word that is no abbreviation."""
    if " " in name.words or text[start : start + 2].isupper():
        return None
    return capital_before(text, start)


def capital_before(text: str, start: int) -> int | None:
    """Where the word before a place begins, if it has a capital and is no word that sentences begin with."""
    previous = _PREVIOUS_WORD.search(text, max(0, start - _LONGEST_WORD), start)
    if previous is None or not previous[1][0].isupper() or previous[1].casefold() in FUNCTION_WORDS:
        return None
    return previous.start()
