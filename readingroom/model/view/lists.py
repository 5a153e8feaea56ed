"""Pages that lead to dispatches: series, names, dates, insertions, the concordance."""

from dataclasses import dataclass

from readingroom.model.view.chrome import Head, Item, Link, Pager, Within
from readingroom.model.view.dispatch import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """One list of dispatches: a series, a name, a month, the undated."""

    head: Head
    crumbs: tuple[Link, ...]
    kind: str
    """What is listed, above the heading: "Series", "Subject", "Month"."""
    title: str
    items: tuple[Item, ...]
    description: str = ""
    language: str = ""
    """Of the title, where it is not the page's."""
    direction: str = ""
    variants: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    count: int = 0
    """Of the whole list; 0 on numbered pages, which know only their own part."""
    pager: Pager | None = None
    feed: str = ""
    previous: Link | None = None
    next: Link | None = None
    within: Within | None = None
    """None where the list is nothing that a search can be limited to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in an index; without a page of its own it has an id, and its dispatches stand beneath it."""

    text: str
    count: int
    href: str = ""
    id: str = ""
    language: str = ""
    direction: str = ""
    description: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Names under one heading of an index; `initial` is empty where the index has none."""

    initial: str
    id: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesView:
    """The landing page of a field or of the kinds of insertion."""

    head: Head
    crumbs: tuple[Link, ...]
    title: str
    letters: tuple[Letter, ...]
    count: int
    noun: str
    """What is counted: "names", "kinds"."""
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time in a chart; `height` is in per cent of the highest."""

    text: str
    count: int
    height: int
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Links or dispatches under one heading: a decade with its years, a year's month."""

    title: str
    id: str = ""
    href: str = ""
    count: int = 0
    links: tuple[Link, ...] = ()
    counts: tuple[int, ...] = ()
    """Of the links, in their order."""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesView:
    """The archive by date, or one year of it."""

    head: Head
    crumbs: tuple[Link, ...]
    title: str
    count: int
    bars: tuple[Bar, ...]
    groups: tuple[Group, ...]
    previous: Link | None = None
    next: Link | None = None
    within: Within | None = None
    """None on the page of all years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """The insertions of one kind in one dispatch."""

    item: Item
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """Every use of one kind of insertion."""

    head: Head
    crumbs: tuple[Link, ...]
    title: str
    uses: tuple[Uses, ...]
    count: int
    within: Within
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A dispatch in the concordance."""

    id: str
    item: Item
    cites: tuple[Link, ...]
    cited_by: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A number that the archive does not show, and the sentences that want it."""

    id: str
    label: str
    uses: tuple[Uses, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencesView:
    """Who cites whom, and which numbers are wanted."""

    head: Head
    crumbs: tuple[Link, ...]
    lead: str
    rows: tuple[Cited, ...]
    wanted: tuple[Missing, ...]
