"""Where the sentences of a passage end.

```
end     = stop closers (blank | end of text)            closers: quotation marks and brackets
stop    = "." "?" "!" "…" "؟" "۔" "।", or a full-width stop, which needs no blank after it
```
An end is none where the next word is small; where the stop belongs to a title or another short
form ("Dr.", "cf."); to a short form that a number follows ("No. 12", "vol. XI", "Oct. 3"); to an
initial or a dotted form ("J.", "U.S.") that a name goes on after; to a label at a sentence's start ("1. ").
"""

import re
from bisect import bisect_right

from readingroom.model.block import Body, PassageKind

LONGEST = 500
"""Characters of a sentence that are quoted; of a longer one, those around the place in question."""

LEDE = 300
"""Characters of the opening words of a text, at most."""

FUNCTION_WORDS = frozenset(
    """
    a after all although also an and any as at because before both but by cf compare during each for from
    further he her here his however i if in into it its later many most no not of on one or our over see
    she since so some such that the their then there these they this those thus to two under until upon we
    what when where whether which while who why with you your
    """.split()  # noqa: SIM905 - as a list it would take sixty lines
)
"""Words that begin a sentence with a capital and are part of no name."""

_OPENING = (PassageKind.PARAGRAPH, PassageKind.QUOTATION)

_STOP = re.compile(
    r"""([.?!…؟۔।]++) [”’"'»›)\]}]*+ (?=\s|\Z) | [。！？]++ [」』”’）]*+ | \n[^\S\n]*+\n""",
    re.VERBOSE,
)
_NEXT = re.compile(r"""\s*+[“‘„"'«‹(\[{¿¡]*+(\w[\w’'-]*+|[–—•…])?""")
_WORD = re.compile(r"[\w.]*\Z")
_OPENERS = "“‘„\"'«‹([{–— "
_ROMAN = re.compile(r"[IVXLCDM]+|[A-Z]")
_LONGEST_WORD = 24

_SHORT_FORMS = frozenset(
    """
    adm amb approx bros ca capt cf col cmdr dr e.g esp gen gov hon i.e lt maj messrs mlle mme mr mrs ms prof
    rep rev sen sgt st viz vs
    """.split()  # noqa: SIM905 - as above
)
"""What never ends a sentence."""

_BEFORE_NUMBERS = frozenset(
    """
    apr art arts aug ch chap dec doc docs feb fig figs fn fol jan jul jun mar n nn no nos nov nr nrs oct p
    par para pp pt sec sect sep sept ser vol vols
    """.split()  # noqa: SIM905 - as above
)
"""What ends no sentence where a number comes next."""

_BEFORE_NAMES = frozenset(["assn", "co", "corp", "dept", "inc", "jr", "ltd", "sr", "univ"])
"""What ends a sentence only where the next word could not be part of a name."""


def ends(text: str) -> tuple[int, ...]:
    """The offset after each sentence of a passage, in order; the last is the length of the text."""
    found: list[int] = []
    start = 0
    for match in _STOP.finditer(text):
        if match[1] is None or _is_end(text, start, match):
            start = match.end()
            found.append(start)
    if not found or found[-1] < len(text):
        found.append(len(text))
    return tuple(found)


def start_of(sentence_ends: tuple[int, ...], offset: int) -> int:
    """Where the sentence begins that holds the character at an offset."""
    place = bisect_right(sentence_ends, offset)
    return sentence_ends[place - 1] if place else 0


def around(text: str, sentence_ends: tuple[int, ...], start: int, end: int) -> str:
    """The sentence, or sentences, that hold the characters `start` to `end`, blanks folded.

    Of more than 500 characters those around the place are kept, cut between words and marked with "…".
    """
    first = start_of(sentence_ends, start)
    place = bisect_right(sentence_ends, max(start, end - 1))
    last = sentence_ends[place] if place < len(sentence_ends) else len(text)
    room = max(LONGEST - (end - start), 0)
    from_ = max(first, start - room // 2)
    to = min(last, max(from_ + LONGEST, end))
    kept = text[from_:to].split()
    if from_ > first and not text[from_ - 1].isspace() and len(kept) > 1:
        kept = kept[1:]
    if to < last and not text[to].isspace() and len(kept) > 1:
        kept = kept[:-1]
    return ("…" if from_ > first else "") + " ".join(kept) + ("…" if to < last else "")


def lede(body: Body) -> str:
    """The opening words of the first paragraphs; of whatever there is, where there is no paragraph."""
    paragraphs = [passage for passage in body.passages if passage.kind in _OPENING]
    texts: list[str] = []
    for passage in paragraphs or body.passages:
        texts.append(body.text(passage))
        if sum(len(text) for text in texts) > LEDE:
            break
    return opening(texts, LEDE)


def opening(texts: list[str], most: int) -> str:
    """The first characters of several texts, blanks folded; cut between words and marked with "…"."""
    words: list[str] = []
    length = 0
    for word in (word for text in texts for word in text[: most * 4].split()):
        length += len(word) + bool(words)
        if length > most:
            return _cut(words, word, most)
        words.append(word)
    return " ".join(words)


def _cut(words: list[str], word: str, most: int) -> str:
    """What fits of words that a further one follows."""
    while words and len(" ".join(words)) >= most:
        words.pop()
    return " ".join(words) + "…" if words else word[: most - 1] + "…"


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stop ends the sentence that began at `start`."""
    following = _NEXT.match(text, match.end())
    word = following[1] if following else None
    if word is None:
        return following is None or following.end() == len(text)
    if word[0].islower():
        return False
    if match[1] != "." or match.end() > match.end(1):
        return True
    before = _WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    short = before[0] if before else ""
    if (short.isdecimal() or len(short) == 1) and _is_first(text, start, match.start() - len(short)):
        return False
    return not _goes_on(short, word)


def _is_first(text: str, start: int, place: int) -> bool:
    """Whether nothing but blanks and openers stands between a sentence's start and a place."""
    return place - start <= _LONGEST_WORD and not text[start:place].strip().strip(_OPENERS)


def _goes_on(short: str, word: str) -> bool:
    """Whether the word before a full stop is a short form that the next word belongs to."""
    folded = short.casefold()
    if folded in _SHORT_FORMS:
        return True
    if folded in _BEFORE_NUMBERS and (word[0].isdecimal() or _ROMAN.fullmatch(word)):
        return True
    if folded in _BEFORE_NAMES or "." in short or (len(short) == 1 and short.isalpha()):
        return word.casefold() not in FUNCTION_WORDS
    return False
