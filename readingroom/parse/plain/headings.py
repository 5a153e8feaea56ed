"""Which paragraphs are headings.

    heading = a paragraph alone, its words with capital initials (small words may be small), outside
              every quotation, with running text after it
    or, in scripts without case, a paragraph alone without a closing stop, likewise

It is no date or place line, salutation, valediction, signature, caption, line of a form or of a list
(but a Roman number may stand before words in capitals, above a text that is not in capitals).
Neither its length nor a stop, a question or a quotation at its end tells anything. Doubt means
paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readingroom.parse import dates
from readingroom.parse.brackets import without_trailing
from readingroom.parse.plain import designation
from readingroom.parse.plain.folding import LIST_MARK
from readingroom.parse.plain.small_words import SMALL_WORDS

HEADING = "capital-initial words, alone, before running text"
HEADING_WITHOUT_CASE = "alone, without a closing stop, before running text"

_INSERTION = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W_][^\s—–/…]*")
_STOPS = ".!?…:;,،؛؟۔。"
_SENTENCE_STOPS = ".!?…؟۔。"
_CLOSING = "\"”’»')]“ \xa0"

_SALUTATION = re.compile(
    r"\W*(?:(?:my |our )?dear(?:est)?\b|to (?:the|his|her|all|my)\b.*[:,]$|to whom it may concern\b"
    r"|(?:sirs?|madam|gentlemen|ladies(?: and gentlemen)?|messieurs|monsieur|madame)\W*$"
    r"|(?:your|his|her|their) (?:excellenc|majest|honou?r|highness)\w*\b(?!['’]s)"
    r"|the (?:right )?honou?rable\b|(?:mr|mrs|ms|messrs|hon|mme|mlle|frau|herr|señor|señora)\.?\s)",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(
    r"\W*(?:(?:yours?|very|most|with|i am|i remain|believe me)\b.*\b)?"
    r"(?:sincerely|faithfully|truly|cordially|respectfully|regards|wishes|servant|yours?|obediently|fraternally)\b"
    r"(?:,? (?:yours?|and|sincerely|truly|faithfully))*[,.]?\W*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\W*(?:/s/|\(?[Ss]igned\)?\b|SIGNED\b)"
    r"|(?!U\.\s?[SNK]\.|E\.\s?U\.)(?:\w[\w'’-]*\s+)?(?:[A-Z]\.\s?)+(?:[\w'’-]+\W*){1,2}$"
)
_BYLINE = re.compile(
    r"(?:By|BY|Par|Von|Por|Da)(?:,?\s(?:[^\W\d_a-z][\w.’'-]*|and|AND|&|et|und|y|e|de|van|von|der|al-\w+))+,?[*†‡]*"
)
_SIGNED = re.compile(r"\W*(?:signed|/s/)\W*", re.IGNORECASE)
_CAPTION = re.compile(
    r"\W*(?:fig(?:ure)?s?\.?|tables?|maps?|charts?|plates?|photos?|photograph|images?|illustrations?|sources?|credits?"
    r"|abb(?:ildung)?\.?|tab(?:elle)?\.?|tableau|carte|figura|tabla)\s*(?:\d|[ivxlc]+\b\.?$|:|\.\s)",
    re.IGNORECASE,
)
_FORM_KEYS = (
    "subjects?|to|from|via|ref|reference|references|date|place|time|participants?|present|copies|copies to|cc"
    r"|distribution|attention|classification|author|authors|by|through|memorandum for|memo for|re|info|action"
)
_FORM_LINE = re.compile(rf"(?:{_FORM_KEYS})\s*(?::|$)", re.IGNORECASE)
_PLACE = re.compile(
    r"\[?[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*){0,2}(?:,\s?[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*)?){1,2},?\]?\W*"
)
_ABBREVIATED_PLACE = re.compile(r".*,\s?(?:[A-Z]\.\s?){2,}\W*$")
_HOUR = re.compile(r"\b(?:\d{1,2}(?::\d\d)?\s?[ap]\.?\s?m\b|\d{3,4}\s?Z\b|noon\b|midnight\b)", re.IGNORECASE)
_DATE_PLACE_WORDS = 5
_LONGEST_LINE = 150
"""What is longer is no line of its own kind: no date, salutation, signature, caption or item."""

_ROMAN = re.compile(r"[IVX]{1,6}")
_ROMAN_BESIDE = {"I": "II", "V": "IV", "X": "IX"}
"""The neighbours of the Roman numbers that are one letter long, and so may be initials."""

_NUMBERED = re.compile(r"\d+[.)](?=\s|$)")
_FILE_NUMBER = re.compile(r"\S*\d\S*$|\S*\d\S*[/.]\S*\d")
_ABOUT = frozenset({"circa", "ca.", "c.", "about", "on", "from", "since", "undated,"})
_ROW_OR_MARK = re.compile(r"[|\t]|^[^\w\s\"“”„«»‘’'(\[¿¡…]")
_TWO_SENTENCES = re.compile(r"\w[.!?]\s+\S+\s+\S")
_SENTENCES_WITHOUT_CASE = re.compile(r"[.!?؟۔]\s+\S")

_RUNNING_WORDS = 3
_MANY_WORDS = 12
_WITHOUT_CASE_WORDS = 25
_ROW = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a paragraph is a heading, and the rule that decided; empty where none came near."""

    heading: bool
    rule: str = ""


_NO_CASE, _CAPITALS = range(2)
_PLAIN = Verdict(heading=False)


def judge(texts: Sequence[str], quoted: Sequence[bool]) -> list[Verdict]:
    """The verdict on each paragraph; `quoted` tells which stand in a run of quotations."""
    short = [is_title(text) for text in texts]
    numbers = frozenset(text.partition(". ")[0] for text in texts if text[:1] in _ROMAN_BESIDE)
    verdicts: list[Verdict] = []
    for index, text in enumerate(texts):
        if not short[index] or quoted[index]:
            verdicts.append(_PLAIN)
            continue
        rule = _against(text, texts, index, numbers) or _against_neighbours(texts, short, index)
        accepted = HEADING if _case(_INSERTION.sub(" ", text)) == _CAPITALS else HEADING_WITHOUT_CASE
        verdicts.append(Verdict(heading=not rule, rule=rule or accepted))
    return verdicts


def is_title(text: str) -> bool:
    """Whether every word but the small ones begins large; in scripts without case, whether no stop ends it.

    Words in brackets are an editor's and don't count.
    """
    if "[" in text:
        if _case(text[: text.index("[")]) is None:
            return False
        text = _INSERTION.sub(" ", text)
    case = _case(text)
    return case == _CAPITALS or (case == _NO_CASE and _is_title_without_case(text))


def _case(text: str) -> int | None:
    """How most words of a text begin; None where one that is no small word begins small."""
    capitals = caseless = 0
    for match in _WORD.finditer(text):
        first = match[0][0]
        if first.isupper() or (first.islower() and _has_particle(match[0])):
            capitals += 1
        elif not first.islower():
            caseless += first.isalpha()
        elif not capitals or not _is_small(match[0]):
            return None
    return _CAPITALS if capitals > caseless else _NO_CASE


def _is_small(word: str) -> bool:
    bare = word.rstrip(".,;:!?)]\"'”’»").lower()
    if bare in SMALL_WORDS or word.lower() in SMALL_WORDS:
        return True
    head, joint, rest = _parted(bare)
    return bool(joint) and head in SMALL_WORDS and not rest[:1].isalpha()


def _has_particle(word: str) -> bool:
    """Whether it is a name behind its particle: "al-Aqsa", "d'Annunzio"."""
    head, joint, rest = _parted(word)
    return bool(joint) and head in SMALL_WORDS and rest[:1].isupper()


def _parted(word: str) -> tuple[str, str, str]:
    return word.replace("’", "'").replace("'", "-").partition("-")


def _is_title_without_case(text: str) -> bool:
    words = text.split()
    closing = text.rstrip(_CLOSING)[-1:]
    letters = any(c.isalpha() for c in text)
    return (
        letters
        and len(words) <= _WITHOUT_CASE_WORDS
        and closing not in _STOPS
        and text.rstrip()[-1:] not in "([{"
        and not _SENTENCES_WITHOUT_CASE.search(text)
    )


def _against(text: str, texts: Sequence[str], index: int, numbers: frozenset[str]) -> str:
    """What its own words say against a heading; `numbers` are the Roman ones that texts open with."""
    bare = without_trailing(text).strip()
    mark = LIST_MARK.match(bare) or _NUMBERED.match(bare)
    words = bare[mark.end() :] if mark else bare
    numbered = mark is not None and _is_numbered(
        mark[0].strip(), words, texts[index + 1 : index + 2], numbers
    )
    checks = [
        (mark and not numbered, "a line of a list"),
        (text.count("\n") > 1, "several lines that stay apart"),
        (_ROW_OR_MARK.search(bare), "a row of a table, or a mark before its words"),
        (bare.endswith((",", "،")), "it ends in a comma"),
        (bare.isupper() and _TWO_SENTENCES.search(words), "prose in capitals"),
    ]
    if len(bare) <= _LONGEST_LINE:
        before = texts[index - 1] if index and len(texts[index - 1]) <= _LONGEST_LINE else ""
        checks += [
            (_FORM_LINE.match(bare), "a line of a form"),
            (_CAPTION.match(bare), "a caption"),
            (_SALUTATION.match(bare), "a salutation"),
            (_VALEDICTION.match(bare), "a valediction"),
            (_SIGNATURE.match(bare) and not numbered, "a signature"),
            (_VALEDICTION.match(without_trailing(before)), "a signature after its valediction"),
            (_SIGNED.fullmatch(without_trailing(before)), "a signature after its valediction"),
            (_is_date_line(bare), "a date line"),
            (_is_number_line(bare), "a line that is a number"),
            (_PLACE.fullmatch(bare) and index == 0, "a place line"),
            (_BYLINE.fullmatch(bare) and index == 0, "the line that names the author"),
            (_ABBREVIATED_PLACE.match(bare), "a place line"),
        ]
    return next((rule for found, rule in checks if found), "")


def _is_numbered(mark: str, words: str, following: Sequence[str], numbers: frozenset[str]) -> bool:
    """Whether a Roman number stands before words in capitals, above a text that is not in capitals.

    "I. WHITLOCK" may be a name, unless "II." stands elsewhere.
    """
    number = mark.rstrip(".")
    if not (_ROMAN.fullmatch(number) and words.isupper()) or "".join(following).isupper():
        return False
    return _ROMAN_BESIDE.get(number, number) in numbers


def _is_number_line(text: str) -> bool:
    if _FILE_NUMBER.match(text):
        return True
    named = designation.read(text, ())
    return named is not None and named.certain


def _is_date_line(text: str) -> bool:
    """Whether it is a date, an hour or both, alone or behind a place and a comma."""
    text = _INSERTION.sub("", text)
    if dates.is_day_of_a_year(text):
        return True
    without_hour = _HOUR.split(text, maxsplit=1)[0].rstrip(" ,;.—–-[")
    for line in dict.fromkeys((text.rstrip("."), without_hour)):
        date = dates.at_end(line)
        if date:
            before = line[: date.start].strip(" []")
            return (
                not before
                or before.lower() in _ABOUT
                or (before.endswith((",", "،", "—", "–")) and len(before.split()) <= _DATE_PLACE_WORDS)
            )
    return not without_hour and bool(text)


def _against_neighbours(texts: Sequence[str], short: Sequence[bool], index: int) -> str:
    """What stands around it that speaks against a heading."""
    following = texts[index + 1] if index + 1 < len(texts) else ""
    if not following:
        return "nothing follows it"
    if short[index + 1] or not _is_running(following):
        return "no running text follows it"
    if without_trailing(texts[index]).rstrip(_CLOSING).endswith(":") and LIST_MARK.match(following):
        return "it leads up to a list"
    if index >= _ROW and short[index - 1] and short[index - 2]:
        return "one of a row of short lines"
    if index and _case(texts[index]) == _NO_CASE and not _is_ended(texts[index - 1]):
        return "the paragraph before leads up to it"
    return ""


def _is_ended(text: str) -> bool:
    return without_trailing(text).rstrip(_CLOSING)[-1:] in _SENTENCE_STOPS


def _is_running(text: str) -> bool:
    words = text.split(maxsplit=_MANY_WORDS)
    ends = without_trailing(text).rstrip(_CLOSING)[-1:] in _STOPS
    return len(words) > _MANY_WORDS or (ends and len(words) >= _RUNNING_WORDS)
