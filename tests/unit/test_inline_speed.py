"""Skipping what cannot match changes nothing."""

import re

import pytest
from markdown import Markdown

from readingroom.parse.markdown.inline_speed import make_sparing
from readingroom.parse.markdown.required import may_match, needs

EXTENSIONS = [
    "footnotes",
    "tables",
    "attr_list",
    "def_list",
    "abbr",
    "admonition",
    "sane_lists",
    "md_in_html",
    "fenced_code",
]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\[\^([^\]]*)\]", (("[^",), ("]",))),
        (r"(?<!\!)\[", (("[",),)),
        (r"<([^<> !]+@[^@<> ]+)>", (("<",), (">",), ("@",))),
        (r"\*|_", (("*", "_"),)),
        (r"a|b|[cd]e", (("a", "b", "e"),)),
        (r"(?:ab)+c", (("ab",), ("c",))),
        (r"(?:ab)*c", (("c",),)),
        (r"(?:ab)?", ()),
        (r"(?=x)y", (("x",), ("y",))),
        (r"(?!x)y", (("y",),)),
        (r"(?>ab)c++", (("ab",), ("c",))),
        (r"(?:a|)b", (("b",),)),
        (r"[^a]", ()),
        (r"[a-z]x", (("x",),)),
        (r"(?i)ab", ()),
        (r"(?i:a)b", (("b",),)),
        (r"\d.", ()),
        (r"(a)\1", (("a",),)),
        (r"(?:x+y|y\d)", (("y",),)),
        (r"(?:x+y|yx)", (("x", "yx"),)),
    ],
)
def test_what_a_pattern_needs_is_derived_from_itself(
    pattern: str, needed: tuple[tuple[str, ...], ...]
) -> None:
    """Literals that every match contains, alternatives together."""
    assert set(needs(re.compile(pattern))) == set(needed)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"a(b|c)?d", "ad"),
        (r"(?:ab|cd){2}", "abcd"),
        (r"(?i)X", "x"),
        (r"[xyz]|q", "y"),
        (r"", ""),
        (r"a{0}b", "b"),
    ],
)
def test_what_matches_is_never_ruled_out(pattern: str, text: str) -> None:
    """Whatever the pattern is made of."""
    compiled = re.compile(pattern)
    assert compiled.search(text)
    assert may_match(compiled, text)


SOURCES = [
    "Plain.",
    "*a* _b_ **c** ***d*** `e` \\* [f](g) ![h](i) <http://j.k> <l@m.n> &amp; <b>o</b>  \np",
    "[a][b] [b] ![b] ![c][b]\n\n[b]: d 'e'",
    "a[^1] b[^n]\n\n[^1]: c\n[^n]: d\n\n    e",
    "# a\n## b\nc\n=\nd\n-\n\n* * *\n\n> e\n> - f\n\n1. g\n2. h\n\n    i",
    "a | b\n--|--\nc | d",
    "a\n:   b\n\n    c",
    '!!! note "a"\n    b\n\n    c\n\nd',
    "*[A]: b\n\nA c",
    '<div markdown="1">\n*a*\n\n- b\n</div>\n\n<p>*c*</p>',
    "a\n{: .b #c }\n\n*d*{: .e }",
    "```\na\n```\n\n~~~ python\nb\n~~~",
]


@pytest.mark.parametrize("source", SOURCES)
def test_the_output_is_that_of_python_markdown(source: str) -> None:
    """With all extensions, construct by construct."""
    stock, sparing = Markdown(extensions=EXTENSIONS), Markdown(extensions=EXTENSIONS)
    make_sparing(sparing)
    assert sparing.convert(source) == stock.convert(source)
