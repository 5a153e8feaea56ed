"""`build --verify`: the archive built once more, from nothing and aside, and compared byte for byte."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.config import Paths
from readingroom.diagnostics import Code, Diagnostic
from readingroom.publish import MANIFEST

_RUN = "import sys; from readingroom.cli import main; sys.exit(main(sys.argv[1:]))"
_MODE = 0o777
_PREFIX = "verify-"


def differences(
    paths: Paths, common: Common, as_of: datetime, outputs: Mapping[str, str]
) -> list[Diagnostic]:
    """An error for each file that a clean build in a fresh process, without the cache, makes otherwise.

    `outputs` are the SHA-256 of what was published, by address. OSError where there is no room for the
    second archive, which is written beside the cache and removed.
    """
    paths.cache.mkdir(parents=True, exist_ok=True)
    _clear(paths.cache)
    with tempfile.TemporaryDirectory(dir=paths.cache, prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        clean = Path(folder, "output")
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", _RUN, *_arguments(paths, common, as_of, Path(folder))],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode not in {status.CLEAN, status.CONTENT} or not (clean / MANIFEST).is_file():
            message = f"The clean build failed: {done.stderr.strip() or done.returncode}"
            return [Diagnostic(code=Code.BUILD_DIFFERS, message=message)]
        return [_told(address, what) for address, what in _compared(paths.output, clean, outputs)]


def _clear(cache: Path) -> None:
    """Removes what a killed run left."""
    for folder in cache.glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and not _is_alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    """Whether there is a process of that number; where that cannot be told, there may be."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _arguments(paths: Paths, common: Common, as_of: datetime, folder: Path) -> Iterator[str]:
    yield from ("build", "--clean", "--quiet", "--as-of", as_of.isoformat())
    yield from ("--content", str(paths.content), "--output", str(folder / "output"))
    yield from ("--cache", str(folder / "cache"))
    if paths.templates:
        yield from ("--templates", str(paths.templates))
    if common.jobs:
        yield from ("--jobs", str(common.jobs))
    if common.keep_going:
        yield "--keep-going"


def _compared(ours: Path, clean: Path, outputs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    theirs = {path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file()}
    addresses = outputs.keys() | {MANIFEST}
    for address in sorted(addresses | theirs):
        if address not in theirs:
            yield address, "is not in a clean build"
        elif address not in addresses:
            yield address, "is missing"
        elif _looks(ours / address) != _looks(clean / address):
            yield address, "is not what a clean build makes"


def _looks(path: Path) -> tuple[int, str]:
    """Permissions and SHA-256 of a file; of one that is not there, none."""
    try:
        return path.stat().st_mode & _MODE, sha256(path.read_bytes()).hexdigest()
    except OSError:
        return 0, ""


def _told(address: str, what: str) -> Diagnostic:
    return Diagnostic(code=Code.BUILD_DIFFERS, message=f"{address} {what}.")
