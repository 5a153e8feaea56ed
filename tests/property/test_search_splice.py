"""An index into which edits were spliced is, byte for byte, the one that is made from nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from searching import a_dispatch, a_record, an_authority, an_index, segments_of

from readingroom.model.authority import Authority
from readingroom.model.dispatch import Dispatch
from readingroom.search import shards
from readingroom.search.codes import bucket, units
from readingroom.search.index import stems_of
from readingroom.search.shards import Shape
from readingroom.search.splice import Edit, NoSpliceError, splice
from readingroom.search.statistics import Statistics

LANGUAGES = ("en", "de", "fr", "ar", "fa")
MOVING = ("flying", "wires", "Zeitungen", "operation", "nationality", "cities", "كتابها", "خانههای")
"""Their stems are others in other languages."""
OTHERS = ("the", "Müller", "[sic]", "[T]he", "Branly’s", "No. 12", "والحرس", "می‌خواهم", "国会", "𐐀𐐩", "é")
NAMES = (("Édouard Branly", "Branly"), ("Great Western Railway", "Railway"), ("حزب الله", "Hezbollah"))


@cache
def first_words() -> tuple[str, ...]:
    """Words at which a file of the dictionary begins, whatever the archive."""
    letters = "abkmz"
    every = ("".join(parts) for length in (3, 4, 5) for parts in product(letters, repeat=length))
    return tuple(islice((word for word in every if bucket(word, Shape.of(1).lexicon) == 0), 6))


@dataclass(frozen=True)
class Published:
    """An index as it lies in a folder."""

    files: Mapping[str, bytes]
    statistics: Statistics

    def of(self, kind: str) -> list[str]:
        """The addresses of a kind of files."""
        return [address for address in self.files if address.startswith(f"search/{kind}-")]


@st.composite
def texts(draw: st.DrawFn, language: str, others: Sequence[str]) -> str:
    """A dispatch as it is written; some paragraphs may be in another language."""
    chosen = st.one_of(*map(st.sampled_from, (first_words(), MOVING, OTHERS, [name for name, _ in NAMES])))
    paragraphs = []
    for _ in range(draw(st.integers(1, 3))):
        text = " ".join(draw(st.lists(chosen, min_size=1, max_size=12)))
        other = draw(st.sampled_from(["", "", "", *others]))
        paragraphs.append(f"{text}\n{{: lang={other} }}" if other else text)
    return a_text("\n\n".join((*paragraphs, "note[^1]", f"[^1]: {draw(chosen)}")), language)


@st.composite
def histories(draw: st.DrawFn, *, keep: bool = True) -> tuple[list[str], list[dict[int, str]]]:
    """Texts, and edits of them, some together; to keep its languages an archive has texts beside them."""
    spoken = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))
    its = [draw(st.sampled_from(spoken)) for _ in range(draw(st.integers(1, 6)))]
    first = [draw(texts(language, spoken)) for language in its]
    steps = [
        {
            place: draw(texts(its[place], spoken))
            for place in draw(st.sets(st.integers(0, len(its) - 1), min_size=1, max_size=2))
        }
        for _ in range(draw(st.integers(1, 4)))
    ]
    return [*first, *(a_text("wire", language) for language in spoken if keep)], steps


def a_text(body: str, language: str = "en") -> str:
    """A dispatch as it is written."""
    return f"---\ntitle: Report\nnumber: 1\nlanguage: {language}\n---\n\n{body}\n"


def dispatch_of(text: str, place: int) -> Dispatch:
    """A text as dispatch number so-and-so; what it is filed under is the same after any edit."""
    made = a_dispatch(text)
    return replace(made, meta=replace(made.meta, id=f"report/{place}", number=str(place)))


def authority() -> Authority:
    """A few records."""
    return an_authority(a_record("people", *forms, number=number) for number, forms in enumerate(NAMES))


def published(dispatches: Sequence[Dispatch], language: str) -> Published:
    """The index of an archive, made from nothing."""
    return Published(*an_index(dispatches, authority(), language))


def spliced(earlier: Published, edits: list[tuple[int, Dispatch, Dispatch]], language: str) -> Published:
    """An index with edits."""
    known = authority()
    rows = [
        Edit(place, *(segments_of([one], known)[0] for one in (before, after)))
        for place, before, after in edits
    ]
    found = splice(rows, language, earlier.statistics, earlier.files.__getitem__)
    assert found.gone <= earlier.files.keys()
    kept = {address: content for address, content in earlier.files.items() if address not in found.gone}
    return Published({**kept, **found.files}, found.statistics)


def check(earlier: Published, now: Published, after: Published) -> None:
    """That they are the same, told by kind of file if they are not."""
    assert sorted(now.files) == sorted(after.files), {
        address: shards.data_of(its[address])
        for its, others in ((now.files, after.files), (after.files, now.files))
        for address in its
        if address not in others and address != shards.ROOT
    }
    assert now.files == after.files
    assert now.statistics == after.statistics
    event(f"dictionary: {len(after.of('lexicon')) - len(earlier.of('lexicon')):+}")


@settings(max_examples=50)
@given(st.one_of(histories(), histories(), histories(), histories(keep=False)), st.sampled_from(["en", "de"]))
def test_edits_are_spliced_as_if_made_from_nothing(
    history: tuple[list[str], list[dict[int, str]]], language: str
) -> None:
    """Every file and the statistics, whatever comes, goes, or moves to another stem or file."""
    first, steps = history
    dispatches = [dispatch_of(text, place) for place, text in enumerate(first)]
    index = published(dispatches, language)
    for step in steps:
        edits = []
        for place, text in step.items():
            after = dispatch_of(text, place)
            edits.append((place, dispatches[place], after))
            dispatches[place] = after
        clean = published(dispatches, language)
        try:
            now = spliced(index, edits, language)
        except NoSpliceError:
            event("no splice")
            assert len(edits) > 1 or clean.statistics.languages.keys() != index.statistics.languages.keys()
            now = clean
        check(index, now, clean)
        index = now


@settings(max_examples=25)
@given(histories())
def test_an_edit_taken_back_gives_the_index_before(
    history: tuple[list[str], list[dict[int, str]]],
) -> None:
    """There and back again, the index is what it was."""
    first, steps = history
    dispatches = [dispatch_of(text, place) for place, text in enumerate(first)]
    index = published(dispatches, "en")
    place, text = next(iter(steps[0].items()))
    after = dispatch_of(text, place)
    try:
        there = spliced(index, [(place, dispatches[place], after)], "en")
    except NoSpliceError:
        event("no splice")
        return
    back = spliced(there, [(place, after, dispatches[place])], "en")
    assert back == index


def test_dictionary_files_come_and_go() -> None:
    """A word at which a file begins parts the dictionary while some text has it, first or last or both."""
    a, b, *_ = first_words()
    before = [dispatch_of(a_text(text), place) for place, text in enumerate(("aa wire zz", "wire"))]
    index = published(before, "en")
    for words in (a, b, f"{a} {b}", f"{a} zzzzz", f"aaa {b}"):
        after = dispatch_of(a_text(f"aa wire zz {words}"), 0)
        clean = published([after, before[1]], "en")
        more = sum(word in words.split() for word in (a, b))
        assert len(clean.of("lexicon")) == len(index.of("lexicon")) + more
        check_there_and_back(index, clean, before[0], after)


def test_a_word_moves_to_the_stem_of_another_language() -> None:
    """The last English text with a word loses it: its lists follow it to the German stem, and back."""
    shape = Shape.of(2)
    stems = {language: stems_of(["flying"], language)[0] for language in ("en", "de")}
    assert len(set(stems.values())) == 2
    assert len({bucket(stem, shape.postings) for stem in stems.values()}) == 2
    both = [dispatch_of(a_text("flying wire"), 0), dispatch_of(a_text("flying Draht", "de"), 1)]
    without = dispatch_of(a_text("wire"), 0)
    check_there_and_back(published(both, "en"), published([without, both[1]], "en"), both[0], without)


def test_a_paragraph_may_change_its_language_only() -> None:
    """Its words stand where they stood, and yet are counted in another language."""
    before, after = (
        dispatch_of(a_text(f"wire\n\nflying wires\n{{: lang={language} }}"), 0) for language in ("de", "fr")
    )
    others = [dispatch_of(a_text("Draht", "de"), 1), dispatch_of(a_text("fil", "fr"), 2)]
    clean = published([after, *others], "en")
    check_there_and_back(published([before, *others], "en"), clean, before, after)


def test_a_text_that_had_all_words_can_lose_them() -> None:
    """What is left of the only text's words is what it is filed under, and the first words of names."""
    full, bare = (dispatch_of(a_text(body), 0) for body in ("wire cable Great Western Railway", "…"))
    check_there_and_back(published([full], "en"), published([bare], "en"), full, bare)


def check_there_and_back(index: Published, clean: Published, before: Dispatch, after: Dispatch) -> None:
    """That an edit of the first text comes to the other index, and taken back to the first."""
    there = spliced(index, [(0, before, after)], "en")
    assert there == clean
    assert spliced(there, [(0, after, before)], "en") == index


def test_a_language_that_comes_or_goes_is_no_splice() -> None:
    """It may move words of other texts to other stems."""
    english, german = (
        dispatch_of(a_text(f"wire\n\ncables\n{{: lang={language} }}"), 0) for language in ("en", "de")
    )
    with pytest.raises(NoSpliceError, match="language"):
        spliced(published([english], "en"), [(0, english, german)], "en")


def test_files_of_the_dictionary_are_in_order() -> None:
    """What the tests above rely on: each word at which a file begins begins one, in order."""
    made = published([dispatch_of(a_text(f"aa {' '.join(first_words())}"), 0)], "en")
    first = shards.data_of(made.files[shards.ROOT])["first"]
    assert first[1:] == sorted(first_words(), key=units)
