"""The archive's settings: `archive.toml` after it was checked, defaults filled in."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class FieldType(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A row of the field table: built in, or an archive's own `[[field]]`."""

    key: str
    label: str
    """Of the whole: "Subjects"."""
    singular: str
    type: FieldType = FieldType.TEXT
    index: bool = True
    facet: bool = True
    dublin_core: str = ""
    """Element name: "DC.subject"."""
    schema_org: str = ""
    """Property of Report: "about"."""
    min_dispatches: int = 1
    """Names with fewer dispatches get no page of their own."""
    synonyms: tuple[str, ...] = ()
    """Other front-matter keys read as this one: "countries" for "places"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series and how it is referred to."""

    name: str
    slug: str
    forms: tuple[str, ...] = ()
    """Each with "{n}" where the number stands, besides the general "Name No. {n}"."""
    plural: str = ""
    not_after: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertionKind:
    """A row of the table of insertion kinds; the first whose pattern is found decides."""

    kind: str
    label: str
    pattern: re.Pattern[str] | None
    """Searched inside the brackets; None for the plain kind, which takes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that `archive.toml` may say."""

    title: str = "Archive"
    subtitle: str = ""
    description: str = ""
    about: str = ""
    """Markdown, for the page about this archive."""
    base_url: str = ""
    """Ends in "/"; empty where the archive has no address of its own."""
    language: str = "en"
    timezone: str = "UTC"
    institution: str = ""
    licence: str = ""
    licence_url: str = ""
    contact: str = ""
    default_series: str = "Dispatches"
    series: tuple[Series, ...] = ()
    fields: tuple[Field, ...] = ()
    insertions: tuple[InsertionKind, ...] = ()
    tails: tuple[str, ...] = ("Share this Report:",)
    ignore: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """Globs of further attachment types, beyond the built-in allow-list."""
    trusted: tuple[str, ...] = ()
    originals: str = "beside"
    """"beside", "zip" or "none"."""
    sidecars: tuple[str, ...] = ()
    host_file_limit: int = 20_000
    content_security_policy: str = "default-src 'self'"
    silence: frozenset[str] = field(default_factory=frozenset)

    def field(self, key: str) -> Field | None:
        """The row of a field by its key or one of its synonyms."""
        return next((row for row in self.fields if key == row.key or key in row.synonyms), None)

    def series_named(self, name: str) -> Series | None:
        """The configured series of that name, in any case."""
        folded = " ".join(name.split()).casefold()
        return next((row for row in self.series if row.name.casefold() == folded), None)
