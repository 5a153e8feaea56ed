"""What one dispatch may ask of the machine."""

import signal
import threading
import time

import pytest

from readingroom.config import default_settings
from readingroom.diagnostics import Code
from readingroom.model.source import Form, Source
from readingroom.parse import limits
from readingroom.parse.limits import MAX_BYTES, MAX_DEPTH, OutOfTimeError, cpu_limit, excess
from readingroom.parse.markdown.parser import parse_markdown
from readingroom.parse.result import Parsed

HAS_TIMER = hasattr(signal, "setitimer")

HOSTILE = {
    "opening brackets": "[" * 8192,
    "image brackets": "![" * 4096,
    "nested brackets": "[" * 4000 + "]" * 4000,
    "declarations": "<![ " * 5000,
    "markup declarations": "<!" * 9000,
    "marked sections": "<![CDATA[" * 3000,
    "processing instructions": "<? " * 5000,
    "comments": "<!-- a\n" * 3000,
    "tags": "<a " * 5000,
    "tags with attributes": "<a b=" * 5000,
    "web addresses": "<http://" * 4000,
    "link addresses": "[a](" * 3000,
    "link titles": '[a]("' * 3000,
    "headings": "# a\n" * 8000,
    "underlined headings": "a\n=\n" * 8000,
    "abbreviations": "\n".join(f"*[A{n}]: x" for n in range(3000)),
    "brackets over many lines": "[a\n" * 4000,
}
"""Texts on which Python-Markdown takes seconds to minutes."""

DEEP = {
    "lists": "".join("    " * depth + "- a\n" for depth in range(300)),
    "numbered lists": "".join("    " * depth + "1. a\n\n" for depth in range(300)),
    "list marks": "- " * 300 + "a",
    "quotations": ">" * 300 + "a",
    "quotations with blanks": "> " * 300 + "a",
    "quotations and lists": "> - " * 100 + "a",
}

HARMLESS = {
    "emphasis": "*_" * 4000,
    "open emphasis": "*a _" * 4000,
    "stars": "a**b" * 4000,
    "backticks": "".join("`" * count + " " for count in range(200)),
    "open backticks": "`a" * 8000,
    "entities": "&a" * 8000,
    "elements": "<div>" * 60,
    "pipes": "|" * 5000 + "\n" + "|-" * 5000,
    "rules": "- " * 200 + "-",
    "stars in a row": "*" * 10000,
    "hashes": "#" * 10000 + "a",
    "braces": "{: " * 5000,
    "escaped brackets": "\\[" * 5000,
    "a long line": "a " * 50000,
    "blank lines": "a" + "\n" * 100000,
    "less than": "a < b and " * 5000,
    "notes that call notes": "".join(f"[^{n}]: a[^{n + 1}]\n" for n in range(500)) + "\nx[^0]",
    "a paragraph of insertions": "He said [i.e., so] and [sic]. " * 200,
    "close notes": "".join(f"[^{n}]: Log of the ship, page {n}.\n" for n in range(400)),
}
"""Texts that look dangerous and are not."""


def parse(body: str) -> Parsed:
    """A Markdown source with that body."""
    data = f"---\ntitle: T\n---\n{body}".encode()
    return parse_markdown(Source(path="a.md", form=Form.MARKDOWN, data=data), default_settings())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_that_would_take_minutes_is_refused(name: str) -> None:
    """Before it is read, with a diagnostic that names a line."""
    parsed = parse(f"First.\n\n{HOSTILE[name]}\n")
    assert parsed.dispatch is None
    (told,) = parsed.diagnostics
    assert told.code == Code.TOO_MANY_BRACKETS
    assert told.line == 6


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused(name: str) -> None:
    """Before it is read, with the line where it goes too deep."""
    parsed = parse(f"First.\n\n{DEEP[name]}\n")
    assert parsed.dispatch is None
    (told,) = parsed.diagnostics
    assert told.code == Code.TOO_DEEP
    assert told.line >= 6


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_dangerous_is_read(name: str) -> None:
    """No limit stands in the way of what can be read at once."""
    with cpu_limit():
        parsed = parse(HARMLESS[name])
    assert parsed.dispatch


def test_elements_nested_deeper_than_a_page_can_be() -> None:
    """Raw HTML cannot go around the limit, nor can emphasis."""
    for opening in ("<div>", "<span>", "<ul><li>"):
        (told,) = parse(opening * 150 + "x").diagnostics
        assert told.code == Code.TOO_DEEP


def test_nesting_that_python_cannot_follow() -> None:
    """What no rule foresees ends in a diagnostic too, and the next source is read as if nothing had been."""
    (told,) = parse("a\n:   b\n" * 3000).diagnostics
    assert told.code == Code.TOO_DEEP
    assert parse("- One\n- Two").dispatch == parse("- One\n- Two").dispatch
    assert parse("- One\n- Two").diagnostics == ()


def test_lists_of_a_usual_depth_are_read() -> None:
    """The limit leaves room for anything that people write."""
    depth = 12
    assert parse("".join("    " * level + f"- level {level}\n" for level in range(depth))).dispatch
    assert depth < MAX_DEPTH


def test_the_worst_block_is_named() -> None:
    """Lines count from 0 in the text that was looked at."""
    found = excess("One [a].\n\nTwo.\n\n" + "[" * 9000 + "\n\nThree.")
    assert found
    assert (found.code, found.line) == (Code.TOO_MANY_BRACKETS, 4)


def test_a_source_of_fifty_megabytes_is_not_looked_into() -> None:
    """The size alone refuses it."""
    source = Source(path="a.md", form=Form.MARKDOWN, data=b"[" * (MAX_BYTES + 1))
    parsed = parse_markdown(source, default_settings())
    assert parsed.dispatch is None
    (told,) = parsed.diagnostics
    assert told.code == Code.TOO_LARGE
    assert "5,000,001" in told.message
    assert limits.too_large("a.md", b"x" * MAX_BYTES) is None


@pytest.mark.skipif(not HAS_TIMER, reason="needs virtual timers")
def test_the_limit_on_processor_time_ends_what_never_ends() -> None:
    """The block is left by an exception, and the timer is off afterwards."""
    with pytest.raises(OutOfTimeError), cpu_limit(0.05):
        _use_the_processor()
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


@pytest.mark.skipif(not HAS_TIMER, reason="needs virtual timers")
def test_of_two_limits_the_shorter_holds() -> None:
    """An inner limit can shorten an outer one, not lengthen it; the outer one goes on afterwards."""
    with pytest.raises(OutOfTimeError), cpu_limit(0.05), cpu_limit(60):
        _use_the_processor()
    with pytest.raises(OutOfTimeError), cpu_limit(0.2):
        _use_the_processor_twice()


@pytest.mark.skipif(not HAS_TIMER, reason="needs virtual timers")
def test_the_limit_leaves_no_trace_where_it_is_not_reached() -> None:
    """Timer and handler are as before."""
    before = signal.getsignal(signal.SIGVTALRM)
    with cpu_limit(60):
        pass
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_beside_the_main_thread_there_is_no_limit() -> None:
    """Signals reach the main thread only, so elsewhere the block just runs."""
    done: list[bool] = []

    def work() -> None:
        with cpu_limit(0.001):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_a_time_out_is_told() -> None:
    """With a code of its own, by which it is known never to be remembered."""
    told = limits.timed_out("a.md")
    assert (told.code, told.path) == (Code.TIME_OUT, "a.md")


def _use_the_processor_twice() -> None:
    with pytest.raises(OutOfTimeError), cpu_limit(0.05):
        _use_the_processor()
    _use_the_processor()


def _use_the_processor() -> None:
    until = time.process_time() + 30
    while time.process_time() < until:
        pass
