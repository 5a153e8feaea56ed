"""Which characters make words, and what each is folded to: all of Unicode, or what an index ships of it.

Browsers and Python differ in their versions of Unicode, so whoever asks a question uses neither's
own tables, only those that the archive's index brings.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any

JOINERS = "'’ʼ＇׳״[]\u200c\u200d\u00ad"
"""What holds a word together where it stands between its letters."""
APOSTROPHES = "'’ʼ＇"
ALWAYS_SEPARATE = ((0x00, 0x7F), (0x80, 0xBF), (0x2000, 0x206F), (0x3000, 0x303F))
"""Where every index ships the separators, whether or not the archive has them."""

_ALONE = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
"""Scripts that are written without blanks between words."""
_DROPPED = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x08CA, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
"""Where the marks of Latin, Greek, Cyrillic, Hebrew and Arabic lie, and those without a shape."""
_PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه", "ە": "ه", "ھ": "ه", "ٱ": "ا",
    "ـ": "",
}  # fmt: skip
"""Letters that decompose to nothing simpler and are written for one another."""
_SHORT_I = "йЙ"
_VANISHING = frozenset(letter for letter, plain in _PLAIN.items() if not plain)
_SECOND = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_BLOCK_BITS = 8
_WITH_RELATIVES = (range(0x20000), range(0x2F800, 0x2FA20))
"""Where all letters lie that have cases or that decompose (Unicode 16)."""

Ranges = tuple[tuple[int, int], ...]
"""First and last of code points, ascending."""


@dataclass(frozen=True)
class Characters:
    """The classes of characters and what they are folded to."""

    separators: Ranges
    digits: Ranges
    alone: Ranges
    """Letters of scripts that are written without blanks."""
    marks: Ranges
    """Marks of such scripts."""
    folds: Mapping[str, str]
    """What a character becomes; one that is not here stays."""
    second: tuple[tuple[str, str], ...]
    """Letters, composed or not, and how else they are spelled."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words of a text; the groups are those of docs/search.md: number, abbreviation, word, sign."""
        word = f"[^{_class(self.separators)}{_class(self.alone)}{re.escape(JOINERS)}]"
        return _pattern(word, _class(self.digits), _class(self.alone), _class(self.marks))

    def fold(self, text: str) -> str:
        """A text without joiners, every character folded."""
        folds = self.folds
        return "".join([folds.get(character, character) for character in text])

    def respelled(self, text: str) -> str:
        """The text in its second spelling; empty where it has none."""
        other = text
        for letter, spelling in self.second:
            other = other.replace(letter, spelling)
        return "" if other == text else other

    def shipped(self) -> dict[str, Any]:
        """As it stands in the root of an index."""
        grouped: dict[str, list[str]] = {}
        for source, target in sorted(self.folds.items()):
            grouped.setdefault(target, []).append(source)
        return {
            "separators": _flat(self.separators),
            "digits": _flat(self.digits),
            "alone": _flat(self.alone),
            "marks": _flat(self.marks),
            "fold": [part for target in sorted(grouped) for part in (target, "".join(grouped[target]))],
            "second": [part for pair in self.second for part in pair],
        }


def read(shipped: Mapping[str, Any]) -> Characters:
    """What `shipped` gave."""
    fold = shipped["fold"]
    second = shipped["second"]
    return Characters(
        separators=_ranges(shipped["separators"]),
        digits=_ranges(shipped["digits"]),
        alone=_ranges(shipped["alone"]),
        marks=_ranges(shipped["marks"]),
        folds={
            source: target for target, group in zip(fold[::2], fold[1::2], strict=True) for source in group
        },
        second=tuple(zip(second[::2], second[1::2], strict=True)),
    )


def of_archive(characters: Iterable[str]) -> Characters:
    """The classes and folds of the characters that an archive has, and of those that fold to the same.

    Whatever else is asked for is no word of the archive.
    """
    alphabet = {*characters, *JOINERS, *_VANISHING, *_SHORT_I, *map(chr, range(0x80))}
    known = {part for character in alphabet for part in folded(character)}
    alphabet |= {character for target in known for character in _relatives().get(target, ())}
    alphabet |= {chr(code) for first, last in _DROPPED for code in range(first, last + 1)}
    codes = {ord(character) for character in alphabet}
    listed = {code for code in codes if not is_in_word(chr(code)) and chr(code) not in JOINERS}
    listed |= {
        code
        for first, last in ALWAYS_SEPARATE
        for code in range(first, last + 1)
        if not is_in_word(chr(code)) and chr(code) not in JOINERS
    }
    return Characters(
        separators=_runs(listed),
        digits=_runs(code for code in codes if is_digit(chr(code))),
        alone=_runs(code for code in codes if is_alone(chr(code))),
        marks=_runs(code for code in codes if is_mark_of_alone(chr(code))),
        folds={
            character: folded(character)
            for character in alphabet
            if (is_in_word(character) or character in JOINERS) and folded(character) != character
        },
        second=SECOND,
    )


def of_text(text: str, *, grouped: bool = True) -> re.Pattern[str]:
    """The pattern of words by all of Unicode, as far as a text has need of it.

    A pattern of all letters takes a quarter of a second to make, and one of some blocks of them none.
    Without groups its matches are words alone.
    """
    blocks = frozenset() if text.isascii() else frozenset(ord(one) >> _BLOCK_BITS for one in set(text))
    return _of_blocks(blocks, grouped=grouped)


@lru_cache(maxsize=1024)
def _of_blocks(blocks: frozenset[int], *, grouped: bool) -> re.Pattern[str]:
    """The pattern over ASCII and some blocks of 256 characters."""
    codes = sorted({*range(0x80), *(code for block in blocks for code in _block(block))})
    its = [one for one in map(chr, codes) if is_in_word(one) and one not in JOINERS]
    alone = [ord(one) for one in its if is_alone(one)]
    letters = [ord(one) for one in its if not is_alone(one)]
    marks = [code for code in letters if is_mark_of_alone(chr(code))]
    digits = [code for code in letters if is_digit(chr(code))]
    word = f"[{_class(_runs(letters))}]"
    pattern = _pattern(word, _class(_runs(digits)), _class(_runs(alone)), _class(_runs(marks)))
    return pattern if grouped else re.compile(re.sub(r"\((?!\?)", "(?:", pattern.pattern))


def _block(block: int) -> range:
    return range(block << _BLOCK_BITS, block + 1 << _BLOCK_BITS)


def is_in_word(character: str) -> bool:
    """Whether it is a letter, mark or number."""
    return unicodedata.category(character)[0] in "LMN"


def is_digit(character: str) -> bool:
    """Whether it is a decimal digit of any script."""
    return unicodedata.category(character) == "Nd"


def is_alone(character: str) -> bool:
    """Whether it is a letter of a script that is written without blanks."""
    return _is_of(ord(character), _ALONE) and unicodedata.category(character) in {"Lo", "Lm", "Nl", "No"}


def is_mark_of_alone(character: str) -> bool:
    """Whether it is a mark of such a script."""
    return _is_of(ord(character), _ALONE) and unicodedata.category(character)[0] == "M"


@cache
def folded(character: str) -> str:
    """What one character of a word becomes; empty for one that is dropped."""
    if character in APOSTROPHES:
        return "'"
    if character in JOINERS or character == ",":
        return ""
    if is_digit(character):
        return str(unicodedata.decimal(character))
    if character in _SHORT_I:
        return "й"  # a letter of its own, whose mark nobody leaves out
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(
        _PLAIN.get(part, part) for part in lowered if is_in_word(part) and not _is_of(ord(part), _DROPPED)
    )


@cache
def _relatives() -> Mapping[str, tuple[str, ...]]:
    """By folded letter, the characters that are it with marks or in another case."""
    found: dict[str, list[str]] = {}
    for character in map(chr, chain(*_WITH_RELATIVES)):
        decomposition = unicodedata.decomposition(character)
        if decomposition.startswith("<") or not is_in_word(character):
            continue
        if decomposition or character != character.casefold() or is_digit(character) or character in _PLAIN:
            target = folded(character)
            for part in target if target != character else "":
                found.setdefault(part, []).append(character)
    return {part: tuple(characters) for part, characters in found.items()}


def _second() -> tuple[tuple[str, str], ...]:
    return tuple(
        (unicodedata.normalize(form, letter), spelling)
        for small, spelling in _SECOND.items()
        for letter in (small, small.upper())
        for form in (("NFC", "NFD") if unicodedata.decomposition(letter) else ("NFC",))
    )


SECOND = _second()


def _pattern(word: str, digits: str, alone: str, marks: str) -> re.Pattern[str]:
    digit = f"[{digits}]"
    letter = f"(?!{digit}){word}"
    sign = f"|([{alone}]{f'[{marks}]*' if marks else ''})" if alone else "|((?!))"
    return re.compile(
        rf"({digit}{{1,3}}(?:,{digit}{{3}})+(?!{word}))"
        rf"|({letter}(?:\.{letter})+(?!{word})\.?)"
        rf"|({word}+(?:[{re.escape(JOINERS)}]{word}+)*){sign}"
    )


def _class(ranges: Ranges) -> str:
    return "".join(
        f"\\U{first:08x}" if first == last else f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges
    )


def _is_of(code: int, ranges: Ranges) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _runs(codes: Iterable[int]) -> Ranges:
    runs: list[tuple[int, int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return tuple(runs)


def _flat(ranges: Ranges) -> list[int]:
    return [code for pair in ranges for code in pair]


def _ranges(flat: Sequence[int]) -> Ranges:
    return tuple(zip(flat[::2], flat[1::2], strict=True))
