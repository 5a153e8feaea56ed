"""Explicit links between dispatches, and what they mean."""

from dataclasses import replace

import pytest

from readingroom.config import default_settings
from readingroom.model.block import DispatchTarget, LinkStart, PathTarget, Text
from readingroom.model.settings import Series
from readingroom.model.source import Form, Source
from readingroom.parse.front.paths import resolve
from readingroom.parse.markdown.link_targets import OutsideTarget, WebTarget, target_of
from readingroom.parse.markdown.parser import parse_markdown

SETTINGS = replace(
    default_settings(),
    series=(Series(name="Special Dispatch", slug="special-dispatch", forms=("SD No. {n}", "{n} (SD)")),),
)


def links(body: str) -> list[LinkStart]:
    """The links of a Markdown body."""
    data = f"---\ntitle: T\n---\n{body}".encode()
    parsed = parse_markdown(Source(path="a/b.md", form=Form.MARKDOWN, data=data), SETTINGS)
    assert parsed.dispatch
    return [chunk for chunk in parsed.dispatch.body.chunks if isinstance(chunk, LinkStart)]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("special-dispatch/10857", DispatchTarget("special-dispatch", "10857")),
        ("Special Dispatch/10857", DispatchTarget("special-dispatch", "10857")),
        ("10857", DispatchTarget("", "10857")),
        ("114-A", DispatchTarget("", "114-a")),
        ("14/B", DispatchTarget("", "14-b")),
        ("cable-letters/14/B", DispatchTarget("cable-letters", "14-b")),
        ("federalist-10", DispatchTarget("", "federalist-10")),
        ("Cable Letters No. 5", DispatchTarget("cable-letters", "5")),
        ("cable  letters no 5", DispatchTarget("cable-letters", "5")),
        ("FRUS 1948 V/1 No. 37", DispatchTarget("frus-1948-v-1", "37")),
        ("SD No. 5", DispatchTarget("special-dispatch", "5")),
        ("sd no. 5", DispatchTarget("special-dispatch", "5")),
        ("5 (SD)", DispatchTarget("special-dispatch", "5")),
        ("10857#note-3", DispatchTarget("", "10857", "note-3")),
        ("special-dispatch/10857#p-7f3k9", DispatchTarget("special-dispatch", "10857", "p-7f3k9")),
        ("رسائل/٥", DispatchTarget("رسائل", "٥")),
    ],
)
def test_what_a_name_in_double_brackets_means(written: str, target: DispatchTarget) -> None:
    """An id, a configured form, series and number, or a number of the source's own series."""
    assert target_of(f"[[{written}]]", "a/b.md", SETTINGS) == target
    (link,) = links(f"See [[{written}]].")
    assert link.target == target
    assert link.label


def test_a_link_with_words_of_its_own() -> None:
    """They may hold markup; the target's title is not shown."""
    (link,) = links("See [[10857|the *long* one]].")
    assert (link.target, link.label) == (DispatchTarget("", "10857"), False)


def test_the_link_knows_its_line() -> None:
    """For what is told about it once the archive is known."""
    assert [link.line for link in links("One.\n\nTwo\n[[5]] and\n[[6|x]].")] == [7, 8]


@pytest.mark.parametrize(
    "body",
    [
        r"\[[10857]]",
        "`[[10857]]`",
        "    [[10857]]",
        "```\n[[10857]]\n```",
        "[[…]]",
        "[[]]",
        "[[a [sic] b]]",
        "![[10857]]",
        "[[10857\n]]",
    ],
)
def test_what_is_no_link(body: str) -> None:
    """Escaped or in code, without a letter or digit, with brackets or a line end inside."""
    assert links(body) == []


def test_an_ordinary_link_whose_words_stand_in_brackets() -> None:
    """What follows the brackets decides."""
    data = b"---\ntitle: T\n---\n[[1]](https://example.org/)"
    parsed = parse_markdown(Source(path="a/b.md", form=Form.MARKDOWN, data=data), SETTINGS)
    assert parsed.dispatch
    assert Text("[1]") in parsed.dispatch.body.chunks


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("c.md", PathTarget("a/c.md")),
        ("./c.md#x", PathTarget("a/c.md", "x")),
        ("../c.txt?v=1#x", PathTarget("c.txt", "x")),
        ("/c/d.pdf", PathTarget("c/d.pdf")),
        ("c%20d.pdf", PathTarget("a/c d.pdf")),
        ("?x", PathTarget("a/b.md")),
        ("../../c.md", OutsideTarget("../../c.md")),
        ("/../c.md", OutsideTarget("/../c.md")),
        ("%2e%2e/%2e%2e/c.md", OutsideTarget("%2e%2e/%2e%2e/c.md")),
        ("c%5cd.md", OutsideTarget("c%5cd.md")),
        ("c%00d.md", OutsideTarget("c%00d.md")),
        ("#note-3", WebTarget("#note-3", external=False)),
        ("mailto:jane@example.org", WebTarget("mailto:jane@example.org", external=False)),
        ("https://example.org/", WebTarget("https://example.org/", external=True)),
        ("HTTP://example.org/", WebTarget("HTTP://example.org/", external=True)),
        ("//example.org/", WebTarget("https://example.org/", external=True)),
    ],
)
def test_where_an_address_leads(address: str, target: object) -> None:
    """Into the archive, to a place in the page, or out; never beside the content folder."""
    assert target_of(address, "a/b.md", SETTINGS) == target


def test_paths_are_resolved_against_the_source() -> None:
    """Steps are taken as written; what leads out is none."""
    assert resolve("a/b/c.md", "../d/./e.png") == "a/d/e.png"
    assert resolve("c.md", "..") is None
    assert resolve("a/c.md", "..") == ""
