"""Finds the references of a dispatch: each number, then the name that stands before it.

Numbers are rarer than names could be, so a text is searched for digits and only what stands before
them is looked up; the time taken grows with the text and not with the number of forms.

```
reference = [ note "N" ( "," | "of" | "to" … ) ] name [sign] numbers [ "," note "N" | "(" note "N" ")" ]
```
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from readingroom import sentences
from readingroom.addresses import slug
from readingroom.model.block import Body, Span
from readingroom.model.dispatch import Dispatch, Reference
from readingroom.parse.dates import ascii_digits
from readingroom.parse.references import numbers
from readingroom.parse.references.forms import Forms, Name
from readingroom.parse.references.heads import Head, capital_before, head
from readingroom.parse.references.scope import Foreign, Reach, reaches

MOST_WITHIN_RANGES = 1000
"""Numbers without words of their own in one dispatch; of a range too many its ends alone count."""

_DIGITS = re.compile(r"\d+")

_NOTE_WORDS = r"(?:footnote|endnote|note|fn\.?|n\.|الهامش|هامش|الحاشية|حاشية|پانوشت|پانویس|یادداشت|הערה)"
_LABEL = r"([A-Za-z]?\d{1,4})"
_NOTE_BEFORE = re.compile(
    rf"(?<!\w){_NOTE_WORDS}{numbers.GAP}{_LABEL}{numbers.GAP}"
    rf"(?:,|(?:of|to|in|on|from|at|من|في|از|של)\b)?{numbers.GAP}\Z",
    re.IGNORECASE,
)
_LONGEST_NOTE = 48
_NOTE_AFTER = re.compile(
    rf"{numbers.GAP}(?:,{numbers.GAP}{_NOTE_WORDS}{numbers.GAP}{_LABEL}(?!\w)"
    rf"|\({numbers.GAP}{_NOTE_WORDS}{numbers.GAP}{_LABEL}\))",
    re.IGNORECASE,
)
_OPENERS = re.compile(r"""[\s“‘„"'«‹(\[{¿¡–—•]*""")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A reference in one passage; the characters `start` to `end` carry its link."""

    series: str
    number: str
    start: int
    end: int
    bare_end: int
    """The end without the note named after it."""
    head: int
    """Where the name begins, before the first number of a list."""
    suspect: int | None
    """Where a word begins that may make the name the end of a longer one."""
    fragment: str = ""


def find(dispatch: Dispatch, forms: Forms) -> tuple[Reference, ...]:
    """The references of a dispatch to others, in the order of its text, the notes after the body.

    A number inside a range ("Nos. 10–12" means 11 too) has an empty span: no words carry its link.
    """
    search = _Search(dispatch.meta.id, forms)
    found = list(search.in_body(dispatch.body, None))
    for where, note in enumerate(dispatch.notes):
        found += [
            replace(reference, anchor=note.id, line=reference.line or note.line)
            for reference in search.in_body(note.body, where)
        ]
    return tuple(found)


class _Search:
    """The search through one dispatch."""

    def __init__(self, dispatch: str, forms: Forms) -> None:
        self._forms = forms
        self._series, _, number = dispatch.partition("/")
        self._number = ascii_digits(number)
        self._room = numbers.Room(MOST_WITHIN_RANGES)

    def in_body(self, body: Body, where: int | None) -> Iterator[Reference]:
        """The references in the body or in one note."""
        anchor = ""
        for reach in reaches(body):
            anchor = reach.passage.anchor or anchor
            mentions = self._mentions(reach)
            if not mentions:
                continue
            ends = sentences.ends(reach.text)
            for mention in _of_this_archive(reach.text, ends, mentions, self._forms):
                yield Reference(
                    series=mention.series,
                    number=mention.number,
                    where=where,
                    span=Span(reach.index, mention.start, mention.end),
                    text=reach.text[mention.start : mention.end],
                    sentence=sentences.around(reach.text, ends, mention.start, mention.end),
                    anchor=anchor,
                    fragment=mention.fragment,
                    line=reach.passage.line,
                )

    def _mentions(self, reach: Reach) -> list[_Mention]:
        """Every number of a passage that a name stands before, in order, none overlapping another."""
        reader = numbers.Reader(reach.text, reach.number_limit, self._room)
        found: list[_Mention] = []
        done = 0
        for match in _DIGITS.finditer(reach.text):
            if match.start() < done:
                continue
            new = _at(reader, match.start(), self._forms, self._series)
            if new:
                _give_way(found, new[0].start)
                found += [mention for mention in new if self._is_another(mention)]
                done = new[-1].bare_end
        return [mention for mention in found if reach.is_open(mention.start, mention.end)]

    def _is_another(self, mention: _Mention) -> bool:
        return (mention.series, mention.number) != (self._series, self._number)


def _of_this_archive(
    text: str, ends: tuple[int, ...], mentions: list[_Mention], forms: Forms
) -> Iterator[_Mention]:
    """Those that neither a `not_after` word nor a longer name makes another work's."""
    foreign: dict[str, Foreign] = {}
    for mention in mentions:
        if mention.series not in foreign:
            foreign[mention.series] = Foreign(text, ends, forms.words_that_end(mention.series))
        if foreign[mention.series].holds(mention.start):
            continue
        if mention.suspect is not None and _is_within_sentence(text, ends, mention):
            continue
        yield mention


def _is_within_sentence(text: str, ends: tuple[int, ...], mention: _Mention) -> bool:
    """Whether the word before a name neither begins the sentence nor belongs to the one before."""
    start = sentences.start_of(ends, mention.head)
    opening = _OPENERS.match(text, start)
    begins = opening.end() if opening else start
    return mention.suspect is not None and begins < mention.suspect


def _give_way(found: list[_Mention], start: int) -> None:
    """Of two that overlap the later one counts: its name is longer, or the note between them is its own."""
    while found and found[-1].end > start:
        last = found.pop()
        if last.bare_end <= start:
            found.append(replace(last, end=last.bare_end, fragment=""))
            return


def _at(reader: numbers.Reader, place: int, forms: Forms, own_series: str) -> list[_Mention]:
    """The references that the number, or the list of numbers, at a place makes."""
    lead = head(reader.text, place, forms, own_series)
    listed = reader.read(place, plural=lead.many) if lead else ()
    if lead is None or not listed:
        return []
    for name in lead.names:
        after = _rest(name.rest).match(reader.text, listed[-1].end)
        if after:
            return _linked(reader.text, lead, name, listed, after.end())
    return []


def _linked(
    text: str, lead: Head, name: Name, listed: tuple[numbers.Number, ...], end: int
) -> list[_Mention]:
    """Each number with what carries its link: the first has the words before it, the last those after."""
    mentions = [
        _Mention(
            series=name.series,
            number=slug(item.number),
            start=item.start,
            end=item.end,
            bare_end=item.end,
            head=lead.start,
            suspect=lead.suspect,
        )
        for item in listed
    ]
    first = replace(mentions[0], start=lead.start)
    if lead.number_start < listed[0].start:
        number = ascii_digits(text[lead.number_start : listed[0].end])
        first = replace(first, number=slug(number))
    before = _NOTE_BEFORE.search(text, max(0, lead.start - _LONGEST_NOTE), lead.start)
    if before and (before[0][0].islower() or capital_before(text, before.start()) is None):
        first = replace(first, start=before.start(), fragment=_fragment(before[1]))
    mentions[0] = first
    last = replace(mentions[-1], end=end, bare_end=end)
    after = None if last.fragment else _NOTE_AFTER.match(text, end)
    if after:
        last = replace(last, end=after.end(), fragment=_fragment(after[1] or after[2]))
    mentions[-1] = last
    return mentions


def _fragment(label: str) -> str:
    return f"note-{ascii_digits(label).lower()}"


@lru_cache(maxsize=256)
def _rest(rest: str) -> re.Pattern[str]:
    """What a form has after its number, in any case and with any blanks."""
    parts = [re.escape(part) for part in rest.split()]
    blank = r"\s*" if rest[:1].isspace() else ""
    return re.compile(blank + r"\s+".join(parts) + (r"(?!\w)" if parts else ""), re.IGNORECASE)
