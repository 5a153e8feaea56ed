"""Dates as institutes write them, at the ends of a line or alone on it.

    date     = [weekday] (month day year | day month year) | year "-" month "-" day | day "." month "." year
    partial  = month year | EDTF with a month, a tilde or an interval

Day and month may be of any of the languages of `months`, digits of any script, names of any case.
`12.10.2023` is the twelfth of October; `10/12/2023` may be two days, and is then told as both.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import icu

from readingroom.model.dispatch import Date
from readingroom.parse.front.edtf import date_of, parse_edtf
from readingroom.parse.months import MONTHS, SOLAR_MONTHS, WEEKDAYS, alternatives

LONGEST = 300
"""A line longer than this holds more than a banner, and no date is looked for in it."""

_LONGEST_DATE = 80
_DIGIT = re.compile(r"\d")

_MONTH = rf"(?:{alternatives(list(MONTHS))})"
_SOLAR = rf"(?:{alternatives(list(SOLAR_MONTHS))})"
_WEEKDAY = rf"(?:(?:{alternatives(WEEKDAYS)})\.?[,،]?\s+)?"
_ORDINAL = r"(?:st|nd|rd|th|er|re|e|º|°|ª|\.)?"
_BEFORE_DAY = r"(?:(?:the|le|den|vom|du|am|el|il|lo|di|on|dem)\s+|ה[־-]?)?"
_OF = r"(?:\s*(?:of|de|d['’]|del|di|de\s+l['’])\s*|\s*[־-]\s*|\s+)(?:ב[־-]?)?"
_DAY = r"(?P<{0}day>\d{{1,2}})"
_YEAR = r"(?P<{0}year>\d{{4}})"
_AFTER = r"(?:\s?(?:г\.?|م\.?|р\.?))?"
_TWO_NAMES = rf"(?:\s?[/(]\s?{_MONTH}\)?)?"

_DAY_FIRST = (
    rf"{_WEEKDAY}{_BEFORE_DAY}{_DAY.format('d')}{_ORDINAL}{_OF}(?P<dmonth>{_MONTH}|{_SOLAR}){_TWO_NAMES}\.?,?"
    rf"(?:\s*(?:de|del|of)\b)?\s+{_YEAR.format('d')}{_AFTER}"
)
_MONTH_FIRST = (
    rf"{_WEEKDAY}(?P<mmonth>{_MONTH})\.?\s+(?:the\s+)?{_DAY.format('m')}{_ORDINAL}\s?,?\s*"
    rf"(?<!\d){_YEAR.format('m')}"
)
_NUMERIC = (
    r"(?P<iyear>\d{4})(?P<sep>[-/.])(?P<imonth>\d{1,2})(?P=sep)(?P<iday>\d{1,2})"
    r"|(?P<pday>\d{1,2})\.\s?(?P<pmonth>\d{1,2})\.\s?(?P<pyear>\d{4})"
    r"|(?P<cyear>\d{4})年(?P<cmonth>\d{1,2})月(?P<cday>\d{1,2})日"
    r"|(?P<one>\d{1,2})(?P<stroke>[/-])(?P<two>\d{1,2})(?P=stroke)(?P<ayear>\d{4})"
)
_COMPLETE = rf"(?:{_DAY_FIRST}|{_MONTH_FIRST}|{_NUMERIC})"
_START = rf"[\s(\[]*(?P<date>{_COMPLETE})(?![\w/])"
_END = rf"(?<![\w/.-])(?P<date>{_COMPLETE})[\s)\].,]*$"
_ALONE = rf"[\s(\[]*(?P<date>{_COMPLETE})[\s)\].,]*"
_MONTH_ALONE = rf"\s*(?P<date>(?P<month>{_MONTH})\.?,?\s+(?:(?:de|del|of)\s+)?(?P<year>\d{{4}}))[\s.,]*"
_DAY_OF_A_YEAR = rf"{_WEEKDAY}(?:{_MONTH}\.?\s+\d{{1,2}}{_ORDINAL}|\d{{1,2}}{_ORDINAL}{_OF}{_MONTH})"
_EDTF = re.compile(r"\d{4}(?:-\d{2})?[~/-][\d~/-]*")

_PERSIAN_DIGITS = re.compile("[۰-۹]")
_SOLAR_YEARS = range(1200, 1600)
_MONTHS_OF_A_YEAR = 12
_MARKS = str.maketrans(dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\xa0\u202f", " "))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """These are long, and most runs of the program read no date: compiled when first needed."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a line, from `start` to `end`.

    It is one date, or several where its digits can mean several, or none where the day does not exist.
    """

    text: str
    start: int
    end: int
    dates: tuple[Date, ...]


def ascii_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9; its length stays."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def at_start(line: str) -> Written | None:
    """The complete date that a line begins with."""
    plain = _plain(line)
    return _written(line, _compiled(_START).match(plain)) if _DIGIT.search(plain, 0, _LONGEST_DATE) else None


def at_end(line: str) -> Written | None:
    """The complete date that a line ends with."""
    plain = _plain(line)
    near = max(0, len(plain) - _LONGEST_DATE)
    return _written(line, _compiled(_END).search(plain, near)) if _DIGIT.search(plain, near) else None


def alone(line: str, *, partial: bool = False) -> Written | None:
    """The date that a line is; with `partial` also a month of a year, or an EDTF date but for a bare year."""
    plain = _plain(line)
    if not _DIGIT.search(plain):
        return None
    complete = _written(line, _compiled(_ALONE).fullmatch(plain))
    if complete or not partial:
        return complete
    month = _compiled(_MONTH_ALONE).fullmatch(plain)
    if month:
        number = MONTHS.get(_folded(month["month"]), 0)
        return Written(month["date"], *month.span("date"), _only(date_of(int(month["year"]), number)))
    text = plain.strip().rstrip(".")
    date = parse_edtf(text) if _EDTF.fullmatch(text) else None
    return Written(text, line.find(text[0]), len(line.rstrip()), (date,)) if date else None


def is_day_of_a_year(line: str) -> bool:
    """Whether a line is a day and a month without a year."""
    return bool(_compiled(_DAY_OF_A_YEAR).fullmatch(_plain(line).strip(" .")))


def _plain(line: str) -> str:
    return ascii_digits(line.translate(_MARKS)) if len(line) <= LONGEST else ""


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _written(line: str, match: re.Match[str] | None) -> Written | None:
    if not match:
        return None
    start, end = match.span("date")
    text = line[start:end]
    return Written(text, start, end, _dates(match, solar=bool(_PERSIAN_DIGITS.search(text))))


def _dates(match: re.Match[str], *, solar: bool) -> tuple[Date, ...]:
    parts = match.groupdict()
    for prefix in "dm":
        if parts[f"{prefix}year"]:
            return _named(
                _folded(parts[f"{prefix}month"]), int(parts[f"{prefix}year"]), int(parts[f"{prefix}day"])
            )
    for prefix in "ipc":
        if parts[f"{prefix}year"]:
            year, month, day = (int(parts[prefix + part]) for part in ("year", "month", "day"))
            if solar and year in _SOLAR_YEARS:
                return _only(_from_solar(year, month, day))
            return _only(_day(year, month, day))
    return _either(int(parts["ayear"]), int(parts["one"]), int(parts["two"]))


def _named(month: str, year: int, day: int) -> tuple[Date, ...]:
    if month in SOLAR_MONTHS:
        return _only(_from_solar(year, SOLAR_MONTHS[month], day))
    return _only(_day(year, MONTHS.get(month, 0), day))


def _either(year: int, one: int, two: int) -> tuple[Date, ...]:
    """What day and month in unknown order can mean, each day once, the earlier first."""
    both = {date.text: date for date in (_day(year, one, two), _day(year, two, one)) if date}
    return tuple(both[text] for text in sorted(both))


def _only(date: Date | None) -> tuple[Date, ...]:
    return (date,) if date else ()


def _day(year: int, month: int, day: int) -> Date | None:
    return date_of(year, month, day) if month and day else None


def _from_solar(year: int, month: int, day: int) -> Date | None:
    """The day of the Iranian calendar, by ICU's reckoning of it."""
    if not 1 <= month <= _MONTHS_OF_A_YEAR or not day:
        return None
    utc = icu.TimeZone.createTimeZone("UTC")
    calendar = icu.Calendar.createInstance(utc, icu.Locale("fa@calendar=persian"))
    calendar.clear()
    calendar.setLenient(False)
    calendar.set(year, month - 1, day)
    try:
        instant = calendar.getTime()
    except icu.ICUError:
        return None
    gregorian = icu.GregorianCalendar(utc, icu.Locale.getRoot())
    gregorian.setTime(instant)
    fields = icu.UCalendarDateFields
    return _day(gregorian.get(fields.YEAR), gregorian.get(fields.MONTH) + 1, gregorian.get(fields.DATE))
