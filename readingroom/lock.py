"""One builder for each output folder.

The system holds the lock for as long as its holder lives, so a dead one's is free at once. It is on
a file beside the output folder, not in a cache of ours: two archives published into one folder must
find the same lock.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_PID_DIGITS = 20


class LockedError(Exception):
    """Another process holds the lock."""

    def __init__(self, pid: int) -> None:
        """`pid` is the holder's process number, 0 where it cannot be told."""
        super().__init__(f"process {pid} is publishing into this folder" if pid else "the folder is locked")
        self.pid = pid


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a locked byte cannot be read, so it is one far beyond the holder's number

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def acquired(output: Path) -> Iterator[None]:
    """Holds the lock of an output folder, which may not exist yet; LockedError at once where it is held.

    OSError where neither the folder nor its parent can be opened, or the file system has no locks.
    """
    path, descriptor = _locked(Path(os.path.realpath(output)))
    try:
        if path:
            with suppress(OSError):  # another user's file, left by a dead holder
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        with suppress(OSError):
            if path:
                path.unlink()  # before it is let go, so that nobody locks a file that is about to vanish
        os.close(descriptor)


def _locked(output: Path) -> tuple[Path | None, int]:
    """The lock's file, and a descriptor that holds the lock until it is closed.

    Where the parent is not ours to write to, the lock is on the folder itself and has no file: there
    the folder is never exchanged for another.
    """
    path = output.with_name(f".{output.name}.lock")
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = _opened(path)
        except OSError as error:
            if error.errno not in _REFUSED or not output.is_dir():
                raise
            return None, _taken(os.open(output, os.O_RDONLY))
        _taken(descriptor)
        if _is_at(path, descriptor):
            return path, descriptor
        os.close(descriptor)


def _opened(path: Path) -> int:
    """Opens the lock's file, making it if need be; another user's for reading only, which is enough."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        if not path.is_file():
            raise
        return os.open(path, os.O_RDONLY)


def _taken(descriptor: int) -> int:
    """The descriptor once it holds the lock; LockedError, and closed, where another does."""
    try:
        _take(descriptor)
    except OSError as error:
        pid = _holder(descriptor)
        os.close(descriptor)
        if error.errno in _TAKEN:
            raise LockedError(pid) from None
        raise
    return descriptor


def _holder(descriptor: int) -> int:
    """The process number that a lock's file tells, 0 where it tells none."""
    with suppress(OSError, ValueError):
        return int(os.read(descriptor, _PID_DIGITS))
    return 0


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the file that was locked is still the one at its path, not one that its holder removed."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False
