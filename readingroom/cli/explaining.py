"""`explain`: how a source was read, every block with its type, the rule that decided and its lines."""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from readingroom.addresses import slug
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.making import paths
from readingroom.cli.usage import UsageError
from readingroom.diagnostics import Severity
from readingroom.model.dispatch import Dispatch
from readingroom.session import Session

NARROW = 100
"""Characters of a line where the output is no terminal."""


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Prints the blocks of one source; returns the exit status."""
    with closing(Session(paths(common), jobs=common.jobs)) as session:
        path = _path(own.id, common.content, session)
        dispatch, diagnostics = session.explain(path)
        if dispatch is not None:
            for line in _lines(dispatch, shutil.get_terminal_size((NARROW, 0)).columns):
                console.answer(line)
        counts = console.report(diagnostics)
        return status.CONTENT if counts[Severity.ERROR] else status.CLEAN


def _path(name: str, content: Path, session: Session) -> str:
    """The source that an id or a path means; UsageError where there is none."""
    inside = name.removeprefix("./").removeprefix(f"{content.as_posix().rstrip('/')}/")
    if inside in session.sources():
        return inside
    cards = session.cards()
    found = [card for card in cards if card.id == name] or [
        card for card in cards if card.id.partition("/")[2] == slug(name)
    ]
    if len(found) == 1:
        return found[0].path
    if found:
        message = f'"{name}" is a number of several series: {", ".join(card.id for card in found)}.'
        raise UsageError(message)
    message = f'"{name}" is the id of no dispatch that can be read, and no source in {content}.'
    raise UsageError(message)


def _lines(dispatch: Dispatch, width: int) -> Iterator[str]:
    meta = dispatch.meta
    yield f"{dispatch.path}: {meta.id}, {meta.series} No. {meta.number}"
    yield f"title     {meta.title}"
    yield f"date      {meta.date.text if meta.date else 'undated'}"
    yield f"language  {meta.language}, {meta.direction}"
    yield f"status    {meta.status}"
    for key, values in meta.fields:
        if values:
            yield f"{key:<9} {'; '.join(value.name for value in values)}"
    yield ""
    for reading in dispatch.readings:
        lines = f"{reading.first_line}-{reading.last_line}"
        head = f"{lines:>9}  {reading.kind:<14} {reading.rule}"
        room = width - len(head) - 4
        excerpt = (
            reading.excerpt if len(reading.excerpt) <= room else reading.excerpt[: max(room - 1, 20)] + "…"
        )
        yield f"{head}  | {excerpt}"
