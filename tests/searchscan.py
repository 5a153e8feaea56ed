"""What a question finds, told by reading every text from its first word to its last: no index, no lists.

A question is made here as a tree, of which each part can say how it is written and whether a dispatch is
found by it (docs/search.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from readingroom.model.authority import Authority, Entity
from readingroom.model.block import Insertion, PassageKind
from readingroom.model.dispatch import Dispatch, Meta
from readingroom.search.index import stems_of
from readingroom.search.words import Word as Cut
from readingroom.search.words import words

TITLE, HEADING, BODY, NOTE, METADATA = "title", "heading", "body", "note", "metadata"
OF_TEXT = (TITLE, HEADING, BODY, NOTE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    spellings: frozenset[str]
    """What it is folded to, and its variants."""
    is_inside: bool
    """Whether it stands in an insertion."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage, from one word to the one after its last."""

    start: int
    end: int
    record: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, note or value."""

    place: str
    """The field of the text that it stands in."""
    key: str
    """The archive's field whose words it has; empty for text."""
    language: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]

    @property
    def before(self) -> str:
        """What its words begin with where they are listed."""
        return f"{self.key}:" if self.key else ""


@dataclass(frozen=True, slots=True)
class Text:
    """A dispatch as it is searched."""

    passages: tuple[Passage, ...]
    days: tuple[str, str] | None


Span = tuple[int, int, int]
"""A passage, a first word, the one after the last."""


@dataclass(frozen=True)
class Archive:
    """All texts, and what follows from them as a whole."""

    dispatches: tuple[Dispatch, ...]
    authority: Authority
    language: str = "en"

    @cached_property
    def names(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Every form of a name, as words, and the records that it names."""
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for entity in self.authority.entities.values():
            for form in _forms(entity):
                surfaces = tuple(cut.surface for cut in words(form))
                record = _record(entity)
                if surfaces and record not in found.get(surfaces, ()):
                    found[surfaces] = (*found.get(surfaces, ()), record)
        return found

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The dispatches as they are searched."""
        return tuple(
            Text(
                tuple(_Reading(self, one).passages()),
                (one.meta.date.first, one.meta.date.last) if one.meta.date else None,
            )
            for one in self.dispatches
        )

    @cached_property
    def stems(self) -> dict[str, str]:
        """The stem of every word of the archive."""
        spoken: dict[str, set[str]] = {}
        for text in self.texts:
            for passage in text.passages:
                for token in passage.tokens:
                    for one in token.spellings:
                        spoken.setdefault(passage.before + one, set()).add(passage.language)
        for first, *_ in self.names:
            spoken.setdefault(first, {self.language})
        return {
            word: stems_of([word], self.language if self.language in its else min(its))[0]
            for word, its in spoken.items()
        }

    @cached_property
    def mates(self) -> dict[str, frozenset[str]]:
        """By stem, the words that have it."""
        found: dict[str, set[str]] = {}
        for word, stem in self.stems.items():
            found.setdefault(stem, set()).add(word)
        return {stem: frozenset(its) for stem, its in found.items()}

    def meant(self, cut: Cut, before: str) -> frozenset[str]:
        """The words that a word of a question means."""
        asked = (before + one for one in (cut.surface, *cut.variants))
        return frozenset().union(*(self.mates[self.stems[one]] for one in asked if one in self.stems))

    def longest_name(self, surfaces: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """How long the longest name is that words begin with, and whose it is."""
        for length in range(len(surfaces), 0, -1):
            if tuple(surfaces[:length]) in self.names:
                return length, self.names[tuple(surfaces[:length])]
        return 0, ()


class _Reading:
    """The passages of one dispatch."""

    def __init__(self, archive: Archive, dispatch: Dispatch) -> None:
        self._archive = archive
        self._dispatch = dispatch
        self._language = dispatch.meta.language

    def passages(self) -> Iterator[Passage]:
        dispatch = self._dispatch
        yield self._passage(TITLE, dispatch.meta.title)
        yield self._passage(TITLE, dispatch.meta.subtitle)
        for number, (passage, text) in enumerate(dispatch.body.texts()):
            place = HEADING if passage.kind is PassageKind.HEADING else BODY
            its = self._insertions(None, number)
            yield self._passage(place, text, insertions=its, language=passage.language)
        for where, note in enumerate(dispatch.notes):
            for number, (passage, text) in enumerate(note.body.texts()):
                its = self._insertions(where, number)
                yield self._passage(NOTE, text, insertions=its, language=passage.language)
        yield from self._values(dispatch.meta)

    def _values(self, meta: Meta) -> Iterator[Passage]:
        yield self._passage(METADATA, meta.summary)
        yield self._passage(METADATA, meta.series)
        yield self._passage(METADATA, meta.number)
        for key, value in (("series", meta.series), ("number", meta.number), ("language", meta.language)):
            yield self._passage(METADATA, value, key)
        for one in self._dispatch.insertions:
            yield self._passage(METADATA, one.kind, "insertion")
        for key, values in meta.fields:
            for value in values:
                entity = self._archive.authority.find(key, value.name)
                record = _record(entity) if entity else ""
                yield self._passage(METADATA, value.name, record=record)
                yield self._passage(METADATA, value.name, key, record=record)
                for form in _forms(entity) if entity else ():
                    yield self._passage(METADATA, form, key)

    def _insertions(self, where: int | None, number: int) -> list[Insertion]:
        return [one for one in self._dispatch.insertions if (one.where, one.span.passage) == (where, number)]

    def _passage(
        self,
        place: str,
        text: str,
        key: str = "",
        *,
        insertions: Iterable[Insertion] = (),
        record: str = "",
        language: str = "",
    ) -> Passage:
        inside = {at for one in insertions for at in range(one.span.start, one.span.end)}
        cuts = words(text)
        tokens = tuple(
            Token(frozenset({cut.surface, *cut.variants}), set(range(cut.start, cut.end)) <= inside)
            for cut in cuts
        )
        mentions = [] if key else list(self._mentions([cut.surface for cut in cuts]))
        if record and tokens:
            mentions.append(Mention(0, len(tokens), record))
        return Passage(place, key, language or self._language, tokens, tuple(mentions))

    def _mentions(self, surfaces: list[str]) -> Iterator[Mention]:
        at = 0
        while at < len(surfaces):
            length, records = self._archive.longest_name(surfaces[at:])
            for record in records:
                yield Mention(at, at + length, record)
            at += max(length, 1)


def _forms(entity: Entity) -> list[str]:
    found = [entity.name, entity.display, *entity.variants]
    if entity.name.count(",") == 1:
        last, first = entity.name.split(",")
        found.append(f"{first.strip()} {last.strip()}")
    return [form for form in dict.fromkeys(found) if form.strip()]


def _record(entity: Entity) -> str:
    return f"@{entity.kind}/{entity.id}"


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
        return self.text

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether any of the words is there, or anyone whom they name together."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where the words are."""
        found: set[Span] = set()
        single: list[Cut] = []
        for group in _signs_together(words(self.text)):
            if len(group) > 1:
                found |= _phrase(archive, text, group, where)
            else:
                single += group
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
        return f"{self.text}*"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether such a word is there."""
        return bool(self.spans(archive, text, where))

    def spans(self, archive: Archive, text: Text, where: str = "") -> set[Span]:
        """Where such words are."""
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
        return f"{self.sign}{self.what}"

    def finds(self, archive: Archive, text: Text, where: str = "") -> bool:
        """Whether it is not."""
        return not self.what.finds(archive, text, where)


@dataclass(frozen=True, slots=True)
class Items:
    """Items one after the other."""

    items: "tuple[Item, ...]"

    def __str__(self) -> str:
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


def _signs_together(cuts: Iterable[Cut]) -> list[list[Cut]]:
    """Words each for itself, signs without a gap as one."""
    found: list[list[Cut]] = []
    for cut in cuts:
        last = found[-1][-1] if found else None
        if last and last.is_sign and cut.is_sign and last.end == cut.start:
            found[-1].append(cut)
        else:
            found.append([cut])
    return found


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
