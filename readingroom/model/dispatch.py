"""A dispatch as its source tells it, before anything is known of the rest of the archive."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from readingroom.model.block import Body, Heading, Insertion, Note, NoteReference, Reading, Span


class Status(StrEnum):
    """The life of a dispatch."""

    DRAFT = "draft"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as precisely as it is known.

    The text is EDTF level 0 and the `~` and interval forms of level 1 (ISO 8601-2:2019):
    "2023-10-12", "2023-10", "2023", "1955-09~", "1955/1957".
    """

    text: str
    first: str
    """The earliest day that it can mean, as YYYY-MM-DD."""
    last: str
    approximate: bool = False

    @property
    def precision(self) -> int:
        """3 for a day, 2 for a month, 1 for a year, 0 for an interval."""
        if "/" in self.text:
            return 0
        return self.text.rstrip("~").count("-") + 1

    def __reduce__(self) -> tuple[object, ...]:
        """Thousands of dispatches share a few dates, which are read as one."""
        return _date, (self.text, self.first, self.last, self.approximate)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field, as written; `detail` holds what a mapping said besides its name."""

    name: str
    detail: tuple[tuple[str, str], ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """As that of a date."""
        return _value, (self.name, self.detail)


@lru_cache(maxsize=1 << 14)
def _date(text: str, first: str, last: str, *rest: bool) -> Date:
    return Date(text, first, last, *rest)


@lru_cache(maxsize=1 << 14)
def _value(name: str, detail: tuple[tuple[str, str], ...]) -> Value:
    return Value(name, detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What the dispatch translates."""

    path: str = ""
    """Of the original's text beneath the content folder, where it is kept."""
    date: Date | None = None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What front matter, banner and subjects line agree on."""

    id: str
    """"special-dispatch/10857": the slugs of series and number."""
    series: str
    number: str
    title: str
    subtitle: str = ""
    short_title: str = ""
    summary: str = ""
    date: Date | None = None
    updated: Date | None = None
    status: Status = Status.PUBLISHED
    embargo_until: str = ""
    """ISO 8601, as written; compared with the as-of time in the archive's time zone."""
    reason: str = ""
    """Why it was corrected, withdrawn or removed."""
    language: str = "en"
    direction: str = "ltr"
    fields: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    """Values by field key, in the order of the archive's field table."""
    corrects: tuple[str, ...] = ()
    corrected_by: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    translation_of: tuple[str, ...] = ()
    """Other dispatches, as written: an id, a number of the same series, or "Series No. N"."""
    original: Original | None = None
    doi: str = ""
    aliases: tuple[str, ...] = ()

    def values(self, key: str) -> tuple[Value, ...]:
        """The values of one field; empty where it has none."""
        return next((values for name, values in self.fields if name == key), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One source, read."""

    path: str
    form: str
    meta: Meta
    body: Body
    notes: tuple[Note, ...] = ()
    title_references: tuple[NoteReference, ...] = ()
    """References to notes that stand in the title; the title's text is without them."""
    headings: tuple[Heading, ...] = ()
    insertions: tuple[Insertion, ...] = ()
    attachments: tuple[str, ...] = ()
    """Paths beneath the content folder of the files that it shows or links to."""
    tail: str = ""
    """Boilerplate that was cut."""
    words: int = 0
    """Words of the body and the notes."""
    original_body: Body | None = None
    """The text beside it that was translated, where it is kept and is plain text."""
    original_language: str = ""
    """Of that text (BCP 47); empty where it is not known."""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A number of another dispatch found in prose; `where` counts notes from 0, None is the body."""

    series: str
    """Slug of the series meant."""
    number: str
    """Slug of the number meant."""
    where: int | None
    span: Span
    text: str
    """The words that carry the link."""
    sentence: str
    """The sentence that it stands in."""
    anchor: str = ""
    """Id of the paragraph or note that it stands in."""
    fragment: str = ""
    """Id within the dispatch meant: "note-3" where a note of it is meant."""
    line: int = 0
    """Where its passage begins in the source, from 1; 0 where unknown."""
