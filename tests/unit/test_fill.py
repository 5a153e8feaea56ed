"""Bodies become HTML."""

from readingroom.fill import Anchor, Picture, to_html, to_text
from readingroom.model.archive import ResolvedReference
from readingroom.model.block import (
    Body,
    Chunk,
    DispatchTarget,
    Image,
    LinkEnd,
    LinkStart,
    Markup,
    NoteReference,
    Passage,
    PassageKind,
    PathTarget,
    Span,
    Target,
    Text,
)


class Here:
    """The archive around the page: one dispatch, one image."""

    def dispatch(self, dispatch_id: str, fragment: str) -> Anchor:
        """Every id has a page."""
        return Anchor(f"{dispatch_id}.html" + (f"#{fragment}" if fragment else ""), "A & B")

    def target(self, target: Target) -> Anchor | None:
        """Paths lead nowhere."""
        return Anchor("9.html", "Nine") if isinstance(target, DispatchTarget) else None

    def image(self, path: str) -> Picture | None:
        """One image is there."""
        return Picture("9/a.png", 30, 20) if path == "a.png" else None

    def anchor(self, name: str) -> str:
        """Within the page."""
        return f"#{name}"


def body(*chunks: Chunk) -> Body:
    """A body of one passage."""
    return Body(chunks, (Passage(kind=PassageKind.PARAGRAPH, start=0, end=len(chunks)),))


def reference(start: int, end: int) -> ResolvedReference:
    """A link on characters of the first passage."""
    return ResolvedReference(None, Span(0, start, end), "s/1")


def html(*chunks: Chunk, links: tuple[ResolvedReference, ...] = ()) -> str:
    """The HTML of those chunks."""
    return to_html(body(*chunks), None, links, Here())


LINK = '<a class="reference" href="s/1.html" title="A &amp; B">'


def test_text_is_escaped_and_markup_is_not() -> None:
    """Bodies are never templates nor markup by accident."""
    assert html(Markup("<p>"), Text("a < b & {{ c }}"), Markup("</p>")) == "<p>a &lt; b &amp; {{ c }}</p>"


def test_references_become_links_where_they_stand() -> None:
    """A span is one link."""
    assert html(Text("see No. 1 & No. 1."), links=(reference(12, 17), reference(4, 9))) == (
        f"see {LINK}No. 1</a> &amp; {LINK}No. 1</a>."
    )


def test_a_reference_over_whole_elements_is_one_link() -> None:
    """The link goes around the element."""
    found = html(
        Text("see "), Markup("<em>"), Text("SD"), Markup("</em>"), Text(" No. 1"), links=(reference(4, 12),)
    )
    assert found == f"see <em>SD</em>{LINK} No. 1</a>"


def test_a_reference_that_covers_its_chunks_is_wrapped_whole() -> None:
    """From the first chunk to the last, where these are taken to their ends."""
    found = html(
        Text("SD "), Markup("<em>"), Text("No."), Markup("</em>"), Text(" 1"), links=(reference(0, 8),)
    )
    assert found == f"{LINK}SD <em>No.</em> 1</a>"


def test_note_calls_links_and_images() -> None:
    """Slots are filled from the archive around the page."""
    assert html(NoteReference("3", "note-3", "noteref-3")) == (
        '<a class="noteref" role="doc-noteref" id="noteref-3" href="#note-3">[3]</a>'
    )
    assert html(LinkStart(DispatchTarget("", "9"), label=True), LinkEnd()) == '<a href="9.html">Nine</a>'
    assert (
        html(LinkStart(PathTarget("gone.md")), Text("x"), LinkEnd()) == '<span class="link-broken">x</span>'
    )
    assert html(Image("a.png", ' alt="A"')) == '<img src="9/a.png" alt="A" width="30" height="20">'
    assert html(Image("b.png", ' alt="A &amp; B"')) == '<span class="image-missing">A &amp; B</span>'


def test_text_form_parts_passages() -> None:
    """The text of a body is what is visible of it."""
    assert to_text(body(Markup("<p>"), Text("a"), NoteReference("1", "n", "r"), Text("b"))) == "ab"
