"""What the index finds is what reading all texts finds."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import a_dispatch, a_record, an_authority, an_index, put
from searchread import Archive
from searchscan import (
    OF_TEXT,
    Beginning,
    Days,
    Group,
    In,
    Item,
    Items,
    Joined,
    Near,
    One,
    Place,
    Plain,
    Question,
    Quoted,
    Record,
    Without,
    scan,
)
from searchtexts import LANGUAGES, VALUES, authorities, sources

from readingroom.search.query import Index
from readingroom.search.words import words

ELSEWHERE = (
    "zebra",
    "Muëller",
    "Müller",
    "CABLE",
    "کتابـ",
    "Iran’s",
    "Чаи\u0306ка",
    "الحزب",
    "STRASSE",
    "می\u200cخواهم",
    "٥٧",
)
"""Words, or ways of writing one, that an archive may not have."""
DAYS = ("1978", "1979", "1979-03", "1979-04", "1979-04-01", "1979-03-31", "1980-02", "1980-02-29")


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """A few dispatches and their authority files."""
    count = draw(st.integers(1, 5))
    dispatches = tuple(a_dispatch(draw(sources(number))) for number in range(1, count + 1))
    return Archive(dispatches, draw(authorities()), draw(st.sampled_from(["en", "en", "de", "ar"])))


def passages(archive: Archive) -> list[str]:
    """All that questions may take words from."""
    found = [text for one in archive.dispatches for _, text in one.body.texts()]
    found += [text for one in archive.dispatches for note in one.notes for _, text in note.body.texts()]
    found += [one.meta.title for one in archive.dispatches]
    found += [form for one in archive.authority.entities.values() for form in (one.name, *one.variants)]
    return [text for text in found if words(text)]


class Asked:
    """Draws the parts of a question."""

    def __init__(self, draw: st.DrawFn, archive: Archive) -> None:
        """In the words of an archive."""
        self._draw = draw
        self._texts = passages(archive)
        self._records = [f"@{kind}/{name}" for kind, name in archive.authority.entities]

    def slice(self, most: int) -> str:
        """A run of words of some text, with whatever stands between them, or without insertions."""
        text = self._draw(st.sampled_from(self._texts))
        cuts = words(text)
        first = self._draw(st.integers(0, len(cuts) - 1))
        last = min(first + self._draw(st.integers(0, most - 1)), len(cuts) - 1)
        if self._draw(st.booleans()):
            return text[cuts[first].start : cuts[last].end]
        leave = self._draw(st.sets(st.integers(first, last))) if last > first else set()
        kept = [cut for at, cut in enumerate(cuts[first : last + 1], first) if at not in leave] or [
            cuts[first]
        ]
        return " ".join(text[cut.start : cut.end] for cut in kept)

    def word(self) -> str:
        """A word."""
        if self._draw(st.integers(0, 9)) == 0:
            return self._draw(st.sampled_from(ELSEWHERE))
        text = self._draw(st.sampled_from(self._texts))
        cut = self._draw(st.sampled_from(words(text)))
        return text[cut.start : cut.end]

    def beginning(self) -> Beginning | One:
        """A prefix, where the word has one."""
        word = self.word()
        begun = word[: self._draw(st.integers(1, 3))]
        cuts = words(begun)
        if len(cuts) == 1 and cuts[0].end == len(begun) and not cuts[0].start and not cuts[0].is_sign:
            return Beginning(begun)
        return One(word)

    def primary(self) -> Place:
        """A word, phrase or prefix."""
        match self._draw(st.integers(0, 5)):
            case 0 | 1:
                return One(self.word())
            case 2:
                return self.beginning()
            case _:
                return Quoted(self.slice(4), self._draw(st.sampled_from(['""', "“”", "«»"])))

    def beside(self, depth: int) -> Place | In:
        """What may stand beside near."""
        match self._draw(st.integers(0, 7)):
            case 0:
                return Group(Items((Plain(self.slice(3)),)))
            case 1:
                return Group(Joined("OR", (Items((self.primary(),)), Items((Plain(self.word()),)))))
            case 2:
                return self.in_field(self.primary())
            case _ if depth and self._draw(st.integers(0, 4)) == 0:
                return Near(self._between(), self.beside(0), self.beside(0))
            case _:
                return self.primary()

    def near(self) -> Near:
        """Two near to one another."""
        return Near(self._between(), self.beside(1), self._right())

    def _right(self) -> Place | In:
        return self.beside(0)

    def _between(self) -> int:
        return self._draw(st.sampled_from([0, 1, 2, 3, 30, 99]))

    def in_field(self, what: Place | Group) -> In:
        """That, in a field."""
        name = self._draw(
            st.sampled_from([*OF_TEXT, "people", "person", "subjects", "Title", "language", "insertion"])
        )
        key = {"person": "people", "Title": "title"}.get(name, name)
        return In(name, key, what)

    def field(self, depth: int) -> In:
        """Something in a field."""
        match self._draw(st.integers(0, 7)):
            case 0 if self._records:
                return self.in_field(Record(self._draw(st.sampled_from(self._records))))
            case 1 | 2:
                each = [
                    *(("language", one) for one in LANGUAGES),
                    ("insertion", "sic"),
                    ("insertion", "plain"),
                ]
                name, value = self._draw(st.sampled_from(each))
                return In(name, name, One(value))
            case 3 if depth:
                return self.in_field(Group(self.question(depth - 1)))
            case 4:
                return self.in_field(Group(Items((self.near(),))))
            case 5:
                return self.in_field(Quoted(self._draw(st.sampled_from(VALUES))))
        return self.in_field(self.primary())

    def days(self) -> Days:
        """Days."""
        first, last = self._draw(st.sampled_from(DAYS)), self._draw(st.sampled_from(DAYS))
        match self._draw(st.integers(0, 4)):
            case 0:
                return Days("before", first)
            case 1:
                return Days("after", first)
            case 2:
                return Days("date", first)
            case 3:
                return Days("date", first, last, "..")
        return self._draw(st.sampled_from([Days("date", first, "", ".."), Days("date", "", last, "..")]))

    def item(self, depth: int) -> Item:
        """An item of a sequence that is no plain word."""
        match self._draw(st.integers(0, 9)):
            case 0 | 1:
                return self.near()
            case 2 | 3:
                return self.field(depth)
            case 4:
                return self.days()
            case 5:
                return Without(self._draw(st.sampled_from(["-", "NOT "])), self._unwanted(depth))
            case 6 | 7 if depth:
                return Group(self.question(depth - 1))
        return self.beginning() if self._draw(st.booleans()) else Quoted(self.slice(5))

    def _unwanted(self, depth: int) -> Item:
        match self._draw(st.integers(0, 4 if depth else 3)):
            case 0:
                return self.primary()
            case 1:
                return self.near()
            case 2:
                return self.days()
            case 3:
                return self.field(0)
        return Group(self.question(depth - 1))

    def items(self, depth: int) -> Items:
        """A sequence."""
        found: list[Item] = []
        for _ in range(self._draw(st.integers(1, 3))):
            if self._draw(st.booleans()) and not (found and isinstance(found[-1], Plain)):
                found.append(Plain(self.slice(4)))
            else:
                item = self.item(depth)
                found.append(Plain(item.text) if isinstance(item, One) else item)
        return Items(tuple(_merged(_without_asides(found))))

    def question(self, depth: int = 2) -> Question:
        """A whole question."""
        match self._draw(st.integers(0, 7)):
            case 0:
                return Joined(
                    "OR", tuple(self.conjunction(depth) for _ in range(self._draw(st.integers(2, 3))))
                )
            case 1 | 2:
                return self.conjunction(depth)
        return self.items(depth)

    def conjunction(self, depth: int) -> Question:
        """Sequences that must all be found, or one."""
        count = self._draw(st.integers(1, 2))
        each = tuple(self.items(depth) for _ in range(count))
        return Joined("AND", each) if count > 1 else each[0]


def _without_asides(items: Sequence[Item]) -> Iterable[Item]:
    """Brackets around plain words to which nothing applies are none; at an end, an operator might."""
    for place, item in enumerate(items):
        if len(items) > 1 and isinstance(item, Group) and _is_plain(item.what):
            text = " ".join(str(item).replace("(", " ").replace(")", " ").split())
            yield Plain(f"({text})" if 0 < place < len(items) - 1 else text)
        else:
            yield item


def _is_plain(what: Question) -> bool:
    return isinstance(what, Items) and all(
        isinstance(one, Plain) or (isinstance(one, Group) and _is_plain(one.what)) for one in what.items
    )


def _merged(items: Iterable[Item]) -> Iterable[Item]:
    """Plain words that stand side by side are one run."""
    found: list[Item] = []
    for item in items:
        if found and isinstance(item, Plain) and isinstance(found[-1], Plain):
            found[-1] = Plain(f"{found[-1].text} {item.text}")
        else:
            found.append(item)
    return found


@st.composite
def asked_archives(draw: st.DrawFn, count: int = 12) -> tuple[Archive, list[Question]]:
    """An archive, and questions in its words."""
    archive = draw(archives())
    asked = Asked(draw, archive)
    return archive, [asked.question() for _ in range(count)]


def indexed(archive: Archive, folder: str) -> Index:
    """The index of an archive, published."""
    made, _ = an_index(archive.dispatches, archive.authority, archive.language)
    return Index(put(made, Path(folder)))


def found_by(index: Index, question: str) -> tuple[int, ...]:
    """The dispatches that a question finds as it is asked, not as it is corrected."""
    answer = index.ask(question, limit=1)
    return answer.documents if answer.asked == question else ()


@settings(max_examples=60)
@given(asked_archives())
def test_the_index_finds_what_reading_finds(made: tuple[Archive, list[Question]]) -> None:
    """Words, phrases, near, fields, days, prefixes, joined in any way, in any script."""
    archive, questions = made
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(archive, folder)
        for question in questions:
            assert found_by(index, str(question)) == scan(archive, question), str(question)


HEZBOLLAH = ("Hizbullah", "Hezbollah", "Hizballah", "حزب الله")


def asked(folder: Path, texts: Sequence[str], question: str, *names: Sequence[str]) -> tuple[int, ...]:
    """What a question finds in an archive of these texts, whether by the index or by reading."""
    dispatches = tuple(
        a_dispatch(f"---\nnumber: {number}\ntitle: Report\n---\n\n{text}\n")
        for number, text in enumerate(texts)
    )
    records = [a_record("people", *forms, number=number) for number, forms in enumerate(names)]
    archive = Archive(dispatches, an_authority(records))
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as made:
        return found_by(indexed(archive, made), question)


def test_a_phrase_reads_over_insertions(tmp_path: Path) -> None:
    """With the editor's words and without them; not with some of them only."""
    texts = (
        "Hajj Qassem [Soleimani] said so.",
        "Qassem [the late] Soleimani said so.",
        "Qassem [the late] [Major] Soleimani said so.",
        "Qassem\n\nSoleimani said so.",
        "Qassem the late Soleimani said so.",
    )
    assert asked(tmp_path, texts, '"Qassem Soleimani"') == (0, 1, 2)
    assert asked(tmp_path, texts, '"Qassem Soleimani said"') == (0, 1, 2)
    assert asked(tmp_path, texts, '"Qassem the late Soleimani"') == (1, 4)
    assert asked(tmp_path, texts, '"Qassem Major Soleimani"') == ()
    assert asked(tmp_path, texts, '"Qassem said"') == (0,)


@pytest.mark.parametrize("name", HEZBOLLAH)
def test_all_forms_of_a_name_find_the_same(tmp_path: Path, name: str) -> None:
    """A word, a word of a sequence, a phrase, a part of a phrase, beside near."""
    texts = [f"The {form} wire ends here." for form in HEZBOLLAH] + ["The wire ends here."]
    every = (0, 1, 2, 3)
    for question in (name, f'"{name}"', f"body:({name})"):
        assert asked(tmp_path, texts, question, HEZBOLLAH) == every
    assert asked(tmp_path, texts, f'"the {name} wire"', HEZBOLLAH) == every
    assert asked(tmp_path, texts, f'"{name}" near/1 ends', HEZBOLLAH) == every
    assert asked(tmp_path, texts, f'"{name}" near/0 ends', HEZBOLLAH) == ()
    assert asked(tmp_path, texts, f'"the {name} wire"') == (HEZBOLLAH.index(name),)


def test_the_longest_name_is_meant(tmp_path: Path) -> None:
    """Of a name within another's, in a text and in a question."""
    names = (("Great Western Railway", "GWR"), ("Western", "Occident"))
    texts = ("Great Western Railway", "GWR", "Western", "Occident")
    assert asked(tmp_path, texts, "Great Western Railway", *names) == (0, 1, 2)
    assert asked(tmp_path, texts, "GWR", *names) == (0, 1)
    assert asked(tmp_path, texts, "Occident", *names) == (2, 3)


@pytest.mark.parametrize("name", ["国会", "قاسم سلیمانی", "ЗАРЯ", "𐐀𐐩"])
def test_a_name_is_known_in_letters_that_no_text_has(tmp_path: Path, name: str) -> None:
    """The authority files may have it in another script."""
    names = ("Zarya", "国会", "قاسم سليماني", "заря", "𐐨𐐩")
    assert asked(tmp_path, ["Zarya wire", "wire"], f'"{name}"', names) == (0,)
