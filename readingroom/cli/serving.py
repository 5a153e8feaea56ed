"""`serve`: a preview on this machine that follows every save."""

import argparse
import errno
import gc
import multiprocessing
import os
import sys
import threading
import webbrowser
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO

from readingroom import theme_folders
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.making import in_the_way, paths
from readingroom.cli.usage import as_of
from readingroom.diagnostics import Diagnostic, Severity
from readingroom.serve import Preview, Server, free_port, saved_page
from readingroom.session import Edition, Made, Session, SettingsError
from readingroom.session.searchable import Searchable
from readingroom.watch import Watcher

PATIENCE_SECONDS = 0.4
"""How long the end waits for a build that is under way."""


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Serves until interrupted; returns the exit status."""
    builder = _Builder(common, console, apart=True)
    preview = Preview(
        builder.build,
        opened=builder.open,
        follow=(lambda edition, touched: saved_page(edition, common.content, touched))
        if own.follow
        else None,
        search=builder.search,
        report=lambda problem: console.report([problem]),
    )
    ready = threading.Event()
    watcher = Watcher(
        [common.content, *theme_folders.folders(common.templates)],
        partial(_rebuild, preview, ready),
        poll=own.poll,
        say=console.complain,
    )
    server: Server | None = None
    try:
        # Watched from the beginning: what is saved during the first build is in the second.
        if reason := watcher.start():
            console.complain(reason)
        preview.rebuild()
        gc.collect()
        gc.freeze()  # the archive stays in memory: looking through it again and again would stall saves
        server = _bound(own.port, preview, console)
        ready.set()
        _serve(server, console, open_it=own.open)
    finally:
        preview.end()
        ready.set()
        if server is not None:
            server.server_close()
        if not watcher.stop(PATIENCE_SECONDS):
            _leave()
        builder.close()
    return status.INTERRUPTED


def _rebuild(preview: Preview, ready: threading.Event, touched: frozenset[str] | None) -> None:
    """Builds again what changed, once there is a first edition and unless all is over."""
    ready.wait()
    if not preview.has_ended:
        preview.rebuild(touched)


def _bound(first: int, preview: Preview, console: Console) -> Server:
    """A server on the first free port; one that somebody takes before us is passed over like the others."""
    server: Server | None = None
    while server is None:
        port = free_port(first)
        try:
            server = Server(port, preview, console.say)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    if port != first:
        console.complain(f"Port {first} is taken, so this is port {port}.")
    return server


def _serve(server: Server, console: Console, *, open_it: bool) -> None:
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        console.answer(address)
        if open_it:
            webbrowser.open(address)
        server.serve_forever()
    except KeyboardInterrupt:
        console.complain("Stopped.")


def _leave() -> None:
    """Ends at once, with a build under way that may take long: it is in memory only, and nobody needs it."""
    for process in multiprocessing.active_children():
        process.kill()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status.INTERRUPTED)


class _Builder:
    """Builds one edition after another, and prints what is wrong, once for each change."""

    def __init__(self, common: Common, console: Console, *, apart: bool = False) -> None:
        """With `apart` sources are read in other processes only, so that none of them stalls this one."""
        self._common = common
        self._console = console
        self._apart = apart
        self._session: Session | None = None
        self._searchable: Searchable | None = None
        self._told: tuple[Diagnostic, ...] = ()
        self._had_errors = False

    def build(self, touched: frozenset[str] | None = None) -> tuple[Edition | None, Sequence[Diagnostic]]:
        """An edition, or what stands in its way; before there is any, nothing can be served instead."""
        is_first = self._session is None
        edition: Edition | None = None
        try:
            made = self._made(touched)
        except (SettingsError, OSError) as error:
            if is_first:
                raise
            problems: Sequence[Diagnostic] = in_the_way(error)
        else:
            edition, problems = made.edition, made.diagnostics
        self._report(problems)
        return edition, problems

    def open(self, path: str) -> BinaryIO:
        """A file of the content folder, open; OSError where it is not to be read."""
        if self._session is None:
            raise FileNotFoundError(path)
        return self._session.open(path)

    def search(self, edition: Edition, address: str) -> bytes | None:
        """What stands at an address of the search of an edition; None where nothing does."""
        return self._searchable.content(edition, address) if self._searchable else None

    def close(self) -> None:
        """Ends the session."""
        if self._searchable is not None:
            self._searchable.close()
        if self._session is not None:
            self._session.close()

    def _made(self, touched: frozenset[str] | None) -> Made:
        earlier = None
        if self._session is None:
            self._session = Session(paths(self._common), jobs=self._common.jobs, apart=self._apart)
            earlier = self._session.remembered()
            self._searchable = Searchable(self._session, earlier)
        time = as_of(None, self._session.settings.timezone)
        return self._session.edition(time, preview=True, earlier=earlier, touched=touched)

    def _report(self, problems: Sequence[Diagnostic]) -> None:
        """Prints errors at each change, as a compiler does; of the rest what was not told before."""
        errors = [one for one in problems if _is_error(one)]
        # Nearly all are the very records of the edition before; thousands need not be compared.
        before, now = set(map(id, self._told)), set(map(id, problems))
        gone = {one for one in self._told if id(one) not in now}
        new = [one for one in problems if id(one) not in before and one not in gone and not _is_error(one)]
        self._console.report([*errors, *new])
        if self._had_errors and not errors:
            self._console.say("No errors any more.")
        self._told, self._had_errors = tuple(problems), bool(errors)


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR
