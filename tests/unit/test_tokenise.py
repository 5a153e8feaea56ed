"""Sanitised HTML → chunks and passages."""

from html import escape

import pytest

from readingroom.addresses import Anchors, paragraph_anchor
from readingroom.config import default_settings
from readingroom.diagnostics import Code
from readingroom.model.block import (
    Body,
    Heading,
    Image,
    LinkEnd,
    LinkStart,
    Markup,
    NoteReference,
    PassageKind,
    PathTarget,
    Text,
)
from readingroom.parse.markdown.assemble import Assembler
from readingroom.parse.markdown.draft import Page
from readingroom.parse.markdown.note_order import NumberedNote
from readingroom.parse.markdown.report import Report
from readingroom.parse.markdown.tokenise import MAX_ELEMENTS, TooDeepError, tokenise

STX, ETX = "\x02", "\x03"


def page(source: str = "") -> Page:
    """What a draft needs to know; `source` is searched for the places of diagnostics."""
    lines = source.split("\n")
    report = Report("a/b.md", lines, lines)
    return Page(report=report, settings=default_settings(), first_line=1, anchors=Anchors(), note_count=2)


def body_of(html: str, *, note: bool = False, at: Page | None = None) -> Body:
    """The body of sanitised HTML."""
    return assembled(html, note=note, at=at)[0]


def assembled(html: str, *, note: bool = False, at: Page | None = None) -> tuple[Body, Assembler]:
    """The body, and what gave out its ids."""
    at = at or page()
    notes = {place: NumberedNote(place, str(place + 1), str(place + 1)) for place in range(2)}
    assembler = Assembler(at.anchors, notes, "en", lambda _: ("", ""))
    return assembler.body(tokenise(html, at, note=note)), assembler


def kinds(html: str) -> list[tuple[str, str]]:
    """Kind and text of each passage."""
    return [(passage.kind.value, text) for passage, text in body_of(html).texts()]


def joined(body: Body) -> str:
    """The chunks of a body without slots, as HTML."""
    return "".join(
        chunk.html if isinstance(chunk, Markup) else escape(chunk.text, quote=False)
        for chunk in body.chunks
        if isinstance(chunk, Markup | Text)
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p>", [("paragraph", "a")]),
        ("<p>a <em>b</em>c</p>\n<p>d</p>", [("paragraph", "a bc"), ("paragraph", "d")]),
        ("<h2>a</h2>", [("heading", "a")]),
        ("<ul>\n<li>a</li>\n<li><p>b</p></li>\n</ul>", [("item", "a"), ("item", "b")]),
        ("<ol><li>a\n<ul><li>b</li></ul></li></ol>", [("item", "a\n"), ("item", "b")]),
        ("<dl><dt>a</dt><dd>b</dd></dl>", [("item", "a"), ("item", "b")]),
        (
            "<table><tbody><tr><td>a</td><td> </td><th>b</th></tr></tbody></table>",
            [("cell", "a"), ("cell", "b")],
        ),
        ("<table><caption>a</caption></table>", [("caption", "a")]),
        ("<figure><figcaption>a</figcaption></figure>", [("caption", "a")]),
        ("<details><summary>a</summary>b</details>", [("caption", "a"), ("other", "b")]),
        ("<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>", [("quotation", "a"), ("quotation", "b")]),
        ("<blockquote>a</blockquote>", [("quotation", "a")]),
        ("<blockquote><ul><li>a</li></ul></blockquote>", [("item", "a")]),
        ("<li><blockquote><p>a</p></blockquote></li>", [("quotation", "a")]),
        ("<pre><code>a\n\n b\n</code></pre>", [("code", "a\n\n b\n")]),
        ("<pre> \n</pre>", [("code", " \n")]),
        ("<div>a<p>b</p>c</div>", [("other", "a"), ("paragraph", "b"), ("other", "c")]),
        ("a <b>b</b>", [("other", "a b")]),
        ("<p><em>a</em> <em>b</em></p>", [("paragraph", "a b")]),
        ("<p>&lt;b&gt; &amp;amp; &nbsp;x</p>", [("paragraph", "<b> &amp; \xa0x")]),
        ("<p></p><p> </p><hr><p>a</p>", [("paragraph", "a")]),
        ("<p>a<br>b<br>\nc<br></p>", [("paragraph", "a\nb\nc")]),
        ("<p><span>a</span><div><p>b</p></div>", [("paragraph", "a"), ("paragraph", "b")]),
    ],
)
def test_passages_cover_the_text(html: str, expected: list[tuple[str, str]]) -> None:
    """Each run of text that belongs together, with what it is."""
    assert kinds(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>\n<h2>b</h2>\n<ul>\n<li>c <em>d</em></li>\n</ul>",
        "<blockquote>\n<p>a</p>\n</blockquote>",
        "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>",
        '<pre><code class="language-x">a &lt;b&gt;\n</code></pre>',
        "<p>a<br>\nb</p>\n<hr>\n",
    ],
)
def test_the_chunks_of_a_note_are_its_html(html: str) -> None:
    """A note has no ids and numbers, so nothing is added to what came in, but for headings."""
    assert joined(body_of(html, note=True)) == html.replace("h2>", "p>")


def test_a_paragraph_has_a_permanent_anchor_and_a_number() -> None:
    """The anchor is made of its words without note references; a repeat adds to it."""
    body = body_of(f"<p>One{STX}rrn0{ETX} two</p><p>One two</p><p>One two</p>")
    anchor = paragraph_anchor("One two")
    assert [(one.anchor, one.number) for one in body.passages] == [
        (anchor, 1), (f"{anchor}-2", 2), (f"{anchor}-3", 3),
    ]  # fmt: skip
    assert body.chunks[0] == Markup(f'<p id="{anchor}" class="para" data-number="1">')


def test_what_counts_as_a_paragraph() -> None:
    """Top-level and quoted ones, also in plain wrappers; not those of lists, cells, asides, admonitions."""
    html = (
        "<p>1</p><blockquote><p>2</p></blockquote><div><p>3</p></div><section><p>4</p></section>"
        "<ul><li><p>a</p></li></ul><table><tbody><tr><td><p>b</p></td></tr></tbody></table><aside><p>c</p></aside>"
        '<div class="admonition note"><p>d</p></div><figure><p>e</p></figure><details><p>f</p></details>'
        "<ul><li><blockquote><p>g</p></blockquote></li></ul><p>5</p>"
    )
    numbered = [(text, passage.number) for passage, text in body_of(html).texts() if passage.number]
    assert numbered == [(str(number), number) for number in range(1, 6)]


def test_a_paragraph_without_text_has_no_number() -> None:
    """An image alone is no paragraph that one could cite."""
    body = body_of('<p><img src="x.png" alt="A mast"></p><p>One</p>')
    assert [passage.number for passage in body.passages] == [1]


def test_headings_are_an_outline() -> None:
    """Levels have no gaps and begin at 2; quoted ones and those of lists are not in the contents."""
    html = "<h3>a</h3><h1>b</h1><h4>c</h4><h2>d</h2><h2>e</h2><blockquote><h3>q</h3></blockquote><h6>f</h6>"
    body, assembler = assembled(html)
    assert joined(body).count("<h2") == 2
    assert assembler.headings == [
        Heading("a", 2, "a"),
        Heading("b", 2, "b"),
        Heading("c", 3, "c"),
        Heading("d", 3, "d"),
        Heading("e", 3, "e"),
        Heading("f", 5, "f"),
    ]


def test_levels_end_at_six() -> None:
    """HTML has no more."""
    html = "".join(f"<h{level}>{level}</h{level}>" for level in (1, 2, 3, 4, 5, 6))
    _, assembler = assembled(html)
    assert [heading.level for heading in assembler.headings] == [2, 3, 4, 5, 6, 6]


def test_ids_of_the_source_come_first() -> None:
    """A heading that comes before gives way; reserved forms get a prefix; a repeat adds a number."""
    at = page()
    at.claim_own(["intro", "p-1", "intro"])
    html = '<h2>Intro</h2><ul><li id="intro">a</li><li id="p-1">b</li><li id="intro">c</li></ul>'
    html += '<a href="#p-1">d</a>'
    html = joined(body_of(html, at=at))
    assert '<h2 id="intro-3">' in html
    assert [part.split('"')[0] for part in html.split('<li id="')[1:]] == ["intro", "s-p-1", "intro-2"]
    assert '<a href="#s-p-1">' in html


def test_a_language_goes_with_its_direction() -> None:
    """On the element and on each passage in it; the source's own direction stands."""
    body = body_of('<div lang="fa"><p>a</p><p lang="en">b</p></div><p lang="ar" dir="ltr">c</p>')
    assert [passage.language for passage in body.passages] == ["fa", "", "ar"]
    html = joined(body)
    assert '<div lang="fa" dir="rtl">' in html
    assert 'lang="en" dir="ltr">b' in html
    assert 'lang="ar" dir="ltr">c' in html


def test_lines_reach_the_passages() -> None:
    """The innermost element that knows its lines tells them."""
    body = body_of('<ul data-rr="3-9"><li data-rr="4-5">a</li><li>b</li></ul><p data-rr="12-14">c</p>')
    assert [(passage.line, passage.last_line) for passage in body.passages] == [(4, 5), (3, 9), (12, 14)]
    assert "data-rr" not in joined(body)


def test_slots_stand_where_their_markup_stood() -> None:
    """Links into the archive, images, note references."""
    body = body_of(f'<p><a href="c.md" title="t">x</a>{STX}rrn1{ETX}<img src="d.png" alt="A mast"></p>')
    assert body.chunks[1:-1] == (
        LinkStart(PathTarget("a/c.md"), ' title="t"', line=0),
        Text("x"),
        LinkEnd(),
        NoteReference("2", "note-2", "noteref-2"),
        Image("a/d.png", ' alt="A mast"'),
    )


def test_a_reference_to_no_note_is_dropped() -> None:
    """A placeholder that a source made up itself leads nowhere."""
    body = body_of(f"<p>a{STX}rrn7{ETX}b{STX}x{ETX}c</p>")
    assert kinds(f"<p>a{STX}rrn7{ETX}b</p>") == [("paragraph", "ab")]
    assert not any(isinstance(chunk, NoteReference) for chunk in body.chunks)
    assert not any(STX in chunk.text for chunk in body.chunks if isinstance(chunk, Text))


def test_inline_tags_are_chunks_of_their_own() -> None:
    """A link over whole elements is put around their tags, so each must be a chunk."""
    body = body_of("<p>a <em><b>b</b></em></p>")
    assert body.chunks[2:6] == (Markup("<em>"), Markup("<b>"), Text("b"), Markup("</b>"))


def test_files_that_are_shown_or_linked() -> None:
    """Once each, in order; sources are none."""
    at = page()
    body_of(
        '<p><a href="b.pdf">x</a><img src="a.png" alt="y"><a href="b.pdf">z</a><a href="c.md">d</a></p>',
        at=at,
    )
    assert list(at.files) == ["a/b.pdf", "a/a.png"]


def test_places_of_diagnostics() -> None:
    """Found in the lines of the passage, not before."""
    at = page("![](a.png)\n\n![](a.png)")
    body_of('<p data-rr="3-3"><img src="a.png" alt=""></p>', at=at)
    (told,) = at.report.diagnostics
    assert (told.code, told.line, told.column) == (Code.IMAGE_ALT_MISSING, 3, 5)


def test_more_of_a_kind_are_counted() -> None:
    """After fifty the last one says how many there are."""
    at = page()
    for number in range(60):
        at.report.tell(Code.IMAGE_ALT_MISSING, f"Image {number}.", number)
    assert len(at.report.diagnostics) == 50
    assert at.report.diagnostics[-1].message == "Image 49. There are 10 more like it."


def test_too_many_open_elements() -> None:
    """The line of the block is told."""
    html = '<div data-rr="7-9">' + "<span>" * MAX_ELEMENTS + "x"
    with pytest.raises(TooDeepError) as raised:
        tokenise(html, page())
    assert raised.value.line == 7


def test_passages_are_in_order_and_apart() -> None:
    """Their ranges never meet, and every text lies in one."""
    body = body_of("<div>a<ul><li>b<p>c</p>d</li></ul><p>e <em>f</em></p>g</div>")
    done = 0
    for passage in body.passages:
        assert done <= passage.start < passage.end
        done = passage.end
    inside = {place for passage in body.passages for place in range(passage.start, passage.end)}
    assert all(place in inside for place, chunk in enumerate(body.chunks) if isinstance(chunk, Text))
    assert body.passages[0].kind is PassageKind.OTHER
