"""Cards: what of a dispatch the rest of the archive knows."""

from typing import Any

from readingroom.link import card
from readingroom.model.archive import Card, ImageUse, InsertionUse
from readingroom.model.block import (
    Body,
    Chunk,
    DispatchTarget,
    Heading,
    Image,
    Insertion,
    LinkEnd,
    LinkStart,
    Markup,
    Note,
    NoteReference,
    Passage,
    PassageKind,
    PathTarget,
    Span,
    Text,
)
from readingroom.model.dispatch import Dispatch, Meta

META = Meta(id="signal/1", series="Signal", number="1", title="A title")
Piece = tuple[PassageKind, str, tuple[Chunk, ...]]


def paragraph(*chunks: Chunk | str, anchor: str = "", kind: PassageKind = PassageKind.PARAGRAPH) -> Piece:
    """A passage with its anchor."""
    return kind, anchor, tuple(Text(chunk) if isinstance(chunk, str) else chunk for chunk in chunks)


def body(*pieces: Piece) -> Body:
    """Passages one after the other; paragraphs are numbered."""
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    for kind, anchor, inside in pieces:
        start = len(chunks)
        chunks += [Markup(f'<p id="{anchor}">' if anchor else "<p>"), *inside, Markup("</p>")]
        number = len(passages) + 1 if anchor else 0
        passages.append(
            Passage(kind=kind, start=start, end=len(chunks), anchor=anchor, number=number, line=20)
        )
    return Body(tuple(chunks), tuple(passages))


def note(label: str, *pieces: Piece) -> Note:
    """A note on line 50."""
    return Note(id=f"note-{label}", label=label, body=body(*pieces), line=50)


def card_of(*pieces: Piece, **more: Any) -> Card:
    """The card of a dispatch with these passages."""
    return card(Dispatch(path="a.md", form="markdown", meta=META, body=body(*pieces), **more), ())


def test_a_card_counts_notes_and_names_files() -> None:
    """Of the text it has the number of notes and the files that it shows or links to."""
    found = card_of(
        paragraph("One", anchor="p-1"), notes=(note("1", paragraph("N")),), attachments=("a.png",)
    )
    assert (found.id, found.path, found.form) == ("signal/1", "a.md", "markdown")
    assert (found.notes, found.attachments) == (1, ("a.png",))


def test_words_that_nothing_else_shows_are_no_part_of_a_card() -> None:
    """A typo that touches no reference, link, image or insertion leaves the card as it was."""
    before = card_of(paragraph("The wier broke.", anchor="p-1"), words=3, notes=(note("1", paragraph("N")),))
    after = card_of(
        paragraph("The wire broke at once.", anchor="p-1"), words=5, notes=(note("1", paragraph("M")),)
    )
    assert before == after


def test_a_link_has_its_sentence_and_place() -> None:
    """What the link shows is in the sentence; a link without words what it names, in brackets."""
    start = LinkStart(DispatchTarget("", "12"), line=4)
    bare = LinkStart(DispatchTarget("note", "3", "a"), label=True)
    file = LinkStart(PathTarget("2023/b.md"), label=True)
    found = card_of(
        paragraph("It rained. See ", start, "that one", LinkEnd(), ". It snowed.", anchor="p-1"),
        paragraph("Compare ", bare, LinkEnd(), " and ", file, LinkEnd(), "."),
        notes=(note("2", paragraph("Cf. ", start, "there", LinkEnd(), ".")),),
    )
    assert [(one.target, one.sentence, one.anchor, one.where, one.line) for one in found.links] == [
        (start.target, "See that one.", "p-1", None, 4),
        (bare.target, "Compare [[note/3]] and [[2023/b.md]].", "p-1", None, 20),
        (file.target, "Compare [[note/3]] and [[2023/b.md]].", "p-1", None, 20),
        (start.target, "Cf. there.", "note-2", 0, 4),
    ]


def test_images_are_named_with_their_lines() -> None:
    """Those of the body, then those of the notes."""
    found = card_of(paragraph(Image("a.png", "", 3)), notes=(note("1", paragraph(Image("b.png", ""))),))
    assert found.images == (ImageUse("a.png", 3), ImageUse("b.png", 50))


def test_anchors_are_all_ids_of_body_and_notes() -> None:
    """Paragraphs, headings, notes, their references, and ids in markup."""
    found = card_of(
        paragraph("A", NoteReference("1", "note-1", "noteref-1"), anchor="p-1"),
        paragraph(Markup("<i class='x' id='own-id'>"), "B", Markup('</i><b data-id="no" id="a&amp;b">'), "C"),
        headings=(Heading("a-heading", 2, "A heading"),),
        notes=(
            note("1", paragraph("N", NoteReference("2", "note-2", "noteref-2"))),
            note("2", paragraph("M")),
        ),
    )
    there = {
        "p-1",
        "noteref-1",
        "own-id",
        "a&b",
        "a-heading",
        "note-1",
        "note-2",
        "noteref-2",
    }
    assert all(map(found.has_anchor, there))
    assert not any(map(found.has_anchor, ["", "p", "p-1 noteref-1", "note"]))


def test_an_insertion_leads_to_its_paragraph_or_note() -> None:
    """A passage without an id of its own leads to the nearest before it."""
    found = card_of(
        paragraph("A [sic]", anchor="p-1"),
        paragraph("B [sic]"),
        notes=(note("1", paragraph("N"), paragraph("C [sic]")),),
        insertions=(
            Insertion("sic", "[sic]", None, Span(0, 2, 7)),
            Insertion("sic", "[sic]", None, Span(1, 2, 7)),
            Insertion("sic", "[sic]", 0, Span(1, 2, 7)),
        ),
    )
    assert found.insertions == (
        InsertionUse("sic", "[sic]", "p-1"),
        InsertionUse("sic", "[sic]", "p-1"),
        InsertionUse("sic", "[sic]", "note-1"),
    )
