"""The arguments of every command.

```
readingroom [COMMAND] [OPTION …]      without a command: build
```
Every option may stand before the command or after it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readingroom import __version__
from readingroom.cli.status import USAGE

COMMANDS = {
    "build": "publish the content folder to the output folder",
    "serve": "preview on this machine, rebuilding at each save",
    "check": "report every problem of the content; write nothing",
    "explain": "show how a source was read, block by block",
    "new": "write a new dispatch with the next free number",
    "search": "ask the published archive a question",
}
_TAKES_VALUE = frozenset(
    {
        "--as-of",
        "--cache",
        "--content",
        "--date",
        "--format",
        "--jobs",
        "--limit",
        "--output",
        "--port",
        "--series",
        "--templates",
        "--why",
        "-j",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command is told."""

    content: Path
    templates: Path | None
    output: Path
    format: str
    strict: bool
    keep_going: bool
    jobs: int
    quiet: bool
    verbose: bool
    cache: Path | None = None


def parse(argv: Sequence[str]) -> tuple[str, Common, argparse.Namespace]:
    """The command, the shared options, and the command's own; exits with 2 where they are wrong."""
    command, rest = _split(argv)
    parser = _parser(command)
    names = parser.parse_args(rest)
    common = Common(
        content=names.content,
        templates=names.templates,
        output=names.output,
        format=names.format,
        strict=names.strict,
        keep_going=names.keep_going,
        jobs=names.jobs,
        quiet=names.quiet,
        verbose=names.verbose,
        cache=names.cache,
    )
    return command, common, names


def _split(argv: Sequence[str]) -> tuple[str, list[str]]:
    """Takes the command out of the arguments; the first word that is no option and no option's value."""
    value_next = False
    for place, word in enumerate(argv):
        if not value_next and (not word.startswith("-") or word == "-"):
            if word not in COMMANDS:
                sys.stderr.write(f'"{word}" is no command. Commands: {", ".join(COMMANDS)}.\n')
                raise SystemExit(USAGE)
            return word, [*argv[:place], *argv[place + 1 :]]
        value_next = not value_next and word in _TAKES_VALUE
    return "build", list(argv)


def _parser(command: str) -> argparse.ArgumentParser:
    listing = "\n".join(f"  {name:<10} {what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog=f"readingroom {command}",
        usage="readingroom [COMMAND] [OPTION …]",
        description=f"{COMMANDS[command].capitalize()}.",
        epilog=f"commands (build, where none is given):\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _OWN[command](parser)
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    shared = parser.add_argument_group("options of every command")
    add = shared.add_argument
    add("--content", type=Path, default=Path("content"), metavar="DIR", help="the sources (content)")
    add("--templates", type=Path, metavar="DIR", help="lies over the built-in theme, file by file")
    add("--output", type=Path, default=Path("output"), metavar="DIR", help="the published archive (output)")
    add("--cache", type=Path, metavar="DIR", help="the cache (.readingroom, beside the sources)")
    add("--format", choices=("text", "json", "github"), default="text", help="of diagnostics (text)")
    add("--strict", action="store_true", help="take warnings for errors")
    add("--keep-going", action="store_true", help="publish what is sound, leave out what is not")
    add("--jobs", "-j", type=_positive, default=0, metavar="N", help="processes (as many as processors)")
    volume = shared.add_mutually_exclusive_group()
    volume.add_argument("--quiet", "-q", action="store_true", help="print errors only")
    volume.add_argument("--verbose", "-v", action="store_true", help="print notices too")
    add("--version", action="version", version=f"Reading Room {__version__}")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        message = f"{text!r} is no whole number from 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _named(text: str) -> str:
    if not text.strip():
        message = "name a page: an address, an id, or the path of a source"
        raise argparse.ArgumentTypeError(message)
    return text


def _build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--clean", action="store_true", help="read everything anew, without the cache")
    parser.add_argument("--dry-run", action="store_true", help="list what would change; write nothing")
    parser.add_argument(
        "--verify", action="store_true", help="build once more, clean and aside, and compare every byte"
    )
    parser.add_argument("--why", metavar="PAGE", type=_named, help="say what made a page change")
    parser.add_argument(
        "--as-of", metavar="TIME", help="the time that embargoes are compared with (ISO 8601)"
    )
    parser.add_argument("--allow-removals", action="store_true", help="let many dispatches disappear at once")


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_positive, default=8000, help="first port to try (8000)")
    parser.add_argument("--open", action="store_true", help="open the preview in a browser")
    parser.add_argument(
        "--follow", action="store_true", help="let the browser open the page of the file just saved"
    )
    parser.add_argument(
        "--poll", action="store_true", help="look for changes by polling, on network drives say"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--watch", action="store_true", help="check again at each save, until interrupted")
    parser.add_argument(
        "--poll", action="store_true", help="with --watch, look for changes by polling, on network drives say"
    )
    parser.add_argument(
        "--as-of", metavar="TIME", help="the time that embargoes are compared with (ISO 8601)"
    )


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help='"special-dispatch/10857", or a path in the content folder')


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title", metavar="TITLE", help="of the new dispatch")
    parser.add_argument("--series", help="name of its series (the archive's default)")
    parser.add_argument("--date", help="its date (today, in the archive's time zone)")


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUERY", help='what is looked for; "-" reads queries, one a line')
    parser.add_argument("--limit", metavar="N", type=_positive, default=10, help="so many dispatches (10)")


_OWN = {
    "build": _build,
    "serve": _serve,
    "check": _check,
    "explain": _explain,
    "new": _new,
    "search": _search,
}
