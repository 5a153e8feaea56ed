"""From the content folder to records: what lies there, and the bytes of each dispatch.

Nothing outside the folder is ever read, and whatever cannot be read is a diagnostic.
"""

import errno
import os
from pathlib import Path
from typing import BinaryIO

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.source import Source
from readingroom.read.inside import OutsideError, opened
from readingroom.read.inventory import Inventory, Look, OriginalFile, SourceFile, Stamp
from readingroom.read.rescan import rescan
from readingroom.read.scan import look, scan
from readingroom.read.trouble import trouble

__all__ = [
    "Inventory",
    "Look",
    "OriginalFile",
    "SourceFile",
    "Stamp",
    "load",
    "load_bytes",
    "look",
    "open_file",
    "rescan",
    "scan",
]

LARGEST = 64 << 20
"""Bytes of a file that are read into memory; a dispatch may have far fewer, as its parser says."""


def load(content: Path, file: SourceFile) -> Source | Diagnostic:
    """A dispatch with its side file, or why one of them cannot be read."""
    data = load_bytes(content, file.path)
    sidecar = load_bytes(content, file.sidecar) if file.sidecar else None
    if isinstance(data, Diagnostic):
        return data
    if isinstance(sidecar, Diagnostic):
        return sidecar
    return Source(path=file.path, form=file.form, data=data, sidecar=sidecar, folder_trusted=file.trusted)


def open_file(content: Path, path: str) -> BinaryIO:
    """A file beneath the content folder, open for reading; OSError where it is not there or not within."""
    try:
        return opened(content, path)
    except OutsideError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path) from None


def load_bytes(content: Path, path: str) -> bytes | Diagnostic:
    """The bytes of a file beneath the content folder, or why they cannot be read."""
    try:
        with opened(content, path) as file:
            data = file.read(LARGEST + 1)
    except (OSError, OutsideError) as error:
        return trouble(path, error)
    if len(data) > LARGEST:
        message = f"It is larger than {LARGEST >> 20} MiB."
        return Diagnostic(code=Code.TOO_LARGE, path=path, message=message)
    return data
