"""Texts to be searched, made by chance: words that fold, vary and stem into one another, in many scripts."""

from hypothesis import strategies as st
from searching import a_record, an_authority

from readingroom.model.authority import Authority

_WORDS = """
cable cables cabled wire wires wiring telegraph telegraphs the of in a no No. 12 10,857
Iran Iran's Iran’s Qassem Soleimani Hajj Hezbollah Hizbullah U.S. US x-ray 114-A
Müller Mueller Muller Größe groesse Straße STRASSE Ørsted Édouard Branly l'aîné ﬁre fire
حزب الله والحرس الحرس حرس بالحرس للحرس والثورة ثورة مُحَمَّد محمد كتـــاب إيران
می\u200cخواهم میخواهم کتاب ایران ۱۳۵۷ הבית בית ובית שָׁלוֹם שלום צה״ל רמב״ם
Чайка чайки чаика ёлка елка हिन्दी हिंदी भारत ไทย กำลัง 国会 国 会議 電信 カナ
𐐀𐐩 𐐨𐐩 𝒳 𠮷野 İstanbul ısı ISI é e\u0301
"""
WORDS = tuple(_WORDS.split())
FEW = ("cable", "cables", "wire", "Iran", "الله", "国", "حزب", "Müller")
"""Often enough together for phrases to be found."""
LANGUAGES = ("en", "en", "de", "fa", "ar", "he", "ru", "ja")
GAPS = (*[" "] * 12, ", ", ". ", "; ", " — ", "-", "\n", "")
DATES = ("", "1979", "1979-04", "1979-04-01", "1979-03-31", "1980-02-29", "1978/1981", "1979-02~")
VALUES = ("Branly, Édouard", "Qassem Soleimani", "حزب الله", "Hezbollah", "Müller", "cable wire")

some_words = st.one_of(st.sampled_from(FEW), st.sampled_from(WORDS))


@st.composite
def prose(draw: st.DrawFn, most: int = 14) -> str:
    """Words with insertions among them."""
    parts: list[str] = []
    for word in draw(st.lists(some_words, min_size=1, max_size=most)):
        match draw(st.integers(0, 11)):
            case 0:
                parts.append(f"[{word}]")
            case 1:
                parts.append(f"[{word} {draw(some_words)}]")
            case 2:
                parts.append(f"[{word[:1]}]{word[1:]}")
            case 3:
                parts.append(f"[sic [{word}] wire]")
            case _:
                parts.append(word)
        parts.append(draw(st.sampled_from(GAPS)))
    return "".join(parts).strip(" ,.;—-\n")


@st.composite
def sources(draw: st.DrawFn, number: int) -> str:
    """A dispatch as it is written."""
    front = [f"number: {number}", f"language: {draw(st.sampled_from(LANGUAGES))}"]
    title = " ".join(draw(prose(4)).split()).replace("'", "’")
    front.append(f"title: '{title}'")
    if date := draw(st.sampled_from(DATES)):
        front.append(f"date: {date}")
    named = st.lists(st.sampled_from(VALUES), max_size=2, unique=True)
    front += [f"{key}: {draw(named)}" for key in ("people", "subjects")]
    blocks = []
    notes: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        text = draw(prose())
        match draw(st.integers(0, 6)):
            case 0:
                blocks.append(f"## {' '.join(text.split())}")
            case 1:
                notes.append(f"[^{len(notes) + 1}]: {' '.join(text.split())}")
                blocks.append(f"wire[^{len(notes)}] cable")
            case 2:
                blocks.append(f"{text}\n{{: lang={draw(st.sampled_from(LANGUAGES))} }}")
            case _:
                blocks.append(text)
    return "\n".join(("---", *front, "---", "", "\n\n".join((*blocks, *notes)), ""))


@st.composite
def authorities(draw: st.DrawFn) -> Authority:
    """Records whose names overlap, and share words with the texts."""
    records = [
        a_record("people", "Branly, Édouard", number=1),
        a_record("people", "Qassem Soleimani", "Hajj Qassem", number=2),
        a_record("organisations", "Hizbullah", "Hezbollah", "حزب الله", number=3),
    ]
    name = st.lists(some_words, min_size=1, max_size=3).map(" ".join)
    for number, forms in enumerate(draw(st.lists(st.lists(name, min_size=1, max_size=3), max_size=3)), 4):
        records.append(a_record(draw(st.sampled_from(["people", "subjects"])), *forms, number=number))
    return an_authority(draw(st.permutations(records))[: draw(st.integers(0, len(records)))])
