"""Python and the pages' scripts read words, codes and questions alike: `tests/cases/search.json`.

Words of a case are a surface, or a list of a surface and its variants; trees are written as
`searched.shown` has them.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from searched import in_node, shown, tree

from readingroom.search import characters, weights
from readingroom.search.codes import LENGTHS, bucket, decode, decoded, encode
from readingroom.search.query import nearness
from readingroom.search.query.days import range_of
from readingroom.search.query.numbers import idf, log2
from readingroom.search.query.question import fields_by_name, parse
from readingroom.search.query.spelling import distance
from readingroom.search.words import words

CASES: dict[str, list[list[Any]]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "search.json").read_text("utf-8")
)
TEXTS = [text for text, _ in (*CASES["words"], *CASES["questions"])]
SHIPPED = characters.of_archive("".join(TEXTS)).shipped()
OWN = characters.read(SHIPPED)
FIELDS = CASES["fields"]
NOWHERE = Path()
"""Of an index that nobody asks."""


def in_scripts(method: str, *arguments: list[Any]) -> list[Any]:
    """What a function of the scripts gives for each list of arguments."""
    return in_node(NOWHERE, [[method, *given] for given in arguments])


def forms(text: str, own: characters.Characters | None) -> list[Any]:
    """The words of a text as the cases write them."""
    return [[word.surface, *word.variants] if word.variants else word.surface for word in words(text, own)]


@pytest.mark.parametrize(("text", "expected"), CASES["words"])
def test_a_text_is_cut_into_its_words(text: str, expected: list[Any]) -> None:
    """All of Unicode and the characters that an index ships give the same words, surfaces and variants."""
    assert forms(text, None) == forms(text, OWN) == expected


def test_scripts_cut_texts_alike() -> None:
    """The scripts find the same words, with the characters that an index ships."""
    found = in_scripts("words", *([text, SHIPPED] for text, _ in CASES["words"]))
    plain = [[word if len(word) > 1 else word[0] for word in text] for text in found]
    assert plain == [expected for _, expected in CASES["words"]]


@pytest.mark.parametrize(("question", "expected"), CASES["questions"])
def test_a_question_is_read_as_written(question: str, expected: str) -> None:
    """Every rule of the query language, and what is no question by it."""
    assert shown(tree(parse(question, OWN, fields_by_name(FIELDS, OWN)))) == expected


def test_scripts_read_questions_alike() -> None:
    """The scripts' trees are Python's, places of words included."""
    found = in_scripts("tree", *([question, SHIPPED, FIELDS] for question, _ in CASES["questions"]))
    names = fields_by_name(FIELDS, OWN)
    assert found == [tree(parse(question, OWN, names)) for question, _ in CASES["questions"]]


def test_codes_are_those_of_the_documentation() -> None:
    """Numbers, and the characters that stand for them; a list of them is read in either language."""
    numbers = [number for number, _ in CASES["codes"]]
    text = "".join(code for _, code in CASES["codes"])
    assert [encode(number) for number in numbers] == [code for _, code in CASES["codes"]]
    assert [decode(code) for _, code in CASES["codes"]] == numbers
    assert in_scripts("decoded", [text]) == [decoded(text)] == [numbers]


def test_buckets_are_those_of_the_documentation() -> None:
    """Strings of any script fall into the same bucket everywhere."""
    expected = [place for *_, place in CASES["buckets"]]
    assert [bucket(text, count) for text, count, _ in CASES["buckets"]] == expected
    assert in_scripts("bucket", *(given for *given, _ in CASES["buckets"])) == expected


def test_logarithms_are_the_same_everywhere() -> None:
    """What scores rest on is exact to 20 binary places, and the same to the last bit."""
    expected = [found for _, found in CASES["log2"]]
    assert [log2(number) for number, _ in CASES["log2"]] == expected
    assert in_scripts("log2", *([number] for number, _ in CASES["log2"])) == expected
    weights_ = [found for *_, found in CASES["idf"]]
    assert [idf(count, having) for count, having, _ in CASES["idf"]] == weights_
    assert in_scripts("idf", *(given for *given, _ in CASES["idf"])) == weights_


def test_edits_are_counted_alike() -> None:
    """Inserting, dropping, replacing and swapping neighbours is one edit each, counted up to a limit."""
    expected = [found for *_, found in CASES["distances"]]
    assert [distance(one, other, most) for one, other, most, _ in CASES["distances"]] == expected
    assert in_scripts("distance", *(given for *given, _ in CASES["distances"])) == expected


def test_scripts_have_the_weights_of_python() -> None:
    """The weights of scores, and the lengths that levels stand for, are written down twice."""
    assert in_scripts("weights", []) == [
        [
            list(weights.WEIGHTS),
            weights.VARIANT_OF_QUESTION,
            weights.K1,
            weights.B_BODY,
            weights.B_NOTES,
            weights.NEARNESS,
            weights.WHOLENESS,
            [nearness.SHORTEST, nearness.MANY, nearness.LOOKED_AT, nearness.MOST],
        ]
    ]
    assert in_scripts("lengths", []) == [list(LENGTHS)]


@pytest.mark.parametrize("year", [1, 4, 100, 1900, 1999, 2000, 2400, 9999])
def test_days_of_every_month_are_the_same_everywhere(year: int) -> None:
    """Months have their days, leap years theirs; what is no day is none."""
    texts = [f"{year:04}", *(f"{year:04}-{month:02}" for month in range(14))]
    texts += [f"{year:04}-{month:02}-{day:02}" for month in (2, 4, 12) for day in range(33)]
    found = in_scripts("range", *([text] for text in texts))
    expected = [range_of(text) for text in texts]
    assert found == [list(days) if days else None for days in expected]
    assert (
        sum(days is not None for days in expected)
        == 1 + 12 + (29 if year in {4, 2000, 2400} else 28) + 30 + 31
    )
