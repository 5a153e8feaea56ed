"""An edit of one text, spliced into a linked archive, comes to what linking the whole archive again does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from linking import AS_OF, by_path, files, made, named, to

from readingroom.addresses import paragraph_anchor
from readingroom.config import default_settings
from readingroom.diagnostics import Diagnostic
from readingroom.link import Linked, Splice, Whole, card, linked, splice
from readingroom.link.assemble import link_all
from readingroom.link.state import State
from readingroom.model.archive import Archive, Card, ImageUse, InsertionUse, joined_anchors
from readingroom.model.dispatch import Reference, Status
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.parse.references import compile_forms, find
from readingroom.session import following

SETTINGS = default_settings()
FILES = files("a.png", "b/a.png", "plan.pdf")
NAMES = tuple(f"{series} {number}" for series in ("Signal", "Note") for number in ("1", "2", "9"))
IDS = tuple(name.lower().replace(" ", "/") for name in NAMES)
ANCHORS = ("note-1", "note-2", "p-11111", "p-22222", "mast")

anchors = st.sampled_from(["", *ANCHORS])
sentences = st.sampled_from(["One.", "Two.", "[[signal/2]] says so."])
references = st.builds(
    to,
    st.sampled_from([*IDS, "signal/99", "zone/1"]),
    fragment=st.sampled_from(["", "note-1", "note-2"]),
    sentence=sentences,
    width=st.sampled_from([0, 5]),
    start=st.integers(0, 3),
)
links = st.builds(
    lambda link, sentence, anchor, line: replace(link, sentence=sentence, anchor=anchor, line=line),
    st.one_of(
        st.builds(named, st.sampled_from(["1", "2", "99"]), st.sampled_from(["", "Signal"]), anchors),
        st.builds(
            by_path, st.sampled_from(["Signal 1.md", "Note 2.md", "a.png", "plan.pdf", "no.md"]), anchors
        ),
    ),
    sentences,
    anchors,
    st.integers(1, 4),
)
insertions = st.builds(
    InsertionUse, st.sampled_from(["sic", "decoded"]), st.sampled_from(["[sic]", "[so]"]), anchors
)
images = st.builds(ImageUse, st.sampled_from(["a.png", "b/a.png", "gone.png"]), st.integers(1, 4))
texts: Mapping[str, st.SearchStrategy[tuple[Any, ...]]] = {
    "references": st.lists(references, max_size=4).map(tuple),
    "links": st.lists(links, max_size=3).map(tuple),
    "insertions": st.lists(insertions, max_size=2).map(tuple),
    "images": st.lists(images, max_size=2).map(tuple),
}
"""What of a card its text says, beside its anchors."""


def _joined(anchors: Collection[str]) -> str:
    return joined_anchors(sorted(anchors))


def _cards(*statuses: Status, embargoes: Sequence[str] = ("",)) -> st.SearchStrategy[Card]:
    return st.builds(
        lambda name, **more: made(name, path=f"{name}.md", **more),
        st.sampled_from(NAMES),
        status=st.sampled_from(statuses),
        embargo_until=st.sampled_from(embargoes),
        anchors=st.frozensets(st.sampled_from(ANCHORS)).map(_joined),
        attachments=st.sampled_from([(), ("a.png",), ("plan.pdf", "b/a.png")]),
        **texts,
    )


readable = _cards(Status.PUBLISHED, Status.CORRECTED)
decks = st.lists(_cards(*Status, *[Status.PUBLISHED] * 6, embargoes=("", "", "", "2030-01-01")), max_size=8)
"""Cards; of those that have one id, the last counts."""

words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
TEXT = """---
title: A Text
number: 1
---

It follows Dispatches No. 2, note 1, and Dispatches No. 99 [sic].[^1]

{}

Read [[2]] and [the plan](plan.pdf).

[^1]: So says Dispatches No. 2.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A dispatch of a linked archive, edited."""

    whole: Whole
    before: Card
    after: Card
    state: State

    @property
    def linked(self) -> Linked:
        """What it links to now."""
        return linked(self.after, self.state)

    def splice(self) -> Splice | None:
        """What the edit comes to."""
        name = self.before.id
        asked = self.whole.asked.get(name, frozenset())
        return splice(self.before, self.after, self.whole.linked[name], self.linked, asked)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Card, Card]:
    """A card, and what an edit makes of it; more often than not its text says the same in other words."""
    before = draw(readable)
    after = before
    for part in draw(
        st.lists(st.sampled_from([*texts, "anchors", "notes", "title", *["words"] * 8]), max_size=3)
    ):
        after = _changed(after, part, draw)
    return before, after


def _changed(card: Card, part: str, draw: st.DrawFn) -> Card:
    match part:
        case "words":
            return _reworded(card, draw)
        case "anchors":
            there = {one for one in ANCHORS if card.has_anchor(one)}
            return replace(card, anchors=_joined(there ^ {draw(st.sampled_from(ANCHORS))}))
        case "notes":
            return replace(card, notes=card.notes + 1)
        case "title":
            return replace(card, meta=replace(card.meta, title="Another"))
    rows = getattr(card, part)
    changed = draw(st.one_of(texts[part], st.permutations(rows).map(tuple), st.just(rows * 2)))
    return replace(card, **{part: changed})


def _reworded(card: Card, draw: st.DrawFn) -> Card:
    """The same references, links and insertions, in other words and other places."""

    def moved(reference: Reference) -> Reference:
        other = draw(references)
        return replace(other, series=reference.series, number=reference.number)

    return replace(
        card,
        references=tuple(moved(one) for one in card.references),
        links=tuple(replace(one, sentence=draw(sentences), anchor=draw(anchors)) for one in card.links),
        insertions=tuple(replace(draw(insertions), kind=one.kind) for one in card.insertions),
    )


def _others(deck: list[Card], card: Card) -> list[Card]:
    """The cards of an archive beside one, each id once."""
    return [one for name, one in {one.id: one for one in deck}.items() if name != card.id]


def _archive_of(*deck: Card, preview: bool) -> Whole:
    return link_all(deck, SETTINGS, attachments=FILES, as_of=AS_OF, preview=preview)


def _edited(whole: Whole, after: Card) -> Edited:
    before = whole.state.catalogue.cards[after.id]
    return Edited(whole=whole, before=before, after=after, state=whole.state.replacing(after))


def _patched(edited: Edited, found: Splice) -> Whole:
    """The archive, patched as the preview patches it."""
    whole = replace(edited.whole, state=edited.state)
    archive: Archive = following._archive(whole, found)
    return replace(whole, archive=archive, linked={**whole.linked, found.card.id: found.linked})


def _told(whole: Whole) -> list[Diagnostic]:
    return sorted(whole.diagnostics, key=repr)


@given(deck=decks, edit=edits(), preview=st.booleans())
def test_what_is_spliced_is_what_is_linked_again(
    deck: list[Card], edit: tuple[Card, Card], *, preview: bool
) -> None:
    """Entries and their order, wanted numbers, aliases, files and diagnostics."""
    before, after = edit
    others = _others(deck, before)
    whole = _archive_of(before, *others, preview=preview)
    edited = _edited(whole, after)
    found = edited.splice()
    assume(found is not None)
    assert found is not None
    patched, again = _patched(edited, found), _archive_of(after, *others, preview=preview)
    assert patched.archive == again.archive
    assert list(patched.archive.entries) == list(again.archive.entries)
    assert patched.linked == again.linked
    assert patched.asked == again.asked
    assert _told(patched) == _told(again)


@given(deck=decks, edit=edits(), preview=st.booleans())
def test_a_splice_names_all_who_see_it(deck: list[Card], edit: tuple[Card, Card], *, preview: bool) -> None:
    """An entry or a wanted number that a splice does not name is what it was; one that it names is not."""
    before, after = edit
    others = _others(deck, before)
    whole = _archive_of(before, *others, preview=preview)
    found = _edited(whole, after).splice()
    assume(found is not None)
    assert found is not None
    now = _archive_of(after, *others, preview=preview).archive
    differ = {name for name, entry in whole.archive.entries.items() if now.entries[name] != entry}
    silent = {name for name in whole.archive.entries if not whole.state.is_readable(name)}
    assert differ - {before.id} - silent == set(found.recited) - silent
    wanted = {row.id: row for row in whole.archive.wanted}
    assert {row.id for row in now.wanted if wanted[row.id] != row} == set(found.wanted)
    assert found.linked.cites == whole.linked[before.id].cites


@given(deck=decks, card=readable, preview=st.booleans())
def test_a_typo_in_a_plain_paragraph_is_always_spliced(
    deck: list[Card], card: Card, *, preview: bool
) -> None:
    """Its address changes, and nobody but its own page sees that."""
    there = [one for one in ANCHORS if card.has_anchor(one)]
    before = replace(card, anchors=_joined([*there, paragraph_anchor("A plain paragraph.")]))
    after = replace(card, anchors=_joined([*there, paragraph_anchor("A plane paragraph.")]))
    whole = _archive_of(before, *_others(deck, card), preview=preview)
    assume(not any(told.severity == "error" for told in whole.linked[card.id].diagnostics))
    found = _edited(whole, after).splice()
    assert found is not None
    assert (found.recited, found.wanted, found.kinds) == ((), (), frozenset())


@given(
    words=st.lists(words, min_size=1, max_size=8), place=st.integers(0, 7), letter=st.sampled_from("aeiou")
)
def test_a_typo_in_a_text_is_always_spliced(words: list[str], place: int, letter: str) -> None:
    """The same of sources as they are read: plain words between paragraphs that cite, quote and insert."""
    typo = [*words]
    typo[place % len(words)] = letter + words[place % len(words)][1:]
    before, after = _read(" ".join(words)), _read(" ".join(typo))
    whole = _archive_of(
        before, made("Dispatches 2", path="2.md", anchors=frozenset({"note-1"})), preview=False
    )
    found = _edited(whole, after).splice()
    assert found is not None
    assert (found.recited, found.wanted, found.kinds) == ((), (), frozenset())


def _read(paragraph: str) -> Card:
    """The card of a Markdown source with a plain paragraph."""
    source = Source(path="1.md", form=Form.MARKDOWN, data=TEXT.format(paragraph).encode())
    dispatch = parse(source, SETTINGS).dispatch
    assert dispatch is not None
    return card(dispatch, find(dispatch, compile_forms(SETTINGS, ["Dispatches"])))
