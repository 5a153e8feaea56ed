r"""References in prose: every rule on cases invented against it, `tests/cases/references/*.md`.

In a case "# " opens a rule; the text of a case is one line, "\n" and "\u…" stand for characters,
`<…>` is markup, `{3}` a note reference, `[[…|…]]` a link of the source's own. What it refers to
follows: id, words that carry the link, id within the dispatch meant. "own: " names the dispatch itself.
"""

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from readingroom.config import default_settings
from readingroom.model.block import (
    Body,
    Chunk,
    DispatchTarget,
    LinkEnd,
    LinkStart,
    Markup,
    Note,
    NoteReference,
    Passage,
    PassageKind,
    Text,
)
from readingroom.model.dispatch import Dispatch, Meta, Reference
from readingroom.model.settings import Series
from readingroom.parse.references import Forms, compile_forms, find

CASES = Path(__file__).parents[1] / "cases" / "references"
OWN = "special-dispatch/7"

SETTINGS = replace(
    default_settings(),
    series=(
        Series(
            name="Special Dispatch",
            slug="special-dispatch",
            forms=("SD No. {n}", "Document {n}"),
            not_after=("vol.", "ibid.", "Some Other Work"),
        ),
        Series(
            name="Press Translation", slug="press-translation", forms=("PT-{n}", "Paper {n} of the Office")
        ),
        Series(name="Atlas", slug="atlas", forms=("Sheet {n}",)),
        Series(name="Chart", slug="chart", forms=("Sheet {n}",)),
        Series(name="Chronicle of the Wire", slug="chronicle-of-the-wire", plural="Chronicles of the Wire"),
    ),
)
SEEN = (
    "Special Dispatch",
    "Tech Note",
    "Inquiry & Analysis",
    "Bulletin",
    "التقرير الخاص",
    "گزارش ویژه",
    "מברק מיוחד",
)
FORMS = compile_forms(SETTINGS, SEEN)

_INLINE = re.compile(r"(<[^>]+>|\{\d+\}|\[\[.+?\]\])")


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    rule: str
    own: str
    text: str
    expected: tuple[str, ...]


def cases() -> Iterator[Case]:
    """All cases, in the order of their files."""
    for path in sorted(CASES.glob("*.md")):
        rule = ""
        for block in re.split(r"\n\s*\n", path.read_text("utf-8").strip()):
            if block.startswith("# "):
                rule = block[2:]
                continue
            own, lines = OWN, block.split("\n")
            if lines[0].startswith("own: "):
                own = lines.pop(0).removeprefix("own: ")
            expected = tuple(_unescaped(line.removeprefix("→ ")) for line in lines[1:])
            yield Case(rule, own, _unescaped(lines[0]), () if expected == ("nothing",) else expected)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(n|u[0-9a-f]{4})", lambda match: match[0].encode().decode("unicode_escape"), text)


ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[f"{place}-{case.text[:40]}" for place, case in enumerate(ALL)])
def test_a_case_refers_to_what_it_says(case: Case) -> None:
    """Every rule holds on the cases that were invented against it."""
    found = find(dispatch(body(case.text), own=case.own), FORMS)
    shown = [" | ".join([f"{one.series}/{one.number}", one.text, *_some(one.fragment)]) for one in found]
    assert tuple(line.rstrip() for line in shown) == case.expected


def test_every_rule_has_ten_cases() -> None:
    """A rule is tried on at least ten cases."""
    assert min(sum(other.rule == case.rule for other in ALL) for case in ALL) >= 10


def test_spans_count_the_characters_of_the_passage() -> None:
    """The words of a reference are the characters of its span, markup aside."""
    parts = body("See <em>Special</em> Dispatch No. <b>12</b>{1} and Document 9.", "Tech Note No. 3")
    found = find(dispatch(parts), FORMS)
    assert [one.span.passage for one in found] == [0, 0, 1]
    for one in found:
        assert parts.text(parts.passages[one.span.passage])[one.span.start : one.span.end] == one.text


def test_a_reference_has_the_sentence_that_it_stands_in() -> None:
    """The citing sentence is whole, its blanks folded, and no other sentence is in it."""
    found = one_of("It rained. The  wire (see Special Dispatch\nNo. 12) broke. It snowed.")
    assert found.sentence == "The wire (see Special Dispatch No. 12) broke."


def test_a_sentence_without_end_is_cut() -> None:
    """A citing sentence has some 500 characters at most, those around the reference."""
    found = one_of("word " * 5000 + "Special Dispatch No. 12" + " word" * 5000)
    assert len(found.sentence) <= 502
    assert "word Special Dispatch No. 12 word" in found.sentence
    assert found.sentence.startswith("…")
    assert found.sentence.endswith("…")


def test_a_reference_knows_its_paragraph() -> None:
    """The anchor is the paragraph's; where a passage has none, the nearest before it."""
    texts = ("Special Dispatch No. 1", "Special Dispatch No. 2", "Special Dispatch No. 3")
    parts = body(*texts, anchors=("", "p-00001", ""))
    assert [one.anchor for one in find(dispatch(parts), FORMS)] == ["", "p-00001", "p-00001"]


def test_notes_are_searched_after_the_body() -> None:
    """A reference in a note says which note, and its anchor is the note's."""
    notes = (note("1", "See Document 3."), note("e1", "Nothing."), note("2", "See Document 4.", "Document 5"))
    found = find(dispatch(body("Document 9"), notes=notes), FORMS)
    assert [(one.where, one.number, one.anchor) for one in found] == [
        (None, "9", ""),
        (0, "3", "note-1"),
        (2, "4", "note-2"),
        (2, "5", "note-2"),
    ]


def test_a_reference_knows_its_line() -> None:
    """The line is the passage's, and the note's where the passage has none."""
    notes = (replace(note("1", "Document 3"), line=40),)
    found = find(dispatch(body("Document 9", lines=(12,)), notes=notes), FORMS)
    assert [one.line for one in found] == [12, 40]


@pytest.mark.parametrize("kind", list(PassageKind))
def test_only_code_is_never_searched(kind: PassageKind) -> None:
    """Headings, items, cells, captions and quotations are prose; a code block is not."""
    found = find(dispatch(body("Special Dispatch No. 12", kind=kind)), FORMS)
    assert len(found) == (kind is not PassageKind.CODE)


def test_no_reference_crosses_the_end_of_a_passage() -> None:
    """A name and a number in two passages are no reference."""
    assert not find(dispatch(body("See Special Dispatch", "No. 12")), FORMS)


def test_a_link_around_several_passages_closes_them_all() -> None:
    """A link that is opened in one passage and closed in a later one holds all between."""
    chunks = (Markup('<a href="x">'), Text("SD No. 1"), Text("SD No. 2"), Markup("</a>"), Text("SD No. 3"))
    passages = tuple(
        Passage(kind=PassageKind.PARAGRAPH, start=start, end=end) for start, end in ((0, 2), (2, 4), (4, 5))
    )
    assert [one.number for one in find(dispatch(Body(chunks, passages)), FORMS)] == ["3"]


def test_without_settings_the_series_seen_serve() -> None:
    """No archive.toml is needed: the series of the dispatches, and the default one, serve by name."""
    forms = compile_forms(default_settings(), ["Special Dispatch"])
    found = find(dispatch(body("Special Dispatch No. 10712; Dispatches No. 3; Tech Note No. 4")), forms)
    assert [(one.series, one.number) for one in found] == [("special-dispatch", "10712"), ("dispatches", "3")]


def test_forms_are_equal_whatever_the_order_of_the_series() -> None:
    """Forms can be the key of a memo: the same names give the same key, others another."""
    assert compile_forms(SETTINGS, reversed(SEEN)) == FORMS
    assert compile_forms(SETTINGS, reversed(SEEN)).key == FORMS.key
    assert compile_forms(SETTINGS, [*SEEN, "Circular"]).key != FORMS.key


def test_forms_travel_to_other_processes() -> None:
    """Forms can be pickled."""
    other: Forms = pickle.loads(pickle.dumps(FORMS))
    assert find(dispatch(body("See Document 12.")), other) == find(dispatch(body("See Document 12.")), FORMS)


def test_ranges_mean_so_many_numbers_and_no_more() -> None:
    """A dispatch full of ranges does not fill the memory: after a thousand or so their ends alone count."""
    ranges = "Special Dispatches Nos. " + ", ".join(f"{n}–{n + 90}" for n in range(1000, 90_000, 100))
    found = find(dispatch(body(ranges, ranges)), FORMS)
    assert sum(not one.text for one in found) == 11 * 89
    assert sum(bool(one.text) for one in found) == 2 * 2 * 890


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 100_000,
        "Special Dispatch No. " * 10_000,
        "Special Dispatches Nos. 1, " * 10_000,
        "Special Dispatches Nos. " + "1, " * 66_000,
        "Special Dispatches Nos. 1" + " (" * 66_000,
        "Special Dispatch No." + " " * 200_000 + "1",
        "Document 5 (" * 20_000,
        "footnote 1, " * 20_000 + "Document 5",
        "vol. (Document 5 " * 13_000,
        "9" * 200_000,
        "I/" * 66_000 + "2 No. 3",
        "Document 5. " * 20_000,
        "Special Dispatches Nos. 1–99; " * 20_000,
        "“" * 200_000 + "Document 5",
        "a.b." * 50_000 + " Document 5",
    ],
    ids=lambda text: text[:20],
)
def test_a_long_passage_is_read_to_its_end(text: str) -> None:
    """A long passage is no trap: its time grows with its length, and what follows is found."""
    found = find(dispatch(body(text, "Special Dispatch No. 12")), FORMS)
    assert found[-1].number == "12"


def one_of(text: str) -> Reference:
    """The only reference of a text."""
    (found,) = find(dispatch(body(text)), FORMS)
    return found


def dispatch(text: Body, *, own: str = OWN, notes: tuple[Note, ...] = ()) -> Dispatch:
    """A dispatch with a body and notes."""
    series, _, number = own.partition("/")
    meta = Meta(id=own, series=series, number=number, title="A title")
    return Dispatch(path="a.txt", form="text", meta=meta, body=text, notes=notes)


def note(label: str, *texts: str) -> Note:
    """A note of several paragraphs."""
    return Note(id=f"note-{label}", label=label, body=body(*texts))


def body(
    *texts: str,
    kind: PassageKind = PassageKind.PARAGRAPH,
    anchors: tuple[str, ...] = (),
    lines: tuple[int, ...] = (),
) -> Body:
    """A body of one passage a text, with the inline marks of the cases."""
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    for place, text in enumerate(texts):
        start = len(chunks)
        chunks += [Markup("<p>"), *_inline(text), Markup("</p>")]
        passages.append(
            Passage(
                kind=kind,
                start=start,
                end=len(chunks),
                anchor=anchors[place] if anchors else "",
                line=lines[place] if lines else 0,
            )
        )
    return Body(tuple(chunks), tuple(passages))


def _inline(text: str) -> Iterator[Chunk]:
    for part in _INLINE.split(text):
        if part.startswith("[["):
            target, _, shown = part[2:-2].partition("|")
            yield from (LinkStart(DispatchTarget("", target)), Text(shown), LinkEnd())
        elif part.startswith("{"):
            yield NoteReference(part[1:-1], f"note-{part[1:-1]}", f"noteref-{part[1:-1]}")
        elif part.startswith("<"):
            yield Markup(part)
        elif part:
            yield Text(part)


def _some(text: str) -> list[str]:
    return [text] if text else []
