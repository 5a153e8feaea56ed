"""Tells of settled changes in some folders, by file events or by polling."""

import errno
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from readingroom.watch.burst import Burst
from readingroom.watch.mounts import shared_type
from readingroom.watch.roots import Roots

TICK_SECONDS = 0.5
"""How often we look whether a root was replaced, which no event tells."""
ECHO_SECONDS = 1.0

Changed = Callable[[frozenset[str] | None], object]
"""Told the absolute paths that changed; None where anything may have."""

_EXHAUSTED = {
    errno.ENOSPC: "it has no file watches left (fs.inotify.max_user_watches sets how many)",
    errno.EMFILE: "it has no more instances of inotify (fs.inotify.max_user_instances sets how many)",
}


class Watcher:
    """Watches folders, and calls back after each settled burst of changes."""

    def __init__(
        self,
        roots: Sequence[Path],
        changed: Changed,
        *,
        poll: bool = False,
        say: Callable[[str], object] = lambda _: None,
    ) -> None:
        """`changed` is called in a thread of the watcher's own; `say` is told where it must begin to poll.

        A root that does not exist is watched once it does.
        """
        self._paths = list(roots)
        self._changed = changed
        self._polls = poll
        self._say = say
        self._burst = Burst()
        self._ended = threading.Event()
        self._roots: Roots | None = None
        self._ear = _Ear(self._overflow)
        self._echoes = False
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> str:
        """Begins to watch; returns a sentence where it must fall back to polling, else nothing."""
        logging.getLogger("watchdog").addHandler(self._ear)
        reason = "" if self._polls else self._shared()
        self._polls = self._polls or bool(reason)
        try:
            self._roots = Roots(self._paths, self._burst, poll=self._polls)
        except OSError as error:
            reason = self._poll_instead(error)
        self._thread.start()
        return reason

    def stop(self, patience: float | None = None) -> bool:
        """Ends watching; returns whether whoever is being told is done within `patience` seconds."""
        self._ended.set()
        self._burst.end()
        if self._thread.is_alive():
            self._thread.join(patience)
        if self._roots is not None:
            self._roots.stop()
        logging.getLogger("watchdog").removeHandler(self._ear)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._ended.is_set():
            begun = self._burst.begins(ECHO_SECONDS if self._echoes else TICK_SECONDS)
            if self._ended.is_set():
                return
            if begun:
                self._burst.settle()
            elif self._echoes:
                # Watches on new folders are set while their files are written: we look once more.
                self._echoes = False
                self._burst.note_everything()
                begun = True
            if self._is_renewed() or begun:
                self._tell()

    def _tell(self) -> None:
        touched = self._burst.take()
        if not self._ended.is_set() and (touched is None or touched):
            self._changed(touched)

    def _is_renewed(self) -> bool:
        """Whether roots were replaced, or came to be; from then on they are watched."""
        if self._roots is None:
            return False
        try:
            renewed = self._roots.renew()
            if self._roots.grew:
                self._roots.grew = False
                self._echoes = True
                self._roots.probe()
        except OSError as error:
            self._say(self._poll_instead(error))
            renewed = True
        if renewed:
            self._burst.note_everything()
        return renewed

    def _overflow(self) -> None:
        self._echoes = True
        self._burst.note_everything()

    def _shared(self) -> str:
        """Why events would miss changes; empty where they do not."""
        for root in self._paths:
            if kind := shared_type(root):
                return _polling(
                    f"{root} lies on a shared drive ({kind}), which tells nothing of others' edits"
                )
        return ""

    def _poll_instead(self, error: OSError) -> str:
        """Polls from now on; the sentence that says why."""
        if self._roots is not None:
            self._roots.stop()
        self._polls = True
        self._roots = Roots(self._paths, self._burst, poll=True)
        why = _EXHAUSTED.get(error.errno or 0, error.strerror or str(error))
        return _polling(f"the system's file events fail: {why}")


def _polling(why: str) -> str:
    return f"Changes are looked for by polling, since {why}."


class _Ear(logging.Handler):
    """Hears the observer say that the system's queue overflowed, which no event of its tells."""

    def __init__(self, overflow: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._overflow = overflow

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage().lower():
            self._overflow()
