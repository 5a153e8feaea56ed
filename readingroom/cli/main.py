"""Runs a command and turns what happens into an exit status."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from readingroom.cli import arguments, status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.usage import UsageError
from readingroom.config import SettingsError
from readingroom.lock import LockedError
from readingroom.publish import OutputRefusedError, PublishError

COMMANDS = {
    "build": "building",
    "serve": "serving",
    "check": "checking",
    "explain": "explaining",
    "new": "creating",
    "search": "searching",
}
"""The modules of the commands, each of which is loaded when it is called for."""
WITHOUT_CONTENT = frozenset({"search"})
"""Those that read the published archive alone."""
FAILURES: tuple[tuple[type[BaseException], int], ...] = (
    (SettingsError, status.USAGE),
    (UsageError, status.USAGE),
    (OutputRefusedError, status.USAGE),
    (LockedError, status.LOCKED),
    (PublishError, status.MACHINE),
    (OSError, status.MACHINE),
    (KeyboardInterrupt, status.INTERRUPTED),
)
"""What a command may fail with, and the status that it then ends with; the first that fits decides."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; `argv` is without the program's name. Returns the exit status."""
    command, common, own = arguments.parse(sys.argv[1:] if argv is None else argv)
    console = Console(common)
    try:
        if command not in WITHOUT_CONTENT:
            _require_folders(common)
        return _command(command)(common, own, console)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status.CLEAN
    except tuple(kind for kind, _ in FAILURES) as error:
        for line in _in_words(error):
            console.complain(line)
        return next(code for kind, code in FAILURES if isinstance(error, kind))


def _command(name: str) -> Callable[..., int]:
    run: Callable[..., int] = import_module(f"readingroom.cli.{COMMANDS[name]}").run
    return run


def _require_folders(common: Common) -> None:
    if not common.content.is_dir():
        message = f"{common.content} is no folder. Name the folder of the sources with --content."
        raise UsageError(message)
    if common.templates and not common.templates.is_dir():
        message = f"{common.templates} is no folder. Name the folder of your theme with --templates."
        raise UsageError(message)


def _in_words(error: BaseException) -> list[str]:
    """A failure in one line, or one for each mistake of the settings."""
    if isinstance(error, SettingsError):
        return [str(mistake) for mistake in error.errors]
    if isinstance(error, KeyboardInterrupt):
        return ["Interrupted."]
    if type(error) is not OSError and isinstance(error, OSError) and error.strerror:
        return [f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."]
    return [str(error)]
