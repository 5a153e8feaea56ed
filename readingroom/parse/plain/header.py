"""The head of a dispatch: banner, title, dateline, subjects line.

    head          = [banner] title { dateline | subjects-line }
    banner        = one or two lines: date, series and number, in any order, any missing
    title         = one paragraph; a dateline or subjects line may be glued to its end
    dateline      = a line that is a date alone
    subjects-line = names "|" series and number, either side first or missing

A first line is a banner if it has a date, or if it has a number and what follows can be the title: a
number before a dateline, or a doubtful one ("Apollo - 11") without a date, is part of a title. A
second line belongs to the banner if it adds what the first lacks. Behind the title each line counts
once, and a series without a stroke counts if the banner's is the same or lacks one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from readingroom.addresses import slug
from readingroom.model.block import Reading
from readingroom.model.settings import Series
from readingroom.parse.dates import Written
from readingroom.parse.front.found import Claim, DateClaim, Found
from readingroom.parse.plain import header_line, headings
from readingroom.parse.plain.blocks import Paragraph
from readingroom.parse.plain.folding import fold, joined
from readingroom.parse.plain.header_line import HeaderLine
from readingroom.parse.plain.small_words import SMALL_WORDS

BANNER, DATELINE, SUBJECTS_LINE = "the banner", "the dateline", "the subjects line"

_BANNER_LINES = 2
_TITLE_LINES = 20
"""A title has fewer lines than this; further down nothing is glued to it."""

_DAY = 3
"""The precision of a complete date."""

_GOES_ON = (",", ":", ";", "-", "–", "—", "،")
_STOPS = (".", "!", "?", "؟")


@dataclass(frozen=True, slots=True)
class BadDate:
    """A date that means no day, or several."""

    written: Written
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says, and the paragraphs below it."""

    found: Found
    rest: tuple[Paragraph, ...]
    readings: tuple[Reading, ...]
    bad_dates: tuple[BadDate, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Takes lines off the top, and notes what they claim."""

    paragraphs: list[Paragraph]
    series: Sequence[Series]
    claims: dict[str, list[Claim]] = field(
        default_factory=lambda: {"titles": [], "series": [], "numbers": []}
    )
    dates: list[DateClaim] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    bad_dates: list[BadDate] = field(default_factory=list)
    dated: bool = False
    known: dict[str, HeaderLine | None] = field(default_factory=dict)

    def line(self, ahead: int = 0) -> str:
        """The line so many lines ahead, blank lines left out; empty behind the last."""
        for paragraph in self.paragraphs:
            if ahead < len(paragraph.lines):
                return paragraph.lines[ahead]
            ahead -= len(paragraph.lines)
        return ""

    def header_line(self, ahead: int = 0) -> HeaderLine | None:
        """The line so many lines ahead, where it can be one of a header."""
        line = self.line(ahead)
        if line not in self.known:
            self.known[line] = header_line.read(line, self.series)
        return self.known[line]

    def take(self, line: HeaderLine, place: str, rule: str) -> None:
        """Notes what the top line claims and takes it off."""
        paragraph = self.paragraphs[0]
        number, text = paragraph.first, paragraph.lines[0]
        self.readings.append(Reading(number, number, place.removeprefix("the "), rule, fold(text)))
        if line.date:
            self.dated = True
            self._date(line.date, number, place, line.date_column + paragraph.column - 1)
        if line.designation:
            column = line.designation_column + paragraph.column - 1
            for key, value in (("series", line.designation.series), ("numbers", line.designation.number)):
                if value:
                    self.claims[key].append(Claim(value, number, place, column))
        self.subjects += line.names
        self.drop(1)

    def _date(self, written: Written, number: int, place: str, column: int) -> None:
        if len(written.dates) == 1:
            self.dates.append(DateClaim(written.dates[0], number, place, column))
        else:
            self.bad_dates.append(BadDate(written, number, column))

    def drop(self, count: int) -> None:
        """Takes lines of the top paragraph off."""
        rest = self.paragraphs[0].after(count)
        self.paragraphs[:1] = [rest] if rest else []

    def says(self, key: str) -> str:
        """What was claimed first of series or number."""
        return self.claims[key][0].value if self.claims[key] else ""


def read(paragraphs: Sequence[Paragraph], series: Sequence[Series], given_title: str = "") -> Header:
    """The head of a dispatch; `given_title` is the side file's, which keeps another title in the body."""
    reader = _Reader(list(paragraphs), series)
    _read_banner(reader)
    kept = _read_title(reader, given_title)
    _read_lines(reader)
    found = Found(
        titles=tuple(reader.claims["titles"]),
        series=tuple(_one_spelling(reader.claims["series"])),
        numbers=tuple(reader.claims["numbers"]),
        dates=tuple(reader.dates),
        subjects=tuple(dict.fromkeys(reader.subjects)),
    )
    rest = (*kept, *reader.paragraphs)
    return Header(found, rest, tuple(reader.readings), tuple(reader.bad_dates))


def _read_banner(reader: _Reader) -> None:
    line = reader.header_line()
    if not line or not _is_banner(line, reader):
        return
    reader.take(line, BANNER, "a date or a number, alone on its line")
    for _ in range(_BANNER_LINES - 1):
        second = reader.header_line()
        if second and _adds(second, reader):
            reader.take(second, BANNER, "adds what the line above lacks")


def _adds(line: HeaderLine, reader: _Reader) -> bool:
    """Whether a second line has something that the banner lacks, nothing that it has, and is no title."""
    numbered = bool(reader.claims["numbers"] or reader.claims["series"])
    if (line.date and reader.dated) or (line.designation and numbered):
        return False
    if line.date:
        return _is_complete(line.date)
    return line.designation is not None and (line.designation.configured or not reader.header_line(1))


def _is_banner(line: HeaderLine, reader: _Reader) -> bool:
    """Whether the first line is one, and not the title of a dispatch without a banner."""
    if line.date:
        return _is_complete(line.date) or (line.stroke and line.designation is not None)
    named, following = line.designation, reader.header_line(1)
    if following and following.is_date_alone:
        configured = named is not None and named.configured
        return bool(reader.line(2)) and (configured or line.stroke or _can_be_title(reader, 2))
    if line.stroke or not named or not reader.line(1):
        return line.stroke
    return named.certain and (following is None or _is_another(following, named.series))


def _is_another(line: HeaderLine, series: str) -> bool:
    """Whether a line has a number of another series alone, and so can be a title."""
    named = line.designation
    return (
        named is not None
        and not line.stroke
        and not line.date
        and named.series.casefold() != series.casefold()
    )


def _is_complete(date: Written) -> bool:
    return not date.dates or date.dates[0].precision == _DAY


def _can_be_title(reader: _Reader, ahead: int) -> bool:
    """Whether the line so far ahead is no header line and no sentence."""
    text = fold(reader.line(ahead))
    if not text or reader.header_line(ahead):
        return False
    return headings.is_title(text) or not text.endswith(_STOPS)


def _read_title(reader: _Reader, given: str) -> list[Paragraph]:
    """Takes the title off; where the side file gives another one, what stands in its place is kept."""
    if not reader.paragraphs or _is_lost(reader):
        return []
    paragraph = reader.paragraphs[0]
    lines_below = range(1, min(len(paragraph.lines), _TITLE_LINES))
    count = next((n for n in lines_below if _ends_title(reader, n)), len(paragraph.lines))
    lines = paragraph.lines[:count]
    title = fold(joined([fold(line) for line in lines]))
    reader.drop(count)
    if given and slug(given) != slug(title):
        return [Paragraph(paragraph.first, lines, paragraph.column)]
    reader.claims["titles"].append(Claim(title, paragraph.first, "the title", paragraph.column))
    last = paragraph.first + count - 1
    reader.readings.append(
        Reading(paragraph.first, last, "title", "the first paragraph behind the banner", title)
    )
    return []


def _is_lost(reader: _Reader) -> bool:
    """Whether a line that belongs below the title stands in its place."""
    line = reader.header_line()
    if not line or not reader.readings:
        return False
    same = line.designation and line.designation.series.casefold() == reader.says("series").casefold()
    return bool(line.date or line.stroke or same)


def _ends_title(reader: _Reader, ahead: int) -> bool:
    """Whether the line of the title's paragraph so far ahead is a dateline or subjects line glued to it."""
    line = reader.header_line(ahead)
    if not line:
        return False
    if line.stroke or not line.is_date_alone:
        return _belongs(line, reader)
    before = fold(reader.line(ahead - 1))
    if before.endswith(_GOES_ON) or before.split()[-1].lower() in SMALL_WORDS:
        return False
    following = reader.header_line(ahead + 1)
    if following and following.is_date_alone:
        return False
    return all(line.date and claim.date in line.date.dates for claim in reader.dates)


def _read_lines(reader: _Reader) -> None:
    """Takes dateline and subjects line off, in either order."""
    seen: set[str] = set()
    while line := reader.header_line():
        place = DATELINE if line.is_date_alone else SUBJECTS_LINE
        if place in seen or not _belongs(line, reader):
            return
        seen.add(place)
        rule = "a date alone" if place == DATELINE else "names, series and number, parted by strokes"
        reader.take(line, place, rule)


def _belongs(line: HeaderLine, reader: _Reader) -> bool:
    """Whether a line below the title speaks of this dispatch."""
    if line.stroke or line.is_date_alone or not line.designation:
        return True
    own = reader.says("series")
    same = line.designation.series.casefold() == own.casefold()
    return same if own else line.designation.certain


def _one_spelling(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, those in capitals as another place spells them."""
    spelt = {claim.value.casefold(): claim.value for claim in claims if not claim.value.isupper()}
    for claim in claims:
        yield replace(claim, value=spelt.get(claim.value.casefold(), claim.value))
