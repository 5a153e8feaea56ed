"""Python and the pages' scripts answer alike: a thousand questions to an archive, both made at random."""

import random
from pathlib import Path

import pytest
from minisite import made
from searched import in_node

from readingroom.search.query import Answer, Index

SEED = 20231012
QUESTIONS = 1000
WORDS = """
cable cables wire wires wired the of and a in first ocean oceanic laid lay signal signals signalled needle
Müller Mueller naïve façade don't Iran's Iran U.S. U.N. co-operate 1,204 1858 No. ﬁnal Straße straße łódź
الحكومة والحكومة حكومة للبرق البرق کتاب كتاب والكتاب בית הבית והבית שלום ושלום צה״ל телеграф телеграфа йод
İstanbul 国会 国 会議 電信 ภาษาไทย 한국어 𝔘𝔫𝔦 𐐀𐐨 𠀀𠀁 ελλάδα ΕΛΛΑΔΑ
""".split()  # noqa: SIM905 - they are read as lines
NAMES = ("Ada Lovelace", "Countess", "Herr Müller", "電信 国会", "Unknown Person")
PEOPLE = """
[[entity]]
id = "ada"
name = "Lovelace, Ada"
display = "Ada Lovelace"
variants = ["Countess", "the first countess"]
[[entity]]
id = "mueller"
name = "Müller"
variants = ["Herr Müller", "Countess"]
"""
FIELDS = (
    "people",
    "person",
    "series",
    "number",
    "language",
    "insertion",
    "subjects",
    "title",
    "heading",
    "body",
    "note",
)


def passage(rnd: random.Random) -> str:
    """Words, some of them in brackets, some of them a name."""
    parts = [
        rnd.choice((*WORDS, *NAMES)) if rnd.random() < 0.2 else rnd.choice(WORDS)
        for _ in range(rnd.randint(1, 40))
    ]
    for _ in range(rnd.randint(0, 3)):
        place = rnd.randrange(len(parts))
        parts[place] = rnd.choice(("[{}]", "[{} [sic]]", "[{} withheld]", "[{}]s")).format(parts[place])
    return " ".join(parts)


def dispatch(rnd: random.Random, number: int) -> str:
    """The Markdown of a dispatch."""
    date = rnd.choice(
        (
            f"date: {rnd.randint(1840, 1990)}-{rnd.randint(1, 12):02}-11\n",
            f"date: {rnd.randint(1840, 1990)}\n",
            "",
        )
    )
    people = ", ".join(rnd.sample(NAMES, rnd.randint(0, 2)))
    language = rnd.choice(("en", "en", "de", "ar", "he", "ja", "yi"))
    title = passage(rnd)[:60].replace('"', "").replace("[", "").replace("]", "")
    front = f'number: {number}\ntitle: "{title} {number}"\n{date}language: {language}\npeople: [{people}]'
    head = f"---\n{front}\n---\n\n"
    body = "\n\n".join((passage(rnd), f"## {rnd.choice(WORDS)} {rnd.choice(WORDS)}", passage(rnd)))
    return f"{head}{body}[^1] {passage(rnd)}\n\n[^1]: {passage(rnd)}\n"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, built."""
    rnd = random.Random(SEED)
    tree = {f"{number}.md": dispatch(rnd, number) for number in range(1, 61)}
    site = made(tmp_path_factory.mktemp("random") / "site", {**tree, "authority/people.toml": PEOPLE})
    site.built()
    return site.output


def word(rnd: random.Random) -> str:
    """A word of the archive, or nearly one, or one that no table of characters has."""
    plain = rnd.choice(WORDS)
    place = rnd.randrange(len(plain))
    return rnd.choice(
        (
            plain,
            plain,
            plain,
            plain[:place] + plain[place + 1 :],
            f"{plain}🜁",
            "xyzzy",
            "\u0301",
            "ꙮ",
            "👍a",
            "\U000e0101",
        )
    )


def primary(rnd: random.Random, depth: int) -> str:
    """A word, phrase, prefix, field, day or bracket."""
    several = " ".join(word(rnd) for _ in range(rnd.randint(1, 4)))
    year = rnd.randint(1840, 1990)
    return rnd.choice(
        (
            word(rnd),
            f'"{several}"',
            f"“{several}",
            f"{word(rnd)[:2]}*",
            f"{rnd.choice(FIELDS)}:{word(rnd)}",
            f'{rnd.choice(FIELDS)}:"{several}"',
            f"{rnd.choice(FIELDS)}:({question(rnd, depth + 1) if depth < 2 else several})",
            "people:@people/ada",
            rnd.choice(
                (f"date:{year}", f"date:..{year}", f"before:{year}-06", f"after:{year}", "date:1858-02-30")
            ),
            f"({question(rnd, depth + 1)})" if depth < 2 else rnd.choice(NAMES),
        )
    )


def question(rnd: random.Random, depth: int = 0) -> str:
    """Primaries and whatever may stand before and between them."""
    parts = []
    for _ in range(rnd.randint(1, 4)):
        parts += [rnd.choice(("", "", "", "-", "NOT ", "AND ")), primary(rnd, depth)]
        parts.append(
            rnd.choice((" ", " ", " ", " AND ", " OR ", "|", f" near/{rnd.randint(0, 40)} ", "", " OR AND "))
        )
    return "".join(parts)


def questions() -> list[str]:
    """Questions of every kind: plain words, the whole language, and with stray characters in it."""
    rnd = random.Random(SEED)
    found = []
    for _ in range(QUESTIONS):
        text = rnd.choice(
            (question(rnd), question(rnd), " ".join(word(rnd) for _ in range(rnd.randint(1, 8))))
        )
        for _ in range(rnd.choice((0, 0, 0, 1, 2))):
            place = rnd.randint(0, len(text))
            text = text[:place] + rnd.choice('"“”„«»()|-*: []…\t\u200d') + text[place:]
        found.append(text)
    return found


def test_a_thousand_questions_are_answered_alike(output: Path) -> None:
    """The same dispatches in the same order with the same scores to the last bit, and the same spelling."""
    index = Index(output)
    asked = questions()
    answers = in_node(output, (["ask", text, {"limit": 100}] for text in asked))
    total = 0
    for text, answer in zip(asked, answers, strict=True):
        assert "error" not in answer, (text, answer)
        expected = index.ask(text, limit=100)
        assert _comparable(expected) == (
            answer["asked"],
            answer["suggestion"],
            answer["documents"],
            [(hit["ordinal"], hit["score"]) for hit in answer["hits"]],
        ), text
        total += bool(expected.total)
    assert QUESTIONS / 3 < total < QUESTIONS


def _comparable(answer: Answer) -> tuple[str, str, list[int], list[tuple[int, float]]]:
    return (
        answer.asked,
        answer.suggestion,
        list(answer.documents),
        [(hit.ordinal, hit.score) for hit in answer.hits],
    )
