"""What holds of Markdown whatever it says."""

import json
import re
from collections.abc import Iterable
from html import escape, unescape

from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown import Markdown

from readingroom.addresses import paragraph_anchor
from readingroom.config import default_settings
from readingroom.model.block import Body, Image, LinkStart, Markup, NoteReference, Text
from readingroom.model.dispatch import Dispatch
from readingroom.model.source import Form, Source
from readingroom.parse.front.front_matter import read_head, split
from readingroom.parse.markdown.fences import find_fences
from readingroom.parse.markdown.inline_speed import make_sparing
from readingroom.parse.markdown.parser import parse_markdown
from readingroom.parse.markdown.sanitise import removed, sanitise
from readingroom.parse.markdown.tokenise import TOKEN
from readingroom.parse.result import Parsed

EXTENSIONS = [
    "footnotes",
    "tables",
    "attr_list",
    "def_list",
    "abbr",
    "admonition",
    "sane_lists",
    "md_in_html",
]
STOCK, SPARING = Markdown(extensions=EXTENSIONS), Markdown(extensions=EXTENSIONS)
make_sparing(SPARING)

WORDS = st.text("abcdefghijklmnopqrstuvwxyzéßøñабвгאבגابپ", min_size=1, max_size=8)
_MARKS = (
    "* ** _ ` `` ~ # ## - + > | : [ ] ( ) ! ^ { } < > & ; = \\ \n \n\n \t . 1. [^1] [^1]: [[ ]] ![ ]( !!! {: "
    "<b> </b> <div> </div> <!-- --> <script> &amp; --- ``` ~~~ *[ http:// mailto: @ "
    "\u0002 \u0003 \u200f"
)
MARKS = st.sampled_from(_MARKS.split(" "))
SOUP = st.lists(WORDS | MARKS | st.just("    "), max_size=40).map(" ".join) | st.lists(
    WORDS | MARKS, max_size=40
).map("".join)
_PIECES = (
    "<script> </script> <svg~ <math> <style> </style> <img~src=x~ onerror=alert(1) > <a~href= "
    "javascript:alert(1) data:text/html,x ' \" ` <!-- --> <![CDATA[ ]]> {:~onclick=alert(1)~} \n "
    "\n\n [x]( ) ![ ] <p~style= "
    "<table> <td> <noscript> <title> <textarea> <xmp> <mglyph> <form> &#x6a; &lt; <div~markdown=1~ x ~"
)
ATTACKS = st.lists(
    st.sampled_from([piece.replace("~", " ") for piece in _PIECES.split(" ")]), max_size=16
).map("".join)

_HANDLER = re.compile(r"<[^>]*\s(?:on\w+|style|srcdoc|formaction)\s*=", re.IGNORECASE)
_DANGEROUS = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|object|embed|svg|math|base|meta|link)\b", re.IGNORECASE
)
_RUNS = re.compile(r"(?:href|src)=\"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


def parse(body: str, head: str = "title: T") -> Parsed:
    """A Markdown source with that body."""
    data = f"---\n{head}\n---\n{body}".encode()
    return parse_markdown(Source(path="a/b.md", form=Form.MARKDOWN, data=data), default_settings())


def bodies(dispatch: Dispatch) -> Iterable[Body]:
    """The body and the notes."""
    return (dispatch.body, *(note.body for note in dispatch.notes))


def words(dispatch: Dispatch) -> list[str]:
    """Every word that a page shows of it."""
    return [word for body in bodies(dispatch) for _, text in body.texts() for word in text.split()]


def html(body: Body) -> str:
    """A body as HTML, its slots as empty elements."""
    parts = []
    for chunk in body.chunks:
        match chunk:
            case Markup(markup):
                parts.append(markup)
            case Text(text):
                parts.append(escape(text, quote=False))
            case LinkStart(attributes=attributes):
                parts.append(f"<a{attributes}>")
            case Image(attributes=attributes):
                parts.append(f"<img{attributes}>")
            case NoteReference(id=name):
                parts.append(f'<a id="{escape(name)}"></a>')
    return "".join(parts)


PARAGRAPH = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
BLOCK = st.one_of(
    PARAGRAPH,
    PARAGRAPH.map("## {}".format),
    PARAGRAPH.map("> {}".format),
    st.lists(PARAGRAPH, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(PARAGRAPH, min_size=1, max_size=3).map(
        lambda items: "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    ),
    PARAGRAPH.map("*{}*".format),
    PARAGRAPH.map("**{}** word".format),
    PARAGRAPH.map("[{}](b.md)".format),
    PARAGRAPH.map("[{}](https://example.org/)".format),
    PARAGRAPH.map("<b>{}</b>".format),
    PARAGRAPH.map("<div>{}</div>".format),
    PARAGRAPH.map("```\n{}\n```".format),
    PARAGRAPH.map("    {}".format),
    PARAGRAPH.map("[{}]".format),
    PARAGRAPH.map("<zz{} x>".format),
    st.tuples(PARAGRAPH, PARAGRAPH).map(lambda cells: f"| {cells[0]} | {cells[1]} |\n|---|---|\n| x | y |"),
    st.tuples(PARAGRAPH, PARAGRAPH).map(lambda cells: f"{cells[0]}\n:   {cells[1]}"),
)
_MARKUP = re.compile(r"^\s*(?:[-:|]+\s*)+$|^[>#\s-]*|^\s*\d+\. |^:   ", re.MULTILINE)


def plain(block: str) -> list[str]:
    """The words of a generated block, by stripping the marks that it was generated with."""
    text = re.sub(r"\]\([^)]*\)", "]", block)
    text = re.sub(r"</?(?:b|div)>|```|\*|\|(?:---\|)+|\|", " ", text)
    text = re.sub(r"^(?:## |> |- |\d+\. |:   )", "", text, flags=re.MULTILINE)
    if "](" in block:
        text = text.strip().removeprefix("[").removesuffix("]")
    return text.split()


@given(st.lists(BLOCK, min_size=1, max_size=8))
def test_no_word_is_lost(blocks: list[str]) -> None:
    """The words of generated Markdown are on the page, in order."""
    separated = "\n\nword\n\n".join(blocks)
    parsed = parse(separated)
    assert parsed.dispatch, parsed.diagnostics
    expected = [
        word for number, block in enumerate(blocks) for word in (["word"] if number else []) + plain(block)
    ]
    assert words(parsed.dispatch) == expected


@given(SOUP | ATTACKS)
@example("# <div> a")
def test_anything_is_read_or_refused_with_a_reason(source: str) -> None:
    """No source ends in an exception, and none is refused in silence."""
    parsed = parse(source)
    assert parsed.dispatch or parsed.diagnostics
    assert parse(source) == parsed


@given(SOUP | ATTACKS)
def test_a_body_is_well_formed(source: str) -> None:
    """Passages cover the text in order; ids are unique; markup holds whole tags; notes and calls fit."""
    dispatch = parse(source).dispatch
    assume(dispatch)
    assert dispatch
    ids: list[str] = []
    for body in bodies(dispatch):
        check_passages(body)
        ids += re.findall(r'<[^>]* id="([^"]*)"', html(body))
        for chunk in body.chunks:
            if isinstance(chunk, Markup):
                assert re.sub(r"<[^<>]*>", "", chunk.html).strip() == ""
            elif isinstance(chunk, Text):
                assert chunk.text
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", chunk.text)
    ids += [note.id for note in dispatch.notes]
    assert len(ids) == len(set(ids))
    called = [chunk for body in bodies(dispatch) for chunk in body.chunks if isinstance(chunk, NoteReference)]
    assert sorted(call.id for call in called) == sorted(
        name for note in dispatch.notes for name in note.calls
    )
    assert {call.note for call in called} <= {note.id for note in dispatch.notes}
    assert {heading.id for heading in dispatch.headings} <= set(ids)


def check_passages(body: Body) -> None:
    """Ranges in order and apart; every text inside one; anchors of the text itself."""
    done = 0
    covered: set[int] = set()
    for passage, text in body.texts():
        assert done <= passage.start < passage.end <= len(body.chunks)
        done = passage.end
        covered |= set(range(passage.start, passage.end))
        if passage.number:
            assert passage.anchor.startswith(paragraph_anchor(text))
            assert f'id="{passage.anchor}"' in html(body)
    assert all(place in covered for place, chunk in enumerate(body.chunks) if isinstance(chunk, Text))
    numbers = [passage.number for passage in body.passages if passage.number]
    assert numbers == list(range(1, len(numbers) + 1))


@given(ATTACKS)
def test_no_attack_survives(source: str) -> None:
    """No script, no handler, no style, no address that runs, in any combination."""
    dispatch = parse(source).dispatch
    assume(dispatch)
    assert dispatch
    for body in bodies(dispatch):
        for chunk in body.chunks:
            shown = html(Body((chunk,))) if not isinstance(chunk, Text) else ""
            bare = re.sub(r'(?<!href)(?<!src)="[^"]*"', "", shown)
            assert not _DANGEROUS.search(bare)
            assert not _HANDLER.search(bare)
            assert not _RUNS.search(unescape(shown))


@given(SOUP | ATTACKS)
def test_tokens_are_the_whole_of_sanitised_html(source: str) -> None:
    """What nh3 writes is cut into tags and text without a rest, and nothing in it is left to remove."""
    for trusted in (False, True):
        clean = sanitise(source, trusted=trusted)
        assert "".join(match[0] for match in TOKEN.finditer(clean)) == clean
        assert removed(clean, trusted=trusted) == ()


@given(SOUP)
def test_skipping_changes_nothing(source: str) -> None:
    """The sparing loops give what the stock ones give."""
    STOCK.reset()
    SPARING.reset()
    assert SPARING.convert(source) == STOCK.convert(source)


@given(SOUP.map(lambda source: source.replace("<", "").replace("&", "")))
def test_without_brackets_and_ampersands_there_is_no_html(source: str) -> None:
    """Python-Markdown's search for raw HTML changes nothing then, so it may be left out."""
    STOCK.reset()
    lines = source.split("\n")
    assert STOCK.preprocessors["html_block"].run(list(lines)) == lines


@given(SOUP)
def test_fences_keep_the_lines(source: str) -> None:
    """What is not in a fence stays, and the blanked source has as many lines as the source."""
    lines = source.split("\n")
    found = find_fences(lines, lambda _: "code")
    if not found.unclosed:
        assert len(found.blanked) == len(lines)
        inside = {n for fence in found.fences for n in range(fence.first_line, fence.last_line + 1)}
        assert all(found.blanked[n] == line for n, line in enumerate(lines) if n + 1 not in inside)


@given(st.dictionaries(WORDS, st.text(max_size=20) | st.lists(st.text(max_size=10), max_size=3), max_size=4))
def test_front_matter_gives_back_what_was_written(values: dict[str, str | list[str]]) -> None:
    """JSON is YAML: keys and texts come back as they are, or the head is refused for a control character."""
    text = f"---\n{json.dumps(values)}\n---\n"
    front, told = read_head("a.md", text, split(text))
    assert front or told
    if front:
        assert [entry.key for entry in front.entries] == list(values)


@given(st.text(max_size=60))
def test_any_front_matter_is_read_or_refused(yaml: str) -> None:
    """Nothing in it raises."""
    parsed = parse("Body.", yaml.replace("\r", ""))
    assert parsed.dispatch or parsed.diagnostics
