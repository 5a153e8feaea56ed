"""Slots → HTML or text: a body becomes what a page shows, once the archive around it is known.

References are spans over the text of a passage; a span that lies in one chunk, or covers whole
elements, becomes one link; one that begins inside an element and ends outside of it (an italic
series name, then a number) is linked on its last chunk, the one with the number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from readingroom.model.archive import ResolvedReference
from readingroom.model.block import (
    Body,
    Chunk,
    Image,
    LinkEnd,
    LinkStart,
    Markup,
    NoteReference,
    PathTarget,
    Target,
    Text,
)

_ALTERNATIVE = re.compile(r' alt="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a link leads; `title` is the name of its target, shown as a tool tip."""

    href: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Where an image lies and its size in CSS pixels; 0 where unknown."""

    href: str
    width: int = 0
    height: int = 0


class Addresses(Protocol):
    """What filling needs to know of the archive; one page's slice of it serves."""

    def dispatch(self, dispatch_id: str, fragment: str) -> Anchor:
        """The link to a dispatch that the archive has."""
        ...

    def target(self, target: Target) -> Anchor | None:
        """The link to what a source names itself, None where it leads nowhere."""
        ...

    def image(self, path: str) -> Picture | None:
        """An image of the content folder, None where it is not published."""
        ...

    def anchor(self, name: str) -> str:
        """The link to an id of the page itself."""
        ...


@dataclass(slots=True)
class _Cuts:
    """Where links begin and end: before and after chunks, and inside Text chunks."""

    before: dict[int, str] = field(default_factory=dict)
    after: dict[int, str] = field(default_factory=dict)
    inside: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)


def to_html(body: Body, where: int | None, links: Iterable[ResolvedReference], addresses: Addresses) -> str:
    """The HTML of a body or note.

    `where` is None for the body and counts notes from 0; of `links` only those of that place are used.
    """
    cuts = _cuts(body, [link for link in links if link.where == where], addresses)
    parts: list[str] = []
    closers: list[str] = []
    for place, chunk in enumerate(body.chunks):
        parts.append(cuts.before.get(place, ""))
        if isinstance(chunk, Text):
            parts.append(_text(chunk.text, cuts.inside.get(place, ())))
        else:
            parts.append(_chunk(chunk, addresses, closers))
        parts.append(cuts.after.get(place, ""))
    return "".join(parts)


def to_text(body: Body) -> str:
    """The visible text of a body, a blank line between its passages."""
    return "\n\n".join(text for _, text in body.texts())


def _text(text: str, links: Sequence[tuple[int, int, str]]) -> str:
    if not links:
        return escape(text, quote=False)
    parts, done = [], 0
    for start, end, opening in links:
        parts += [
            escape(text[done:start], quote=False),
            opening,
            escape(text[start:end], quote=False),
            "</a>",
        ]
        done = end
    parts.append(escape(text[done:], quote=False))
    return "".join(parts)


def _chunk(chunk: Chunk, addresses: Addresses, closers: list[str]) -> str:
    if isinstance(chunk, Markup):
        return chunk.html
    if isinstance(chunk, NoteReference):
        return note_call(chunk, addresses)
    if isinstance(chunk, LinkStart):
        return _link_start(chunk, addresses, closers)
    if isinstance(chunk, LinkEnd):
        return closers.pop() if closers else ""
    if isinstance(chunk, Image):
        return _image(chunk, addresses)
    return ""


def note_call(call: NoteReference, addresses: Addresses) -> str:
    """A note reference (DPUB-ARIA 1.1, doc-noteref)."""
    return (
        f'<a class="noteref" role="doc-noteref" id="{escape(call.id)}" '
        f'href="{escape(addresses.anchor(call.note))}">'
        f"[{escape(call.label, quote=False)}]</a>"
    )


def _link_start(chunk: LinkStart, addresses: Addresses, closers: list[str]) -> str:
    anchor = addresses.target(chunk.target)
    if anchor is None:
        closers.append("</span>")
        label = escape(written(chunk.target), quote=False) if chunk.label else ""
        return f'<span class="link-broken">{label}'
    closers.append("</a>")
    label = escape(anchor.title, quote=False) if chunk.label else ""
    return _opening(anchor, chunk.attributes, with_title=not chunk.label) + label


def written(target: Target) -> str:
    """What a source names, in one line: "special-dispatch/10857", "10857", "2023/map.png"."""
    if isinstance(target, PathTarget):
        return target.path
    return f"{target.series}/{target.number}" if target.series else target.number


def _opening(anchor: Anchor, attributes: str = "", *, with_title: bool = True) -> str:
    title = ""
    if with_title and anchor.title and ' title="' not in attributes:
        title = f' title="{escape(anchor.title)}"'
    return f'<a href="{escape(anchor.href)}"{attributes}{title}>'


def _image(chunk: Image, addresses: Addresses) -> str:
    picture = addresses.image(chunk.path)
    if chunk.tag != "img":
        source = f' src="{escape(picture.href)}"' if picture else ""
        return f"<{chunk.tag}{source}{chunk.attributes}>"
    if picture is None:
        alternative = _ALTERNATIVE.search(chunk.attributes)
        return f'<span class="image-missing">{alternative[1] if alternative else ""}</span>'
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    return f'<img src="{escape(picture.href)}"{chunk.attributes}{size}>'


def _cuts(body: Body, links: list[ResolvedReference], addresses: Addresses) -> _Cuts:
    cuts = _Cuts()
    for link in sorted(links, key=lambda link: link.span):
        opening = _opening(addresses.dispatch(link.id, link.fragment)).replace(
            "<a ", '<a class="reference" ', 1
        )
        pieces = list(_pieces(body, link))
        if not pieces:
            continue
        first, last = pieces[0], pieces[-1]
        if len(pieces) > 1 and _is_whole(body, first, last):
            cuts.before[first[0]] = cuts.before.get(first[0], "") + opening
            cuts.after[last[0]] = "</a>" + cuts.after.get(last[0], "")
        else:
            cuts.inside.setdefault(last[0], []).append((last[1], last[2], opening))
    return cuts


def _pieces(body: Body, link: ResolvedReference) -> Iterator[tuple[int, int, int]]:
    """The parts of a span in each Text chunk: (chunk, from, to)."""
    passage = body.passages[link.span.passage]
    offset = 0
    for place in range(passage.start, passage.end):
        chunk = body.chunks[place]
        if not isinstance(chunk, Text):
            continue
        start, end = max(link.span.start - offset, 0), min(link.span.end - offset, len(chunk.text))
        if start < end:
            yield place, start, end
        offset += len(chunk.text)


def _is_whole(body: Body, first: tuple[int, int, int], last: tuple[int, int, int]) -> bool:
    """Whether the chunks are taken to their ends and close every element that they open."""
    if first[1] or last[2] != len(_text_of(body.chunks[last[0]])):
        return False
    depth = 0
    for chunk in body.chunks[first[0] : last[0] + 1]:
        if isinstance(chunk, Markup):
            depth += -1 if chunk.html.startswith("</") else 0 if chunk.html.startswith("<br") else 1
        elif not isinstance(chunk, Text):
            return False
        if depth < 0:
            return False
    return depth == 0


def _text_of(chunk: Chunk) -> str:
    return chunk.text if isinstance(chunk, Text) else ""
