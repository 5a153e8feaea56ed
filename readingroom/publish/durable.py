"""Files that must be whole on disk before something points at them.

A kill needs none of this: what a process wrote stays in the system's memory. A power cut does,
and a torn file under a new name is the one thing that no later run would notice.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Sequence

FEW = 64
"""Up to so many files are synchronised one by one (0.3 ms each on a solid-state disk); above, the
whole file system at once, which also waits for what other programs wrote."""

_BINARY = getattr(os, "O_BINARY", 0)


def settle(folder: str, files: Sequence[str]) -> None:
    """Waits until the files, which lie in `folder`, are on disk; OSError where that fails."""
    if len(files) > FEW and sys.platform == "linux" and _settle_system(folder):
        return
    for path in files:
        settle_one(path)


def settle_one(path: str) -> None:
    """Waits until one file is on disk, or the entries of a folder, where the system can tell of folders."""
    if os.path.isdir(path):
        if sys.platform == "win32":
            return
        flags = os.O_RDONLY
    else:
        flags = os.O_RDWR | _BINARY
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _settle_system(folder: str) -> bool:
    """syncfs(2) on the file system of a folder; false where there is no such call."""
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        code = ctypes.get_errno() if call(descriptor) != 0 else 0
    finally:
        os.close(descriptor)
    if code in {errno.EIO, errno.ENOSPC, errno.EDQUOT}:
        raise OSError(code, os.strerror(code), folder)
    return code == 0
