"""Which paragraphs are headings.

    heading = a paragraph alone, its words with capital initials (small words may be small), outside
              every quotation, with running text after it
    or, in scripts without case, a paragraph alone without a closing stop, likewise

It is no date or place line, salutation, valediction, signature, caption, line of a form or of a list.
Neither its length nor a stop, a question or a quotation at its end tells anything. Doubt means
paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readingroom.parse import dates, designation
from readingroom.parse.brackets import TRAILING
from readingroom.parse.folding import LIST_MARK
from readingroom.parse.small_words import SMALL_WORDS

HEADING = "capital-initial words, alone, before running text"
HEADING_WITHOUT_CASE = "alone, without a closing stop, before running text"

_INSERTION = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W_][^\s—–/…]*")
_STOPS = ".!?…:;,،؛؟۔。"
_CLOSING = "\"”’»')]“ \xa0"

_SALUTATION = re.compile(
    r"\W*(?:(?:my |our )?dear(?:est)?\b|to (?:the|his|her|all|my)\b.*[:,]$|sirs?\b|madam\b|gentlemen\b|ladies\b"
    r"|messieurs\b|monsieur\b|madame\b|(?:your|his|her|their) (?:excellenc|majest|honou?r|highness)"
    r"|the (?:right )?honou?rable\b|(?:mr|mrs|ms|messrs|hon|mme|mlle|frau|herr|señor|señora)\.?\s)",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(
    r"\W*(?:(?:yours?|very|most|with|i am|i remain|believe me)\b.*\b)?"
    r"(?:sincerely|faithfully|truly|cordially|respectfully|regards|wishes|servant|yours?|obediently|fraternally)\b"
    r"(?:,? (?:yours?|and|sincerely|truly|faithfully))*[,.]?\W*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"\W*(?:/s/|\(?signed\)?\b)|^(?:\w[\w'’-]*\s+)?(?:[A-Z]\.\s?)+(?:[\w'’-]+\W*){1,2}$", re.IGNORECASE)
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
_PLACE = re.compile(r"\[?[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*){0,2}(?:,\s?[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*)?){1,2},?\]?\W*")
_ABBREVIATED_PLACE = re.compile(r".*,\s?(?:[A-Z]\.\s?){2,}\W*$")
_HOUR = re.compile(r"\b(?:\d{1,2}(?::\d\d)?\s?[ap]\.?\s?m\b|\d{3,4}\s?Z\b|noon\b|midnight\b)", re.IGNORECASE)
_DATE_PLACE_WORDS = 5
_LONGEST_LINE = 150
"""What is longer is no line of its own kind: no date, salutation, signature, caption or item."""

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


_PROSE = "prose in capitals"
_PLAIN = Verdict(heading=False)


def judge(texts: Sequence[str], quoted: Sequence[bool]) -> list[Verdict]:
    """The verdict on each paragraph; `quoted` tells which stand in a run of quotations."""
    short = [_is_title(text) for text in texts]
    verdicts: list[Verdict] = []
    for index, text in enumerate(texts):
        if not short[index] or quoted[index]:
            verdicts.append(_PLAIN)
            continue
        rule = _against(text, texts, index) or _against_neighbours(texts, short, index)
        accepted = HEADING if _has_case(text) else HEADING_WITHOUT_CASE
        verdicts.append(Verdict(heading=not rule, rule=rule or accepted))
    return verdicts


def is_title(text: str) -> bool:
    """Whether every word has a capital initial but for the small ones; in scripts without case, no closing stop."""
    return _is_title(text)


def _is_title(text: str) -> bool:
    bare = _INSERTION.sub(" ", text) if "[" in text else text
    cased, capitals = False, 0
    for match in _WORD.finditer(bare):
        word = match[0]
        first = word[0]
        if first.isupper():
            cased, capitals = True, capitals + 1
        elif first.islower():
            cased = True
            if not capitals or not _is_small(word):
                return False
    return capitals > 0 if cased else _is_title_without_case(bare)


def _is_small(word: str) -> bool:
    bare = word.rstrip(".,;:!?)]\"'”’»").lower()
    if bare in SMALL_WORDS or word.lower() in SMALL_WORDS:
        return True
    head, joint, rest = bare.replace("’", "'").replace("'", "-").partition("-")
    return bool(joint) and head in SMALL_WORDS and (not rest[:1].isalpha() or word[len(head) + 1 :][:1].isupper())


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


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _against(text: str, texts: Sequence[str], index: int) -> str:
    """What its own words say against a heading."""
    bare = TRAILING.sub("", text).strip()
    if len(bare) > _LONGEST_LINE:
        return _PROSE if _is_prose_in_capitals(bare) else ""
    before = texts[index - 1] if index and len(texts[index - 1]) <= _LONGEST_LINE else ""
    checks = (
        (text.count("\n") > 1, "several lines that stay apart"),
        (LIST_MARK.match(text), "a line of a list"),
        (_ROW_OR_MARK.search(bare), "a row of a table, or a mark before its words"),
        (_FORM_LINE.match(bare), "a line of a form"),
        (_CAPTION.match(bare), "a caption"),
        (bare.endswith((",", "،")), "it ends in a comma"),
        (_SALUTATION.match(bare), "a salutation"),
        (_VALEDICTION.match(bare), "a valediction"),
        (_SIGNATURE.match(bare), "a signature"),
        (before and _VALEDICTION.match(TRAILING.sub("", before)), "a signature after its valediction"),
        (_is_date_line(bare), "a date line"),
        (_is_number_line(bare), "a line that is a number"),
        (_PLACE.fullmatch(bare) and index == 0, "a place line"),
        (_ABBREVIATED_PLACE.match(bare), "a place line"),
        (_is_prose_in_capitals(bare), _PROSE),
    )
    return next((rule for found, rule in checks if found), "")


def _is_prose_in_capitals(text: str) -> bool:
    return text.isupper() and bool(_TWO_SENTENCES.search(text))


def _is_number_line(text: str) -> bool:
    named = designation.read(text, ())
    return named is not None and named.certain


def _is_date_line(text: str) -> bool:
    """Whether it is a date, an hour or both, alone or behind a place and a comma."""
    if dates.is_day_of_a_year(text):
        return True
    without_hour = _HOUR.split(text, maxsplit=1)[0].rstrip(" ,;.—–-[")
    for line in dict.fromkeys((text.rstrip("."), without_hour)):
        date = dates.at_end(line)
        if date:
            before = line[: date.start].strip(" []")
            return not before or before.lower() in _ABOUT or (before.endswith((",", "،", "—", "–")) and len(before.split()) <= _DATE_PLACE_WORDS)
    return not without_hour and bool(text)


def _against_neighbours(texts: Sequence[str], short: Sequence[bool], index: int) -> str:
    """What stands around it that speaks against a heading."""
    following = texts[index + 1] if index + 1 < len(texts) else ""
    if not following:
        return "nothing follows it"
    if short[index + 1] or not _is_running(following):
        return "no running text follows it"
    if texts[index].rstrip(_CLOSING).endswith(":") and LIST_MARK.match(following):
        return "it leads up to a list"
    if index >= _ROW and short[index - 1] and short[index - 2]:
        return "one of a row of short lines"
    before = texts[index - 1].rstrip(_CLOSING)[-1:] if index else ""
    if not _has_case(texts[index]) and index and (before in ":،," or texts[index - 1].rstrip()[-1:] in "(["):
        return "the line before leads up to it"
    return ""


def _is_running(text: str) -> bool:
    words = text.split(maxsplit=_MANY_WORDS)
    ends = TRAILING.sub("", text).rstrip(_CLOSING)[-1:] in _STOPS
    return len(words) > _MANY_WORDS or (ends and len(words) >= _RUNNING_WORDS)
