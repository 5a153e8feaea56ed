"""Plain text of any kind: nothing is lost, nothing overlaps, nothing raises."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readingroom.config import default_settings
from readingroom.model.block import Body, Markup, NoteReference, Passage, Text
from readingroom.model.dispatch import Dispatch
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.insertions import mark
from readingroom.parse.limits import MAX_BYTES
from readingroom.parse.result import Parsed

SETTINGS = default_settings()
HEADS = frozenset({"banner", "dateline", "subjects line"})
VOID = frozenset({"br"})

FRAGMENTS = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\t",
        "\u00a0",
        "\u200f",
        "[1]",
        "[2]",
        "[1, 2]",
        "[E1]",
        "[١]",
        "[26]",
        "[",
        "]",
        "[Quran 2:4]",
        "[sic]",
        '"',
        "“",
        "”",
        "«",
        "»",
        "‘",
        "’",
        "Share this Report:",
        "March 5, 1911",
        "5 مارس 1911",
        "31.2.1911",
        "Cable Letters No. 7",
        "Iran | Cable Letters No. 7",
        " | ",
        "The Wire Reaches Guam",
        "the ship laid the last mile.",
        "THE SHIP",
        "وصلت السفينة عند الظهر",
        "האנייה",
        "www.ships.example/x",
        "https://ships.example/(a)",
        "<b>",
        "&amp;",
        "1. ",
        "(a) ",
        ", ",
        ". ",
        ":",
        "— ",
    ]
)
PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=12)
TEXTS = st.lists(FRAGMENTS | PROSE, min_size=1, max_size=60).map("".join)

WORDS = st.lists(
    st.sampled_from(
        ["the", "ship", "laid", "a", "last", "mile", "of", "wire", "at", "noon", "and", "slept", "in", "Guam"]
    ),
    min_size=1,
)
SENTENCES = st.builds(lambda words: " ".join(words).capitalize() + ".", WORDS)
QUOTED = st.builds(lambda text: f'"{text}"', SENTENCES)
TITLES = WORDS.map(lambda words: " ".join(words).title())
PARAGRAPHS = SENTENCES | QUOTED | TITLES | SENTENCES.map(lambda text: f'"{text}')


@st.composite
def dispatches(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A dispatch with banner, title, body, called notes and tail, and the texts of its notes."""
    notes = draw(st.lists(SENTENCES, max_size=6))
    labels = [f"[{number}]" for number in range(1, len(notes) + 1)]
    called = draw(st.lists(PARAGRAPHS, min_size=len(notes), max_size=len(notes)))
    body = [text + label for text, label in zip(called, labels, strict=True)]
    body = draw(st.permutations(body + draw(st.lists(PARAGRAPHS, max_size=5))))
    parts = ["Cable Letters No. 7, 5 March 1911", draw(TITLES), *body]
    parts += [f"{label} {note}" for label, note in zip(labels, notes, strict=True)]
    return "\n\n".join([*parts, "Share this Report:"]), notes


def read(text: str) -> Parsed:
    """A text, parsed."""
    return parse(Source(path="a/7.txt", form=Form.TEXT, data=text.encode()), SETTINGS)


def letters(text: str) -> str:
    """Letters and digits in order, whatever their case or script."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return "".join(c for c in plain if c.isalnum()).casefold()


def shown(body: Body) -> str:
    """What a body shows, labels of references included."""
    return "".join(
        chunk.text
        if isinstance(chunk, Text)
        else f"[{chunk.label}]"
        if isinstance(chunk, NoteReference)
        else "\n"
        for chunk in body.chunks
    )


def everything(dispatch: Dispatch, lines: list[str]) -> Iterator[str]:
    """All that came of a source, in its order; of the head the lines themselves."""
    called = "".join(reference.label for reference in dispatch.title_references)
    for reading in dispatch.readings:
        if reading.kind in HEADS:
            yield "".join(lines[reading.first_line - 1 : reading.last_line])
        elif reading.kind == "title":
            yield dispatch.meta.title + called
    yield shown(dispatch.body)
    for note in dispatch.notes:
        yield f"[{note.label}]" + shown(note.body)
    yield dispatch.tail


def assert_nothing_is_lost(text: str, dispatch: Dispatch) -> None:
    """Every letter is there, in order; those of references in the title may stand behind it."""
    told = letters("".join(everything(dispatch, text.split("\n"))))
    if dispatch.title_references:
        assert sorted(told) == sorted(letters(text))
    else:
        assert told == letters(text)


def assert_passages_fit(body: Body) -> None:
    """Passages cover every text, in order, and never overlap."""
    covered = [False] * len(body.chunks)
    end = 0
    for passage in body.passages:
        assert end <= passage.start <= passage.end <= len(body.chunks)
        end = passage.end
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    assert all(covered[n] for n, chunk in enumerate(body.chunks) if isinstance(chunk, Text))


def assert_balanced(body: Body) -> None:
    """Every element that is opened is closed, in order."""
    open_ones: list[str] = []
    for chunk in body.chunks:
        if isinstance(chunk, Markup):
            for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", chunk.html):
                if closing:
                    assert open_ones.pop() == name
                elif name not in VOID:
                    open_ones.append(name)
    assert not open_ones


def ids(dispatch: Dispatch) -> Iterator[str]:
    """Every id of the page that the source makes."""
    for body in (dispatch.body, *(note.body for note in dispatch.notes)):
        for chunk in body.chunks:
            if isinstance(chunk, Markup):
                yield from re.findall(r' id="([^"]*)"', chunk.html)
            elif isinstance(chunk, NoteReference):
                yield chunk.id
    yield from (reference.id for reference in dispatch.title_references)
    yield from (note.id for note in dispatch.notes)


def assert_whole(dispatch: Dispatch) -> None:
    """What holds of every dispatch."""
    bodies = [dispatch.body, *(note.body for note in dispatch.notes)]
    for body in bodies:
        assert_passages_fit(body)
        assert_balanced(body)
    every = list(ids(dispatch))
    assert len(every) == len(set(every))
    assert {call for note in dispatch.notes for call in note.calls} <= set(every)
    for insertion in dispatch.insertions:
        body = bodies[0 if insertion.where is None else insertion.where + 1]
        text = body.text(body.passages[insertion.span.passage])
        assert " ".join(text[insertion.span.start : insertion.span.end].split()) == insertion.text


@given(TEXTS)
def test_no_letter_of_any_text_is_lost(text: str) -> None:
    """Whatever a text holds, its letters are on the page in order, the head's in fields of their own."""
    parsed = read(text)
    assume(parsed.dispatch)
    assert parsed.dispatch
    assert_nothing_is_lost(text, parsed.dispatch)
    assert_whole(parsed.dispatch)


@given(dispatches())
def test_a_dispatch_is_read_whole(made: tuple[str, list[str]]) -> None:
    """Title, notes and every word of a dispatch are found again."""
    text, notes = made
    parsed = read(text)
    assert parsed.dispatch
    assert parsed.dispatch.meta.id == "cable-letters/7"
    assert [shown(note.body).strip() for note in parsed.dispatch.notes] == notes
    assert all(len(note.calls) == 1 for note in parsed.dispatch.notes)
    assert parsed.dispatch.tail == "Share this Report:"
    assert_nothing_is_lost(text, parsed.dispatch)
    assert_whole(parsed.dispatch)


@given(st.binary(max_size=400) | TEXTS.map(lambda text: text.encode("utf-16")))
def test_no_bytes_raise(data: bytes) -> None:
    """Bytes of any kind come to a dispatch or to an error."""
    parsed = parse(Source(path="a/7.txt", form=Form.TEXT, data=data), SETTINGS)
    assert parsed.dispatch or any(found.severity == "error" for found in parsed.diagnostics)


@given(st.lists(st.sampled_from(["[", "]", "a", " ", "<em>", "</em>", "<br>"]), max_size=40))
def test_marked_insertions_keep_markup_whole(parts: list[str]) -> None:
    """Insertions in any mixture of text and elements leave balanced elements and the same text."""
    depth, chunks = 0, []
    for part in parts:
        depth += {"<em>": 1, "</em>": -1}.get(part, 0)
        if depth < 0:
            depth = 0
            continue
        chunks.append(Markup(part) if part.startswith("<") else Text(part))
    chunks += [Markup("</em>")] * depth
    body = Body(tuple(chunks), (Passage(kind="paragraph", start=0, end=len(chunks)),))  # type: ignore[arg-type]
    marked, told = mark(body, SETTINGS, None)
    assert_balanced(marked)
    assert_passages_fit(marked)
    assert marked.text(marked.passages[0]) == body.text(body.passages[0])
    assert len({found.span for found in told}) == len(told)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "]",
        '"',
        "“",
        "[1] ",
        "[1] \n",
        "[1] \n\n",
        "[x] \n\n",
        '"\n\n',
        '"a\n',
        "a\n\n",
        "a ",
        "a",
        "(",
        "http://a.b/)",
        "a.b",
        "www.",
        "a|",
        "Share this Report:",
        "Share this Report:\n",
        "No. 7 ",
        "1911 ",
        "\u00a0",
        "The ",
        "1. a\n",
        "\f",
        "é",
    ],
)
def test_the_largest_source_of_one_kind_is_read_or_refused(unit: str) -> None:
    """Five million bytes of anything come to an end."""
    data = (unit * ((MAX_BYTES - 7) // len(unit.encode()))).encode()
    parsed = parse(Source(path="a/7.txt", form=Form.TEXT, data=b"Title\n\n" + data), SETTINGS)
    assert parsed.dispatch or any(found.severity == "error" for found in parsed.diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        '"a" ' + "[1]" * 49_000 + " x",
        "The Wire " + "[1] " * 49_000 + "x\n\nThe ship slept.\n\n[1] Log.",
        "The Wire\n\n" + "The ship. " + "[1]" * 49_000 + " x",
        "a" + "\t" * 2_000_000 + "\nb",
        "[" * 25_000 + "x" + "]" * 25_000,
        "a\n\n[1] b\n" + "[1] b\n" * 45_000,
        "http://a.bc/" + ")" * 2_000_000,
        "a-" * 1_000_000 + ".com/",
        "“" * 700_000 + "”" * 700_000,
    ],
    ids=range(9),
)
def test_no_shape_of_text_takes_long(text: str) -> None:
    """What would cost the square of its length in a careless reading is read all the same."""
    parsed = parse(Source(path="a/7.txt", form=Form.TEXT, data=f"Title\n\n{text}".encode()), SETTINGS)
    assert parsed.dispatch


def test_a_larger_source_is_refused() -> None:
    """One byte more than is allowed is refused by its size alone."""
    parsed = parse(Source(path="a/7.txt", form=Form.TEXT, data=b"a" * (MAX_BYTES + 1)), SETTINGS)
    assert [found.code for found in parsed.diagnostics] == ["too-large"]
