"""Maps work over processes, and survives the ones that die.

Work goes out in batches. A batch whose process died or did not return is tried again item by item
in processes of its own, so that one hostile file costs its own result and nobody else's.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
Setup = TypeVar("Setup")

BATCH = 16
WORTH_PROCESSES = 4
"""Fewer batches than this are done at once in the caller: starting processes takes longer."""
AHEAD = 3
"""Batches that wait in line for each process."""
PATIENCE_SECONDS = 90.0
"""How long no batch at all may come back before the processes are taken for lost."""

Lost = Callable[[Job], Result]


class Pool(Generic[Setup]):
    """Worker processes that share one set-up; started when first needed."""

    def __init__(
        self, processes: int, start: Callable[[Setup], None], setup: Setup, *, apart: bool = False
    ) -> None:
        """`start(setup)` is called in each process before its first job, and before work in the caller.

        With `apart` nothing is done in the caller, who must not be stalled by a hostile job.
        """
        self._processes = processes
        self._apart = apart
        self._start = start
        self._setup = setup
        self._executor: ProcessPoolExecutor | None = None

    def map(
        self,
        work: Callable[[Sequence[Job]], list[Result]],
        jobs: Iterable[Job],
        count: int,
        lost: Lost[Job, Result],
        *,
        batch: int = BATCH,
    ) -> Iterator[Result]:
        """The results of `count` jobs, in order; `lost` gives that of a job whose process died.

        They go out in batches of so many, and fewer than `WORTH_PROCESSES` batches are done in the caller.
        """
        is_small = count < WORTH_PROCESSES * batch
        batches = _batches(jobs, 1 if is_small else batch)
        if not self._apart and (self._processes == 1 or is_small):
            self._start(self._setup)  # each time: another pool of this process may have set up for its own
            for its in batches:
                yield from work(its)
            return
        try:
            yield from self._map_out(work, batches, lost)
        except BaseException:
            self._abandon()  # nobody waits any more for what is under way
            raise

    def prepare(self) -> None:
        """Starts the processes, so that the first work need not wait for them."""
        executor = self._running()
        for _ in range(self._processes):
            executor.submit(_ready)

    def close(self) -> None:
        """Ends the processes."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _map_out(
        self,
        work: Callable[[Sequence[Job]], list[Result]],
        batches: Iterator[list[Job]],
        lost: Lost[Job, Result],
    ) -> Iterator[Result]:
        line: list[tuple[list[Job], Future[list[Result]] | None]] = []
        while True:
            while len(line) < self._processes * AHEAD and (batch := next(batches, None)):
                line.append((batch, self._submit(work, batch)))
            if not line:
                return
            batch, future = line[0]
            results = self._result(future)
            if results is None:
                self._abandon()
                results = [self._alone(work, job, lost) for job in batch]
                line = [line[0], *((other, self._submit(work, other)) for other, _ in line[1:])]
            line.pop(0)
            yield from results

    def _submit(
        self, work: Callable[[list[Job]], list[Result]], batch: list[Job]
    ) -> Future[list[Result]] | None:
        executor = self._running()
        try:
            return executor.submit(work, batch)
        except BrokenProcessPool:
            return None
        except OSError:
            # A pool that breaks while it starts one more process has closed what that would be handed.
            if getattr(executor, "_broken", False):
                return None
            raise

    def _result(self, future: Future[list[Result]] | None) -> list[Result] | None:
        if future is None:
            return None
        done, _ = wait([future], timeout=PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
        try:
            return future.result() if done else None
        except BrokenProcessPool:
            return None

    def _alone(self, work: Callable[[list[Job]], list[Result]], job: Job, lost: Lost[Job, Result]) -> Result:
        results = self._result(self._submit(work, [job]))
        if results is None:
            self._abandon()
            return lost(job)
        return results[0]

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._processes,
                mp_context=context(),
                initializer=_begin,
                initargs=(self._start, self._setup),
            )
        return self._executor

    def _abandon(self) -> None:
        """Drops the processes; those that still run are killed, since they would never come back."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        running = list((getattr(executor, "_processes", None) or {}).values())
        results = getattr(executor, "_result_queue", None)
        for process in running:
            process.kill()
        # One that was killed in the middle of a result leaves half a message, and whoever reads it waits
        # for the rest as long as anybody could still write it: at exit, for ever.
        if (writer := getattr(results, "_writer", None)) is not None:
            writer.close()
        executor.shutdown(wait=True, cancel_futures=True)


def processes_of_machine() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _begin(start: Callable[[Setup], None], setup: Setup) -> None:
    """A worker makes no reference cycles worth collecting, and a collection scans every parsed text.

    An interrupt from the keyboard reaches all processes; the caller, whose it is, ends the workers.
    """
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start(setup)


def _end_with_parent() -> None:
    """A worker whose caller was killed has nobody to work for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> None:
    """Done as soon as the process is there."""


def context() -> "multiprocessing.context.ForkServerContext | multiprocessing.context.SpawnContext":
    """How processes are started: from one that has loaded what they need, where the machine can."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        found = multiprocessing.get_context("forkserver")
        found.set_forkserver_preload(["readingroom.pipeline.tasks"])
        return found
    return multiprocessing.get_context("spawn")


def _batches(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    batch: list[Job] = []
    for job in jobs:
        batch.append(job)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
