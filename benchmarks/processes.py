"""Runs a command and measures the whole tree of its processes: wall time and peak memory."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

INTERVAL_SECONDS = 0.1
"""Reading the memory of a tree takes processor time from what is measured, so it is not done often."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One run. Memory is the proportional set size of all processes together, so shared pages count once."""

    wall_seconds: float
    peak_mebibytes: float


def measured(command: Sequence[str], folder: Path) -> Measure:
    """Runs a command in a folder to its end; RuntimeError with its last words where it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        watch = _Watch(process.pid)
        output, _ = process.communicate()
        wall = time.perf_counter() - start
        watch.stop()
    if process.returncode != 0:
        message = f"{' '.join(command)} failed: {output.decode(errors='replace')[-2000:]}"
        raise RuntimeError(message)
    return Measure(wall, watch.peak / 2**20)


class _Watch:
    """Samples the memory of a process and all its descendants until it ends."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._root = psutil.Process(pid)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(INTERVAL_SECONDS):
            with contextlib.suppress(psutil.Error):
                tree = [self._root, *self._root.children(recursive=True)]
                self.peak = max(self.peak, sum(map(_memory, tree)))


def _memory(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error, OSError):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    with contextlib.suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0
