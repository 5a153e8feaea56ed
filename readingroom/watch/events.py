"""Which file events mean a change, and what they name."""

import os
from collections.abc import Iterator
from pathlib import Path

from watchdog import events
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)

FOLDER_CHANGES = (DirCreatedEvent, DirDeletedEvent, DirMovedEvent)
CHANGES: tuple[type[FileSystemEvent], ...] = (
    *FOLDER_CHANGES,
    # A file that may be read again has changed; older versions tell of it as of a modified one.
    getattr(events, "FileAttribEvent", FileModifiedEvent),
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
)
"""Events that mean a change; opening and reading a file must never lead to a build."""


def named(event: FileSystemEvent) -> Iterator[str]:
    """The paths that an event names: where something is, and where it was before."""
    yield from (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)


def is_passing(path: str) -> bool:
    """Whether a path beneath a root is hidden or an editor's copy, which nothing is made of."""
    return any(name.startswith(".") or name.endswith("~") for name in Path(path).parts)
