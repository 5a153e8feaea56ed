"""Series and number as a line writes them: "Special Dispatch No. 10857", "Report 14/B".

    designation = series [stop] number-word number          the last number-word of the line
                | number-word number stop series
                | series dash number | series lettered-number       doubtful where it stands alone
                | configured-series [stop] [number-word] number     any number, and longer ones: "I/2 No. 39"
                | configured-form

What `archive.toml` names, as a name, a plural or a form, wins over the general forms. Case does not matter.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from readingroom.model.settings import Series
from readingroom.parse.dates import ascii_digits
from readingroom.parse.plain.folding import fold

LONGEST = 200
MOST_WORDS = 10
"""A series has a name; what is longer is a sentence."""

STOPS = " \t,،;:|·•—–-()[]/\xa0"
"""What may stand between date, series and number."""

_WORD = (
    r"(?:nos?\.|no|nr\.?|n[°º]\.?|№|num\.|number|núm\.?|número|numéro|numero|numer|nummer|#"
    r"|رقم|العدد|عدد|شماره|شمارهٔ|شمارۀ|نمبر|מספר|מס['׳.]|גיליון|номер)"
)
_LETTERED = r"\d+[-/][A-Za-z]"
_DIGITS = r"\d+[A-Za-z]?(?:[-–/](?:\d+[A-Za-z]?|[A-Za-z]{1,3}))?"
_NUMBER = rf"(?:{_DIGITS}|[A-Za-z]{{1,3}}-?\d+(?:[-–/]\d+)?|[IVXLCDM]+)"
_LONG_PART = r"(?:[\w./–-]*\d[\w./–-]*|[IVXLCDM]+(?:/[\w]+)?|vol\.|pt\.|part|bd\.|t\.)"
_LONG = rf"(?:{_LONG_PART}\s+){{1,4}}{_WORD}\s*{_NUMBER}"
_GAP = r"[\s,،;:—–-]*"

_NUMBERED = re.compile(rf"{_WORD}\s*(?P<number>{_NUMBER})", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    rf"{_WORD}\s*(?P<number>{_NUMBER})(?:\s*[,،;:—–]|\s+-)\s*(?P<series>\S.*)", re.IGNORECASE
)
_DOUBTFUL = re.compile(rf"(?P<series>.*\S)(?:\s+[-–—]\s*(?P<dashed>{_DIGITS})|\s+(?P<lettered>{_LETTERED}))")
_LAST_WORD = re.compile(rf"(?<!\w){_WORD}\s*(?=\S)", re.IGNORECASE)
_NO_NAME = re.compile(r"[!?؟\"“”«»]")


@dataclass(frozen=True, slots=True)
class Designation:
    """A series and a number; either may be empty, not both."""

    series: str
    number: str
    text: str
    certain: bool = True
    """Whether the form alone tells that it is one."""
    configured: bool = False


def read(text: str, series: tuple[Series, ...]) -> Designation | None:
    """The designation that a text is, from its first to its last word; None where it is none.

    `series` are the configured ones.
    """
    shown = fold(text.strip(STOPS))
    if not shown or len(shown) > LONGEST:
        return None
    plain = ascii_digits(shown)
    return _configured(shown, plain, series) or _general(shown, plain)


def _configured(shown: str, plain: str, rows: tuple[Series, ...]) -> Designation | None:
    for pattern, name in _patterns(rows):
        match = pattern.fullmatch(plain)
        if match:
            number = match.groupdict().get("number") or ""
            return Designation(name, number, shown, configured=True)
    return None


@lru_cache(maxsize=32)
def _patterns(rows: tuple[Series, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """How each configured series may be written, longer names first."""
    number = rf"(?P<number>{_LONG}|{_NUMBER})"
    written = []
    for row in rows:
        forms = [(len(form), re.escape(form).replace(r"\{n\}", number)) for form in row.forms]
        names = [name for name in (row.name, row.plural) if name]
        after = rf"(?:{_GAP}(?:{_WORD}\s*)?{number})?"
        forms += [(len(name), re.escape(name).replace(r"\ ", r"\s+") + after) for name in names]
        written += [(length, row.name, form) for length, form in forms]
    ordered = sorted(written, key=lambda form: (-form[0], form[1]))
    return tuple((re.compile(form, re.IGNORECASE), name) for _, name, form in ordered)


def _general(shown: str, plain: str) -> Designation | None:
    words = list(_LAST_WORD.finditer(plain))
    if words:
        start = words[-1].start()
        match = _NUMBERED.fullmatch(plain, start)
        if match:
            return _named(shown[:start], match["number"], shown)
        first = _NUMBER_FIRST.fullmatch(plain)
        return _named(shown[first.start("series") :], first["number"], shown) if first else None
    match = _DOUBTFUL.fullmatch(plain)
    if not match:
        return None
    number = match["dashed"] or match["lettered"]
    return _named(shown[: match.end("series")], number, shown, certain=False)


def _named(series: str, number: str, shown: str, *, certain: bool = True) -> Designation | None:
    name = series.strip(STOPS)
    is_number = number[0].isdigit() or number.isupper()
    if not is_number or (name and not _is_name(name)):
        return None
    return Designation(name, number, shown, certain=certain)


def _is_name(text: str) -> bool:
    """Whether the words can be a series' name: few, the first not in small letters, and no quotation."""
    letters = any(c.isalpha() for c in text)
    return (
        letters
        and len(text.split()) <= MOST_WORDS
        and not _NO_NAME.search(text)
        and (not text[0].islower() or text.islower())
    )
