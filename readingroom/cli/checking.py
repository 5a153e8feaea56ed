"""`check`: every problem of the content, and nothing written but the cache; once, or again at each save."""

import argparse
import threading
from collections import Counter
from contextlib import closing

from readingroom import theme_folders
from readingroom.addresses import page_of
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console, counted
from readingroom.cli.making import in_the_way, paths, progress
from readingroom.cli.usage import as_of
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.search.shards import Shape
from readingroom.session import Made, Session, SettingsError
from readingroom.traces import Trace
from readingroom.watch import Watcher

BEGIN, END = "Checking.", "Checked."
"""The lines around what each check tells with `--watch`: editors read them."""


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Reports all diagnostics; returns the exit status."""
    with closing(Session(paths(common), jobs=common.jobs, apart=own.watch)) as session:
        check = _Check(session, common, own, console)
        if own.watch:
            return _watch(check, common, console, poll=own.poll)
        return check.once()


def _watch(check: "_Check", common: Common, console: Console, *, poll: bool) -> int:
    """Checks at each save until it is interrupted; returns the exit status."""
    ready, over = threading.Lock(), threading.Event()

    def again(touched: frozenset[str] | None) -> None:
        with ready:
            check.again(touched)

    roots = [common.content, *theme_folders.folders(common.templates)]
    watcher = Watcher(roots, again, poll=poll, say=console.complain)
    try:
        with ready:  # what is saved during the first check is seen to after it
            if reason := watcher.start():
                console.complain(reason)
            check.again(None)
        over.wait()
    except KeyboardInterrupt:
        console.complain("Stopped.")
    finally:
        watcher.stop()
    return status.INTERRUPTED


class _Check:
    """Checks of one archive, one after the other."""

    def __init__(self, session: Session, common: Common, own: argparse.Namespace, console: Console) -> None:
        self._session = session
        self._common = common
        self._own = own
        self._console = console
        self._earlier = session.remembered()
        self._traces: dict[str, Trace] = dict(self._earlier.traces) if self._earlier else {}
        self._broken: dict[str, Diagnostic] = {}
        """What is wrong with pages, by address."""

    def once(self) -> int:
        """Checks; returns the exit status."""
        counts = self._checked(None)
        failed = counts[Severity.ERROR] or (self._common.strict and counts[Severity.WARNING])
        return status.CONTENT if failed else status.CLEAN

    def again(self, touched: frozenset[str] | None) -> None:
        """Checks after some files were touched; what keeps it from checking is told like all else."""
        self._console.complain(BEGIN)
        try:
            self._checked(touched)
        except (SettingsError, OSError) as error:
            self._console.report(in_the_way(error))
        self._console.complain(END)

    def _checked(self, touched: frozenset[str] | None) -> Counter[Severity]:
        session, console = self._session, self._console
        moment = as_of(self._own.as_of, session.settings.timezone)
        made = session.edition(moment, started=progress(console), earlier=self._earlier, touched=touched)
        self._earlier = None
        self._render(made)
        counts = console.report([*made.diagnostics, *self._of_pages(made), *_size(made, session)])
        console.say(
            f"{counted(made.sources, 'source')}: {counted(counts[Severity.ERROR], 'error')}, "
            f"{counted(counts[Severity.WARNING], 'warning')}, {counted(counts[Severity.NOTICE], 'notice')}."
        )
        return counts

    def _render(self, made: Made) -> None:
        """Renders what may come out otherwise than it did: of an edited text its own page, in memory."""
        edition = made.edition
        if made.follows is not None:
            known = edition.site.archive.by_path
            for address in {page_of(known[path]) for path in made.follows if path in known}:
                result = edition.data(address)
                self._broken.pop(address, None)
                if isinstance(result, Diagnostic):
                    self._broken[address] = result
            return
        self._broken.clear()
        for page in edition.pages(progress(self._console, "Pages"), self._traces, lambda *_: True):
            if page.problem:
                self._broken[page.address] = page.problem
            elif page.trace:
                self._traces[page.address] = page.trace

    def _of_pages(self, made: Made) -> list[Diagnostic]:
        """What came up when pages were rendered, each place once."""
        written = made.edition.written
        remarks = [made.edition.remark(trace, written.get(name)) for name, trace in self._traces.items()]
        told = [*self._broken.values(), *self._session.heard(remark for remark in remarks if remark)]
        return list({(d.path, d.line, d.code): d for d in told}.values())


def _size(made: Made, session: Session) -> list[Diagnostic]:
    outline = made.edition.searching.outline
    of_index = Shape.of(len(outline.documents)).files(len(outline.documents), len(outline.facets))
    limit, files = session.settings.host_file_limit, len(made.edition.written) + 1 + of_index
    if files <= limit:
        return []
    message = f"The archive has {files:,} files, and publish.host_file_limit is {limit:,}."
    return [Diagnostic(code=Code.HOST_FILE_LIMIT, message=message)]
