"""Work for worker processes, in a module that they can import."""

import os
import signal
import time
from collections.abc import Sequence
from multiprocessing import connection

UNLUCKY = 13
_setups: list[str] = []


def start(setup: str) -> None:
    """Keeps the set-up."""
    _setups.append(setup)


def doubled(jobs: Sequence[int]) -> list[int]:
    """Each number, doubled."""
    return [2 * job for job in jobs]


def described(jobs: Sequence[int]) -> list[tuple[int, str, int]]:
    """Each number, with what its process was set up with, and which process that was."""
    return [(job, "+".join(_setups), os.getpid()) for job in jobs]


def dying(jobs: Sequence[int]) -> list[int]:
    """The unlucky number ends its process."""
    if UNLUCKY in jobs:
        os._exit(7)
    return doubled(jobs)


def killed(jobs: Sequence[int]) -> list[int]:
    """Every third number is killed, as by a system short of memory."""
    if any(job % 3 == 0 for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(jobs)


def endless(jobs: Sequence[int]) -> list[int]:
    """The unlucky number never returns."""
    while UNLUCKY in jobs:
        time.sleep(3600)
    return doubled(jobs)


def failing(jobs: Sequence[int]) -> list[int]:
    """The unlucky number raises."""
    if UNLUCKY in jobs:
        message = "an unlucky number"
        raise ValueError(message)
    return doubled(jobs)


def halved(jobs: Sequence[int]) -> list[bytes]:
    """The unlucky number's process is killed when half of its result is written."""
    if UNLUCKY in jobs:
        connection.Connection._send = _send_half  # type: ignore[attr-defined]
    return [bytes(100_000) for _ in jobs]


def _send_half(self: connection.Connection, data: bytes, *_: object) -> None:
    os.write(self.fileno(), bytes(data[: len(data) // 2]))
    os.kill(os.getpid(), signal.SIGKILL)
