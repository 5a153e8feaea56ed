"""The front page, the page about the archive, and the pages that say that something is elsewhere."""

from dataclasses import dataclass

from readingroom.model.view.chrome import Head, Html, Item, Link
from readingroom.model.view.lists import Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCard:
    """A series on the front page and the page about the archive."""

    href: str
    name: str
    description: str
    count: int
    span: str
    """First and last year: "1791–1991"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """An index with some of its largest names."""

    href: str
    label: str
    count: int
    names: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView:
    """The front page."""

    head: Head
    count: int
    span: str
    latest: tuple[Item, ...]
    series: tuple[SeriesCard, ...]
    ways: tuple[WayIn, ...]
    bars: tuple[Bar, ...]
    bar_unit: str
    """"year", "decade" or "century"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number about the archive."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file of the whole catalogue."""

    href: str
    label: str
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutView:
    """About this archive."""

    head: Head
    crumbs: tuple[Link, ...]
    text: Html
    figures: tuple[Figure, ...]
    series: tuple[SeriesCard, ...]
    reference: str
    """How to cite the archive as a whole."""
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The page of the search; what it finds is put there by its scripts."""

    head: Head
    crumbs: tuple[Link, ...]
    fields: tuple[str, ...]
    """What a question may name, besides the parts of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    """The page that hosts serve for an address that the archive does not have."""

    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """A stub at an old address."""

    head: Head
    href: str
    title: str
    language: str = ""
    direction: str = ""
