"""A body before ids and numbers are given, and what the drafts of one source share."""

from dataclasses import dataclass, field
from typing import NamedTuple

from readingroom.addresses import Anchors
from readingroom.model.block import Chunk, PassageKind
from readingroom.model.settings import Settings
from readingroom.parse.markdown.attributes import Attributes, own_id
from readingroom.parse.markdown.report import Range, Report


class Call(NamedTuple):
    """A call of a note, by its place among the definitions."""

    place: int


@dataclass(slots=True)
class BlockMarkup:
    """Markup between passages: a block's end tag, or white space."""

    html: str


@dataclass(slots=True)
class Opening:
    """The start tag of a block, completed once its id is known."""

    name: str
    attributes: Attributes
    after: str = ""
    """Markup that follows at once."""
    named: bool = False
    """Whether it has its final id; a second passage of the element gives it no other."""


Item = Chunk | Call | BlockMarkup | Opening


@dataclass(slots=True, kw_only=True)
class DraftPassage:
    """A passage; it ends where the next block begins or its own ends."""

    kind: PassageKind
    start: int
    end: int
    counted: bool
    """Whether it is a paragraph that gets a number and a permanent anchor."""
    opening: Opening
    """The start tag of its element."""
    lines: Range
    language: str
    is_heading: bool = False
    in_contents: bool = False
    """Whether it is a heading for the table of contents."""


@dataclass(slots=True)
class DraftBlock:
    """A block of the first level, for `explain`."""

    name: str
    lines: Range
    start: int
    end: int = 0
    is_listing: bool = False


@dataclass(slots=True)
class Draft:
    """A body without ids and numbers; passages and blocks are ranges of its items."""

    items: list[Item] = field(default_factory=list)
    passages: list[DraftPassage] = field(default_factory=list)
    blocks: list[DraftBlock] = field(default_factory=list)

    def calls(self) -> list[int]:
        """The places of the notes that it calls, in order."""
        return [item.place for item in self.items if isinstance(item, Call)]


@dataclass(slots=True, kw_only=True)
class Page:
    """What the drafts of one source share."""

    report: Report
    settings: Settings
    first_line: int
    """The line of the file on which the Markdown begins."""
    anchors: Anchors
    note_count: int = 0
    files: dict[str, None] = field(default_factory=dict)
    """Paths of the files that it shows or links to, in order."""
    _own: dict[str, str] = field(default_factory=dict)
    _unused: set[str] = field(default_factory=set)

    def claim_own(self, names: list[str]) -> None:
        """Claims the ids that the source gives itself, before any other."""
        for name in names:
            if name not in self._own:
                self._own[name] = self.anchors.claim(own_id(name))
                self._unused.add(name)

    def take_own(self, name: str) -> str:
        """The id for an element that the source names so; a second one of the name gets another."""
        if name in self._unused:
            self._unused.remove(name)
            return self._own[name]
        return self.anchors.claim(own_id(name))

    def fragment(self, name: str) -> str:
        """Where a link to an id within the page leads."""
        return self._own.get(name, name)
