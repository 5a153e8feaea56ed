"""The published index: questions in, answers out."""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Literal, NamedTuple

from readingroom.search import characters
from readingroom.search.codes import decoded
from readingroom.search.layout import TEXTS_IN_DOCUMENTS
from readingroom.search.query.answer import Answer, Hit, Row
from readingroom.search.query.days import range_of
from readingroom.search.query.excerpts import Excerpt, excerpt, marks_of, passages
from readingroom.search.query.files import Files
from readingroom.search.query.leaves import Leaves
from readingroom.search.query.lists import Lists
from readingroom.search.query.matching import documents_of, is_within, scored
from readingroom.search.query.nearness import with_nearness
from readingroom.search.query.nodes import Dates, Node
from readingroom.search.query.question import fields_by_name, parse
from readingroom.search.query.spelling import corrected

Order = Literal["relevance", "newest", "oldest"]
FEW = 3
"""Where fewer are found, a better spelling is looked for."""


class _Documents(NamedTuple):
    """A file of documents."""

    texts: list[str]
    """Hashes of their text files."""
    rows: list[Row]


class Index:
    """The index of a published archive; what it has read it keeps."""

    def __init__(self, output: Path) -> None:
        """Opens the index of an output folder; IndexUnreadableError where there is none of this version."""
        self._files = Files(output)
        self._lists = Lists(self._files)
        self._leaves = Leaves(self._files, self._lists)
        root = self._files.root
        self._characters = characters.read(root["characters"])
        self._fields = fields_by_name(root["fields"], self._characters)
        self._texts = int(root["texts"])
        self._read: dict[int, _Documents] = {}
        self._facets: dict[str, dict[str, frozenset[int]]] = {}

    def ask(
        self,
        question: str,
        *,
        limit: int = 10,
        offset: int = 0,
        order: Order = "relevance",
        within: Iterable[tuple[str, str]] = (),
        dates: str = "",
    ) -> Answer:
        """What a question finds, best first.

        `within` are keys of facets with their values (any value of one key, and each key), `dates` is a
        day or a range as after "date:".
        """
        node = self.tree(question)
        found, asked, suggestion = documents_of(node, self._leaves), question, ""
        if len(found) < FEW:
            suggestion = corrected(question, node, self._lists, self._leaves)
        if suggestion and not found:
            node, asked, suggestion = self.tree(suggestion), suggestion, ""
            found = documents_of(node, self._leaves)
        found = self._narrowed(found, within, dates)
        ranked = self._ranked(node, found, order, offset + limit)[offset:]
        hits = (Hit(ordinal=number, score=score, row=self.row(number)) for number, score in ranked)
        return Answer(
            question=question,
            asked=asked,
            suggestion=suggestion,
            documents=tuple(sorted(found)),
            hits=tuple(hits),
        )

    def tree(self, question: str) -> Node:
        """What a question is read as."""
        return parse(question, self._characters, self._fields)

    def row(self, ordinal: int) -> Row:
        """What lists show of a document."""
        file, number = divmod(ordinal, TEXTS_IN_DOCUMENTS * self._texts)
        return self._documents(file).rows[number]

    def excerpt(self, hit: Hit, asked: str) -> Excerpt | None:
        """The part of a document that shows best why a question found it."""
        file = hit.ordinal // (TEXTS_IN_DOCUMENTS * self._texts)
        number = hit.ordinal // self._texts
        digest = self._documents(file).texts[number % TEXTS_IN_DOCUMENTS]
        packed = self._files.text(number, digest, hit.row.offset, hit.row.size)
        marks = list(marks_of(self.tree(asked), self._lists, self._leaves))
        return excerpt(passages(packed), marks, self._characters)

    def _documents(self, file: int) -> _Documents:
        if file not in self._read:
            shard = self._files.shard("documents", file)
            self._read[file] = _Documents(shard["texts"], [Row(*row) for row in shard["rows"]])
        return self._read[file]

    def _narrowed(self, found: set[int], within: Iterable[tuple[str, str]], dates: str) -> set[int]:
        wanted: dict[str, set[int]] = {}
        for key, label in within:
            wanted.setdefault(key, set()).update(self._facet(key).get(label, ()))
        for documents in wanted.values():
            found &= documents
        if not dates:
            return found
        days = range_of(dates)
        return {one for one in found if days and is_within(self._leaves.days()[one], Dates(*days))}

    def _facet(self, key: str) -> dict[str, frozenset[int]]:
        if key not in self._facets:
            keys = [facet[0] for facet in self._files.root["facets"]]
            flat: Sequence[str] = self._files.shard("facets", keys.index(key)) if key in keys else ()
            pairs = zip(flat[::2], flat[1::2], strict=True)
            self._facets[key] = {label: frozenset(_documents(code)) for label, code in pairs}
        return self._facets[key]

    def _ranked(self, node: Node, found: set[int], order: Order, most: int) -> list[tuple[int, float]]:
        scores = self._scores(node, found)
        if order == "relevance":
            return nsmallest(most, scores.items(), key=lambda row: (-row[1], row[0]))
        ordinals = sorted(found, reverse=order == "newest")[:most]
        return [(ordinal, scores[ordinal]) for ordinal in ordinals]

    def _scores(self, node: Node, found: set[int]) -> dict[int, float]:
        """Of each document the sum of what it gains, times the share of the leaves that it has."""
        sums = dict.fromkeys(found, 0.0)
        shares = dict.fromkeys(found, 0)
        total = 0
        for leaf in scored(node, self._leaves):
            total += leaf.idf
            gains = leaf.gains
            for document in found & gains.keys() if len(found) < len(gains) else gains:
                if document in sums:
                    sums[document] += gains[document]
                    shares[document] += leaf.idf
        if not total:
            return sums
        plain = {document: gained * (shares[document] / total) for document, gained in sums.items()}
        return with_nearness(node, plain, self._leaves)


def _documents(code: str) -> Iterable[int]:
    document = -1
    for gap in decoded(code):
        document += gap + 1
        yield document
