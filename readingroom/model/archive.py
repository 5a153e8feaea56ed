"""The archive as a whole: cards of dispatches, and what the links between them come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from readingroom.model.block import PathTarget, Span, Target
from readingroom.model.dispatch import Meta, Reference
from readingroom.model.source import Attachment

_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class ExplicitLink:
    """A link that the source itself makes to another source: `[[10857]]`, `[x](10857.md)`."""

    target: Target
    sentence: str
    anchor: str
    where: int | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class ImageUse:
    """An image that a dispatch shows."""

    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class InsertionUse:
    """An insertion as its index shows it; `anchor` is its paragraph or note."""

    kind: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the rest of the archive needs to know of one dispatch; its text lives elsewhere."""

    meta: Meta
    path: str
    form: str
    notes: int = 0
    anchors: str = ""
    """Every id of its body and notes that a fragment can name, as `joined_anchors` gives them."""
    references: tuple[Reference, ...] = ()
    links: tuple[ExplicitLink, ...] = ()
    images: tuple[ImageUse, ...] = ()
    insertions: tuple[InsertionUse, ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Series and number slugs, joined by "/"."""
        return self.meta.id

    def has_anchor(self, name: str) -> bool:
        """Whether a fragment of that name leads somewhere."""
        return f"{_BETWEEN}{name}{_BETWEEN}" in self.anchors


def joined_anchors(names: Iterable[str]) -> str:
    """Names with a sign around each that stands in none: a set of them takes ten times as much memory."""
    return f"{_BETWEEN}{_BETWEEN.join(dict.fromkeys(names))}{_BETWEEN}"


class Presence(StrEnum):
    """How much of a dispatch the archive shows."""

    PAGE = "page"
    TOMBSTONE = "tombstone"
    """Withdrawn: number, title and reason."""
    GONE = "gone"
    """Removed: number and reason."""
    PREVIEW = "preview"
    """Draft or under embargo: shown in preview, and nowhere else."""


class RelationKind(StrEnum):
    """A relation that one side declares and both sides show."""

    CORRECTS = "corrects"
    CORRECTED_BY = "corrected-by"
    SUPERSEDES = "supersedes"
    SUPERSEDED_BY = "superseded-by"
    FOLLOWS = "follows"
    FOLLOWED_BY = "followed-by"
    TRANSLATION_OF = "translation-of"
    TRANSLATED_AS = "translated-as"


INVERSE = {
    RelationKind.CORRECTS: RelationKind.CORRECTED_BY,
    RelationKind.CORRECTED_BY: RelationKind.CORRECTS,
    RelationKind.SUPERSEDES: RelationKind.SUPERSEDED_BY,
    RelationKind.SUPERSEDED_BY: RelationKind.SUPERSEDES,
    RelationKind.FOLLOWS: RelationKind.FOLLOWED_BY,
    RelationKind.FOLLOWED_BY: RelationKind.FOLLOWS,
    RelationKind.TRANSLATION_OF: RelationKind.TRANSLATED_AS,
    RelationKind.TRANSLATED_AS: RelationKind.TRANSLATION_OF,
}


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A relation to the dispatch `id`."""

    kind: RelationKind
    id: str


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One place where the dispatch `id` cites another."""

    id: str
    anchor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference that leads somewhere: characters of a body or note become a link to `id`."""

    where: int | None
    span: Span
    id: str
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class LeadsToDispatch:
    """What a source names itself, and the dispatch that this is."""

    target: Target
    id: str
    fragment: str = ""
    """An id that the dispatch has; empty where it has none of that name."""
    title: str = ""
    """Empty where the dispatch was removed."""


@dataclass(frozen=True, slots=True)
class LeadsToFile:
    """What a source names itself, and the file that this is."""

    target: PathTarget
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class LeadsNowhere:
    """What a source names itself and the archive does not show."""

    target: Target


ResolvedTarget = LeadsToDispatch | LeadsToFile | LeadsNowhere


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number that dispatches refer to and the archive does not show."""

    series: str
    number: str
    id: str
    cited_by: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dispatch in its archive."""

    card: Card
    presence: Presence
    previous: str = ""
    next: str = ""
    """Ids of its neighbours in the series; empty at the ends."""
    relations: tuple[Relation, ...] = ()
    cited_by: tuple[Citation, ...] = ()
    cites: tuple[str, ...] = ()
    """Ids of the dispatches that it refers to, each once, in order of first mention."""
    links: tuple[ResolvedReference, ...] = ()
    targets: tuple[ResolvedTarget, ...] = ()
    """What its own links and images lead to, each once, in their order."""

    @property
    def id(self) -> str:
        """Series and number slugs, joined by "/"."""
        return self.card.meta.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """All dispatches that may be shown, linked."""

    entries: Mapping[str, Entry]
    """By id, ordered by date, series and number; whatever is not to be shown at all is absent."""
    by_path: Mapping[str, str]
    """Ids by the path of the source; that of a removed dispatch is absent."""
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """By path, those that dispatches use whose words may be read."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Ids by the old addresses that lead to them."""
    wanted: tuple[Wanted, ...] = ()
    next_embargo: str = ""
    """When the next embargo lifts, ISO 8601 with offset; empty where none does."""

    def shown(self) -> tuple[Entry, ...]:
        """The entries that indexes, feeds and exports list: those whose words may be read."""
        return tuple(e for e in self.entries.values() if e.presence in (Presence.PAGE, Presence.PREVIEW))


@dataclass(frozen=True, slots=True)
class Group:
    """One name of an index with its dispatches, oldest first."""

    slug: str
    label: str
    ids: tuple[str, ...]
    description: str = ""
    initial: str = ""
    """The heading that it stands under: a letter, a year, "#"; empty in short lists that have none."""
    variants: tuple[str, ...] = ()
    """Other forms of the name, from its authority record."""
    identifiers: tuple[tuple[str, str], ...] = ()
    is_dated: bool = False
    """Whether any of its dispatches has a date or `updated`, so that a feed can place it in time."""


@dataclass(frozen=True, slots=True)
class Index:
    """A way into the archive: a series list, or the names of one field, in collation order."""

    key: str
    """First part of its addresses: a field's key, "insertions"; empty for the series."""
    label: str
    groups: tuple[Group, ...]
    min_dispatches: int = 1
    by_name: Mapping[str, Group] = field(default_factory=dict)
    """The group of each name as dispatches write it."""

    @property
    def address(self) -> str:
        """Of the page that lists the groups; series stand on the front page."""
        return f"{self.key}/index.html" if self.key else "index.html"

    def has_page(self, group: Group) -> bool:
        """Whether a group has a page; one without stands on the index page, at the anchor of its slug."""
        return len(group.ids) >= self.min_dispatches

    def page(self, group: Group, number: int = 0) -> str:
        """The address of a group's page, or of one of its numbered pages."""
        if not self.key:
            return f"{group.slug}/page-{number}.html" if number else f"{group.slug}/index.html"
        return f"{self.key}/{group.slug}-page-{number}.html" if number else f"{self.key}/{group.slug}.html"

    def place(self, group: Group) -> tuple[str, str]:
        """Where a link to a group leads: address and fragment."""
        return (self.page(group), "") if self.has_page(group) else (self.address, group.slug)
