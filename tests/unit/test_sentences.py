"""Where sentences end, each rule on sentences invented against it; "|" stands where one ends."""

import pytest

from readingroom import sentences
from readingroom.model.block import Body, Chunk, Markup, NoteReference, Passage, PassageKind, Text

RULES = {
    "a stop, and a blank or the end after it, ends a sentence": [
        "The wire broke.| It was mended.|",
        "Did it break?| It did!| Mend it…| Now.|",
        "The wire broke.|\nIt was mended.|",
        "The wire broke.|\u00a0It was mended.|",
        "The wire broke|",
        "It broke at 3.15 and was mended.|",
        "See archive.example/a.html for more.|",
        "Really?!| Yes.|",
        "The wire broke.| 12 men mended it.|",
        "The wire broke.| – It was mended.|",
        "It broke. . . .| Then it was mended.|",
        "A verse\n\n|Another verse|",
    ],
    "quotation marks and brackets belong to the sentence that they close": [
        "“The wire broke.”| He left.|",
        "(The wire broke.)| He left.|",
        "‘It broke.’| “It did not.”| They left.|",
        '"The wire broke."| He left.|',
        "«The wire broke.»| He left.|",
        "“The wire broke,” he said.| He left.|",
        "He said (the wire broke).| He left.|",
        "[It broke.]| [It did not.]|",
        "He said: “It broke.| ‘It did.’”| He left.|",
        "The wire (it broke.| No matter) was mended.|",
    ],
    "no sentence begins with a small letter": [
        "The wire broke. it was late.|",
        "“Who?” he asked.|",
        "Who? he asked.|",
        "It broke … and was mended.|",
        "It broke... and was mended.|",
        "It broke. . . and was mended.|",
        "“It broke!” cried the clerk.|",
        "The firm of Smith et al. was late.|",
        "It was 3 ft. long.|",
        "It broke. (it did)|",
    ],
    "titles and their like end no sentence": [
        "Mr. Hale and Mrs. Hale came.|",
        "Dr. Amery spoke to Gen. Pike.|",
        "They asked Sen. Pike and Rep. Hale.|",
        "Cf. Hale; viz. Pike.|",
        "The wire of Col. Pike broke.| He left.|",
        "E.g. Hale was there.|",
        "St. Helena has a cable.|",
        "Messrs. Pike and Hale came.|",
        "Lt. Col. Pike came.|",
        "Prof. Hale vs. Prof. Pike.|",
    ],
    "short forms end no sentence where their number follows": [
        "See Special Dispatch No. 12 for more.|",
        "See Nos. 12 and 13.| They are short.|",
        "It stands in vol. IV, p. 3.|",
        "On Oct. 12 it rained.|",
        "Was it late?| No.| The clerk slept.|",
        "See art. 5 and sec. 6.|",
        "See fig. 3.|",
        "See ch. X and pt. II.|",
        "It rained in Oct.| The wire broke.|",
        "See n. 5, pp. 6–7.|",
    ],
    "after an initial or a dotted form only a word that is part of no name begins a sentence": [
        "J. Hale came.|",
        "J. R. Hale came.| He left.|",
        "The U.S. Navy came.|",
        "He went to the U.S.| The wire broke.|",
        "It was 3 p.m.| He left.|",
        "It was 3 p.m. Greenwich time.|",
        "Hale & Co. Limited sold it.|",
        "It was sold by Hale & Co.| They were late.|",
        "M. Jr. Hale came.|",
        "She lived in Washington, D.C.| In May she left.|",
        "John F. Pike wired.|",
    ],
    "a label at a sentence's start is part of it": [
        "1. The wire broke.| 2. It was mended.|",
        "12. The wire broke.|",
        "a. The wire broke.|",
        "It broke.| B. It was mended.|",
        "(1. The wire broke.)|",
        "“2. The wire broke.”|",
        "The wire broke in 1911.| It was mended.|",
        "The wire broke on May 5.| It was mended.|",
        "Of wires there were 12.| All broke.|",
        "3. Of wires there were 12.| 4. All broke.|",
        "A. Hale came.|",
    ],
    "scripts without case have stops of their own": [
        "انقطع السلك.| ثم أُصلح.|",
        "هل انقطع السلك؟| نعم.|",
        "تار ٹوٹ گیا۔| پھر جڑ گیا۔|",
        "سیم پاره شد.| سپس درست شد.|",
        "החוט נקרע.| אחר כך תוקן.|",
        "קרא ד. כהן את המברק.|",
        "وصل د. سالم أمس.|",
        "电线断了。|后来修好了。|",
        "断了吗？|断了！|",
        "तार टूट गया।| फिर जुड़ गया।|",
    ],
}


@pytest.mark.parametrize("marked", [text for texts in RULES.values() for text in texts])
def test_sentences_end_where_they_are_marked(marked: str) -> None:
    """Every rule holds on the sentences that were invented against it."""
    text = marked.replace("|", "")
    found = sentences.ends(text)
    starts = (0, *found[:-1])
    assert "".join(text[a:b] + "|" for a, b in zip(starts, found, strict=True)) == marked


def test_every_rule_has_ten_sentences() -> None:
    """A rule is tried on at least ten texts."""
    assert min(len(texts) for texts in RULES.values()) >= 10


def test_an_empty_text_has_one_empty_sentence() -> None:
    """There is always an end, so that a place always has a sentence."""
    assert sentences.ends("") == (0,)
    assert sentences.around("", (0,), 0, 0) == ""


def test_around_takes_the_sentences_of_both_ends() -> None:
    """What crosses the end of a sentence is quoted with both."""
    text = "One. Two three. Four."
    ends = sentences.ends(text)
    assert sentences.around(text, ends, 5, 8) == "Two three."
    assert sentences.around(text, ends, 0, 8) == "One. Two three."
    assert sentences.around(text, ends, 0, len(text)) == text
    assert sentences.around(text, ends, len(text) - 1, len(text)) == "Four."


@pytest.mark.parametrize("place", [0, 10_000, 19_990])
def test_around_keeps_to_its_length(place: int) -> None:
    """Of a long sentence whole words around the place are kept."""
    text = "wire " * 4000
    found = sentences.around(text, sentences.ends(text), place, place + 4)
    assert len(found) <= sentences.LONGEST + 2
    assert set(found.strip("…").split()) == {"wire"}


def test_around_one_word_without_end() -> None:
    """A word that is longer than a quotation may be is cut."""
    text = "x" * 5000
    assert len(sentences.around(text, sentences.ends(text), 2000, 2010)) <= sentences.LONGEST + 2


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["One two three"], "One two three"),
        (["One  two\n", " three"], "One two three"),
        (["One two three four five"], "One two three…"),
        (["One two three", "four five"], "One two three…"),
        (["Incomprehensibilities of old"], "Incomprehensib…"),
        (["Fifteen letters"], "Fifteen letters"),
        (["Fifteen letters", "x"], "Fifteen…"),
        ([], ""),
        (["", " "], ""),
        (["کلمه اول و دوم و سوم"], "کلمه اول و دوم…"),
    ],
)
def test_opening_words_are_whole(texts: list[str], expected: str) -> None:
    """At most so many characters, the ellipsis among them, cut between words."""
    found = sentences.opening(texts, 15)
    assert found == expected
    assert len(found) <= 15


Piece = tuple[PassageKind, tuple[Chunk, ...]]


def piece(*chunks: Chunk | str, kind: PassageKind = PassageKind.PARAGRAPH) -> Piece:
    """A passage, plain text among its chunks."""
    return kind, tuple(Text(chunk) if isinstance(chunk, str) else chunk for chunk in chunks)


def body(*pieces: Piece) -> Body:
    """Passages one after the other, each in an element of its own."""
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    for kind, inside in pieces:
        start = len(chunks)
        chunks += [Markup("<p>"), *inside, Markup("</p>")]
        passages.append(Passage(kind=kind, start=start, end=len(chunks)))
    return Body(tuple(chunks), tuple(passages))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([piece("The wire  broke.\n"), piece("It rained.")], "The wire broke. It rained."),
        ([piece("A Heading", kind=PassageKind.HEADING), piece("The wire.")], "The wire."),
        ([piece("x()", kind=PassageKind.CODE), piece("The wire.")], "The wire."),
        ([piece("“The wire.”", kind=PassageKind.QUOTATION)], "“The wire.”"),
        ([piece("one", kind=PassageKind.ITEM), piece("two", kind=PassageKind.ITEM)], "one two"),
        ([], ""),
        ([piece("wire " * 100)], "wire " * 59 + "wire…"),
        ([piece("wire " * 59), piece("wire", "s end")], "wire " * 58 + "wire…"),
        ([piece("x" * 300)], "x" * 300),
        ([piece("x" * 301)], "x" * 299 + "…"),
        (
            [piece(Markup("<b>"), "The", Markup("</b>"), " wire", NoteReference("1", "note-1", "n"))],
            "The wire",
        ),
    ],
)
def test_the_lede_is_the_opening_words(pieces: list[Piece], expected: str) -> None:
    """Of the first paragraphs, at most 300 characters; of whatever there is where there are none."""
    assert sentences.lede(body(*pieces)) == expected
    assert len(expected) <= 300


@pytest.mark.parametrize(
    "text",
    ["." * 300_000, ". " * 300_000, "(“" * 300_000, "a.b" * 200_000, "A. " * 200_000, "\n \n" * 200_000],
)
def test_long_texts_are_no_trap(text: str) -> None:
    """Half a million characters of punctuation are split, whatever they come to."""
    assert sentences.ends(text)[-1] == len(text)
