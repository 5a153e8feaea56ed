"""A look at a few files of the content folder, where the rest of it is as it was."""

import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from readingroom.model.settings import Settings
from readingroom.read.globs import matcher
from readingroom.read.inventory import Inventory, Stamp
from readingroom.read.names import is_ignored


def rescan(content: Path, settings: Settings, known: Inventory, paths: Iterable[str]) -> Inventory | None:
    """The inventory `known`, with the stamps of today at `paths`; None where that is not all that changed.

    A file that came or went, a folder, a link, an attachment: the whole folder has to be looked at.
    """
    ignores = matcher(settings.ignore)
    texts = {path for file in known.sources for path in (file.path, file.sidecar) if path}
    texts |= {file.path for file in known.originals}
    stamps: dict[str, Stamp] = {}
    for path in paths:
        if path not in known.stamps and (is_passed_over(path) or ignores(path)):
            if known.has_links:
                return None
            continue
        status = _status(content / path)
        if path not in known.stamps and status is None:
            continue  # came and went
        if path not in texts or status is None or not stat.S_ISREG(status.st_mode):
            return None
        stamps[path] = Stamp(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)
    sources = tuple(
        replace(file, size=stamps[file.path].size, mtime_ns=stamps[file.path].mtime_ns)
        if file.path in stamps
        else file
        for file in known.sources
    )
    return replace(known, sources=sources, stamps={**known.stamps, **stamps})


def is_passed_over(path: str) -> bool:
    """Whether nothing at a path is content, by its name or that of a folder that it is in."""
    parts = path.split("/")
    return any(is_ignored("/".join(parts[: end + 1])) for end in range(len(parts)))


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (OSError, ValueError):
        return None
