"""What is sent for one address: bytes at hand, or a file that is read as it is sent."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import BinaryIO

SMALL_BYTES = 1 << 20
"""Files up to this size are read at once, and known by their bytes; larger ones by size and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body with what is said of it."""

    kind: str
    tag: str
    """Its ETag, quotes included."""
    size: int
    opened: Callable[[], BinaryIO]


def tag_of(data: bytes) -> str:
    """The ETag of some bytes."""
    return f'"{blake2b(data, digest_size=12).hexdigest()}"'


def of_bytes(data: bytes, kind: str, tag: str = "") -> Content:
    """Bytes at hand; `tag` is that of what they were made from, where something was added."""
    return Content(kind=kind, tag=tag or tag_of(data), size=len(data), opened=lambda: io.BytesIO(data))


def of_file(file: BinaryIO, kind: str) -> Content:
    """An open file, which is closed by whoever sends it; OSError where it cannot be read."""
    if isinstance(file, io.BytesIO):
        return of_bytes(file.getvalue(), kind)
    status = os.fstat(file.fileno())
    if status.st_size <= SMALL_BYTES:
        with file:
            return of_bytes(file.read(), kind)
    tag = f'"{status.st_size:x}-{status.st_mtime_ns:x}"'
    return Content(kind=kind, tag=tag, size=status.st_size, opened=lambda: file)
