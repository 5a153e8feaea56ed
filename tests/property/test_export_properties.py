"""What holds of citations, data and feeds whatever a dispatch says of itself."""

import csv
import io
import json
import re

from archives import a_card, a_site, an_archive
from atom import ATOM, checked, text
from baked import files as made
from bibliography import names_of, parse_bibtex, parse_ris
from hypothesis import given
from hypothesis import strategies as st

from readingroom import cite, data, feeds
from readingroom.cite.work import one_line

WORDS = st.text(min_size=1, max_size=40).filter(str.strip)
MARKS = st.text("{}\\%&$#_~^\"'|,;:\n\r\t <>=@ax", min_size=1, max_size=20).filter(str.strip)
TEXTS = WORDS | MARKS
NAMES = st.lists(TEXTS | st.sampled_from(["A and B", "AND, and", "a, b, c, d"]), max_size=4)

_COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{c}": c for c in "&%$#_"},
}


_NOT_IN_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def _in_xml(value: str) -> str:
    """A text as XML can hold it."""
    return _NOT_IN_XML.sub("\ufffd", value)


def _read_tex(value: str) -> str:
    return re.sub(r"\\text[a-z]+\{\}|\\[&%$#_]", lambda match: _COMMANDS[match[0]], value)


@given(TEXTS, NAMES)
def test_bibtex_can_be_read_back(title: str, authors: list[str]) -> None:
    """The entry has title, number and as many authors as the dispatch; nothing breaks out of its field."""
    site = a_site(an_archive(a_card(title=title, fields={"authors": authors})))
    (file, *_) = made(cite.files(site), site)
    ((_, _, fields),) = parse_bibtex(file.data.decode())
    assert _read_tex(fields["title"][1:-1]) == one_line(title)
    assert fields["number"] == "1"
    assert len(names_of(fields.get("author", ""))) == len(authors)


@given(TEXTS, NAMES)
def test_ris_can_be_read_back(title: str, subjects: list[str]) -> None:
    """Every line begins with a tag, and the values are those of the dispatch."""
    site = a_site(an_archive(a_card(title=title, fields={"subjects": subjects})))
    (_, file, _) = made(cite.files(site), site)
    (record,) = parse_ris(file.data.decode())
    assert record["TI"] == [one_line(title)]
    assert record.get("KW", []) == list(dict.fromkeys(map(one_line, subjects)))


@given(TEXTS, NAMES)
def test_csl_and_json_can_be_read_back(title: str, topics: list[str]) -> None:
    """JSON holds title and names to the letter."""
    site = a_site(an_archive(a_card(title=title, fields={"topics": topics})))
    files = {file.address: file.data for file in made((*cite.files(site), *data.files(site)), site)}
    assert json.loads(files["data/dispatches.csl.json"])[0]["title"] == one_line(title)
    (record,) = json.loads(files["data/dispatches.json"])
    assert record["title"] == title
    assert [value["name"] for value in record["fields"]["topics"]] == topics


@given(TEXTS, NAMES)
def test_the_table_can_be_read_back(title: str, topics: list[str]) -> None:
    """A cell holds its text to the letter, and a list its names, whatever characters they have."""
    site = a_site(an_archive(a_card(title=title, fields={"topics": topics})))
    (_, file) = made(data.files(site), site)
    (row,) = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
    assert row["title"] == title
    names = re.findall(r"((?:\\.|[^|\\])+)", row["topics"], re.DOTALL)
    assert [re.sub(r"\\(.)", r"\1", name, flags=re.DOTALL) for name in names] == topics


@given(TEXTS, NAMES, TEXTS)
def test_feeds_are_valid(title: str, subjects: list[str], words: str) -> None:
    """No text of a dispatch can break a feed."""
    site = a_site(an_archive(a_card(title=title, fields={"subjects": subjects})))
    for file in feeds.files(site):
        (entry,) = checked(feeds.filled(file, lambda _, __: words)).findall(f"{ATOM}entry")
        assert text(entry, "updated") == "1844-05-24T00:00:00Z"
        assert text(entry, "summary").split() == _in_xml(words).split()


@given(TEXTS, NAMES)
def test_a_citation_is_one_line_that_ends(title: str, authors: list[str]) -> None:
    """The citation to read is one line and ends with a full stop."""
    site = a_site(an_archive(a_card(title=title, fields={"authors": authors})))
    line = cite.chicago(cite.work(site.archive.shown()[0].card, site.settings, site.authority))
    assert line == one_line(line)
    assert line.endswith(".")
