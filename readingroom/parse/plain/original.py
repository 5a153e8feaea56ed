"""The text that a dispatch translates → a body to stand beside it.

    original = { paragraph }        NAME.LANGUAGE.txt, or another file of plain text

It is shown as it stands: nothing of it is a banner, a heading or a note. Its language is the one that
its name says, else what its letters tell.
"""

import re

from readingroom import language
from readingroom.model.block import Body, Chunk, Markup, Passage, PassageKind
from readingroom.model.settings import Settings
from readingroom.model.source import Source
from readingroom.parse import limits, script
from readingroom.parse.decode import decode
from readingroom.parse.plain import compose, text_limits
from readingroom.parse.plain.blocks import paragraphs
from readingroom.parse.plain.folding import folded, usual_width

_NAMED = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.[^./]+$")


def parse_original(source: Source, settings: Settings) -> Body:
    """The paragraphs of an original, with the anchors o-1, o-2 …; empty where it is no text or too large.

    Each of its passages carries the text's language; empty where nothing tells it.
    """
    text = "" if limits.too_large(source.path, source.data) else decode(source.data, source.path).text or ""
    lines = tuple(text.split("\n"))
    if not text or text_limits.excess(source.path, text, lines):
        return Body()
    parts = list(paragraphs(lines))
    tag = language_of(source.path, text, settings)
    tongue = (tag, language.direction(tag)) if tag else ("", "")
    width = usual_width(parts)
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    for number, part in enumerate(parts, 1):
        anchor = f"o-{number}"
        chunks.append(
            Markup(f'<p id="{anchor}" class="para" data-number="{number}"{compose.attributes(tongue)}>')
        )
        start = len(chunks)
        chunks += compose.inline(folded(part, width), ())
        passages.append(
            Passage(
                kind=PassageKind.PARAGRAPH,
                start=start,
                end=len(chunks),
                anchor=anchor,
                number=number,
                line=part.first,
                last_line=part.last,
                language=tag,
            )
        )
        chunks.append(Markup("</p>\n"))
    return Body(tuple(chunks), tuple(passages))


def language_of(path: str, text: str, settings: Settings) -> str:
    """The language of an original (BCP 47): "fa" of `10857.fa.txt`, else by its letters; empty if untold."""
    named = _NAMED.search(path)
    if named:
        return named[1]
    found = script.detect(text)
    return script.own_language(found.language, settings.language, found)
