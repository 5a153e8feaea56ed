"""`check`: every problem of the content, and nothing written but the cache."""

import argparse
from contextlib import closing

from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console, counted
from readingroom.cli.making import paths, progress
from readingroom.cli.usage import as_of
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.session import Made, Session


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Reports all diagnostics; returns the exit status."""
    with closing(Session(paths(common), jobs=common.jobs)) as session:
        made = session.edition(as_of(own.as_of, session.settings.timezone), started=progress(console))
        counts = console.report([*made.diagnostics, *_rendering(made, console), *_size(made, session)])
        console.say(
            f"{counted(made.sources, 'source')}: {counted(counts[Severity.ERROR], 'error')}, "
            f"{counted(counts[Severity.WARNING], 'warning')}, {counted(counts[Severity.NOTICE], 'notice')}."
        )
        failed = counts[Severity.ERROR] or (common.strict and counts[Severity.WARNING])
        return status.CONTENT if failed else status.CLEAN


def _rendering(made: Made, console: Console) -> list[Diagnostic]:
    """What comes up when pages are rendered, each place once."""
    told = [page.problem or page.remark for page in made.edition.pages(progress(console, "Pages"))]
    return list({(d.path, d.line, d.code): d for d in told if d}.values())


def _size(made: Made, session: Session) -> list[Diagnostic]:
    limit, files = session.settings.host_file_limit, len(made.edition.written) + 1
    if files <= limit:
        return []
    message = f"The archive has {files:,} files, and publish.host_file_limit is {limit:,}."
    return [Diagnostic(code=Code.HOST_FILE_LIMIT, message=message)]
