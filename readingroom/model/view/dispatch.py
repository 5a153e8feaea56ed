"""The page of one dispatch."""

from dataclasses import dataclass

from readingroom.model.view.chrome import NO_HTML, Head, Html, Item, Link, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a field."""

    text: str
    href: str = ""
    """Of the page that lists its dispatches, or of the value itself; empty where it is text alone."""
    detail: str = ""
    """What else is said of it: the date and title of a source."""
    url: str = ""
    """Where it can be read elsewhere."""
    host: str = ""
    """Whose address that is, for the link's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the facts beneath the title: a field and its values."""

    label: str
    values: tuple[Value, ...]
    key: str = ""
    """Of the facet that the values belong to; empty where they belong to none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What a reader must know before reading: corrected, superseded, a draft."""

    kind: str
    text: str
    reason: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the table of contents."""

    href: str
    text: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlink:
    """From a note back to one of its calls."""

    href: str
    mark: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note."""

    id: str
    label: str
    html: Html
    backlinks: tuple[Backlink, ...]
    source_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalView:
    """The text that the dispatch translates: beside it paragraph by paragraph, or else after it."""

    language: str
    direction: str
    name: str
    """Of the language; empty where it is not known."""
    html: Html = NO_HTML
    """Empty where each paragraph of it stands beside its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence that cites, and the paragraph or note where it stands."""

    href: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedBy:
    """A dispatch that cites this one, with the places where it does."""

    item: Item
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Dispatches of one relation: "Corrects", "Translated as"."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How to cite: one form of it."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLink:
    """A kind of insertion that stands in the text; `key` is its class."""

    href: str
    text: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """A file that belongs to the dispatch: the source as received, the original."""

    href: str
    text: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchView:
    """Everything on the page of a dispatch."""

    head: Head
    crumbs: tuple[Link, ...]
    label: str
    title: str
    title_calls: Html
    """References to notes that stand at the end of the title."""
    subtitle: str
    date: Time | None
    updated: Time | None
    facts: tuple[Fact, ...]
    banners: tuple[Banner, ...]
    summary: str
    contents: tuple[Entry, ...]
    body: Html
    notes: tuple[NoteView, ...]
    original: OriginalView | None
    insertions: tuple[KindLink, ...]
    related: tuple[Related, ...]
    cites: tuple[Item, ...]
    cited_by: tuple[CitedBy, ...]
    previous: Item | None
    next: Item | None
    reference: str
    """The readable citation."""
    citations: tuple[Citation, ...]
    files: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneView:
    """What remains of a dispatch that was withdrawn or removed."""

    head: Head
    crumbs: tuple[Link, ...]
    kind: str
    """"withdrawn" or "removed"."""
    label: str
    title: str
    """Empty where it was removed."""
    reason: str
    related: tuple[Related, ...]
    previous: Item | None
    next: Item | None
