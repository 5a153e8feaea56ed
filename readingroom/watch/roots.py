"""Watches over folders that may vanish, come back, or come to be."""

import errno
import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from watchdog.events import DirDeletedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from readingroom.watch.burst import Burst
from readingroom.watch.events import CHANGES, FOLDER_CHANGES, is_passing, named

POLL_SECONDS = 1.0
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})


class Roots:
    """The folders, those of them that are there watched by an observer."""

    def __init__(self, roots: Sequence[Path], burst: Burst, *, poll: bool) -> None:
        """Begins to watch; OSError where the system's events fail. `burst` is told of all changes."""
        # It warns of watching a new folder twice, which does no harm and is no concern of editors.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer: BaseObserver = PollingObserver(timeout=POLL_SECONDS) if poll else Observer()
        self.grew = False
        """Whether folders came since this was last set to False."""
        self._roots = [_Root(root, burst, self._grow) for root in roots]
        self._polls = poll
        try:
            self._observer.start()
            self.renew()
            self.probe()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends watching."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()

    def renew(self) -> bool:
        """Watches what came to be or was replaced; returns whether anything was. OSError as above."""
        renewed = [root.renew(self._observer) for root in self._roots]  # every one of them, hence a list
        return any(renewed)

    def probe(self) -> None:
        """OSError where the system would watch no further folder.

        An observer says nothing of subfolders that it failed to watch; a watch more fails as these did.
        """
        present = [root.identity[0] for root in self._roots if root.identity]
        if self._polls or not present:
            return
        second = Observer()
        try:
            second.schedule(FileSystemEventHandler(), present[0])
            second.start()
        except OSError as error:
            if error.errno not in _GONE:
                raise
        finally:
            second.stop()
            if second.is_alive():
                second.join()

    def _grow(self) -> None:
        self.grew = True


class _Root(FileSystemEventHandler):
    """One folder."""

    def __init__(self, path: Path, burst: Burst, grow: Callable[[], None]) -> None:
        self._path = path
        self._said = str(path.absolute())
        self._burst = burst
        self._grow = grow
        self._watch: ObservedWatch | None = None
        self._is_lost = False
        self.identity: tuple[str, int, int] | None = None
        """The real path that is watched, and what lies there; None where nothing does."""

    def renew(self, observer: BaseObserver) -> bool:
        """Sets the watch anew where another folder lies at the path than the one that is watched."""
        present = _identity(self._path)
        if present == self.identity and not self._is_lost:
            return False
        was_lost, self._is_lost = self._is_lost, False
        before, self.identity = self.identity, None
        if self._watch is not None:
            observer.unschedule(self._watch)
            self._watch = None
        if present is not None:
            try:
                self._watch = observer.schedule(self, present[0], recursive=True)
                self.identity = present
            except OSError as error:
                if error.errno not in _GONE:
                    raise
        return was_lost or self.identity != before

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Passes on what means a change, in the paths that others know."""
        if not isinstance(event, CHANGES) or self.identity is None:
            return
        real = self.identity[0]
        if isinstance(event, DirDeletedEvent) and os.fsdecode(event.src_path) == real:
            self._is_lost = True
            self._burst.note_everything()
            return
        beneath = [path.removeprefix(real).lstrip(os.sep) for path in named(event)]
        paths = [f"{self._said}{os.sep}{path}" for path in beneath if path and not is_passing(path)]
        if paths and isinstance(event, FOLDER_CHANGES):
            # Files may have been in it before it was watched, and those of one that went are not named.
            self._grow()
            self._burst.note_everything()
        elif paths:
            self._burst.note(paths)


def _identity(path: Path) -> tuple[str, int, int] | None:
    try:
        real = path.resolve()
        status = real.stat()
    except (OSError, RuntimeError):  # a loop of links
        return None
    return (str(real), status.st_dev, status.st_ino) if real.is_dir() else None
