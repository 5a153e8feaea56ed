"""Making a base of an edition, aside: in one process of its own, which gives way to all others.

Several would be done sooner, and would leave saves no processor. The process asks for dispatches over a pipe,
and ends when nobody is there to answer.
"""

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from readingroom.model.authority import Authority
from readingroom.pipeline import tasks
from readingroom.pipeline.edition import Edition, Texts
from readingroom.pipeline.pool import Pool, context
from readingroom.pipeline.searching import Searching
from readingroom.pipeline.toolchain import toolchain
from readingroom.search.outline import Outline
from readingroom.session.searchable.bases import PREFIX, RECORD, record_of
from readingroom.store import Store

_UNDER_WAY = "making-"
_NICENESS = 10
_PATIENCE_SECONDS = 30.0
"""After a failure, which is told by the process itself, it is not tried again at once."""


class Making:
    """The making of bases, one at a time."""

    def __init__(self, folder: Path, store: Path) -> None:
        """`folder` is where they go, `store` the file of the cache, which is only read."""
        self._folder = folder
        self._store = store
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._not_before = 0.0

    @property
    def is_under_way(self) -> bool:
        """Whether a base is being made."""
        return self._process is not None and self._process.is_alive()

    def start(self, edition: Edition) -> None:
        """Begins to make a base of an edition, unless one is being made."""
        if self.is_under_way:
            return
        if self._process is not None and self._process.exitcode:
            self._not_before = time.monotonic() + _PATIENCE_SECONDS
        self.end()
        if time.monotonic() < self._not_before:
            return
        job = _Job(
            outline=edition.searching.outline,
            digests=edition.texts.digests,
            authority=edition.site.authority,
            workshop=edition.bench.workshop,
            store=self._store,
            folder=self._folder,
        )
        ours, theirs = multiprocessing.Pipe()
        self._pipe = ours
        self._process = context().Process(target=_make, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()
        threading.Thread(target=_hand_out, args=(edition.texts, ours), daemon=True).start()

    def end(self) -> None:
        """Ends what is under way."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """All that a base is made from but for the dispatches."""

    outline: Outline
    digests: Mapping[str, str]
    authority: Authority
    workshop: tasks.Workshop
    store: Path
    folder: Path


def _hand_out(texts: Texts, pipe: Connection) -> None:
    """Gives the process the dispatches that it asks for."""
    with suppress(OSError, EOFError, LookupError):  # it has ended, or a source changed meanwhile
        while True:
            pipe.send_bytes(texts.pickled(pipe.recv()))
    pipe.close()


def _make(job: _Job, pipe: Connection) -> None:
    """Makes a base in a folder of its own, and puts it in its place when it is whole."""
    # An interrupt from the keyboard is the preview's, which ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)

    def pickled(dispatch_id: str) -> bytes:
        pipe.send(dispatch_id)
        return pipe.recv_bytes()

    job.folder.mkdir(parents=True, exist_ok=True)
    _remove(job.folder, f"{_UNDER_WAY}*")
    place = Path(tempfile.mkdtemp(prefix=_UNDER_WAY, dir=job.folder))
    with Store.open(job.store, toolchain(), read_only=True) as store:
        searching = Searching(
            outline=job.outline,
            digests=job.digests,
            pickled=pickled,
            authority=job.authority,
            store=store,
            pool=Pool(1, tasks.start, job.workshop),
        )
        for address, data in searching.files():
            file = place / address
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
        texts = {name: job.digests[name] for name in job.outline.ids}
        (place / RECORD).write_bytes(
            record_of(searching.shared_digest, texts, searching.imprint().statistics)
        )
        name = f"{PREFIX}{searching.outline_digest[:16]}{searching.texts_digest[:16]}"
    _remove(job.folder, f"{PREFIX}*")
    place.rename(job.folder / name)


def _remove(folder: Path, pattern: str) -> None:
    for place in folder.glob(pattern):
        shutil.rmtree(place, ignore_errors=True)
