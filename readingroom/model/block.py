"""A text as chunks: sanitised markup, plain text, and slots that are filled once the archive is known.

Everything visible of a source is a Text chunk, so whoever searches, links or quotes a text
reads Text and never looks into markup; whoever writes a page joins the chunks in order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that passed the sanitiser: whole tags only, never visible text."""

    html: str

    def __reduce__(self) -> tuple[type["Markup"], tuple[str]]:
        """There are hundreds in a text, and the generated form of pickling takes ten times as long."""
        return Markup, (self.html,)


@dataclass(frozen=True, slots=True)
class Text:
    """Visible characters, unescaped."""

    text: str

    def __reduce__(self) -> tuple[type["Text"], tuple[str]]:
        """As that of Markup."""
        return Text, (self.text,)


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A call of a note at this place; it shows `[label]` and is no part of the text around it."""

    label: str
    """As shown: "3", "E1"."""
    note: str
    """Id of the note: "note-3"."""
    id: str
    """Its own id: "noteref-3", "noteref-3-2" for the second call of note 3."""


@dataclass(frozen=True, slots=True)
class DispatchTarget:
    """A dispatch meant by series and number; an empty series is the source's own."""

    series: str
    number: str
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class PathTarget:
    """A file beneath the content folder, already resolved against the source's folder."""

    path: str
    fragment: str = ""


Target = DispatchTarget | PathTarget


@dataclass(frozen=True, slots=True)
class LinkStart:
    """Opens a link whose address is known only when the whole archive is."""

    target: Target
    attributes: str = ""
    """Further attributes, sanitised and escaped, each with a blank before it."""
    label: bool = False
    """Whether the link has no text of its own and shows the title of its target."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """Closes the last open LinkStart."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the archive's own; its address and size are filled in."""

    path: str
    attributes: str
    """Everything but src, width and height, sanitised and escaped, each with a blank before it."""
    line: int = 0
    tag: str = "img"
    """"audio", "video", "source" or "track" in sources whose folder is trusted."""


Slot = NoteReference | LinkStart | LinkEnd | Image
Chunk = Markup | Text | Slot


class PassageKind(StrEnum):
    """What a run of text is within its document."""

    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    CAPTION = "caption"
    CODE = "code"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of text that belongs together; no sentence, quotation or reference crosses its ends."""

    kind: PassageKind
    start: int
    end: int
    """Half-open range of the chunks that it spans."""
    anchor: str = ""
    """Id of its element, where it has one."""
    number: int = 0
    """The shown paragraph number; 0 where none is shown."""
    line: int = 0
    last_line: int = 0
    """Lines of the source, from 1; 0 where unknown."""
    language: str = ""
    """BCP 47 tag where it differs from the dispatch's."""

    def __reduce__(self) -> tuple[Callable[..., "Passage"], tuple[object, ...]]:
        """As that of Markup."""
        places = (self.kind, self.start, self.end, self.anchor, self.number)
        return _passage, (*places, self.line, self.last_line, self.language)


def _passage(  # noqa: PLR0913, PLR0917 - a passage's own fields, in their order
    kind: PassageKind,
    start: int,
    end: int,
    anchor: str,
    number: int,
    line: int,
    last_line: int,
    language: str,
) -> Passage:
    return Passage(
        kind=kind,
        start=start,
        end=end,
        anchor=anchor,
        number=number,
        line=line,
        last_line=last_line,
        language=language,
    )


@dataclass(frozen=True, slots=True)
class Body:
    """Chunks in order, and the passages that cover every Text chunk among them, in order."""

    chunks: tuple[Chunk, ...] = ()
    passages: tuple[Passage, ...] = ()

    def text(self, passage: Passage) -> str:
        """The visible text of a passage; offsets of spans count its characters."""
        return "".join(c.text for c in self.chunks[passage.start : passage.end] if isinstance(c, Text))

    def texts(self) -> Iterator[tuple[Passage, str]]:
        """Each passage with its visible text."""
        for passage in self.passages:
            yield passage, self.text(passage)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of the text of passage number `passage` in one body."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote."""

    id: str
    label: str
    body: Body
    calls: tuple[str, ...] = ()
    """Ids of the note references that lead here, in order."""
    source_missing: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the table of contents."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Insertion:
    """An editor's bracketed insertion; `where` counts notes from 0, and is None in the body."""

    kind: str
    text: str
    """Brackets included."""
    where: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """How one block of a source was read, for `explain`."""

    first_line: int
    last_line: int
    kind: str
    rule: str
    excerpt: str
