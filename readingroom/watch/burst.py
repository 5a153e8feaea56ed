"""Collects what a burst of events names, until it settles."""

import threading
import time
from collections.abc import Iterable

QUIET_SECONDS = 0.022
LONGEST_SECONDS = 2.0
"""A burst that never pauses is told after this long all the same."""
MOST_PATHS = 500
"""More than these are not worth looking at one by one."""
MOST_EVENTS = 4000
"""So many may have come with others that were lost: the system's queue has an end."""


class Burst:
    """What was named since it was last taken."""

    def __init__(self) -> None:
        """Nothing was."""
        self._heard = threading.Condition()
        # The lock of `_heard` guards all that follows.
        self._paths: set[str] = set()
        self._events = 0
        self._everything = False
        self._ended = False

    def note(self, paths: Iterable[str]) -> None:
        """An event named these paths."""
        with self._heard:
            self._events += 1
            self._paths.update(paths)
            if len(self._paths) > MOST_PATHS or self._events > MOST_EVENTS:
                self._everything = True
            self._heard.notify_all()

    def note_everything(self) -> None:
        """Anything may have changed."""
        with self._heard:
            self._events += 1
            self._everything = True
            self._heard.notify_all()

    def end(self) -> None:
        """Whoever waits need not wait any longer."""
        with self._heard:
            self._ended = True
            self._heard.notify_all()

    def begins(self, seconds: float) -> bool:
        """Whether there is an event, waiting for one so long at most."""
        with self._heard:
            return self._heard.wait_for(lambda: bool(self._events) or self._ended, seconds)

    def settle(self) -> None:
        """Waits until no event has come for a moment, at most for the longest time."""
        latest = time.monotonic() + LONGEST_SECONDS
        with self._heard:
            while not self._ended and time.monotonic() < latest:
                before = self._events
                self._heard.wait(QUIET_SECONDS)
                if self._events == before:
                    return

    def take(self) -> frozenset[str] | None:
        """The paths that were named, None where anything may have changed; and begins anew."""
        with self._heard:
            paths = None if self._everything else frozenset(self._paths)
            self._paths = set()
            self._events = 0
            self._everything = False
            return paths
