"""Files are read only where they really lie in the content folder."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Not blocking, since a pipe under a file's name would wait for a writer for ever."""


class OutsideError(Exception):
    """A path leads out of the content folder."""


def holds(root: str, real: str) -> bool:
    """Whether a real path is that of the folder, itself a real path, or lies in it."""
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


def opened(content: Path, path: str) -> BinaryIO:
    """A regular file beneath the content folder, open; OutsideError or OSError where there is none.

    First it is opened, then we look where its path leads: the file that lies there, in the folder, is
    the one that was opened, or nothing is read. So it does not matter what is swapped meanwhile.
    """
    root = os.path.realpath(content)
    descriptor = os.open(f"{root}/{path}", _READ)
    try:
        _check(root, path, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _check(root: str, path: str, status: os.stat_result) -> None:
    """Raises where the file with this status is not a regular one in the folder."""
    real = os.path.realpath(f"{root}/{path}")
    if not holds(root, real) or not os.path.samestat(status, os.lstat(real)):
        raise OutsideError(path)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", path)
