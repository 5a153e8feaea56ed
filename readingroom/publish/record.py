"""What each published file was when we left it, so that the next run need not read it again.

A mere saving of time: without the record, files are hashed. Their digests stand in it together with
their stamps, so an old record, or one of another folder, matches nothing and does no harm.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from readingroom.publish.tree import Stamp

Record = dict[str, tuple[str, Stamp]]
"""Digest and stamp by address."""


def load(path: Path | None) -> Record:
    """The record in a file; empty where there is none that can be read."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_bytes())
        return {address: (digest, Stamp(*stamp)) for address, (digest, *stamp) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save(path: Path | None, digests: Mapping[str, str], stamps: Mapping[str, Stamp]) -> None:
    """Replaces the record by that of the files that have a stamp; a record that cannot be kept is none."""
    if path is None:
        return
    content = {address: (digests[address], *stamp) for address, stamp in stamps.items()}
    draft = f"{path}.new"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(draft).write_bytes(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        os.replace(draft, path)
