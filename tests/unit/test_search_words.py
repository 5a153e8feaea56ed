"""A text is cut into words, and each is folded, as docs/search.md says."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from searchtexts import WORDS

from readingroom.search import characters
from readingroom.search.characters import JOINERS, Characters
from readingroom.search.words import forms_of_unicode, numbered, raw_spans, raw_words, words

ANYTHING = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*WORDS, *JOINERS, " ", ",", ".", "-", "1", "999", "é", "\u0651"])).map("".join),
    st.text("aZ9٣٫,.'’[]_ -ــآةیкй\u0306\u0301\u200c\u200d\u00adกำ國カー゛\u3000𐐀𠮷"),
)


def surfaces(text: str) -> list[str]:
    """The words of a text."""
    return [word.surface for word in words(text)]


def own(text: str) -> Characters:
    """What an index of this text ships."""
    return characters.read(json.loads(json.dumps(characters.of_archive(text).shipped())))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The cable, the CABLE.", ["the", "cable", "the", "cable"]),
        ("No. 10857", ["no", "10857"]),
        ("10,857 men; 1,2 and 1,234,567", ["10857", "men", "1", "2", "and", "1234567"]),
        ("12,3456", ["12", "3456"]),
        ("U.S. and U.S.A", ["us", "and", "usa"]),
        ("end.Begin e.g.x1", ["end", "begin", "eg", "x1"]),
        ("[T]he [sic] coher[er]", ["the", "sic", "coherer"]),
        ("[one][two] a] [b", ["one", "two", "a", "b"]),
        ("rock-and-roll foo_bar", ["rock", "and", "roll", "foo", "bar"]),
        ("Iran's Iran’s Iranʼs 'tis boys'", ["iran's", "iran's", "iran's", "tis", "boys"]),
        ("国会議事堂 カナ", ["国", "会", "議", "事", "堂", "カ", "ナ"]),
        ("LINE国3", ["line", "国", "3"]),
        ("ก็ดี", ["ก็", "ดี"]),
        ("हिन्दी हिंदी", ["हिन्दी", "हिंदी"]),
        ("صحيفة الوفاق", ["صحيفه", "الوفاق"]),
        ("… — ¿?", []),
        ("ـــ", []),
    ],
)
def test_texts_are_cut(text: str, cut: list[str]) -> None:
    """Numbers, abbreviations, words with their joiners, signs; what is left between them is none."""
    assert surfaces(text) == [unicodedata.normalize("NFKD", one) if one[0] < "\u3000" else one for one in cut]


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (("Müller", "MÜLLER", "Mu\u0308ller"), "muller"),
        (("Straße", "STRASSE", "straẞe"), "strasse"),
        (("Ørsted", "ørsted"), "orsted"),
        (("Łódź", "łódź"), "lodz"),
        (("Đorđe",), "dorde"),
        (("Þór", "þor"), "thor"),
        (("Æther", "æther"), "aether"),
        (("Œuvre",), "oeuvre"),
        (("ısı", "ISI", "isi", "İSİ"), "isi"),
        (("ﬁre", "fire"), "fire"),
        (("ёлка", "елка", "ЁЛКА"), "елка"),
        (("Чайка", "ЧАЙКА", "чаи\u0306ка", "ЧАИ\u0306КА"), "чайка"),
        (("محمد", "مُحَمَّد", "مـــحمد"), "محمد"),
        (("إيران", "ایران", "ایـران"), "ايران"),
        (("أحمد", "آحمد", "ٱحمد", "احمد"), "احمد"),
        (("كتاب", "کتاب"), "كتاب"),
        (("مدرسة", "مدرسه"), "مدرسه"),
        (("مصطفى", "مصطفی", "مصطفي"), "مصطفي"),
        (("می‌خواهم", "میخواهم"), "ميخواهم"),
        (("שָׁלוֹם", "שלום", "שׁלום"), "שלום"),
        (("צה״ל", "צהל"), "צהל"),
        (("Ἀθῆναι", "Αθηναι"), "αθηναι"),
        (("१९७९", "۱۹۷۹", "١٩٧٩", "1979"), "1979"),
        (("co\u00adherer", "coherer"), "coherer"),
        (("𐐀𐐩", "𐐨𐐩"), "𐐨𐐩"),
    ],
)
def test_spellings_of_a_word_are_one(spellings: tuple[str, ...], folded: str) -> None:
    """Case, marks, letters written for one another, digits, what joins."""
    assert {surface for one in spellings for surface in surfaces(one)} == {folded}


def test_letters_of_their_own_stay_apart() -> None:
    """й is no и, and the vowels and nasals of Hindi are no marks that may be left out."""
    assert surfaces("чаика") != surfaces("чайка")
    assert surfaces("हद") != surfaces("हिद")


@pytest.mark.parametrize(
    ("raw", "variants"),
    [
        ("Müller", {"mueller"}),
        ("Mu\u0308ller", {"mueller"}),
        ("Ångström", {"aangstroem"}),
        ("Øre", {"oere"}),
        ("cable", set()),
        ("Iran's", {"iran"}),
        ("l’aîné", {"aine"}),
        ("[T]he", {"he"}),
        ("coher[er]s", {"coher", "er"}),
        ("می‌خواهم", {"مي", "خواهم"}),
        ("والحرس", {"الحرس", "حرس"}),
        ("بالحرس", {"الحرس", "حرس"}),
        ("للحرس", {"الحرس", "حرس"}),
        ("وبالحرس", {"بالحرس", "الحرس", "حرس"}),
        ("الحرس", {"حرس"}),
        ("ولد", set()),
        ("والد", {"الد"}),
        ("الله", set()),
        ("הבית", {"בית"}),
        ("והבית", {"הבית", "בית"}),
        ("בית", set()),
        ("ובית", {"בית"}),
    ],
)
def test_a_word_may_be_written_otherwise(raw: str, variants: set[str]) -> None:
    """With two letters for one, in parts, without a particle; nothing that equals the word itself."""
    assert set(forms_of_unicode(raw).variants) == variants
    (word,) = words(raw)
    assert set(word.variants) == variants


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("No. 10857", ["no.10857"]),
        ("Nos. 12 and No 13", ["no.12", "no.13"]),
        ("no. 10,857", ["no.10857"]),
        ("Nr.\u00a07", ["no.7"]),
        ("No. 114-A", ["no.114"]),
        ("No, 12", []),
        ("No. 12", ["no.12"]),
        ("No.. 12; no one; 12 no", []),
    ],
)
def test_a_number_with_its_no_is_one(text: str, found: list[str]) -> None:
    """Where nothing but a stop and blanks stands between."""
    cuts = words(text)
    its = numbered(text, [cut.surface for cut in cuts], [(cut.start, cut.end) for cut in cuts])
    assert [one.surface for one in its] == found


@given(ANYTHING)
@example("No. 10,857 [T]he Iran’s ـــ 国会 𐐀")
def test_a_question_is_cut_as_the_text_was(text: str) -> None:
    """By the characters that an index ships, every word of its archive is what it was when it was built."""
    assert words(text, own(text)) == words(text)


@given(st.sampled_from(WORDS), ANYTHING)
def test_other_texts_do_not_change_a_word(word: str, text: str) -> None:
    """Whatever else an archive holds, its words are cut and folded alike."""
    assert words(word, own(word + text)) == words(word)


@given(st.sampled_from([one for one in WORDS if unicodedata.is_normalized("NFKC", one)]), st.data())
def test_any_spelling_of_a_word_finds_it(word: str, chance: st.DataObject) -> None:
    """A question may have capitals, marks, joiners and letters that the archive has not."""
    its = own(word)
    spelled = [
        word.upper(),
        word.lower(),
        unicodedata.normalize("NFD", word),
        unicodedata.normalize("NFC", word),
    ]
    asked = chance.draw(st.sampled_from(spelled))
    assert [one.surface for one in words(asked, its)] == surfaces(asked)


@pytest.mark.parametrize(
    ("archive", "question"),
    [
        ("Iran's", "Iran’s"),
        ("میخواهم", "می‌خواهم"),
        ("كتاب", "کتـــاب"),
        ("צהל", "צה״ל"),
        ("coherer", "co\u00adherer"),
        ("1979", "١٩٧٩"),
        ("Muller", "MÜLLER"),
        ("Strasse", "Straße"),
        ("чаи\u0306ка", "ЧАЙКА"),
        ("чайка", "ЧАИ\u0306КА"),
        ("isi", "ısı"),
    ],
)
def test_what_an_archive_has_not_is_known_all_the_same(archive: str, question: str) -> None:
    """Joiners, tatweel, digits and marks come with every index."""
    assert [one.surface for one in words(question, own(archive))] == surfaces(archive)


@given(ANYTHING)
def test_words_without_groups_are_the_same(text: str) -> None:
    """The faster cut of those who build is that of those who ask, but for words of which nothing is left."""
    spans = [
        span
        for span, raw in zip(raw_spans(text), raw_words(text), strict=True)
        if forms_of_unicode(raw).surface
    ]
    assert spans == [(word.start, word.end) for word in words(text)]


@given(ANYTHING)
def test_surfaces_are_plain(text: str) -> None:
    """They can stand in the files of the dictionary: no blanks, no quotes, no signs of records or fields."""
    for word in words(text):
        for one in (word.surface, *word.variants):
            assert one
            assert not set(one) & set(' "\\:@,[]\n')
