"""Publishing in tests: what stands in a folder, and builders that are killed."""

import os
import signal
import stat
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from readingroom.publish import MANIFEST, Outcome, manifest, publishing

Files = dict[str, bytes]

OPERATIONS = frozenset(
    [
        "open",
        "os.chmod",
        "os.link",
        "os.listdir",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.scandir",
        "readingroom.exchange",
    ]
)
"""Audit events of file operations, each raised just before its operation."""


def publish(output: Path, files: Mapping[str, bytes], remembered: Path | None = None) -> Outcome:
    """Publishes the files and nothing else."""
    with publishing(output, remembered=remembered) as publication:
        for address, data in files.items():
            publication.put(address, data)
        return publication.commit()


def files_in(folder: Path) -> Files:
    """The bytes of every regular file in a folder, by address, without the manifest."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if stat.S_ISREG(path.lstat().st_mode) and path != folder / MANIFEST:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def modes_in(folder: Path) -> set[tuple[str, int]]:
    """Kind and permissions of all that stands in a folder, and of the folder."""
    return {
        ("folder" if path.is_dir() else "file", stat.S_IMODE(path.lstat().st_mode))
        for path in (folder, *folder.rglob("*"))
    }


def listed_in(folder: Path) -> set[str]:
    """The addresses in a folder's manifest."""
    found = manifest.parse((folder / MANIFEST).read_bytes())
    assert found is not None
    return set(found)


def stamps_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of change of every file, by address."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_ino, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def is_killed_at(operation: int, action: Callable[[], object], *, by_signal: bool) -> bool:
    """Runs an action in a forked child that dies before its n-th file operation; whether it came to that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads; the child starts none
        child = os.fork()
    if child == 0:
        _die_at(operation, by_signal=by_signal)
        action()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, 9, -signal.SIGKILL}
    return os.waitstatus_to_exitcode(status) != 0


def _die_at(operation: int, *, by_signal: bool) -> None:
    left = operation

    def count(event: str, _arguments: object) -> None:
        nonlocal left
        if event in OPERATIONS:
            left -= 1
            if left == 0:
                if by_signal:
                    os.kill(os.getpid(), signal.SIGKILL)
                os._exit(9)

    sys.addaudithook(count)
