r"""Lines of a paragraph → its text as shown; breaks that were meant stay, as "\n".

Runs of blanks fold to one blank; one no-break space between words stays. The lines of a paragraph
fold too, unless
    a line holds a tab inside it or begins with one (rows of a table), or
    most breaks come where the next word would have fitted into four fifths of the source's width,
    and is not in small letters (the heads of telegrams, addresses), or would have fitted into the
    paragraph's own longest line, and has a capital, or
    it has four lines or more, each further one begins with a capital, and most end in a mark (verses).
Where a paragraph folds, a break before a list mark stays if two of its lines open with one. A line that
ends in a hyphen behind a word goes on without a blank, unless it is left hanging ("pre- and post-war").

The width is what most lines keep within that a further line follows: 45 to 100 characters. Where no
fewer paragraphs stand on one line of twice that than on several, lines are not wrapped, and it is 100.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from readingroom.parse.plain.blocks import BLANKS, Paragraph

NARROWEST, WIDEST = 45, 100
_LONG = 120
"""A paragraph on one line of more than this was not wrapped, whatever the width."""
_ROOM = 0.8
_NEARLY_ALL = 0.95

_HYPHENS = ("-", "\u2010")
_BEHIND_HANGING = frozenset({"and", "or", "to", "nor", "und", "oder", "bis", "et", "ou", "y", "o", "e"})
"""Words behind a hyphen that is left hanging."""

_STANZA = 4
_VERSE_ENDS = ",;:.!?…—–"

_SPECIAL = re.compile("[\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_RUN = re.compile(r"\s{2,}|[\t\v\f\x85\u2028\u2029]")
_TAB = re.compile(r"^\s*\t|\S[^\S\t]*\t\s*\S")
LIST_MARK = re.compile(
    r"\s*(?:(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]|\((?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6})\)|[•▪◦‣·*–—-])(?=\s|$)"
)
"""What opens an item of a list: "1.", "b)", "(iv)", a bullet, a dash."""


def fold(line: str) -> str:
    """A line with its runs of blanks folded and none at its ends."""
    plain = " ".join(line.split())
    if plain != line.strip() and _SPECIAL.search(line):
        return _RUN.sub(" ", line).strip(BLANKS)
    return plain.strip(BLANKS)


def usual_width(paragraphs: Iterable[Paragraph]) -> int:
    """The width that the lines of a source keep within."""
    alone, wrapped, widths = list[int](), 0, list[int]()
    for paragraph in paragraphs:
        if len(paragraph.lines) == 1:
            alone.append(len(paragraph.lines[0]))
        else:
            wrapped += 1
            widths += map(len, paragraph.lines[:-1])
    if not widths:
        return WIDEST
    widths.sort()
    width = min(max(widths[int(len(widths) * _NEARLY_ALL)], NARROWEST), WIDEST)
    beyond = sum(length > min(2 * width, _LONG) for length in alone)
    return WIDEST if beyond >= wrapped else width


def folded(paragraph: Paragraph, width: int) -> str:
    r"""The paragraph's text with "\n" where a break stays."""
    if len(paragraph.lines) == 1:
        return fold(paragraph.lines[0])
    lines = [fold(line) for line in paragraph.lines]
    if any(_TAB.search(line) for line in paragraph.lines) or _meant(lines, width):
        return "\n".join(lines)
    return _with_items(lines)


def unbroken(text: str) -> str:
    """A shown text without its line breaks: titles and headings have none."""
    return text.replace("\n", " ")


def _meant(lines: Sequence[str], width: int) -> bool:
    """Whether most of the breaks come early."""
    if _is_verse(lines):
        return True
    longest = max(map(len, lines))
    if longest > width:
        return False
    early = 0
    for line, after in pairwise(lines):
        needed = len(line) + 1 + len(after.split(" ", 1)[0])
        if needed <= _ROOM * width:
            early += not after[0].islower()
        else:
            early += needed <= longest and after[0].isupper()
    return early * 2 > len(lines) - 1


def _is_verse(lines: Sequence[str]) -> bool:
    if len(lines) < _STANZA or not all(line[0].isupper() for line in lines[1:]) or lines[0].isupper():
        return False
    return sum(line[-1] in _VERSE_ENDS for line in lines[:-1]) * 2 > len(lines) - 1


def _with_items(lines: Sequence[str]) -> str:
    items = [bool(LIST_MARK.match(line)) for line in lines]
    if sum(items) <= 1:
        return joined(lines)
    parts = [lines[0]]
    for (before, line), item in zip(pairwise(lines), items[1:], strict=True):
        parts += ["\n" if item else _between(before, line), line]
    return "".join(parts)


def joined(lines: Sequence[str]) -> str:
    """Folded lines as one."""
    if not any(line.endswith(_HYPHENS) for line in lines):
        return " ".join(lines)
    return lines[0] + "".join(_between(before, line) + line for before, line in pairwise(lines))


def _between(line: str, following: str) -> str:
    """What stands between a line and the following one."""
    divided = line.endswith(_HYPHENS) and line[-2:-1].isalnum() and following[0].isalnum()
    return "" if divided and following.split(" ", 1)[0].lower() not in _BEHIND_HANGING else " "
