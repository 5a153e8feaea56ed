"""How editors and other programs put a file in the place of another, and a save in the middle of a build."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from publications import OPERATIONS


def in_place(path: Path, data: bytes) -> None:
    """The file is opened and written anew: it keeps its inode."""
    path.write_bytes(data)


def renamed_over(path: Path, data: bytes) -> None:
    """A draft is written beside the file and renamed over it."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(data)
    draft.replace(path)


def after_a_backup(path: Path, data: bytes) -> None:
    """The old file is renamed, the new one written, the old one removed."""
    backup = path.with_name(f".{path.name}.backup")
    path.rename(backup)
    path.write_bytes(data)
    backup.unlink()


def with_its_time(path: Path, data: bytes) -> None:
    """The file keeps its inode and is given its old time again."""
    times = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def copied_with_a_time(path: Path, data: bytes) -> None:
    """Another file with the time of the old one is renamed over it."""
    times = path.stat()
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(data)
    os.utime(draft, ns=(times.st_atime_ns, times.st_mtime_ns))
    draft.replace(path)


Way = Callable[[Path, bytes], None]
WAYS: tuple[Way, ...] = (in_place, renamed_over, after_a_backup, with_its_time, copied_with_a_time)

_waiting: list[tuple[int, Path, bytes]] = []
"""What is to be saved when so many more file operations have been begun; at most one."""
_listening: list[bool] = []


@contextmanager
def saving_at(operation: int, path: Path, data: bytes) -> Iterator[None]:
    """Saves a file just before the n-th file operation of what runs within; at its end if there are fewer."""
    if not _listening:
        sys.addaudithook(_hear)
        _listening.append(True)
    _waiting[:] = [(operation, path, data)]
    try:
        yield
    finally:
        if _waiting:
            _waiting.clear()
            path.write_bytes(data)


def _hear(event: str, _arguments: object) -> None:
    if not _waiting or event not in OPERATIONS:
        return
    left, path, data = _waiting.pop()
    if left > 1:
        _waiting.append((left - 1, path, data))
    else:
        path.write_bytes(data)
