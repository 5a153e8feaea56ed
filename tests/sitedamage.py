"""What happens to a cache and to a published folder behind our back."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

CacheDamage = Callable[[Path, int], None]
"""Does something to the folder of a cache; the number decides what to, where there is a choice."""
OutputDamage = Callable[[Path], None]
"""Does something to a published file."""


def lose(folder: Path, choice: int) -> None:  # noqa: ARG001 - there is no choice
    """The whole folder is deleted."""
    shutil.rmtree(folder, ignore_errors=True)


def lose_a_file(folder: Path, choice: int) -> None:
    """One of its files is deleted."""
    if files := _files(folder):
        files[choice % len(files)].unlink()


def spoil_a_file(folder: Path, choice: int) -> None:
    """One of its files is another program's."""
    if files := _files(folder):
        files[choice % len(files)].write_bytes((b"", b"no database" * 99, b"{}", b"[1]", b"null")[choice % 5])


def flip_bits(folder: Path, choice: int) -> None:
    """In one of its files a few bytes are others, here and there."""
    if not (files := _files(folder)):
        return
    path = files[choice % len(files)]
    data = bytearray(path.read_bytes())
    for step in range(1, 9):
        if data:
            data[choice * step * 7919 % len(data)] ^= 1 << step % 8
    path.write_bytes(data)


def cut_short(folder: Path, choice: int) -> None:
    """One of its files ends too early."""
    if files := _files(folder):
        path = files[choice % len(files)]
        path.write_bytes(path.read_bytes()[: choice * path.stat().st_size // 1000])


def forget_values(folder: Path, choice: int) -> None:
    """Some of what was remembered is forgotten."""
    path = folder / "cache.sqlite"
    if path.is_file():
        try:
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("DELETE FROM value WHERE rowid % 3 = ?", (choice % 3,))
        except sqlite3.Error:
            return  # another damage came first


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def delete(path: Path) -> None:
    """The file goes."""
    path.unlink()


def append(path: Path) -> None:
    """The file grows."""
    path.write_bytes(path.read_bytes() + b"!")


def alter(path: Path) -> None:
    """The file has other bytes, as many as before."""
    path.write_bytes(_altered(path))


def alter_unseen(path: Path) -> None:
    """The file has other bytes, as many as before, and its time."""
    times = path.stat()
    path.write_bytes(_altered(path))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def replace_unseen(path: Path) -> None:
    """Another file of its size and time has its place."""
    times = path.stat()
    data = _altered(path)
    path.unlink()
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def close_to_others(path: Path) -> None:
    """The file may be read by its owner only."""
    path.chmod(0o600)


def touch(path: Path) -> None:
    """The file has another time."""
    os.utime(path, (1, 1))


def copy(path: Path) -> None:
    """The file is a copy of itself."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def _altered(path: Path) -> bytes:
    data = path.read_bytes()
    return bytes([data[0] ^ 1]) + data[1:] if data else b""


CACHE_DAMAGE: tuple[CacheDamage, ...] = (lose, lose_a_file, spoil_a_file, flip_bits, cut_short, forget_values)
OUTPUT_DAMAGE: tuple[OutputDamage, ...] = (
    delete,
    append,
    alter,
    alter_unseen,
    replace_unseen,
    close_to_others,
    touch,
    copy,
)
