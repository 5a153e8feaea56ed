"""The words of dispatches and their places, gathered passage by passage.

A place is one number, of surface, document, field and place within the field, so that sorting numbers
puts everything into the order in which it is written.
"""

from collections.abc import Callable
from itertools import pairwise

from readingroom.search.layout import FIELD_SIGN, FIELDS
from readingroom.search.names import Mention, Names
from readingroom.search.parts import Part
from readingroom.search.words import FORMS, NUMBERED, Forms, numbered, raw_spans, raw_words

ALIGNMENT = 64
"""Every passage begins at a multiple of this, so that an edit moves the words of its own passage only."""
GAP = 32
"""So many places at least lie between passages: no phrase, and nothing near, crosses them."""
FIELD_BITS, DOCUMENT_BITS, SURFACE_BITS = 22, 25, 36
"""Where in a number the field begins, the document, the surface."""
PLACE_BITS = (1 << FIELD_BITS) - 1
FIELD_MASK = 7
INSIDE = -1
"""In place of a number of words: the word is an insertion's."""


class _Spellings(dict[str, int]):
    """Numbers of the words as they stand in texts."""

    def __init__(self, number: Callable[[str], int]) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, raw: str) -> int:
        self[raw] = self._number(raw)
        return self[raw]


class Gatherer:
    """Words and their places while they are gathered."""

    def __init__(self, names: Names) -> None:
        """Nothing yet; `names` are those that a text may name."""
        self._names = names
        self._document = -1
        self.surfaces: dict[str, int] = {}
        self._spellings: dict[str, _Spellings] = {}
        """By field sign: what stands before the words of a field, or nothing."""
        self.numbers: list[int] = []
        """The surface of each spelling."""
        self._forms: list[Forms] = []
        self._varied: set[int] = set()
        """The spellings that have variants."""
        self._empty: set[int] = set()
        """The spellings of which nothing is left."""
        self.stream: list[int] = []
        """Spellings in the order of the texts."""
        self.bases: list[tuple[int, int, int]] = []
        """Of each passage: where its places begin, how many they are, its language."""
        self.extra: list[int] = []
        """Further words at places, whole."""
        self.variants: list[int] = []
        """Variants at places, whole."""
        self.shifted: list[tuple[int, int]] = []
        """Places without surface, and how many words of insertions stand before, or `INSIDE`."""
        self.covered: dict[int, int] = {}
        """By the place of a record's word: how many words it covers."""
        self.parted: set[int] = set()
        """Of these, those that stand partly in an insertion, and so in the whole text only."""
        self.languages: dict[str, int] = {}
        self.extra_tongues: list[int] = []
        self.variant_tongues: list[int] = []
        """The languages of both."""
        self.spoken: list[set[str]] = []
        self._ends: list[int] = []
        self.lengths: list[list[int]] = []
        self.characters: list[set[str]] = []

    def begin(self) -> None:
        """Goes on to the next document."""
        self._document += 1
        self._ends = [0] * FIELDS
        self.lengths.append([0] * FIELDS)
        self.spoken.append(set())
        self.characters.append(set())

    def end(self) -> None:
        """Lets go of what refers back to here: workers collect no cycles."""
        self._spellings.clear()

    def take(self, part: Part) -> None:
        """Takes the words of a passage."""
        self.characters[-1].update(part.text)
        before = f"{part.key}{FIELD_SIGN}" if part.key else ""
        spellings = self._spellings_of(before)
        found = [spellings[raw] for raw in raw_words(part.text)]
        spans: list[tuple[int, int]] = []
        if not self._empty.isdisjoint(found):
            spans = [s for s, n in zip(raw_spans(part.text), found, strict=True) if n not in self._empty]
            found = [number for number in found if number not in self._empty]
        if not found:
            return
        start = self._ends[part.field]
        base = (self._document << DOCUMENT_BITS) + (part.field << FIELD_BITS) + start
        language = self.languages.setdefault(part.language, len(self.languages))
        self.spoken[-1].add(part.language)
        self.stream += found
        self.bases.append((base, len(found), language))
        if not self._varied.isdisjoint(found):
            self._take_variants(found, base, language, before)
        if part.insertions:
            self._take_insertions(part, base, spans or raw_spans(part.text))
        if part.record or not before:
            self._take_others(part, [self._forms[number][0] for number in found], base, language, spans)
        if not before:
            self.lengths[-1][part.field] += len(found)
        self._ends[part.field] = -(-(start + len(found) + GAP) // ALIGNMENT) * ALIGNMENT

    def _spellings_of(self, before: str) -> _Spellings:
        if before not in self._spellings:
            self._spellings[before] = _Spellings(lambda raw: self._new_spelling(raw, before))
        return self._spellings[before]

    def _new_spelling(self, raw: str, before: str) -> int:
        forms = FORMS[raw]
        number = len(self._forms)
        self._forms.append(forms)
        self.numbers.append(self._surface(before + forms.surface))
        if not forms.surface:
            self._empty.add(number)
        if forms.variants:
            self._varied.add(number)
        return number

    def _surface(self, surface: str) -> int:
        return self.surfaces.setdefault(surface, len(self.surfaces))

    def _take_variants(self, found: list[int], base: int, language: int, before: str) -> None:
        for place, number in enumerate(found, base):
            if number in self._varied:
                for variant in self._forms[number].variants:
                    surface = self._surface(before + variant)
                    self.variants.append((surface << SURFACE_BITS) + place)
                    self.variant_tongues.append(language)

    def _take_insertions(self, part: Part, base: int, spans: list[tuple[int, int]]) -> None:
        shift = 0
        for place, (first, last) in enumerate(spans, base):
            if any(start <= first and last <= end for start, end in part.insertions):
                self.shifted.append((place, INSIDE))
                shift += 1
            elif shift:
                self.shifted.append((place, shift))

    def _take_others(
        self, part: Part, surfaces: list[str], base: int, language: int, spans: list[tuple[int, int]]
    ) -> None:
        """Numbers with their "No.", the records that words name, the one that a value means as a whole."""
        if not part.key and _may_be_numbered(surfaces):
            for number in numbered(part.text, surfaces, spans or raw_spans(part.text)):
                self._add(number.surface, base + number.place, language)
        found = dict.fromkeys(() if part.key else self._names.mentions(surfaces))
        if part.record:
            word = f"{part.key}{FIELD_SIGN}{part.record}" if part.key else part.record
            found[Mention(0, len(surfaces), word)] = None
        if not found:
            return
        inside = {place for place, shift in self.shifted[-len(surfaces) :] if shift == INSIDE}
        for place, length, word in found:
            whole = self._add(word, base + place, language)
            self.covered[whole] = length
            if len({one in inside for one in range(base + place, base + place + length)}) > 1:
                self.parted.add(whole)

    def _add(self, word: str, place: int, language: int) -> int:
        surface = self._surface(word)
        whole = (surface << SURFACE_BITS) + place
        if whole not in self.covered:
            self.extra.append(whole)
            self.extra_tongues.append(language)
        return whole


def _may_be_numbered(surfaces: list[str]) -> bool:
    """Whether a number follows one of the words before numbers, whatever stands between."""
    return not NUMBERED.isdisjoint(surfaces) and any(
        one in NUMBERED and "0" <= other[0] <= "9" for one, other in pairwise(surfaces)
    )
