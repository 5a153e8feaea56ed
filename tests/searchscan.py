"""What a question finds, told by reading every text from its first word to its last: no index, no lists.

A question is made here as a tree, of which each part can say how it is written and whether a dispatch is
found by it (docs/search.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from searchread import BODY, HEADING, NOTE, TITLE, Archive, Passage, Text

from readingroom.search.words import Word as Cut
from readingroom.search.words import words

OF_TEXT = (TITLE, HEADING, BODY, NOTE)
Span = tuple[int, int, int]
"""A passage, a first word, the one after the last."""


def _read_in(text: Text, where: str) -> Iterator[tuple[int, Passage]]:
    """The passages that a field of a question reads; without one, all but those of fields."""
    for number, passage in enumerate(text.passages):
        if where in OF_TEXT:
            if passage.place == where:
                yield number, passage
        elif passage.key == where:
            yield number, passage


def _before(where: str) -> str:
    return "" if where in OF_TEXT or not where else f"{where}:"


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they come, any of which will do."""

    text: str

    def __str__(self) -> str:
        """As it is written."""
        return self.text

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether any of the words is there, or anyone whom they name together."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where the words are."""
        found: set[Span] = set()
        single: list[Cut] = []
        for group in _grouped(self.text):
            if group[0].is_sign and len(group) > 1:
                found |= _phrase(archive, text, group, where)
            else:
                single.append(_abbreviated(group))
        at = 0
        while at < len(single):
            surfaces = [cut.surface for cut in single[at:]]
            length, records = (0, ()) if _before(where) else archive.longest_name(surfaces)
            for cut in single[at : at + max(length, 1)]:
                found |= _word(archive, text, cut, where, records)
            at += max(length, 1)
        return found


@dataclass(frozen=True, slots=True)
class One:
    """One word, beside near or after a field; a phrase where it is written in several."""

    text: str

    def __str__(self) -> str:
        """As it is written."""
        return self.text

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether it is there."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where it is."""
        cuts = words(self.text)
        if len(cuts) != 1:
            return _phrase(archive, text, cuts, where)
        records = () if _before(where) else archive.names.get((cuts[0].surface,), ())
        return _word(archive, text, cuts[0], where, records)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A phrase."""

    text: str
    quotes: str = '""'

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.quotes[0]}{self.text}{self.quotes[1]}"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether it is there, with or without insertions."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where it is."""
        return _phrase(archive, text, words(self.text), where)


@dataclass(frozen=True, slots=True)
class Beginning:
    """All words that begin so."""

    text: str

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.text}*"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether such a word is there."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where such words are."""
        del archive  # every way of asking is called alike
        (cut,) = words(self.text)
        return {
            (number, place, place + 1)
            for number, passage in _read_in(text, where)
            for place, token in enumerate(passage.tokens)
            if any(one.startswith(cut.surface) for one in token.spellings)
        }


@dataclass(frozen=True, slots=True)
class Record:
    """Someone of the authority files; only after a field."""

    word: str

    def __str__(self) -> str:
        """As it is written."""
        return self.word

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether that is whom a value means, or a text names."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where the names are."""
        del archive
        return {
            (number, one.start, one.end)
            for number, passage in _read_in(text, where)
            for one in passage.mentions
            if one.record == self.word
        }


@dataclass(frozen=True, slots=True)
class Near:
    """Two, with so many words between them at most."""

    between: int
    left: "Place | In"
    right: "Place | In"

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.left} near/{self.between} {self.right}"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether they are."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """From one to the other."""
        most = min(self.between, 30)
        return {
            (passage, min(start, other_start), max(end, other_end))
            for passage, start, end in self.left.spans(archive, text, where)
            for other, other_start, other_end in self.right.spans(archive, text, where)
            if passage == other and (0 <= other_start - end <= most or 0 <= start - other_end <= most)
        }


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a dispatch: those asked for, earlier, or later; `last` is empty for one day, month or year."""

    name: str
    first: str
    last: str = ""
    dots: str = ""

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.name}:{self.first}{self.dots}{self.last}"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether they are its own."""
        del archive, where
        if text.days is None:
            return False
        first, last = text.days
        if self.name == "before":
            return first < _earliest(self.first)
        if self.name == "after":
            return last > _latest(self.first)
        until = self.last if self.dots else self.first
        return (not until or first <= _latest(until)) and (not self.first or last >= _earliest(self.first))


@dataclass(frozen=True, slots=True)
class In:
    """Something in a field."""

    name: str
    key: str
    what: "Place | Group"

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.name}:{self.what}"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether it is there; an inner field goes before an outer one."""
        del where
        return self.what.finds(archive, text, self.key)

    @property
    def excludes(self) -> bool:
        """Whether it only says what must not be there."""
        return isinstance(self.what, Group) and self.what.excludes

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where it is."""
        del where
        return self.what.spans(archive, text, self.key)


@dataclass(frozen=True, slots=True)
class Without:
    """What must not be there."""

    sign: str
    what: "Item"

    excludes = True

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.sign}{self.what}"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether it is not."""
        return not self.what.finds(archive, text, where)


@dataclass(frozen=True, slots=True)
class Items:
    """Items one after the other."""

    items: "tuple[Item, ...]"

    def __str__(self) -> str:
        """As it is written."""
        return " ".join(map(str, self.items))

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether all that is required is there; if nothing is, any plain word; none of the excluded."""
        rest = [one for one in self.items if not _excludes(one)]
        required = [one for one in rest if not isinstance(one, Plain)]
        if not all(one.finds(archive, text, where) for one in self.items if _excludes(one)):
            return False
        if required or not rest:
            return all(one.finds(archive, text, where) for one in required)
        return any(one.finds(archive, text, where) for one in rest)

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where its words are."""
        return set[Span]().union(
            *(one.spans(archive, text, where) for one in self.items if not isinstance(one, Without | Days))
        )

    @property
    def excludes(self) -> bool:
        """Whether it only says what must not be there."""
        return all(map(_excludes, self.items))


@dataclass(frozen=True, slots=True)
class Joined:
    """Sequences with AND or OR between them."""

    operator: str
    parts: "tuple[Items | Joined, ...]"

    def __str__(self) -> str:
        """As it is written."""
        return f" {self.operator} ".join(map(str, self.parts))

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether all of them are found, or any."""
        each = (part.finds(archive, text, where) for part in self.parts)
        return all(each) if self.operator == "AND" else any(each)

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where their words are."""
        return set[Span]().union(*(part.spans(archive, text, where) for part in self.parts))

    @property
    def excludes(self) -> bool:
        """Whether they only say what must not be there."""
        return all(part.excludes for part in self.parts)


@dataclass(frozen=True, slots=True)
class Group:
    """A question in brackets."""

    what: Items | Joined

    def __str__(self) -> str:
        """As it is written."""
        return f"({self.what})"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether the question is answered."""
        return self.what.finds(archive, text, where)

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where its words are."""
        return self.what.spans(archive, text, where)

    @property
    def excludes(self) -> bool:
        """Whether it only says what must not be there."""
        return self.what.excludes


Place = One | Quoted | Beginning | Near | Group | Record
Item = Plain | Place | In | Days | Without
Question = Items | Joined


def scan(archive: Archive, question: Question) -> tuple[int, ...]:
    """The numbers of the dispatches that a question finds."""
    return tuple(number for number, text in enumerate(archive.texts) if question.finds(archive, text))


def _excludes(item: Item) -> bool:
    return isinstance(item, Without | Group | In) and item.excludes


def _earliest(day: str) -> str:
    return f"{day}-01-01"[:10]


def _latest(day: str) -> str:
    """The last day of a year or a month, or one that is not before it."""
    return f"{day}-12-31"[:10] if len(day) == 4 else f"{day}-31"[:10]


def _grouped(text: str) -> list[list[Cut]]:
    """Words each for itself, signs without a gap together, and so letters with blanks and stops between."""
    found: list[list[Cut]] = []
    for cut in words(text):
        last = found[-1][-1] if found else None
        gap = text[last.end : cut.start] if last else ""
        if last and (
            (last.is_sign and cut.is_sign and not gap)
            or (_is_letter(last) and _is_letter(cut) and not gap.strip(". \n"))
        ):
            found[-1].append(cut)
        else:
            found.append([cut])
    return found


def _is_letter(cut: Cut) -> bool:
    one = cut.surface
    return len(one) == 1 and one <= "\uffff" and not one.isdigit() and not cut.is_sign


def _abbreviated(group: list[Cut]) -> Cut:
    if len(group) == 1:
        return group[0]
    letters = [cut.surface for cut in group]
    return Cut(group[0].start, group[-1].end, "".join(letters), tuple(letters))


def _word(archive: Archive, text: Text, cut: Cut, where: str, records: Iterable[str]) -> set[Span]:
    meant = archive.meant(cut, _before(where))
    found: set[Span] = set()
    for number, passage in _read_in(text, where):
        for place, token in enumerate(passage.tokens):
            if any(passage.before + one in meant for one in token.spellings):
                found.add((number, place, place + 1))
        found |= {(number, one.start, one.end) for one in passage.mentions if one.record in records}
    return found


def _phrase(archive: Archive, text: Text, cuts: Sequence[Cut], where: str) -> set[Span]:
    asked = [frozenset({cut.surface, *cut.variants}) for cut in cuts]
    surfaces = [cut.surface for cut in cuts]
    named = [(0, ()) if _before(where) else archive.longest_name(surfaces[at:]) for at in range(len(cuts))]
    found: set[Span] = set()
    for number, passage in _read_in(text, where):
        whole = list(range(len(passage.tokens)))
        bare = [place for place in whole if not passage.tokens[place].is_inside]
        for places in (whole, bare):
            found |= {(number, *span) for span in _in_passage(passage, places, asked, named)}
    return found


def _in_passage(
    passage: Passage,
    places: list[int],
    asked: list[frozenset[str]],
    named: list[tuple[int, tuple[str, ...]]],
) -> Iterator[tuple[int, int]]:
    """Where a phrase stands among some of a passage's words, which are read as if there were no others."""
    at = {place: number for number, place in enumerate(places)}

    def ends(word: int, number: int) -> Iterator[int]:
        """The numbers of the places after the phrase's last word, if `word` stands at a number."""
        if word == len(asked):
            yield number
            return
        if number < len(places) and passage.tokens[places[number]].spellings & asked[word]:
            yield from ends(word + 1, number + 1)
        length, records = named[word]
        for one in passage.mentions if length and number < len(places) else ():
            its = range(one.start, one.end)
            if one.start == places[number] and one.record in records and all(place in at for place in its):
                yield from ends(word + length, number + len(its))

    for number, place in enumerate(places):
        for end in ends(0, number):
            yield place, places[end - 1] + 1
