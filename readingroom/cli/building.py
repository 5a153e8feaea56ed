"""`build`: content in, archive out.

What decides that there is nothing to do loads in a moment; what does the work is loaded only then.
"""

import argparse
import gc
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from readingroom import config
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.making import paths
from readingroom.cli.summary import say
from readingroom.cli.usage import as_of
from readingroom.config import Paths
from readingroom.pipeline.toolchain import toolchain
from readingroom.read import Look, look
from readingroom.store import Store
from readingroom.unchanged import Receipt, unchanged, unpacked


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Builds and publishes; returns the exit status."""
    start = time.monotonic()
    with _uncollected():
        where, seen = paths(common), None
        if not (own.clean or own.dry_run or own.verify or own.why):
            receipt, seen = _receipt(where, common, own.as_of)
            if receipt:
                return _told_again(receipt, where, console, start)
        from readingroom.cli import publishing  # noqa: PLC0415 - takes longer to load than all of the above

        return publishing.run(common, own, console, start, seen)


def options(common: Common) -> str:
    """What decides, besides the content, what is told and how it ends."""
    return f"keep_going={common.keep_going} strict={common.strict}"


def _receipt(where: Paths, common: Common, given: str | None) -> tuple[Receipt | None, Look | None]:
    """The receipt of the last build, where there is nothing to do since; what a look at the content shows."""
    settings, errors = config.load(where.content)
    if errors or not (where.cache / "cache.sqlite").is_file():
        return None, None
    moment, seen = as_of(given, settings.timezone), look(where.content, settings)
    with closing(Store.open(where.cache / "cache.sqlite", toolchain(), read_only=True)) as store:
        return unchanged(where, seen, store, options=options(common), as_of=moment), seen


def _told_again(receipt: Receipt, where: Paths, console: Console, start: float) -> int:
    for diagnostics in unpacked(receipt.told):
        console.report(diagnostics)
    say(console, receipt.closing, time.monotonic() - start, where.output)
    return receipt.status


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: a build ends before what it would find is worth the looking."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
