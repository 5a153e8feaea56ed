"""Two folders change places in one call, where the system can.

Linux: `renameat2` with RENAME_EXCHANGE (renameat2(2)); macOS: `renamex_np` with RENAME_SWAP
(rename(2)). Nothing in between is ever seen.
"""

import ctypes
import errno
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_OCTAL = re.compile(rb"\\([0-7]{3})")


def exchange(one: str, other: str) -> None:
    """Gives each of two folders the other's place, or raises OSError and nothing has happened."""
    sys.audit("readingroom.exchange", one, other)
    call = _system_call()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), one, None, other)
    if call(os.fsencode(one), os.fsencode(other)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), one, None, other)


def can_exchange(folder: str) -> bool:
    """Whether the file system of `folder`, which we may write to, exchanges folders: it is tried."""
    pair = f"{folder}/exchange-1", f"{folder}/exchange-2"
    try:
        for path in pair:
            os.mkdir(path)
        exchange(*pair)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}:
            raise
        return False
    finally:
        for path in pair:
            with suppress(OSError):
                os.rmdir(path)
    return True


def is_mount_point(folder: str) -> bool:
    """Whether something is mounted at a real path, be it a folder of the same file system."""
    return os.path.ismount(folder) or os.fsencode(folder) in _mount_points()


def mount_points_in(folder: str) -> set[str]:
    """What is mounted beneath a real path, by address, where Linux tells."""
    start = os.fsencode(folder) + b"/"
    return {os.fsdecode(point[len(start) :]) for point in _mount_points() if point.startswith(start)}


def _mount_points() -> set[bytes]:
    """The fifth field of each line of mountinfo (proc_pid_mountinfo(5)); blanks in it are octal."""
    with suppress(OSError), open("/proc/self/mountinfo", "rb") as lines:
        return {_OCTAL.sub(lambda match: bytes([int(match[1], 8)]), line.split()[4]) for line in lines}
    return set()


@cache
def _system_call() -> Callable[[bytes, bytes], int] | None:
    """The call of this system that exchanges two paths, None where it has none."""
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            swap = library.renamex_np
            return lambda one, other: int(swap(one, other, _RENAME_SWAP))
        rename = library.renameat2
        return lambda one, other: int(rename(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))
    return None
