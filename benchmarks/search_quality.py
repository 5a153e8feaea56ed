"""Questions whose answers are known, and how well a ranking finds them."""

import json
import math
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch_texts import DispatchText, words

SEED = 1
FRAGMENT_WORDS = 8
FRAGMENTS = 500
FIRST = 10
FRONT_MATTER = re.compile(r'^(id|series|number): "?(.*?)"?$', re.MULTILINE)
SHORTEST = 4
"""Words of three letters tell little of what is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and what should come."""

    text: str
    wanted: Mapping[str, float]
    """Id → how well it answers."""
    among: frozenset[str] | None = None
    """The ids that somebody judged; None: all."""


def titles(texts: Sequence[DispatchText], *, as_written: bool = False) -> list[Question]:
    """Each title that only one dispatch has, as its words or with its brackets and quotes."""
    times = Counter(text.title for text in texts)
    return [
        Question(text=text.title if as_written else " ".join(words(text.title)), wanted={text.id: 1})
        for text in texts
        if times[text.title] == 1
    ]


def fragments(texts: Sequence[DispatchText]) -> list[Question]:
    """Eight words in a row from a passage of a dispatch, one from each of so many dispatches."""
    draw = random.Random(SEED)  # noqa: S311 - a sample that is the same each time
    found = []
    for text in draw.sample(texts, min(FRAGMENTS, len(texts))):
        passages = [cut for passage in text.passages if len(cut := words(passage)) >= FRAGMENT_WORDS]
        if passages:
            cut = draw.choice(passages)
            start = draw.randrange(len(cut) - FRAGMENT_WORDS + 1)
            found.append(Question(text=" ".join(cut[start : start + FRAGMENT_WORDS]), wanted={text.id: 1}))
    return found


def back_of_book(path: Path, ids: Mapping[str, str]) -> list[Question]:
    """Entries of printed indexes, which judge a volume each; `ids` leads from their ids to ours."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    volumes = {
        volume: frozenset(ours for theirs, ours in ids.items() if theirs.startswith(f"{volume}-"))
        for volume in {record["volume"] for record in records}
    }
    return [
        Question(
            text=" ".join(words(record["query"])),
            wanted={ids[theirs]: grade for theirs, grade in record["rel"].items()},
            among=volumes[record["volume"]],
        )
        for record in records
    ]


def source_ids(folder: Path, catalogue: Path) -> dict[str, str]:
    """Id in the front matter → id here, by series and number."""
    ours = {(one["series"], one["number"]): one["id"] for one in json.loads(catalogue.read_bytes())}
    found = {}
    for path in sorted(folder.rglob("*.md")):
        front = dict(FRONT_MATTER.findall(path.read_text(encoding="utf-8")))
        if {"id", "series", "number"} <= front.keys() and (front["series"], front["number"]) in ours:
            found[front["id"]] = ours[front["series"], front["number"]]
    return found


def reciprocal_rank(question: Question, found: Sequence[str]) -> float:
    """1 / place of the first wanted one; 0 where it does not come."""
    return next(
        (1 / place for place, one in enumerate(_judged(question, found), 1) if one in question.wanted), 0
    )


def recall(question: Question, found: Sequence[str]) -> float:
    """The share of the wanted ones that is among the first ten."""
    return len(set(_judged(question, found)[:FIRST]) & question.wanted.keys()) / len(question.wanted)


def gain(question: Question, found: Sequence[str]) -> float:
    """nDCG@10: the gains of the first ten, each by its place, beside those of the best order."""
    got = [question.wanted.get(one, 0) for one in _judged(question, found)[:FIRST]]
    best = sorted(question.wanted.values(), reverse=True)[:FIRST]
    return _discounted(got) / _discounted(best)


def sampled_words(texts: Sequence[DispatchText], count: int, length: int) -> list[str]:
    """So many questions of so many words that stand in a title, and in the text where that is short."""
    draw = random.Random(SEED + length)  # noqa: S311 - a sample that is the same each time
    found = []
    for text in draw.choices(texts, k=count):
        title, rest = (
            [word for word in words(one) if len(word) >= SHORTEST] for one in (text.title, text.text)
        )
        start = draw.randrange(max(1, len(title) - length + 1))
        found.append(" ".join([*title, *rest][start : start + length]))
    return found


def _discounted(gains: Sequence[float]) -> float:
    return sum(one / math.log2(place + 1) for place, one in enumerate(gains, 1))


def _judged(question: Question, found: Sequence[str]) -> Sequence[str]:
    return found if question.among is None else [one for one in found if one in question.among]
