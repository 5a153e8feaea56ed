"""Markdown sources: what is told of bad ones, and what of good ones goes where."""

import pytest

from readingroom.config import default_settings
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.block import Markup, Text
from readingroom.model.dispatch import Dispatch, Status
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.result import Parsed

PATH = "lines/1905/13.md"


def read(text: str | bytes) -> Parsed:
    """A whole Markdown source."""
    data = text if isinstance(text, bytes) else text.encode()
    return parse(Source(path=PATH, form=Form.MARKDOWN, data=data), default_settings())


def dispatch(body: str, head: str = "title: T") -> Dispatch:
    """A sound dispatch with that body."""
    parsed = read(f"---\n{head}\n---\n{body}")
    assert parsed.dispatch, parsed.diagnostics
    return parsed.dispatch


def refusal(text: str | bytes) -> Diagnostic:
    """The one error of a source that is refused."""
    parsed = read(text)
    assert parsed.dispatch is None
    (error,) = [told for told in parsed.diagnostics if told.severity is Severity.ERROR]
    return error


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("---\ndate: 1905\n---\nBody.", Code.TITLE_MISSING, 0, 0),
        ("Body.", Code.TITLE_MISSING, 0, 0),
        ("---\ntitle: T\ndate: 1905-02-30\n---\nBody.", Code.DATE_INVALID, 3, 7),
        ("---\ntitle: a: b\n---\nBody.", Code.FRONT_MATTER_SYNTAX, 2, 9),
        ("---\ntitle: !!str T\n---\nBody.", Code.FRONT_MATTER_TAG, 2, 8),
        ("---\ntitle: &t T\n---\nBody.", Code.FRONT_MATTER_TAG, 2, 8),
        ("---\ntitle: T\nBody.", Code.FRONT_MATTER_UNCLOSED, 1, 1),
        ("---\ntitle: T\ntitle: U\n---\nBody.", Code.FRONT_MATTER_DUPLICATE, 3, 1),
        ("---\ntitle: T\n---\n\n```\nBody.", Code.CODE_FENCE_UNCLOSED, 5, 1),
        ("---\ntitle: T\n---\nA[^1]\n\n[^1]: b\n\n[^1]: c", Code.NOTE_DEFINED_TWICE, 8, 1),
        ("---\ntitle: T\nnumber: ../1\n---\nBody.", Code.ID_INVALID, 3, 1),
        ("---\ntitle: T\naliases: ../1.html\n---\nBody.", Code.ALIAS_INVALID, 3, 10),
        ("---\ntitle: T\n---\n", Code.EMPTY, 0, 0),
        ("", Code.EMPTY, 0, 0),
        (" \n\n", Code.EMPTY, 0, 0),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Code.NOT_TEXT, 2, 1),
        (b"[" * 50_000_000, Code.TOO_LARGE, 0, 0),
    ],
)
def test_a_bad_source_is_refused_at_its_place(text: str | bytes, code: Code, line: int, column: int) -> None:
    """One error, with a code, a line and a column where there are any."""
    error = refusal(text)
    assert error.code == code
    assert (error.line, error.column) == (line, column) or (line == 0 and error.line == 0)
    assert error.path == PATH
    assert error.message
    assert error.advice


def test_a_twice_defined_note_names_both_lines() -> None:
    """The author can mend either."""
    error = refusal("---\ntitle: T\n---\nA[^x]\n\n[^x]: b\n[^y]: d\n[^x]: c")
    assert "line 6" in error.message
    assert error.line == 8


def test_errors_of_head_and_body_are_told_together() -> None:
    """In the order of the file, so that one pass mends all."""
    parsed = read("---\ntitle: T\ndate: soon\n---\nA[^1]\n\n[^1]: b\n[^1]: c\n\n[x](javascript:y)")
    assert [told.code for told in parsed.diagnostics] == [
        Code.DATE_INVALID,
        Code.NOTE_DEFINED_TWICE,
        Code.HTML_REMOVED,
    ]


def test_a_removed_dispatch_needs_neither_title_nor_text() -> None:
    """Number and reason are all that is left of it."""
    for status in (Status.REMOVED, Status.WITHDRAWN, Status.DRAFT):
        assert dispatch("", f"title: T\nstatus: {status}\nreason: R").meta.status is status


def test_encodings_are_detected() -> None:
    """Byte order marks and other line ends do no harm."""
    text = "---\ntitle: Café\n---\nUne tasse.\n\nDeux.\n"
    sources = (
        text.encode("utf-8-sig"),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        b"\xff\xfe" + text.encode("utf-16-le"),
        text.encode("cp1252"),
    )
    for data in sources:
        parsed = read(data)
        assert parsed.dispatch
        assert parsed.dispatch.meta.title == "Café"
        assert [passage.line for passage in parsed.dispatch.body.passages] == [4, 6]


def test_lines_of_every_kind_of_block() -> None:
    """Each passage knows the lines that it stands on in the file."""
    body = """# One

Two
and on

> Three
>
> Four

- Five
- Six

    Seven

    ```
    eight
    ```

1. Nine

Ten
:   Eleven

| Twelve | 12 |
|--------|----|
| a      | b  |
| c      | d  |

!!! note
    Thirteen

    fourteen

```
fifteen

sixteen
```

    seventeen

<div markdown="1">
Eighteen
</div>

<p>Nineteen
on</p>

Twenty
======
"""
    found = dispatch(body)
    lines = {text.split()[0]: (one.line, one.last_line) for one, text in found.body.texts()}
    source = ["---", "title: T", "---", *body.split("\n")]
    for word, (first, last) in lines.items():
        if word == "Note":
            continue
        assert word in " ".join(source[first - 1 : last]), word
    assert lines["Two"] == (6, 7)
    assert lines["Four"] == (11, 11)
    assert lines["Seven"] == (16, 16)
    assert lines["eight"] == (18, 20)
    assert lines["Twelve"] == (27, 27)
    assert lines["a"] == (29, 29)
    assert lines["c"] == (30, 30)
    assert lines["fourteen"] == (35, 35)
    assert lines["fifteen"] == (37, 41)
    assert lines["seventeen"] == (43, 43)
    assert lines["Eighteen"] == (46, 46)
    assert lines["Nineteen"] == (49, 50)
    assert lines["Twenty"] == (52, 53)


def test_a_repeated_line_is_found_where_it_stands() -> None:
    """Each of them, also behind code and HTML that say the same."""
    found = dispatch("Same.\n\n```\nSame.\n```\n\nSame.\n\n> Same.\n\n- Same.\n")
    assert [passage.line for passage in found.body.passages] == [4, 6, 10, 12, 14]


def test_how_each_block_was_read() -> None:
    """Front matter, blocks and notes, with lines, kind, rule and the first words."""
    found = dispatch("# One\n\nTwo[^1]\n\n```\nx\n```\n\n- a\n- b\n\n***\n\n[^1]: Log\n\n    more\n")
    told = [(one.first_line, one.last_line, one.kind, one.excerpt) for one in found.readings]
    assert told == [
        (1, 3, "front matter", ""),
        (4, 4, "heading", "One"),
        (6, 6, "paragraph", "Two"),
        (8, 10, "code", "x"),
        (12, 13, "list", "a b"),
        (15, 15, "rule", ""),
        (17, 19, "note 1", "Log"),
    ]
    assert all(one.rule for one in found.readings)


def test_language_and_direction_follow_the_letters() -> None:
    """Where the head says nothing; the head decides where it does."""
    persian = "این یک متن کوتاه دربارهٔ تلگراف است که در تهران چاپ شد."
    assert (dispatch(persian).meta.language, dispatch(persian).meta.direction) == ("fa", "rtl")
    assert dispatch(persian, "title: T\nlang: ar").meta.language == "ar"
    assert dispatch("English.").meta.language == "en"


def test_words_are_those_of_body_and_notes() -> None:
    """Neither the head nor the labels count."""
    assert dispatch("One two[^1] *three*.\n\n- four\n\n[^1]: five six", "title: A long title").words == 6


def test_the_same_source_gives_the_same_dispatch() -> None:
    """Whatever was read before: definitions, abbreviations and notes of another source are forgotten."""
    first = "A[^1] ITU [x]\n\n[^1]: b\n\n*[ITU]: Union\n\n[x]: y.png"
    second = "A[^1] ITU [x]"
    alone = read(f"---\ntitle: T\n---\n{second}")
    read(f"---\ntitle: T\n---\n{first}")
    assert read(f"---\ntitle: T\n---\n{second}") == alone
    assert dispatch(first) == dispatch(first)


def test_code_is_no_prose() -> None:
    """What stands in code is neither link, note, image nor insertion."""
    found = dispatch("```\n[^1] [[5]] ![x](y) <b> [sic]\n```\n\n    [^1] [[5]]\n")
    assert all(isinstance(chunk, Markup | Text) for chunk in found.body.chunks)
    assert found.insertions == ()
    assert found.attachments == ()


def test_an_empty_note_is_kept_and_told() -> None:
    """Its label stays, so that what refers to it leads somewhere."""
    parsed = read("---\ntitle: T\n---\nA[^1]\n\n[^1]:\n")
    assert parsed.dispatch
    (note,) = parsed.dispatch.notes
    assert (note.label, note.calls, note.body.passages) == ("1", ("noteref-1",), ())
    assert [told.code for told in parsed.diagnostics] == [Code.NOTE_SOURCE_MISSING]


def test_a_name_in_angle_brackets_is_text() -> None:
    """No word is lost because it looks like an element."""
    found = dispatch("From <John Smith> and </Jane>, <x-y>z</x-y>.\n\n<John>\n")
    assert [text for _, text in found.body.texts()] == [
        "From <John Smith> and </Jane>, <x-y>z</x-y>.",
        "<John>",
    ]
