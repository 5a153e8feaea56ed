"""What questions find in a small archive, by the command line and by the classes behind it."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from minisite import Site, made
from searched import in_node

from readingroom.search.query import Index, IndexUnreadableError

SETTINGS = """
title = "Old Wires"
base_url = "https://wires.example/"
language = "en"
[[series]]
name = "Wire Report"
forms = ["WR No. {n}"]
"""
PEOPLE = """
[[entity]]
id = "ada-lovelace"
name = "Lovelace, Ada"
display = "Ada Lovelace"
variants = ["the Enchantress of Numbers", "Countess"]
"""
LAID = "The first cable was laid [by steam [and sail]] across the ocean."
MENDED = "[T]he line was cut [sic] at noon, then mended."
NOTES = "It has one.[^1]\n\n## A heading of brass\n\nMore.\n\n[^1]: Of whalebone."
DISPATCHES: dict[str, tuple[str, ...]] = {
    "1": ("Cables in the deep", "1858-08-05", LAID),
    "2": ("A cable parted", "1865-08-02", "The cables parted. Nobody knew why; the ship sailed home."),
    "3": ("Ada Lovelace writes", "1843-07", "She wrote of the engine.", "people: [Ada Lovelace]"),
    "4": ("A game of numbers", "1850", "The Enchantress of Numbers played, and the Countess lost."),
    "5": ("Müller's telegraph", "1860/1862", "Herr Mueller built it. Iran's line came later."),
    "6": ("Untimely", "", "Nothing is known of its ocean. See No. 10,857 for more."),
    "7": ("בית הספר", "1920-01-01", "והבית הגדול עמד.", "language: he"),
    "8": ("الحكومة", "1921-02-03", "والحكومة قررت بالبرق.", "language: ar"),
    "9": ("国会", "1890-11-29", "国会は開かれた。", "language: ja"),
    "10": ("Notes", "1900-06-07", NOTES),
    "11": ("Sentences", "1901", MENDED, "subjects: [Repairs, Lines]"),
}  # fmt: skip


def source(number: str) -> str:
    """The Markdown of a dispatch."""
    title, date, body, *front = DISPATCHES[number]
    lines = [
        f"number: {number}",
        "series: Wire Report",
        f"title: {title}",
        *front,
        *([f"date: {date}"] if date else []),
    ]
    head = "".join(f"{line}\n" for line in lines)
    return f"---\n{head}---\n\n{body}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The archive, built."""
    tree = {f"{number}.md": source(number) for number in DISPATCHES}
    note = "---\nseries: Note\nnumber: 2\ntitle: Lost\ndate: 1999\n---\n\nWhales.\n"
    known = {"archive.toml": SETTINGS, "authority/people.toml": PEOPLE, "note.md": note}
    site = made(tmp_path_factory.mktemp("wires") / "site", {**tree, **known})
    site.built("--as-of", "2026-01-01")
    return site


@pytest.fixture(scope="module")
def index(site: Site) -> Index:
    """Its index."""
    return Index(site.output)


FOUND = {
    "cable": "1 2",
    "cables": "1 2",
    "cable ocean": "1 2 6",
    "cable AND ocean": "1",
    "(cable) ocean": "1 2 6",
    "(cable) AND ocean": "1",
    "cable -ocean": "2",
    "NOT cable": "3 4 5 6 7 8 9 10 11 n2",
    "-cable -the": "5 6 7 8 9 10 n2",
    "nobody OR whalebone": "2 10",
    "nobody whalebone": "2 10",
    '"first cable"': "1",
    '"first cables"': "",
    '"cable first"': "",
    '"laid across the ocean"': "1",
    '"laid by steam and sail across"': "1",
    '"laid by steam across"': "",
    '"the line was cut at noon"': "11",
    '"cut sic at"': "11",
    '"he line"': "11",
    '"parted nobody"': "2",
    '"later cable"': "",
    "first near/1 laid": "",
    "first near/2 laid": "1",
    "laid near/2 first": "1",
    "laid near/3 across": "",
    "laid near/4 across": "1",
    "laid near/30 cable": "1",
    "(first OR sail*) near/3 ocean": "1",
    '"first cable" near/1 laid': "1",
    "cable near/3 cable": "",
    "(nobody AND steam) near/9 knew": "",
    "sail*": "1 2",
    "sailx*": "",
    "cab* -ocean": "2",
    "Ada": "3",
    "Ada Lovelace": "3 4",
    "countess": "3 4",
    "the enchantress of numbers": "1 2 3 4 6 10 11",
    '"the Enchantress of Numbers"': "3 4",
    "people:lovelace": "3",
    "person:countess": "3",
    "people:@people/ada-lovelace": "3",
    "people:nobody": "",
    'people:"Ada Lovelace"': "3",
    "title:cable": "1 2",
    "body:cable": "1 2",
    "title:ocean": "",
    "body:ocean": "1 6",
    "note:whalebone": "10",
    "body:whalebone": "",
    "heading:brass": "10",
    "title:(cables OR untimely)": "1 2 6",
    "subjects:repairs": "11",
    "subjects:rep*": "11",
    'series:"wire report" whales': "1 2 3 4 5 6 7 8 9 10 11",
    "series:note": "n2",
    "number:2": "2 n2",
    "insertion:sic": "11",
    "language:he": "7",
    "müller": "5",
    "mueller": "5",
    "muller": "5",
    "iran": "5",
    "No. 10857": "6",
    '"no 10857"': "6",
    "10857": "6",
    "בית": "7",
    "הגדול": "7",
    "גדול": "7",
    "title:ספר": "7",
    "body:ספר": "",
    "حكومة": "8",
    "الحكومه": "8",
    "برق": "8",
    "国会": "9",
    "会国": "",
    "会": "9",
    '"国会は"': "9",
    "date:1858": "1",
    "date:1861": "5",
    "date:1843-07-31": "3",
    "date:1843-08": "",
    "date:1858..1865 cable": "1 2 5",
    "date:..1850": "3 4",
    "date:1920..": "7 8 n2",
    "before:1850": "3",
    "after:1921": "n2",
    "after:1861": "2 5 7 8 9 10 11 n2",
    "-date:1800..2000": "6",
    "xyzzy": "",
    "": "",
    "...": "",
}  # fmt: skip


@pytest.mark.parametrize("question", FOUND)
def test_a_question_finds_what_it_says(index: Index, question: str) -> None:
    """Words, phrases, nearness, prefixes, fields, days, names and what joins them."""
    answer = index.ask(question, limit=100)
    found = {_short(hit.row.id) for hit in answer.hits}
    assert (found if answer.asked == question else set()) == set(FOUND[question].split())


def test_scripts_find_the_same(site: Site, index: Index) -> None:
    """The scripts give the same dispatches, in the same order, with the same scores."""
    answers = in_node(site.output, (["ask", question, {"limit": 100}] for question in FOUND))
    for question, answer in zip(FOUND, answers, strict=True):
        assert _scores(answer) == [(hit.ordinal, hit.score) for hit in index.ask(question, limit=100).hits]


def test_a_rarer_word_counts_for_more(index: Index) -> None:
    """Of two dispatches with one of the words each, that with the rarer is first."""
    assert _order(index, "nobody ocean") == ["2", "6", "1"]
    assert _order(index, "cable ocean")[0] == "1"


def test_a_title_counts_for_more_than_a_body(index: Index) -> None:
    """Each of these words stands once in the archive: one in a title, one in a shorter than usual body."""
    assert _order(index, "engine telegraph") == ["5", "3"]


def test_words_of_a_phrase_without_insertions_do_not_cross_passages(index: Index) -> None:
    """The last word of a paragraph and the first of the next are no phrase."""
    assert not index.ask('"one more"').documents


def test_what_is_misspelled_is_asked_for_as_it_may_have_been_meant(index: Index) -> None:
    """Where nothing is found the nearest word is asked for, where little is, it is suggested."""
    answer = index.ask("whalebon -cable")
    assert (answer.asked, answer.suggestion, answer.total) == ("whalebone -cable", "", 1)
    answer = index.ask("nobdoy whalebone")
    assert (answer.asked, answer.suggestion, answer.total) == ("nobdoy whalebone", "nobody whalebone", 1)
    assert index.ask("cabel ocean first the").suggestion == ""
    assert index.ask("10858").asked == "10858"
    assert index.ask('"whalebon"').asked == '"whalebon"'


def test_answers_are_narrowed_by_facets_and_dates(index: Index) -> None:
    """Values of one key add up, keys and dates take away."""

    def within(*pairs: tuple[str, str], dates: str = "") -> list[str]:
        answer = index.ask("the OR whales", within=pairs, dates=dates, limit=100)
        return sorted(_short(hit.row.id) for hit in answer.hits)

    assert within(("series", "Note")) == ["n2"]
    assert within(("series", "Note"), ("series", "Wire Report")) == ["1", "11", "2", "3", "4", "n2"]
    assert within(("series", "Note"), ("subjects", "Lines")) == []
    assert within(("subjects", "Lines")) == ["11"]
    assert within(("nothing", "Lines")) == []
    assert within(dates="1843..1850") == ["3", "4"]


def test_answers_come_in_order_of_time_if_so_asked(index: Index) -> None:
    """Either way, in parts, with the same total."""
    oldest = [hit.ordinal for hit in index.ask("the", order="oldest").hits]
    assert oldest == sorted(oldest)
    assert [hit.ordinal for hit in index.ask("the", order="newest").hits] == oldest[::-1]
    answer = index.ask("the", order="oldest", limit=2, offset=1)
    assert [hit.ordinal for hit in answer.hits] == oldest[1:3]
    assert answer.total == len(oldest)


def test_an_excerpt_is_the_passage_that_says_most(index: Index) -> None:
    """Words that were asked for are marked, phrases as a whole, other spellings too."""
    assert _excerpt(index, "whalebone") == (3, "note-1", "Of [whalebone].")
    assert (
        _excerpt(index, '"first cable"')[2]
        == "The [first cable] was laid [by steam [and sail]] across the ocean."
    )
    assert _excerpt(index, "הגדול")[2] == "והבית [הגדול] עמד."
    assert (
        _excerpt(index, "sail* nobody")[2] == "The cables parted. [Nobody] knew why; the ship [sailed] home."
    )
    assert _excerpt(index, "title:untimely")[2].startswith("Nothing is known")


def test_a_long_passage_is_shown_in_part(tmp_path: Path) -> None:
    """Around the words, from blank to blank."""
    words = " ".join(f"word{n}" for n in range(300))
    site = made(
        tmp_path / "site", {"1.md": source("1").replace("The first", f"{words} needle {words}. The first")}
    )
    site.built()
    index = Index(site.output)
    shown = _excerpt(index, "needle")[2]
    assert re.fullmatch(r"… (word\d+ )+\[needle\]( word\d+)+ …", shown)
    assert len(shown) < 300


def test_a_number_leads_to_its_dispatch(site: Site) -> None:
    """With its series or without, if only one is meant."""
    meant = {
        "WR 10": "wire-report/10.html",
        "Wire Report 8": "wire-report/8.html",
        "wire report no. 7": "wire-report/7.html",
        "3": "wire-report/3.html",
        "2": "",
        "Note 2": "note/2.html",
        "note/2": "note/2.html",
        "Note no 1": "",
        "99": "",
        "": "",
    }
    assert in_node(site.output, (["direct", text] for text in meant)) == list(meant.values())


def test_scripts_suggest_titles_names_and_numbers(site: Site) -> None:
    """What begins so: a number, words of a title, the values of a facet."""
    number, title, name, nothing = in_node(
        site.output, [["suggest", text, 5] for text in ("wr 3", "cables in the d", "repa", "?")]
    )
    assert number[0] == {
        "kind": "dispatch",
        "label": "Ada Lovelace writes",
        "detail": "Wire Report No. 3, 1843-07",
        "url": "wire-report/3.html",
    }
    assert [one["label"] for one in title] == ["Cables in the deep"]
    assert name == [
        {"kind": "name", "label": "Repairs", "detail": "Subjects", "url": "search.html?subjects=Repairs"}
    ]
    assert nothing == []


def test_scripts_count_facets_and_years(site: Site) -> None:
    """Of the dispatches found only; those without a date are of no year."""
    answer, *_ = in_node(site.output, [["ask", "ocean whales", {}]])
    facets, years, some = in_node(
        site.output, [["facets", answer], ["years", answer], ["facets", answer, ["nothing"]]]
    )
    assert {"label": "Wire Report", "count": 2} in facets[0]["values"]
    assert years == [[1858, 1], [1999, 1]]
    assert some == []


def test_scripts_show_the_excerpts_of_python(site: Site, index: Index) -> None:
    """The same passage, the same part of it, the same marks."""
    questions = [question for question in FOUND if index.ask(question).hits]
    answers = in_node(site.output, (["ask", question, {}] for question in questions))
    requests = [["snippet", hit, answer] for answer in answers for hit in answer["hits"]]
    shown = iter(in_node(site.output, requests))
    for question in questions:
        answer = index.ask(question)
        for hit in answer.hits:
            found = index.excerpt(hit, answer.asked)
            assert found
            assert next(shown) == {
                "field": found.field,
                "anchor": found.anchor,
                "parts": [list(part) for part in found.parts],
            }


def test_scripts_tell_which_words_are_marked_on_a_page(site: Site) -> None:
    """The surfaces of stems, of phrases, of beginnings."""
    answer, *_ = in_node(site.output, [["ask", 'cable "no more" sail*', {}]])
    (marks,) = in_node(site.output, [["marks", answer]])
    assert {"cable", "cables", "no", "more", "sail", "sailed"} <= set(marks)


def test_the_command_line_answers_in_json(site: Site) -> None:
    """An object a question, of the standard input a question a line."""
    run = site.run("search", "nobody", "--format", "json", "--limit", "1")
    assert run.status == 0
    hit = {
        "id": "wire-report/2",
        "url": "wire-report/2.html",
        "title": "A cable parted",
        "date": "1865-08-02",
    }
    answer = json.loads(run.out)
    assert answer["hits"][0].pop("score") > 0
    assert answer == {"query": "nobody", "total": 1, "hits": [hit]}
    lines = list(_answers(site, "cable\n\nwhalebon\n国会\n"))
    assert [(one["query"], one["total"]) for one in lines] == [
        ("cable", 2),
        ("", 0),
        ("whalebon", 1),
        ("国会", 1),
    ]
    assert [one.get("asked") for one in lines] == [None, None, "whalebone", None]


def test_the_command_line_answers_in_words(site: Site) -> None:
    """Title, date, number and address; what was asked for instead; that nothing was found."""
    run = site.run("search", "cabel", "--limit", "1")
    assert run.out.splitlines() == [
        "No dispatch has “cabel”; this is for “cable”.",
        "2 dispatches, the first 1:",
        "",
        " 1. A cable parted",
        "    1865-08-02 · Wire Report No. 2 · wire-report/2.html",
    ]
    assert site.run("search", "xyzzyxyzzy").out == "Nothing was found.\n"
    assert site.run("search", "xyzzyxyzzy").status == 0


def test_without_an_index_the_command_line_says_to_build(tmp_path: Path) -> None:
    """Also where another version made it, and where the sources are not there."""
    site = Site(tmp_path)
    run = site.run("search", "cable")
    assert (run.status, run.out) == (2, "")
    assert "Build the archive first" in run.err
    (site.output / "search").mkdir(parents=True)
    for root in ('readingRoom("root",{"format":0});\n', "alert(1)", 'readingRoom("root",{);\n'):
        (site.output / "search" / "root.js").write_text(root)
        run = site.run("search", "cable")
        assert (run.status, run.out) == (2, "")
        assert "Build the archive anew" in run.err


def test_a_file_that_is_gone_is_told(site: Site, tmp_path: Path) -> None:
    """Another edition was published while the index was asked."""
    search = tmp_path / "search"
    search.mkdir()
    for path in (site.output / "search").iterdir():
        if not path.name.startswith("postings"):
            (search / path.name).write_bytes(path.read_bytes())
    with pytest.raises(IndexUnreadableError, match="Ask again"):
        Index(tmp_path).ask("cable")
    (answer,) = in_node(tmp_path, [["ask", "cable", {}]])
    assert answer["error"] == "SearchError"


def _answers(site: Site, lines: str) -> Iterator[dict[str, object]]:
    given = io.TextIOWrapper(io.BytesIO(lines.encode()))
    with patch("sys.stdin", given):
        run = site.run("search", "-", "--format", "json")
    yield from map(json.loads, run.out.splitlines())


def _short(name: str) -> str:
    return name.replace("wire-report/", "").replace("note/", "n")


def _order(index: Index, question: str) -> list[str]:
    return [_short(hit.row.id) for hit in index.ask(question).hits]


def _scores(answer: dict[str, list[dict[str, object]]]) -> list[tuple[object, object]]:
    return [(hit["ordinal"], hit["score"]) for hit in answer["hits"]]


def _excerpt(index: Index, question: str) -> tuple[int, str, str]:
    answer = index.ask(question)
    found = index.excerpt(answer.hits[0], answer.asked)
    assert found
    return found.field, found.anchor, "".join(f"[{part}]" if flag else part for part, flag in found.parts)
