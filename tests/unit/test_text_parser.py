"""What plain text comes to beyond the golden cases: originals, titles with references, limits, readings."""

import pytest

from readingroom.config import default_settings
from readingroom.model.block import Body, Markup, Passage, PassageKind, Span, Text
from readingroom.model.dispatch import Dispatch
from readingroom.model.source import Form, Source
from readingroom.parse import parse, parse_original
from readingroom.parse.insertions import DEEPEST, mark
from readingroom.parse.plain.text_limits import MAX_BRACKETS, MAX_LINES, MAX_PARAGRAPHS
from readingroom.parse.plain.text_remarks import MOST

SETTINGS = default_settings()


def source(text: str, path: str = "a/7.txt") -> Source:
    """A plain-text source."""
    return Source(path=path, form=Form.TEXT, data=text.encode())


def read(text: str) -> Dispatch:
    """A text that is not refused, read."""
    parsed = parse(source(text), SETTINGS)
    assert parsed.dispatch, parsed.diagnostics
    return parsed.dispatch


def html(body: Body) -> str:
    """Markup and text of a body in a row."""
    return "".join(
        c.html if isinstance(c, Markup) else c.text for c in body.chunks if isinstance(c, Markup | Text)
    )


def body_of(*chunks: str) -> Body:
    """A body of one passage; what begins with "<" is markup."""
    made = tuple(Markup(chunk) if chunk.startswith("<") else Text(chunk) for chunk in chunks)
    return Body(made, (Passage(kind=PassageKind.PARAGRAPH, start=0, end=len(made)),))


def test_a_reference_in_the_title_is_kept_beside_it() -> None:
    """The title is shown without the bracket, and its note counts the reference."""
    dispatch = read("The Wire Reaches Guam[1]\n\nThe ship[1] slept.\n\n[1] Log of the ship.")
    assert dispatch.meta.title == "The Wire Reaches Guam"
    assert [reference.id for reference in dispatch.title_references] == ["noteref-1"]
    assert dispatch.notes[0].calls == ("noteref-1", "noteref-1-2")


def test_a_bracketed_number_in_the_title_without_a_note_stays() -> None:
    """Only a reference leaves the title's text."""
    dispatch = read("The Wire of [1911]\n\nThe ship slept.")
    assert dispatch.meta.title == "The Wire of [1911]"


def test_headings_and_paragraphs_carry_their_anchors() -> None:
    """Paragraphs are numbered in order, headings are not; the elements carry what the passages say."""
    dispatch = read("T\n\nThe Second Cable\n\nThe ship slept.\n\n“The crew woke.”")
    heading, paragraph, quotation = dispatch.body.passages
    assert (heading.anchor, heading.number) == ("the-second-cable", 0)
    assert (paragraph.number, quotation.number) == (1, 2)
    assert html(dispatch.body) == (
        '<h2 id="the-second-cable">The Second Cable</h2>\n'
        f'<p id="{paragraph.anchor}" class="para" data-number="1">The ship slept.</p>\n'
        f'<blockquote>\n<p id="{quotation.anchor}" class="para" data-number="2">“The crew woke.”</p>\n'
        "</blockquote>\n"
    )


def test_equal_headings_and_paragraphs_get_different_anchors() -> None:
    """A repeat adds "-2"; a heading that sounds like an anchor of ours gets a prefix."""
    dispatch = read("T\n\nNote 3\n\nThe ship slept.\n\nNote 3\n\nThe ship slept.")
    first, second, third, fourth = (passage.anchor for passage in dispatch.body.passages)
    assert (first, third) == ("s-note-3", "s-note-3-2")
    assert fourth == f"{second}-2"


def test_the_anchor_stands_while_the_words_stand() -> None:
    """Wrapping, blanks and note references do not change a paragraph's address."""
    plain = read("T\n\nThe ship laid the last mile.")
    wrapped = read("T\n\nThe ship laid\nthe  last\u00a0mile.[1]\n\n[1] Log.")
    assert plain.body.passages[0].anchor == wrapped.body.passages[0].anchor


def test_nothing_of_plain_text_becomes_markup() -> None:
    """Angle brackets, ampersands and marks of Markdown stay text."""
    dispatch = read("T <b>\n\n<script>alert(1)</script> &amp; *x* [y](z)")
    assert dispatch.meta.title == "T <b>"
    texts = "".join(chunk.text for chunk in dispatch.body.chunks if isinstance(chunk, Text))
    assert texts == "<script>alert(1)</script> &amp; *x* [y](z)"
    assert not any("script" in chunk.html for chunk in dispatch.body.chunks if isinstance(chunk, Markup))


def test_words_are_those_of_body_and_notes() -> None:
    """Title, labels and tail do not count."""
    dispatch = read("Title of it\n\nOne two.[1]\n\n[1] Three four five.\n\nShare this Report:")
    assert dispatch.words == 5


def test_every_line_that_is_not_blank_is_in_a_reading() -> None:
    """`explain` shows every block once, in order, with the rule that decided."""
    text = (
        "5 March 1911 Cable Letters No. 7\n\nThe Wire\nReaches Guam\n\nPacific | Cable Letters No. 7\n\n"
        "The Ship\n\nThe ship slept.\nIt woke.[1]\n\n[1] Log.\n\nMore of it.\n\nShare this Report:\n"
    )
    dispatch = read(text)
    lines = [n for r in dispatch.readings for n in range(r.first_line, r.last_line + 1)]
    filled = [number for number, line in enumerate(text.split("\n"), 1) if line]
    assert set(filled) <= set(lines)
    assert len(lines) == len(set(lines))
    assert [reading.kind for reading in dispatch.readings] == [
        "banner",
        "title",
        "subjects line",
        "heading",
        "paragraph",
        "note 1",
        "tail",
    ]
    assert all(reading.rule and reading.excerpt for reading in dispatch.readings)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n" * (MAX_LINES + 1), "too-large"),
        ("a\n\n" * (MAX_PARAGRAPHS + 2), "too-large"),
        ("T\n\n" + "[" * (MAX_BRACKETS + 1), "too-many-brackets"),
    ],
)
def test_what_no_dispatch_has_is_refused(text: str, code: str) -> None:
    """Lines, paragraphs and brackets beyond any dispatch are an error, and no work."""
    parsed = parse(source(text), SETTINGS)
    assert parsed.dispatch is None
    assert [found.code for found in parsed.diagnostics] == [code]


def test_many_remarks_of_one_kind_are_counted() -> None:
    """The last that is told says how many more there are."""
    parsed = parse(source("T\n\nSee " + " ".join(f"[{n}]" for n in range(MOST + 7))), SETTINGS)
    assert len(parsed.diagnostics) == MOST
    assert parsed.diagnostics[-1].message.endswith("There are 7 more like it.")


def test_an_original_is_shown_as_it_stands() -> None:
    """Its paragraphs have anchors of their own; its language is the one that its name says."""
    body = parse_original(source("The First Line\n\n“کشتی رسید.\n\n[1] سطر", "a/7.fa.txt"), SETTINGS)
    assert [passage.anchor for passage in body.passages] == ["o-1", "o-2", "o-3"]
    assert {passage.language for passage in body.passages} == {"fa"}
    assert html(body).startswith(
        '<p id="o-1" class="para" data-number="1" lang="fa" dir="rtl">The First Line</p>'
    )


def test_the_language_of_an_original_is_told_by_its_letters() -> None:
    """Where its name says nothing."""
    body = parse_original(source("האנייה הגיעה בצהריים.", "a/original.txt"), SETTINGS)
    assert body.passages[0].language == "he"


def test_an_original_that_is_no_text_is_empty() -> None:
    """Bytes that no text has give no paragraphs."""
    assert parse_original(Source(path="a/7.fa.txt", form=Form.TEXT, data=b"\0\1"), SETTINGS) == Body()


def test_a_broken_side_file_refuses_the_dispatch() -> None:
    """What is wrong with it is told with its own path."""
    parsed = parse(
        Source(path="a/7.txt", form=Form.TEXT, data=b"T\n\nThe ship slept.", sidecar=b"title: [\n"), SETTINGS
    )
    assert parsed.dispatch is None
    assert {(found.path, found.severity) for found in parsed.diagnostics} == {("a/7.meta.yaml", "error")}


def test_an_insertion_around_a_whole_element_is_marked() -> None:
    """Elements within the brackets stay where they are."""
    body, told = mark(body_of("The [", "<em>", "Teller", "</em>", " of Guam] slept."), SETTINGS, None)
    assert html(body) == 'The <span class="insertion">[<em>Teller</em> of Guam]</span> slept.'
    assert [one.text for one in told] == ["[Teller of Guam]"]


def test_an_insertion_that_ends_outside_its_element_is_told_and_not_marked() -> None:
    """What is inside it is marked all the same."""
    body, told = mark(body_of("The ", "<em>", "[Teller [sic]", "</em>", " of Guam] slept."), SETTINGS, 2)
    assert html(body) == ('The <em>[Teller <span class="insertion sic">[sic]</span></em> of Guam] slept.')
    assert [(one.kind, one.where, one.span) for one in told] == [
        ("plain", 2, Span(0, 4, 26)),
        ("sic", 2, Span(0, 12, 17)),
    ]


def test_code_has_no_insertions() -> None:
    """Brackets of a program are its own."""
    body = Body((Text("a[x]"),), (Passage(kind=PassageKind.CODE, start=0, end=1),))
    assert mark(body, SETTINGS, None) == (body, ())


def test_insertions_nest_so_deep_and_no_deeper() -> None:
    """What nests deeper stays text."""
    text = "".join("[" + str(n) + "x" for n in range(DEEPEST + 3)) + "]" * (DEEPEST + 3)
    body, told = mark(body_of(text), SETTINGS, None)
    assert len(told) == DEEPEST
    assert body.text(body.passages[0]) == text
