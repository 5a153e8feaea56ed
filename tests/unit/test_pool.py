"""Work is mapped over processes, in order, and one bad job costs its own result only."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import pool_work
import pytest

from readingroom.pipeline import pool
from readingroom.pipeline.pool import AHEAD, BATCH, WORTH_PROCESSES, Pool

SMALL = WORTH_PROCESSES * BATCH
MANY = 3 * SMALL


def lost(job: int) -> int:
    """What stands in for a result that never came."""
    return -job


def unknown(job: int) -> tuple[int, str, int]:
    """The same, for work that describes where it was done."""
    return job, "lost", 0


@pytest.fixture
def two() -> Iterator[Pool[str]]:
    """Two processes."""
    with closing(Pool(2, pool_work.start, "ready")) as made:
        yield made


def test_results_come_in_order(two: Pool[str]) -> None:
    """Whichever process is done first."""
    results = list(two.map(pool_work.doubled, iter(range(MANY)), MANY, lost))
    assert results == [2 * job for job in range(MANY)]


def test_each_process_is_set_up_once(two: Pool[str]) -> None:
    """Before its first job, for all that come after; none of it in the caller."""
    for _ in range(2):
        told = list(two.map(pool_work.described, range(MANY), MANY, unknown))
        assert [job for job, _, _ in told] == list(range(MANY))
        assert {setup for _, setup, _ in told} == {"ready"}
        assert os.getpid() not in {process for _, _, process in told}


@pytest.mark.parametrize(("processes", "count"), [(2, SMALL - 1), (1, MANY)])
def test_little_work_is_done_in_the_caller(processes: int, count: int) -> None:
    """Where starting a process would take longer than the work, or where only one was asked for."""
    with closing(Pool(processes, lambda _: None, "")) as made:
        told = list(made.map(pool_work.described, range(count), count, unknown))
    assert [job for job, _, _ in told] == list(range(count))
    assert {process for _, _, process in told} == {os.getpid()}


def test_nothing_to_do_is_no_work(two: Pool[str]) -> None:
    """No job, no result."""
    assert list(two.map(pool_work.doubled, [], 0, lost)) == []


def test_a_process_that_dies_costs_one_result(two: Pool[str]) -> None:
    """The jobs beside the bad one are done all the same, and the pool goes on working."""
    results = list(two.map(pool_work.dying, range(MANY), MANY, lost))
    assert results == [lost(job) if job == pool_work.UNLUCKY else 2 * job for job in range(MANY)]
    assert list(two.map(pool_work.doubled, range(MANY), MANY, lost))[-1] == 2 * (MANY - 1)


def test_many_that_die_cost_their_own_results(two: Pool[str]) -> None:
    """Even where no batch is without one."""
    results = list(two.map(pool_work.killed, range(SMALL), SMALL, lost))
    assert results == [lost(job) if job % 3 == 0 else 2 * job for job in range(SMALL)]


def test_a_process_that_never_returns_is_given_up(two: Pool[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """After some patience it is killed, and its job counts as lost."""
    monkeypatch.setattr(pool, "PATIENCE_SECONDS", 1.0)
    results = list(two.map(pool_work.endless, range(SMALL), SMALL, lost))
    assert results == [lost(job) if job == pool_work.UNLUCKY else 2 * job for job in range(SMALL)]


def test_half_a_result_stops_nobody(two: Pool[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed while it writes leaves no thread that waits for the rest, not even at exit."""
    monkeypatch.setattr(pool, "PATIENCE_SECONDS", 1.0)
    before = threading.active_count()
    results = list(two.map(pool_work.halved, range(SMALL), SMALL, lambda _: b""))
    assert [job for job, result in enumerate(results) if not result] == [pool_work.UNLUCKY]
    two.close()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and "Executor" in type(thread).__name__:
            thread.join(30)
    assert threading.active_count() <= before


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_the_work_is_the_callers(processes: int) -> None:
    """What a job raises is a fault of the program, and is not taken for a lost result."""
    with closing(Pool(processes, pool_work.start, "ready")) as made:
        with pytest.raises(ValueError, match="an unlucky number"):
            list(made.map(pool_work.failing, range(MANY), MANY, lost))
        assert list(made.map(pool_work.doubled, range(MANY), MANY, lost))[1] == 2


def test_jobs_are_made_as_they_are_needed(two: Pool[str]) -> None:
    """No more of them wait than keep the processes busy: each may hold a long text."""
    made: list[int] = []

    def jobs() -> Iterator[int]:
        for job in range(10 * MANY):
            made.append(job)
            yield job

    results = two.map(pool_work.doubled, jobs(), 10 * MANY, lost)
    assert next(results) == 0
    assert len(made) <= (2 * AHEAD + 1) * BATCH
    assert list(results)[-1] == 2 * (10 * MANY - 1)


def test_whoever_stops_listening_leaves_no_process(two: Pool[str]) -> None:
    """An iteration that is not finished can be closed, and the pool after it."""
    results = two.map(pool_work.doubled, range(MANY), MANY, lost)
    next(results)
    assert isinstance(results, Generator)
    results.close()
    assert two._executor is None
    assert list(two.map(pool_work.doubled, range(MANY), MANY, lost))[1] == 2


def test_a_pool_that_did_nothing_can_be_closed() -> None:
    """Closing twice is no error either."""
    made = Pool(2, pool_work.start, "ready")
    made.close()
    made.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see which processes live")
def test_workers_end_with_a_caller_that_was_killed(tmp_path: Path) -> None:
    """A killed build leaves no process behind, whatever it was doing."""
    script = tmp_path / "caller.py"
    script.write_text(
        "import sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
        "import pool_work\n"
        "from readingroom.pipeline.pool import Pool\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(2, pool_work.start, 'a', apart=True)\n"
        "    work = pool.map(pool_work.described, range(400), 400, lambda job: (job, '', 0))\n"
        "    print(*{pid for _, _, pid in work}, flush=True)\n"
        "    time.sleep(60)\n",
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        workers = [int(pid) for pid in caller.stdout.readline().split()]
        assert workers
        assert all(map(_is_alive, workers))
        caller.kill()
    latest = time.monotonic() + 20
    while any(map(_is_alive, workers)) and time.monotonic() < latest:
        time.sleep(0.05)
    assert not any(map(_is_alive, workers))


def _is_alive(process: int) -> bool:
    """Whether a process is there and has not ended, waiting only to be asked how."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
