"""An archive as it is searched without an index: every text, passage by passage, word by word."""

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
        for key, plain in (("series", meta.series), ("number", meta.number), ("language", meta.language)):
            yield self._passage(METADATA, plain, key)
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
