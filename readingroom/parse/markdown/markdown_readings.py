"""How each block of a Markdown source was read, for `explain`."""

from collections.abc import Iterator

from readingroom.model.block import Image, Note, Reading, Text
from readingroom.parse.markdown.draft import BlockMarkup, Draft, Item
from readingroom.parse.markdown.report import Range

EXCERPT = 60
"""Characters of a block that are shown."""

ITEMS = 2 * EXCERPT
"""Of a block, so many that their text is enough for an excerpt."""

_RULES = {
    "blockquote": ("quotation", "lines that begin with >"),
    "div": ("division", "an admonition, a listing or an HTML element"),
    "dl": ("definitions", "a line that begins with : under a term"),
    "hr": ("rule", "a line of hyphens, stars or underscores"),
    "ol": ("list", "lines that begin with a number and a stop"),
    "p": ("paragraph", "lines without another mark, up to a blank line"),
    "pre": ("code", "lines indented by four blanks"),
    "table": ("table", "a line of hyphens and pipes under a line with pipes"),
    "ul": ("list", "lines that begin with -, + or *"),
}
_HEADING = ("heading", "a line that begins with #, or has a line of = or - under it")
_FENCE = ("code", "lines between two code fences")
_OTHER = "an HTML element"


def of(
    draft: Draft, notes: tuple[Note, ...], note_lines: list[Range], head_lines: int
) -> tuple[Reading, ...]:
    """The readings of the front matter (so many lines), the body's blocks and the notes, in this order."""
    return (*_head(head_lines), *_blocks(draft), *_notes(notes, note_lines))


def _head(lines: int) -> Iterator[Reading]:
    if lines:
        yield Reading(1, lines, "front matter", "lines between two lines of three hyphens at the start", "")


def _blocks(draft: Draft) -> Iterator[Reading]:
    for block in draft.blocks:
        items = draft.items[block.start : block.end][:ITEMS]
        text = "".join(item.text if isinstance(item, Text) else _between(item) for item in items).strip()
        text = text or next((item.path for item in items if isinstance(item, Image)), "")
        yield Reading(*block.lines, *_rule(block.name, is_listing=block.is_listing), _excerpt(text))


def _between(item: Item) -> str:
    return " " if isinstance(item, BlockMarkup) else ""


def _rule(name: str, *, is_listing: bool) -> tuple[str, str]:
    if is_listing:
        return _FENCE
    if name[0] == "h" and name[1:].isdecimal():
        return _HEADING
    return _RULES.get(name, (name, _OTHER))


def _notes(notes: tuple[Note, ...], lines: list[Range]) -> Iterator[Reading]:
    for note, (first, last) in zip(notes, lines, strict=True):
        text = next((text for _, text in note.body.texts()), "")
        rule = "a line that begins with [^label]: and what is indented under it"
        yield Reading(first, last, f"note {note.label}", rule, _excerpt(text))


def _excerpt(text: str) -> str:
    folded = " ".join(text[: 4 * EXCERPT].split())
    return folded if len(folded) <= EXCERPT else folded[: EXCERPT - 1] + "…"
