"""Bodies and notes of one dispatch → HTML, with the links that its slice of the archive allows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from readingroom.addresses import absolute, page_of, relative
from readingroom.fill import Anchor, Picture, to_html
from readingroom.model.archive import LeadsToDispatch, LeadsToFile
from readingroom.model.block import Body, Chunk, Markup, NoteReference, Passage, PathTarget, Target, Text
from readingroom.model.source import Attachment
from readingroom.model.view import Html
from readingroom.pages.files import attachment_address
from readingroom.pages.slices import Slice

Locate = Callable[[str, str], str]
"""From an address and a fragment to a link."""

_OWN_ID = re.compile(r' id="[^"]*"')
_TAG = re.compile(r"<[a-zA-Z](?:[^>\"]|\"[^\"]*\")*>")
_OWN_NUMBER = re.compile(r' data-number="\d+"')


class SliceAddresses:
    """Where the links of one dispatch lead, by its slice of the archive."""

    def __init__(self, slice_: Slice, locate: Locate) -> None:
        """`locate` makes the links: relative to the page, or absolute."""
        self.slice = slice_
        self._locate = locate
        self._page = page_of(slice_.entry.id)
        self._targets = {found.target: found for found in slice_.entry.targets}

    def dispatch(self, dispatch_id: str, fragment: str) -> Anchor:
        """The link to a dispatch; its title is the tool tip."""
        other = self.slice.neighbours.get(dispatch_id)
        return Anchor(
            self._locate(page_of(dispatch_id), fragment), (other.title or other.label) if other else ""
        )

    def target(self, target: Target) -> Anchor | None:
        """The link to what the source itself names: another source, or a file."""
        match self._targets.get(target):
            case LeadsToDispatch(id=found, fragment=fragment):
                return self.dispatch(found, fragment)
            case LeadsToFile(attachment=attachment):
                return Anchor(self._locate(self._file(attachment), target.fragment))
            case _:
                return None

    def image(self, path: str) -> Picture | None:
        """An image of the dispatch."""
        match self._targets.get(PathTarget(path)):
            case LeadsToFile(attachment=attachment):
                return Picture(self._locate(self._file(attachment), ""), attachment.width, attachment.height)
            case _:
                return None

    def anchor(self, name: str) -> str:
        """The link to an id of the dispatch's own page."""
        return self._locate(self._page, name)

    def _file(self, attachment: Attachment) -> str:
        return attachment_address(self.slice.entry.id, attachment.path)


def on_page(slice_: Slice) -> SliceAddresses:
    """Links relative to the dispatch's own page."""
    origin = page_of(slice_.entry.id)
    return SliceAddresses(slice_, lambda address, fragment: relative(origin, address, fragment))


def elsewhere(slice_: Slice, base_url: str) -> SliceAddresses:
    """Links that hold wherever the text is shown, in a feed reader say."""
    return SliceAddresses(slice_, lambda address, fragment: absolute(base_url, address, fragment))


def html(body: Body, where: int | None, addresses: SliceAddresses) -> Html:
    """The HTML of a body, or of the note that `where` counts."""
    return Html(to_html(body, where, addresses.slice.entry.links, addresses))


def with_permalinks(body: Body) -> Body:
    """The body with a link to itself at the head of each numbered paragraph.

    The link has no text of its own: its number is drawn by the style sheet, so that no copy of the
    paragraph, and no search in the page, has it among the words.
    """
    chunks = list(body.chunks)
    for passage in body.passages:
        tag = opening(chunks, passage) if passage.number else None
        if tag:
            link = (
                f'<a class="permalink" href="#{passage.anchor}" data-number="{passage.number}" '
                f'aria-label="Paragraph {passage.number}"></a>'
            )
            chunks[tag.place] = Markup(tag.html[: tag.end] + link + tag.html[tag.end :])
    return replace(body, chunks=tuple(chunks))


def without_anchors(body: Body) -> Body:
    """The body without ids, paragraph numbers and note links, to stand on a page that has another's."""
    return replace(body, chunks=tuple(_unanchored(chunk) for chunk in body.chunks))


@dataclass(frozen=True, slots=True)
class Tag:
    """The tag that opens a passage's element: its chunk, the chunk's HTML, and where in that it stands."""

    place: int
    html: str
    start: int
    end: int


def opening(chunks: Sequence[Chunk], passage: Passage) -> Tag | None:
    """The tag that opens a passage's element; it may stand just before the passage."""
    mark = f' id="{passage.anchor}"'
    for place in range(max(0, passage.start - 1), passage.end):
        chunk = chunks[place]
        for tag in _TAG.finditer(chunk.html) if isinstance(chunk, Markup) and mark in chunk.html else ():
            if mark in tag[0]:
                return Tag(place, tag.string, tag.start(), tag.end())
    return None


def _unanchored(chunk: Chunk) -> Chunk:
    if isinstance(chunk, NoteReference):
        return Text(f"[{chunk.label}]")
    if isinstance(chunk, Markup):
        return Markup(_OWN_NUMBER.sub("", _OWN_ID.sub("", chunk.html)))
    return chunk
