"""The ways into an archive: what its index pages list, computed once for a build."""

from dataclasses import dataclass

from readingroom.model.archive import Index, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """One page of a long list."""

    number: int
    """From 1, counted from the oldest; 0 is the list's own page, which shows the newest."""
    ids: tuple[str, ...]
    """Newest first."""
    newer: int | None = None
    """Number of the page that goes on with newer ones; None at the end."""
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year."""

    number: str
    """"03"."""
    ids: tuple[str, ...]
    """Oldest first."""

    def address(self, year: str) -> str:
        """Of its page: "dates/2023/03.html"."""
        return f"dates/{year}/{self.number}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year with all its dispatches."""

    year: str
    """"2023"."""
    ids: tuple[str, ...]
    """Oldest first; those of its months are among them."""
    months: tuple[Month, ...]
    """Those that have dispatches."""
    rest: tuple[str, ...]
    """Dispatches whose date is not known to the month."""

    @property
    def address(self) -> str:
        """Of its page: "dates/2023/index.html"."""
        return f"dates/{self.year}/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateIndex:
    """The archive by date."""

    years: tuple[Year, ...] = ()
    """Oldest first; those that have dispatches."""
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One dispatch of the concordance."""

    id: str
    cites: tuple[str, ...]
    """In order of first mention."""
    cited_by: tuple[str, ...]
    """Each once, in the order of the concordance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Who cites whom, and which numbers are wanted."""

    rows: tuple[Row, ...] = ()
    """The dispatches that cite or are cited, by series in collation order, then by number."""
    wanted: tuple[Wanted, ...] = ()
    """In the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """All ways into one archive."""

    series: Index
    fields: tuple[Index, ...] = ()
    """One for each field that has an index and names, in the order of the field table."""
    insertions: Index
    """One group for each kind that dispatches have, in the order of the table of kinds."""
    dates: DateIndex
    concordance: Concordance

    def field(self, key: str) -> Index | None:
        """The index of a field; None where it has none."""
        return next((index for index in self.fields if index.key == key), None)
