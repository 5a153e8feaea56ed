"""Runs a server beside the benchmark: its address, its peak memory, and its end in every case."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

PATIENCE_SECONDS = 900
"""A first build of many dispatches takes its time."""
STEP_SECONDS = 0.25


class Server:
    """A server that runs, and the most memory that it was seen to take."""

    def __init__(self, pid: int, address: str) -> None:
        """`address` is that of the front page, with the slash."""
        self.address = address
        self.peak_mebibytes = 0.0
        self._root = psutil.Process(pid)

    def weigh(self) -> None:
        """Looks at the memory of all its processes; between edits, since that takes time from the server."""
        total = 0
        with contextlib.suppress(psutil.Error):
            for process in (self._root, *self._root.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_full_info().pss
        self.peak_mebibytes = max(self.peak_mebibytes, total / 2**20)


@contextmanager
def serving(command: Sequence[str], folder: Path, port: int) -> Iterator[Server]:
    """Runs a command in a folder until its front page is served, and ends it with all that it started."""
    # A group of its own: a signal to it reaches workers that the server itself can no longer end.
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        server = Server(process.pid, f"http://127.0.0.1:{port}/")
        _await(server, process)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(address: str) -> str:
    """The page that is served there now; empty where none is."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())
    except (urllib.error.URLError, OSError):
        return ""


def _await(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not served(server.address):
        server.weigh()
        if process.poll() is not None or time.monotonic() > end:
            message = f"{process.args!r} serves nothing; it ended with {process.returncode}."
            raise RuntimeError(message)
        time.sleep(STEP_SECONDS)
    server.weigh()
