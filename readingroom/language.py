"""What depends on a language: order of names, dates as read, direction of writing.

Order, alphabet headings and date patterns are those of CLDR, through ICU (UTS #10 and #35).
"""

from collections.abc import Callable
from functools import cache, lru_cache

import icu

from readingroom.model.dispatch import Date

_RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"])
_RIGHT_TO_LEFT_SCRIPTS = frozenset(["arab", "hebr", "syrc", "thaa", "nkoo", "adlm"])

_SCRIPT_LETTERS = 4

FULL, MONTH, YEAR = "yMMMMd", "yMMMM", "y"
"""CLDR skeletons of a date known to the day, the month, the year."""

SortKey = Callable[[str], bytes]


def direction(tag: str) -> str:
    """The direction of writing, "rtl" or "ltr", of a language tag (BCP 47); a script subtag decides."""
    parts = tag.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == _SCRIPT_LETTERS and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def sort_key(tag: str) -> SortKey:
    """The order of names in a language, as a key function; equal names are told apart by code point.

    Digits are ordered by value: "Report 9" before "Report 10".
    """
    collator = icu.Collator.createInstance(icu.Locale(tag))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)

    def key(text: str) -> bytes:
        return bytes(collator.getSortKey(text)) + b"\0" + text.encode("utf-8", "surrogatepass")

    return key


_NORMAL_BUCKET = 0
_SCRIPTS = ("en", "ar", "he", "ru", "el", "hi", "th")
"""One language for each script that names of another alphabet are looked up in."""


@cache
def _alphabet(tag: str) -> "icu.AlphabeticIndex.ImmutableIndex":
    return icu.AlphabeticIndex(icu.Locale(tag)).buildImmutableIndex()


@lru_cache(maxsize=4096)
def initial(tag: str, text: str) -> str:
    """The heading of an A–Z list that a name stands under; "#" for what begins with no letter."""
    letters = text.lstrip("\"'“‘«([ ʻʿ")
    if not letters[:1].isalpha():
        return "#"
    for language in (tag, *_SCRIPTS):
        alphabet = _alphabet(language)
        label, kind = alphabet.getBucket(alphabet.getBucketIndex(letters))
        if kind == _NORMAL_BUCKET:
            return str(label)
    return letters[0].upper()


def display_date(date: Date, tag: str) -> str:
    """A date as readers of a language write it: "October 12, 2023", "c. 1837", "1955–1957"."""
    text = date.text.rstrip("~")
    shown = "–".join(_display(part.rstrip("~"), tag) for part in text.split("/"))
    return f"c. {shown}" if date.approximate else shown


def display_month(year: int, month: int, tag: str) -> str:
    """A month and its year: "October 2023"."""
    return _format(tag, MONTH, year, month, 1)


def display_month_name(month: int, tag: str) -> str:
    """A month alone: "October"."""
    return _format(tag, "LLLL", 2000, month, 1)


def _display(text: str, tag: str) -> str:
    parts = [int(part) for part in text.split("-")]
    skeleton = (YEAR, MONTH, FULL)[len(parts) - 1]
    year, month, day = (*parts, 1, 1)[:3]
    return _format(tag, skeleton, year, month, day)


@lru_cache(maxsize=8192)
def _format(tag: str, skeleton: str, year: int, month: int, day: int) -> str:
    formatter, calendar = _formatter(tag, skeleton)
    calendar.clear()
    calendar.set(year, month - 1, day)
    return str(formatter.format(calendar.getTime()))


@cache
def _formatter(tag: str, skeleton: str) -> tuple["icu.SimpleDateFormat", "icu.GregorianCalendar"]:
    locale = icu.Locale.forLanguageTag(f"{tag}-u-ca-gregory")
    utc = icu.TimeZone.createTimeZone("UTC")
    pattern = icu.DateTimePatternGenerator.createInstance(locale).getBestPattern(skeleton)
    formatter = icu.SimpleDateFormat(pattern, locale)
    calendar = icu.GregorianCalendar(utc, locale)
    # ISO 8601 dates are of the proleptic Gregorian calendar, ICU's switches to the Julian one in 1582.
    calendar.setGregorianChange(float("-inf"))
    formatter.setCalendar(calendar)
    formatter.setTimeZone(utc)
    return formatter, calendar
