"""A leaf of a question → the documents that have it, and what each gains by it."""

from collections.abc import Iterable, Mapping

from readingroom.search.codes import LENGTHS, decoded, value
from readingroom.search.layout import FIELDS
from readingroom.search.query.days import Days
from readingroom.search.query.files import Files
from readingroom.search.query.lists import MOST_HELD, NONE, Lists
from readingroom.search.query.matching import Found, Records, documents_of
from readingroom.search.query.nodes import (
    All,
    AnyOf,
    Exact,
    Leaf,
    Near,
    Node,
    Phrase,
    Prefix,
    Run,
    Together,
    Word,
)
from readingroom.search.query.numbers import idf
from readingroom.search.query.spans import (
    NO_SPANS,
    PhraseFinder,
    Spans,
    near,
    spans_of_terms,
    united,
)
from readingroom.search.query.terms import (
    Key,
    Terms,
    before,
    counted,
    exactly,
    keys_of,
    name_at,
    names_in,
    terms_of,
    text_field,
    weighed,
)
from readingroom.search.weights import B_BODY, B_NOTES, K1


class Leaves:
    """The leaves of questions to one index; each is looked up once."""

    def __init__(self, files: Files, lists: Lists) -> None:
        """Reads the lengths of all documents."""
        self._lists = lists
        self._files = files
        self.count: int = files.root["documents"]
        self._norms = _norms(files)
        self._days: list[Days] | None = None
        self._found: dict[tuple[Leaf, Records], Found] = {}
        self._held = 0
        """Documents of all that was found."""
        self._phrases: dict[Phrase, PhraseFinder] = {}

    def found(self, leaf: Leaf, records: Records = ()) -> Found:
        """What a leaf finds; `records` are those that a word names together with its neighbours."""
        key = leaf, records
        if key not in self._found:
            weights = self._frequencies(leaf, records)
            weight = idf(self.count, len(weights))
            gains = {document: weight * often / (K1 + often) for document, often in weights.items()}
            self._held += len(gains)
            if self._held > MOST_HELD:
                self._found.clear()
                self._held = len(gains)
            self._found[key] = Found(weight, gains)
        return self._found[key]

    def days(self) -> list[Days]:
        """First and last day of every document; 0 where it has no date."""
        if self._days is None:
            self._days = list(_days(self._files.shard("days", 0)))
        return self._days

    def records(self, run: Run) -> list[Records]:
        """Of each word of a run, the records that it names, alone or with its neighbours."""
        named = names_in(self._lists, run.words)
        return [named.get(number, ()) for number in range(len(run.words))]

    def records_alone(self, word: Word) -> Records:
        """The records that a word names on its own."""
        return name_at(self._lists, [word])[1]

    def places(self, word: Word, document: int) -> list[set[int]]:
        """Where a document has the surfaces of a word's stem, by field."""
        keys = terms_of(self._lists, word).own
        spots = [self._lists.spots(*key, document) for key in keys]
        return [{spot.place for its in spots for spot in its[field]} for field in range(FIELDS)]

    def _frequencies(self, leaf: Leaf, records: Records) -> dict[int, float]:
        match leaf:
            case Word():
                return self._of_terms(terms_of(self._lists, leaf, records))
            case Phrase(words=(word,)):
                named = name_at(self._lists, [_in(word, leaf.field)])[1]
                return self._of_terms(exactly(self._lists, word, leaf.field, named))
            case Phrase():
                finder = self._finder(leaf)
                return self._of_spans({one: finder.spans(one) for one in finder.documents()})
            case Prefix():
                return self._of_terms(self._beginning(leaf))
            case Exact():
                return self._of_terms(self._exact(leaf))
            case Near():
                return self._of_near(leaf)

    def _of_terms(self, terms: Terms) -> dict[int, float]:
        norms = self._norms
        return {
            document: weighed(own, others, norms[document])
            for document, own, others in counted(self._lists, terms)
        }

    def _of_spans(self, spans: Mapping[int, Spans]) -> dict[int, float]:
        return self._of_counts((one, tuple(map(len, its))) for one, its in spans.items())

    def _of_counts(self, counts: Iterable[tuple[int, tuple[int, ...]]]) -> dict[int, float]:
        return {
            document: weighed((its[0], its[1], its[2], its[3], its[4], 0), NONE, self._norms[document])
            for document, its in counts
            if any(its)
        }

    def _of_near(self, leaf: Near) -> dict[int, float]:
        both = documents_of(leaf.left, self) & documents_of(leaf.right, self)
        return self._of_counts((one, self._near(leaf, one)[1]) for one in both)

    def _near(self, leaf: Near, document: int) -> tuple[Spans, tuple[int, ...]]:
        left, right = self._spans(leaf.left, document), self._spans(leaf.right, document)
        return near(leaf.between, left, right)

    def _spans(self, node: Node, document: int) -> Spans:  # noqa: PLR0911 - one for each kind of node
        """Where a document has something beside near: of several, any."""
        match node:
            case Word():
                return self._of_word(node, self.records_alone(node), document)
            case Phrase(words=(word,)):
                named = name_at(self._lists, [_in(word, node.field)])[1]
                return spans_of_terms(self._lists, exactly(self._lists, word, node.field, named), document)
            case Phrase():
                return self._finder(node).spans(document)
            case Prefix():
                return spans_of_terms(self._lists, self._beginning(node), document)
            case Exact():
                return spans_of_terms(self._lists, self._exact(node), document)
            case Near():
                return self._near(node, document)[0]
            case Run():
                each = zip(node.words, self.records(node), strict=True)
                return united(
                    self._of_word(word, records, document)
                    if isinstance(word, Word)
                    else self._spans(word, document)
                    for word, records in each
                )
            case AnyOf() | Together() | All():
                nodes = node.items if isinstance(node, Together) else node.nodes
                return united(self._spans(one, document) for one in nodes)
        return NO_SPANS

    def _of_word(self, word: Word, records: Records, document: int) -> Spans:
        return spans_of_terms(self._lists, terms_of(self._lists, word, records), document)

    def _beginning(self, prefix: Prefix) -> Terms:
        """All words that begin so; no entries for fields, records or "No. 10857"."""
        start = before(prefix.field) + prefix.beginning
        known = self._lists.beginning(start)
        keys = (Key(one.surface, one.stem) for one in known if one.documents)
        plain = tuple(key for key in keys if not _MARKS.intersection(key.surface[len(start) :]))
        return Terms(plain, field=text_field(prefix.field))

    def _exact(self, leaf: Exact) -> Terms:
        keys = keys_of(self._lists, [before(leaf.field) + leaf.surface])
        return Terms(keys, field=text_field(leaf.field))

    def _finder(self, phrase: Phrase) -> PhraseFinder:
        if phrase not in self._phrases:
            self._phrases[phrase] = PhraseFinder(self._lists, phrase)
        return self._phrases[phrase]


_MARKS = frozenset(":@.")


def _in(word: Word, field: str) -> Word:
    return Word(word.surface, word.variants, field=field)


def _norms(files: Files) -> list[tuple[float, ...]]:
    """What the frequencies of each document are divided by, field by field."""
    count = files.root["documents"]
    total_body, total_notes = files.root["lengths"]
    levels = [
        value(character)
        for number in range(files.count("lengths"))
        for character in files.shard("lengths", number)
    ]
    body = [_norm(B_BODY, LENGTHS[level], total_body / count) for level in levels[::2]]
    notes = [_norm(B_NOTES, LENGTHS[level], total_notes / count) for level in levels[1::2]]
    return [(1.0, 1.0, one, other, 1.0, 1.0) for one, other in zip(body, notes, strict=True)]


def _norm(b: float, length: int, average: float) -> float:
    return 1 - b + b * length / average if average else 1.0


def _days(code: str) -> Iterable[Days]:
    before_it = 0
    numbers = iter(decoded(code))
    for distance in numbers:
        later = next(numbers)
        step = (distance + 1) // 2
        before_it += -step if distance & 1 else step
        yield Days(before_it, before_it + later)
