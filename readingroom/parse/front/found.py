"""What a source says of itself outside its front matter: in banner, title, dateline, subjects line."""

from dataclasses import dataclass

from readingroom.model.dispatch import Date


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that one place of a source gives."""

    value: str
    line: int
    place: str
    """In words, for messages: "the banner"."""
    column: int = 1


@dataclass(frozen=True, slots=True)
class DateClaim:
    """A date that one place of a source gives."""

    date: Date
    line: int
    place: str
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that the text says of itself; each may be said in several places."""

    titles: tuple[Claim, ...] = ()
    series: tuple[Claim, ...] = ()
    numbers: tuple[Claim, ...] = ()
    dates: tuple[DateClaim, ...] = ()
    subjects: tuple[str, ...] = ()
    language: str = ""
    """Detected; empty where the archive's own is to be taken."""
    direction: str = ""
