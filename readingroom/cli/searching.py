"""`search`: questions to the published archive, answered from its index as the browser answers them."""

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.usage import UsageError
from readingroom.search.query import Answer, Hit, Index, IndexUnreadableError

STANDARD_INPUT = "-"
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
WIDTH = 80
"""Characters of a line of an excerpt."""
INDENT = "    "


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Answers one question, or one a line of the standard input; returns the exit status.

    What is found goes to the standard output: an object a line where JSON is asked for.
    """
    del console  # its lines go elsewhere where programs read the output
    try:
        index = Index(common.output)
        for question in _questions(own.question):
            answer = index.ask(question, limit=own.limit)
            lines = [_as_json(answer)] if common.format == "json" else _as_text(index, answer)
            for line in lines:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except IndexUnreadableError as error:
        raise UsageError(str(error)) from None
    return status.CLEAN


def _questions(given: str) -> Iterator[str]:
    if given != STANDARD_INPUT:
        yield given
        return
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _as_json(answer: Answer) -> str:
    found: dict[str, Any] = {"query": answer.question}
    if answer.asked != answer.question:
        found["asked"] = answer.asked
    found["total"] = answer.total
    found["hits"] = [
        {
            "id": hit.row.id,
            "url": hit.address,
            "title": hit.row.title,
            "date": hit.row.date,
            "score": hit.score,
        }
        for hit in answer.hits
    ]
    return json.dumps(found, ensure_ascii=False)


def _as_text(index: Index, answer: Answer) -> Iterator[str]:
    if answer.asked != answer.question:
        yield f"No dispatch has “{answer.question}”; this is for “{answer.asked}”."
    yield _counted(answer)
    if answer.suggestion:
        yield f"Did you mean “{answer.suggestion}”?"
    is_shown = sys.stdout.isatty()
    for number, hit in enumerate(answer.hits, 1):
        yield ""
        yield f"{number:>2}. {_bold(hit.row.title) if is_shown else hit.row.title}"
        yield INDENT + " · ".join(filter(None, (hit.row.date, _number(hit), hit.address)))
        if is_shown:
            yield from _excerpt(index, hit, answer)


def _counted(answer: Answer) -> str:
    if not answer.total:
        return "Nothing was found."
    counted = f"{answer.total:,} dispatch{'es' if answer.total > 1 else ''}"
    return counted if len(answer.hits) == answer.total else f"{counted}, the first {len(answer.hits)}:"


def _number(hit: Hit) -> str:
    return f"{hit.row.series} No. {hit.row.number}" if hit.row.number else hit.row.series


def _excerpt(index: Index, hit: Hit, answer: Answer) -> Iterator[str]:
    """The excerpt, wrapped; words that were asked for stand out."""
    found = index.excerpt(hit, answer.asked)
    if not found:
        return
    text = "".join(part for part, _ in found.parts)
    marked = [flag for part, flag in found.parts for _ in part]
    at = 0
    for line in textwrap.wrap(text, WIDTH, expand_tabs=False, replace_whitespace=False):
        at = text.index(line, at)
        shown = line if os.environ.get("NO_COLOR") else _shown(line, marked[at : at + len(line)])
        yield INDENT + shown
        at += len(line)


def _shown(line: str, marked: list[bool]) -> str:
    parts: list[str] = []
    for number, character in enumerate(line):
        is_first = marked[number] and not (number and marked[number - 1])
        is_over = not marked[number] and number and marked[number - 1]
        parts.append(f"{BOLD if is_first else PLAIN if is_over else ''}{character}")
    return "".join(parts) + (PLAIN if marked and marked[-1] else "")


def _bold(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else f"{BOLD}{text}{PLAIN}"
