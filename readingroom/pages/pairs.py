"""Original beside translation: each paragraph is wrapped with the one that it translates.

Both stay where they are in their texts, so a quotation of several paragraphs is one still.
"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from readingroom.fill import to_html
from readingroom.model.block import Body, Chunk, Markup
from readingroom.pages.filled import SliceAddresses, Tag, opening, without_anchors

OPENING, CLOSING = '<div class="pair"><div class="translation">', "</p>"

_QUOTATION = ("<blockquote", "</blockquote")


def paired(
    translation: Body, original: Body, language: str, direction: str, addresses: SliceAddresses
) -> Body | None:
    """The translation with its original paragraph by paragraph; None where their counts differ.

    `language` and `direction` are those of the original. What the original has between two paragraphs, a
    heading say, goes with the second; what it has after the last goes with that.
    """
    places = list(_paragraphs(translation))
    parts = list(_parts(original, addresses))
    if len(places) != len(parts) or not places:
        return None
    chunks = list(translation.chunks)
    # From the end: of a chunk that closes one paragraph and opens the next, the last tag goes first.
    for (tag, end), part in reversed(list(zip(places, parts, strict=True))):
        source = f'<div class="source" lang="{escape(language)}" dir="{direction}">{part}</div>'
        chunks[end] = _inserted(
            chunks[end], _html(chunks[end]).index(CLOSING) + len(CLOSING), f"</div>{source}</div>"
        )
        chunks[tag.place] = _inserted(chunks[tag.place], tag.start, OPENING)
    return replace(translation, chunks=tuple(chunks))


def _inserted(chunk: Chunk, place: int, html: str) -> Chunk:
    whole = _html(chunk)
    return Markup(whole[:place] + html + whole[place:])


def _paragraphs(body: Body) -> Iterator[tuple[Tag, int]]:
    """The opening tag of each numbered paragraph, and the chunk that closes it."""
    for passage in body.passages:
        tag = opening(body.chunks, passage) if passage.number else None
        if tag:
            yield tag, _closing(body, tag)


def _closing(body: Body, tag: Tag) -> int:
    """The chunk that closes the paragraph; no paragraph holds another."""
    places = range(tag.place + 1, len(body.chunks))
    return next((place for place in places if CLOSING in _html(body.chunks[place])), tag.place)


def _parts(body: Body, addresses: SliceAddresses) -> Iterator[str]:
    """The HTML of each paragraph of the original with what stands before it; quotation marks are words."""
    bare = without_anchors(body).chunks
    ends = [end + 1 for _, end in _paragraphs(body)]
    starts = [0, *ends[:-1]]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        stop = len(body.chunks) if number == len(ends) else end
        kept = tuple(chunk for chunk in bare[start:stop] if not _is_quotation(chunk))
        yield to_html(Body(kept), None, (), addresses)


def _is_quotation(chunk: Chunk) -> bool:
    """A block around quoted paragraphs; its quotation marks are words, and stay."""
    return _html(chunk).startswith(_QUOTATION)


def _html(chunk: Chunk) -> str:
    return chunk.html if isinstance(chunk, Markup) else ""
