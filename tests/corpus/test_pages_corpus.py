"""Published pages of the diplomatic papers lose no word of their sources.

The comparison is made by code that knows nothing of the package: pages as written, sources as they are.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from published import problems
from words import markdown_words, page_words, text_words

from readingroom.cli import main

pytestmark = pytest.mark.corpus

TAIL = "Share this Report:"


def papers(corpus: Path) -> Iterator[dict[str, object]]:
    """What is known of each paper."""
    with (corpus / "frus" / "gold.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.fixture(scope="module", params=["txt", "md"])
def built(
    request: pytest.FixtureRequest, corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """All papers of one form, published."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "content").symlink_to(corpus / "frus" / request.param)
    arguments = ["--content", str(folder / "content"), "--output", str(folder / "output"), "--quiet"]
    assert main(arguments) == 0
    return request.param, folder / "output"


def test_no_word_is_lost_and_none_is_moved(built: tuple[str, Path], corpus: Path) -> None:
    """Every page has the words of its source, in order: the body, then the notes."""
    form, output = built
    wrong = []
    for paper in papers(corpus):
        source = (corpus / "frus" / form / f"{paper['id']}.{form}").read_text(encoding="utf-8")
        expected = text_words(source, TAIL) if form == "txt" else markdown_words(source)
        series = re.sub(r"[^a-z0-9]+", "-", str(paper["series"]).lower())
        page = (output / series / f"{paper['number']}.html").read_text(encoding="utf-8")
        if page_words(page, labels=form == "txt") != expected:
            wrong.append(paper["id"])
    assert not wrong


def test_no_link_is_broken(built: tuple[str, Path]) -> None:
    """Every internal link and fragment leads somewhere, and no id stands twice."""
    assert not list(problems(built[1]))
