"""What was computed before, by kind and key: opaque bytes in one SQLite file.

A cache and nothing more. Whatever is wrong with it (absent, torn, another program's, not writable,
in use by another builder) means that less is remembered, never an error: what cannot be kept in
the file is kept in a private one that vanishes with the process. Values are told apart by the
toolchain that made them, so that an older or newer one of ours neither reads nor spoils them, and
carry a checksum, since SQLite does not notice a flipped bit in one.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self, TypeVar
from zlib import crc32

LIMIT = 2 << 30
"""Bytes that the file may hold between runs."""

_APPLICATION = 0x52524F4D
_FORMAT = 1
"""`application_id` and `user_version` tell the file from another program's, and from another format."""
_FULL_ENOUGH = 0.75
"""What a collection leaves, of the limit."""
_STALE = 8
"""For so many runs values of another toolchain stay: a setting tried and taken back costs nothing."""
_FRESH = 4
"""A value counts as used in this run if it was within so many: not every use is written down."""
_BATCH = 500
"""Below the number of variables that every SQLite takes in a statement."""
_TRANSACTION = 16 << 20
"""After so many bytes what was put is committed, so that the log stays small."""
_WAIT = 1.0
"""Seconds to wait for another process's lock, which is short where it is one of a reader."""
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA", "SQLITE_ERROR", "SQLITE_MISMATCH")
"""Beginnings of the names of errors (https://sqlite.org/rescode.html): another process is at the file;
the file is of no use to anybody."""

_SETTINGS = ("page_size = 8192", "auto_vacuum = INCREMENTAL", "journal_mode = WAL")
"""Of the file, in the order they have to be given. WAL: readers neither wait nor are waited for, and bulk
is as fast (10,000 values of 17 KB: 0.23 s; with a rollback journal 0.16 to 0.39 s); where the file system
has no shared memory SQLite stays with the journal. Nothing is synchronised: a cut may cost the cache."""
_TABLES = (
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_FORMAT}",
    "CREATE TABLE run (number INTEGER NOT NULL)",
    "INSERT INTO run VALUES (0)",
    "CREATE TABLE value (toolchain TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,"
    " used INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL)",
    "CREATE UNIQUE INDEX value_by_key ON value (toolchain, kind, key)",
    "CREATE INDEX value_by_use ON value (used)",
)

_Answer = TypeVar("_Answer")


class Store:
    """The cache, open. One process writes to it at a time, any number may read meanwhile.

    `get` may miss what was put: whoever asks must be able to compute it again.
    """

    def __init__(self, path: Path, toolchain: str, *, limit: int, read_only: bool) -> None:
        """See `open`."""
        self._path = path
        self._toolchain = toolchain
        self._limit = limit
        self._lock = RLock()
        """Held for every use of the members below, by whatever thread."""
        self._shared = _opened(path, toolchain, read_only=read_only)
        self._private: _Database | None = None
        self._writable = self._shared is not None and not read_only
        self._closed = False

    @classmethod
    def open(cls, path: Path, toolchain: str, *, limit: int = LIMIT, read_only: bool = False) -> Self:
        """The store in a file, which is made if need be; a file that is not ours is replaced.

        `toolchain` is a digest of all that values depend on besides their key.
        """
        return cls(path, toolchain, limit=limit, read_only=read_only)

    @staticmethod
    def forget(path: Path) -> None:
        """Deletes the file of a store, as far as that can be."""
        _remove(path)

    @property
    def is_shared(self) -> bool:
        """Whether other processes can read what is put, once it is committed."""
        return self._writable

    def get(self, kind: str, key: str) -> bytes | None:
        """The value put under a kind and key, None where it is not remembered."""
        return self.get_many(kind, (key,)).get(key)

    def get_many(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Those of the values that are remembered, by key."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            found = self._private.select(kind, wanted) if self._private else {}
            missing = [key for key in wanted if key not in found]
            nothing: dict[str, bytes] = {}
            return found | self._try(lambda shared: shared.select(kind, missing), nothing)

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Remembers a value, instead of the one that may be there."""
        self.put_many(kind, {key: value})

    def put_many(self, kind: str, values: Mapping[str, bytes]) -> None:
        """Remembers values by their keys."""
        with self._lock:
            if self._writable and self._try(lambda shared: shared.insert(kind, values), otherwise=False):
                return
            with suppress(sqlite3.Error):  # no room for temporary files either
                if self._private is None and not self._closed:
                    self._private = _Database(_connection(""), self._toolchain)
                    self._private.create()
                if self._private:
                    self._private.insert(kind, values)

    def keep(self, kind: str, keys: Iterable[str]) -> None:
        """Counts values as used in this run without reading them, so that others are dropped first."""
        with self._lock:
            self._try(lambda shared: shared.touch(kind, list(keys)), None)

    def commit(self) -> None:
        """Lets other processes see what was put."""
        with self._lock:
            if self._writable:
                self._try(_Database.commit, None)

    def close(self) -> None:
        """Commits, drops what is too old or too much; of no use afterwards."""
        with self._lock:
            if self._writable:
                self._try(lambda shared: shared.finish(self._limit), None)
            for database in (self._shared, self._private):
                if database:
                    database.close()
            self._shared = self._private = None
            self._writable = False
            self._closed = True

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def _try(self, action: Callable[["_Database"], _Answer], otherwise: _Answer) -> _Answer:
        """What an action on the shared file gives, or what there is without the file."""
        if self._shared is None:
            return otherwise
        try:
            return action(self._shared)
        except sqlite3.Error as error:
            self._writable = False
            if not _is(error, _BUSY):
                self._shared.close()
                self._shared = None
                if _is(error, _BROKEN):
                    _remove(self._path)
            return otherwise


class _Database:
    """One file with our table. Everything raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection, toolchain: str) -> None:
        self._connection = connection
        self._toolchain = toolchain
        self._run = 1
        self._begun = False
        self._pending = 0
        self._used: dict[int, None] = {}

    def create(self) -> None:
        """Makes the tables where the file is empty; one process of several does."""
        self._connection.execute("PRAGMA synchronous = OFF")
        if self._number("SELECT count(*) FROM sqlite_master"):
            return
        for setting in _SETTINGS:
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute("BEGIN IMMEDIATE")
        if not self._number("SELECT count(*) FROM sqlite_master"):
            for statement in _TABLES:
                self._connection.execute(statement)
        self._connection.execute("COMMIT")

    def check(self) -> bool:
        """Whether the tables are ours; reads which run this is."""
        application = self._number("PRAGMA application_id")
        if (application, self._number("PRAGMA user_version")) != (_APPLICATION, _FORMAT):
            return False
        self._run = self._number("SELECT number FROM run") + 1
        return True

    def select(self, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The values of sound rows, which count as used."""
        found = {}
        for batch in _batches(keys):
            sql = "SELECT rowid, used, key, checksum, bytes FROM value" + _named(batch)  # noqa: S608 - question marks only
            for row, used, key, checksum, value in self._connection.execute(
                sql, (self._toolchain, kind, *batch)
            ):
                if checksum == _checksum(self._toolchain, kind, key, value):
                    found[key] = value
                    self._use(row, used)
        return found

    def touch(self, kind: str, keys: Sequence[str]) -> None:
        """Counts rows as used."""
        for batch in _batches(keys):
            sql = "SELECT rowid, used FROM value" + _named(batch)  # noqa: S608 - question marks only
            for row, used in self._connection.execute(sql, (self._toolchain, kind, *batch)):
                self._use(row, used)

    def insert(self, kind: str, values: Mapping[str, bytes]) -> bool:
        """Puts rows in, instead of those of the same keys; true."""
        self._begin()
        self._connection.executemany(
            "INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?, ?, ?)",
            (
                (self._toolchain, kind, key, self._run, _checksum(self._toolchain, kind, key, value), value)
                for key, value in values.items()
            ),
        )
        self._pending += sum(map(len, values.values()))
        if self._pending >= _TRANSACTION:
            self._end()
        return True

    def commit(self) -> None:
        """Makes what was put, and what was used, last."""
        if not self._used and not self._connection.in_transaction:
            return
        self._begin()
        for batch in _batches(list(self._used)):
            sql = "UPDATE value SET used = ? WHERE rowid IN " + _marks(batch)  # noqa: S608 - question marks only
            self._connection.execute(sql, (self._run, *batch))
        self._used.clear()
        self._end()

    def finish(self, limit: int) -> None:
        """Commits; where anything was written, drops what is stale, then what is oldest beyond the limit."""
        self.commit()
        if not self._begun:
            return
        self._begin()
        self._connection.execute(
            "DELETE FROM value WHERE used <= ? AND toolchain <> ?", (self._run - _STALE, self._toolchain)
        )
        size = self._size()
        for batch in _batches(self._oldest(size - limit * _FULL_ENOUGH) if size > limit else ()):
            sql = "DELETE FROM value WHERE rowid IN " + _marks(batch)  # noqa: S608 - question marks only
            self._connection.execute(sql, batch)
        self._end()
        self._connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page only

    def close(self) -> None:
        """Closes the file; what is not committed is forgotten."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _use(self, row: int, used: int) -> None:
        if used <= self._run - _FRESH:
            self._used[row] = None

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("UPDATE run SET number = max(number, ?)", (self._run,))
            self._begun = True

    def _end(self) -> None:
        self._connection.execute("COMMIT")
        self._pending = 0

    def _oldest(self, excess: float) -> Iterator[int]:
        """Rows, those first that were not used for longest, until their values come to so many bytes."""
        rows = self._connection.execute(
            "SELECT rowid, length(bytes) FROM value ORDER BY used, rowid"
        ).fetchall()
        for row, length in rows:
            if excess <= 0:
                return
            excess -= length
            yield row

    def _size(self) -> int:
        """Bytes of the file that are in use."""
        pages = self._number("PRAGMA page_count") - self._number("PRAGMA freelist_count")
        return pages * self._number("PRAGMA page_size")

    def _number(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0])


def _opened(path: Path, toolchain: str, *, read_only: bool) -> _Database | None:
    """The database in a file, None where it cannot be; what is not ours is replaced, unless we only read."""
    with suppress(sqlite3.Error, OSError):
        found = _connected(path, toolchain, read_only=read_only)
        if found or read_only:
            return found
        _remove(path)
        return _connected(path, toolchain, read_only=False)
    return None


def _connected(path: Path, toolchain: str, *, read_only: bool) -> _Database | None:
    """The database in a file, made where there is none; None where the file holds something else."""
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    database = _Database(_connection(address), toolchain)
    try:
        if not read_only:
            database.create()
        if database.check():
            return database
    except sqlite3.Error as error:
        if not _is(error, _BROKEN):
            database.close()
            raise
    database.close()
    return None


def _connection(address: str) -> sqlite3.Connection:
    """A connection whose transactions are begun by us, and which threads share under the store's lock."""
    return sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)


def _remove(path: Path) -> None:
    """Deletes the file and what SQLite keeps beside it, as far as that can be."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


def _checksum(toolchain: str, kind: str, key: str, value: bytes) -> int:
    """Of the value and of what it is filed under."""
    return crc32(value, crc32(f"{toolchain}\n{kind}\n{key}".encode()))


def _is(error: sqlite3.Error, names: tuple[str, ...]) -> bool:
    return str(getattr(error, "sqlite_errorname", "")).startswith(names)


def _named(keys: Sequence[str]) -> str:
    return " WHERE toolchain = ? AND kind = ? AND key IN " + _marks(keys)


def _marks(values: Sequence[object]) -> str:
    """A list of as many variables: "(?,?,?)"."""
    return f"({','.join('?' * len(values))})"


def _batches(values: Iterable[_Answer]) -> Iterator[list[_Answer]]:
    """The values in lists of a length that a statement takes."""
    rest = iter(values)
    while batch := list(islice(rest, _BATCH)):
        yield batch
