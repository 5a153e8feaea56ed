"""Blocks of plain text → a body: chunks, passages, anchors.

Nothing of plain text is markup, so every tag here is ours and every character of the source a Text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from readingroom.addresses import Anchors, heading_anchor, paragraph_anchor
from readingroom.model.block import Body, Chunk, Heading, Markup, Passage, PassageKind, Text
from readingroom.parse.plain import web_links
from readingroom.parse.plain.blocks import Paragraph
from readingroom.parse.plain.calls import Call
from readingroom.parse.plain.web_links import WebAddress

HEADING_LEVEL = 2
_BREAK = Markup("<br>")
_LINK_END = Markup("</a>")

Tongue = tuple[str, str]
"""Language and direction; empty where they are the dispatch's."""

TongueOf = Callable[[str], Tongue]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the body and what it was read as."""

    paragraph: Paragraph
    text: str
    kind: PassageKind
    rule: str
    opens: bool = False
    """Whether a quotation begins with it."""
    closes: bool = False
    """Whether a quotation ends with it."""


def body_of(
    blocks: Sequence[Block], calls: Mapping[int, Sequence[Call]], tongue_of: TongueOf
) -> tuple[Body, tuple[Heading, ...]]:
    """The body of a dispatch and its headings; `calls` are its references by the number of the block."""
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    headings: list[Heading] = []
    anchors, shown = Anchors(), 0
    for number, block in enumerate(blocks):
        inside = list(inline(block.text, calls.get(number, ())))
        text = "".join(chunk.text for chunk in inside if isinstance(chunk, Text))
        tongue = tongue_of(block.text)
        if block.kind is PassageKind.HEADING:
            anchor, position = anchors.claim(heading_anchor(text)), 0
            headings.append(Heading(anchor, HEADING_LEVEL, " ".join(text.split())))
            opening, ending = (
                f'<h{HEADING_LEVEL} id="{escape(anchor)}"{attributes(tongue)}>',
                f"</h{HEADING_LEVEL}>\n",
            )
        else:
            shown += 1
            anchor, position = anchors.claim(paragraph_anchor(text)), shown
            opening, ending = _paragraph_tags(block, anchor, shown, tongue)
        chunks += [Markup(opening), *inside]
        passages.append(_passage(block, len(chunks) - len(inside), len(chunks), anchor, position, tongue))
        chunks.append(Markup(ending))
    return Body(tuple(chunks), tuple(passages)), tuple(headings)


def note_body(paragraphs: Sequence[tuple[Paragraph, str, Sequence[Call]]], tongue_of: TongueOf) -> Body:
    """The body of a note: its paragraphs, each with its text and references, without ids."""
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    for paragraph, text, calls in paragraphs:
        tongue = tongue_of(text)
        chunks.append(Markup(f"<p{attributes(tongue)}>"))
        start = len(chunks)
        chunks += inline(text, calls)
        block = Block(paragraph, text, PassageKind.PARAGRAPH, "")
        passages.append(_passage(block, start, len(chunks), "", 0, tongue))
        chunks.append(Markup("</p>\n"))
    return Body(tuple(chunks), tuple(passages))


def inline(text: str, calls: Sequence[Call]) -> Iterator[Chunk]:
    """A text with its references, web addresses and line breaks as chunks."""
    places: list[Call | WebAddress] = [*calls, *web_links.find(text)]
    if not places and "\n" not in text:
        if text:
            yield Text(text)
        return
    done = 0
    for place in sorted(places, key=lambda place: place.start):
        yield from _lines(text[done : place.start])
        if isinstance(place, Call):
            yield from place.references
        else:
            yield Markup(f'<a href="{escape(place.href)}" rel="external">')
            yield Text(text[place.start : place.end])
            yield _LINK_END
        done = place.end
    yield from _lines(text[done:])


def _lines(text: str) -> Iterator[Chunk]:
    r"""A text with an element at each line break; the "\n" stays, so that words do not run together."""
    first, *others = text.split("\n")
    if first:
        yield Text(first)
    for line in others:
        yield _BREAK
        yield Text("\n" + line)


def _paragraph_tags(block: Block, anchor: str, number: int, tongue: Tongue) -> tuple[str, str]:
    before = "<blockquote>\n" if block.opens else ""
    after = "</blockquote>\n" if block.closes else ""
    return (
        f'{before}<p id="{anchor}" class="para" data-number="{number}"{attributes(tongue)}>',
        f"</p>\n{after}",
    )


def attributes(tongue: Tongue) -> str:
    """The attributes of an element in another language than the page's."""
    language, direction = tongue
    return f' lang="{language}" dir="{direction}"' if direction else ""


def _passage(block: Block, start: int, end: int, anchor: str, number: int, tongue: Tongue) -> Passage:
    return Passage(
        kind=block.kind,
        start=start,
        end=end,
        anchor=anchor,
        number=number,
        line=block.paragraph.first,
        last_line=block.paragraph.last,
        language=tongue[0],
    )
