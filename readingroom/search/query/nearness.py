"""Plain words that stand together as the question has them.

A question of several words may be a line that somebody remembers. What has all of its words comes first;
where many have them, the one in which they stand in that order. Places are read for such questions only,
and of the rarest words.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from readingroom.search.layout import FIELDS
from readingroom.search.query.leaves import Leaves
from readingroom.search.query.nodes import Node, Run, Word
from readingroom.search.weights import NEARNESS, WHOLENESS

SHORTEST = 4
"""Fewer words are no line."""
MANY = 10
"""So few documents that have all words are told apart well enough."""
LOOKED_AT = 6
"""Of the words."""
MOST = 1000
"""Of the documents, the best by their scores."""


def with_nearness(node: Node, scores: Mapping[int, float], leaves: Leaves) -> dict[int, float]:
    """The scores of documents, those raised in which the words of a question stand as they do in it."""
    found = dict(scores)
    if not isinstance(node, Run) or len(node.words) < SHORTEST:
        return found
    words = [(place, word) for place, word in enumerate(node.words) if isinstance(word, Word)]
    if len(words) < len(node.words):
        return found
    named = zip(node.words, leaves.records(node), strict=True)
    leaves_of = [leaves.found(word, records) for word, records in named]
    whole = set.intersection(*(set(leaf.gains) for leaf in leaves_of)) & scores.keys()
    if len(whole) <= MANY:
        return found | {document: scores[document] * (1 + WHOLENESS) for document in whole}
    rarest = sorted(words, key=lambda row: (-leaves_of[row[0]].idf, row[0]))[:LOOKED_AT]
    for document in nsmallest(MOST, whole, key=lambda one: (-scores[one], one)):
        together = _together(rarest, document, leaves)
        found[document] = scores[document] * (1 + NEARNESS * (together - 1) / (len(rarest) - 1))
    return found


def _together(words: Iterable[tuple[int, Word]], document: int, leaves: Leaves) -> int:
    """How many of the words, at most, stand at the distances that they have in the question."""
    each = [(place, leaves.places(word, document)) for place, word in words]
    most = 1
    for field in range(FIELDS):
        beginnings = Counter(one - place for place, places in each for one in places[field])
        most = max(most, *beginnings.values(), 1)
    return most
