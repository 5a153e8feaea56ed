"""`serve`: a preview on this machine that follows every save."""

import argparse
import threading
import webbrowser
from collections.abc import Sequence

from readingroom import theme
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.making import paths
from readingroom.cli.usage import as_of
from readingroom.config import FILE_NAME, ConfigError
from readingroom.diagnostics import Code, Diagnostic
from readingroom.serve import Preview, Server, free_port
from readingroom.session import Edition, Made, Session, SettingsError
from readingroom.watch import Watcher


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Serves until interrupted; returns the exit status."""
    builder = _Builder(common, console)
    try:
        preview = Preview(builder.build)
        preview.rebuild()
        port = free_port(own.port)
        if port != own.port:
            console.complain(f"Port {own.port} is taken, so this is port {port}.")
        server = Server(port, preview, console.say)
        watcher = Watcher([common.content, *theme.folders(common.templates)], preview.rebuild, poll=own.poll)
        if reason := watcher.start():
            console.complain(reason)
        _serve(server, watcher, f"http://127.0.0.1:{port}/", console, open_it=own.open)
    finally:
        builder.close()
    return status.INTERRUPTED


def _serve(server: Server, watcher: Watcher, address: str, console: Console, *, open_it: bool) -> None:
    try:
        console.answer(address)
        if open_it:
            webbrowser.open(address)
        server.serve_forever()
    except KeyboardInterrupt:
        console.complain("Stopped.")
    finally:
        watcher.stop()
        server.server_close()


class _Builder:
    """Builds one edition after another; a change of settings or theme takes a new session."""

    def __init__(self, common: Common, console: Console) -> None:
        self._common = common
        self._console = console
        # The watcher builds in its own thread, and the first build is done in the caller's.
        self._building = threading.Lock()
        self._sessions: list[Session] = []

    def build(self) -> tuple[Edition | None, Sequence[Diagnostic]]:
        with self._building:
            edition, problems = self._made()
            self._console.report(problems)
            return edition, problems

    def _made(self) -> tuple[Edition | None, Sequence[Diagnostic]]:
        """An edition, or what stands in its way; before there is any, nothing can be served instead."""
        try:
            made = self._anew()
        except (SettingsError, OSError) as error:
            if not self._sessions:
                raise
            return None, _in_the_way(error)
        return made.edition, made.diagnostics

    def _anew(self) -> Made:
        """An edition by a new session: settings and templates may have changed; the cache stays."""
        session = Session(paths(self._common), jobs=self._common.jobs)
        try:
            made = session.edition(as_of(None, session.settings.timezone), preview=True)
        except BaseException:
            session.close()
            raise
        # The one before is still served until the new edition is there, the one before that is not.
        while len(self._sessions) > 1:
            self._sessions.pop(0).close()
        self._sessions.append(session)
        return made

    def close(self) -> None:
        for session in self._sessions:
            session.close()


def _in_the_way(error: SettingsError | OSError) -> list[Diagnostic]:
    """Why there is no new edition: mistakes of the settings, or a file that went away while it was read."""
    if isinstance(error, SettingsError):
        return [_invalid(mistake) for mistake in error.errors]
    place = f"{error.filename}: " if error.filename else ""
    return [Diagnostic(code=Code.UNREADABLE, message=f"{place}{error.strerror or error}.")]


def _invalid(mistake: ConfigError) -> Diagnostic:
    key = f"{mistake.key}: " if mistake.key else ""
    return Diagnostic(
        code=Code.SETTINGS_INVALID,
        message=f"{key}{mistake.message}",
        path=FILE_NAME,
        line=mistake.line,
        hint=mistake.hint,
    )
