"""File events → settled changes.

Events are hints: they say when to look, never what there is. A burst (a checkout, an editor's
write-and-rename) is one change, told once no event has come for a moment.
"""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

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
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

QUIET_SECONDS = 0.04
LONGEST_SECONDS = 2.0
"""A burst that never pauses is told after this long all the same."""

CHANGES = (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
)
"""Events that mean a change; opening and reading a file must never lead to a build."""


class Watcher:
    """Watches folders and files, and calls back after each settled burst of changes."""

    def __init__(self, roots: Sequence[Path], changed: Callable[[], object], *, poll: bool = False) -> None:
        """`changed` is called in a thread of the watcher's own; `roots` that do not exist are skipped."""
        self._roots = [root for root in roots if root.exists()]
        self._changed = changed
        self._poll = poll
        self._dirty = threading.Event()
        self._pulse = threading.Event()
        self._ended = threading.Event()
        self._observer: BaseObserver | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> str:
        """Begins to watch; returns a sentence where it must fall back to polling, else nothing."""
        reason = ""
        try:
            self._observer = self._observe(PollingObserver() if self._poll else Observer())
        except OSError as error:
            reason = (
                f"Changes are looked for by polling, since the system's file events fail: {error.strerror}."
            )
            self._observer = self._observe(PollingObserver())
        self._thread.start()
        return reason

    def stop(self) -> None:
        """Ends watching."""
        self._ended.set()
        self._dirty.set()
        self._pulse.set()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._thread.join()

    def _observe(self, observer: BaseObserver) -> BaseObserver:
        handler = _Handler(self._note)
        for root in self._roots:
            observer.schedule(handler, str(root), recursive=root.is_dir())
        observer.start()
        return observer

    def _note(self) -> None:
        self._pulse.set()
        self._dirty.set()

    def _run(self) -> None:
        while True:
            self._dirty.wait()
            self._settle()
            # First cleared, then asked: who ends us says so before setting it, and would else be missed.
            self._dirty.clear()
            if self._ended.is_set():
                return
            self._changed()

    def _settle(self) -> None:
        """Waits until no event has come for a moment, at most for the longest time."""
        latest = time.monotonic() + LONGEST_SECONDS
        while not self._ended.is_set() and time.monotonic() < latest:
            self._pulse.clear()
            if not self._pulse.wait(QUIET_SECONDS):
                return


class _Handler(FileSystemEventHandler):
    """Passes on those events that mean a change."""

    def __init__(self, note: Callable[[], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, CHANGES):
            self._note()
