"""The cache: what is put can be read again, and nothing that befalls its file is an error."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from readingroom.store import Store

if sys.platform != "win32":
    import resource

TOOLS = "toolchain-1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the cache lies; its folder does not exist yet."""
    return tmp_path / ".readingroom" / "cache.sqlite"


def _stored(path: Path, kind: str = "body", key: str = "k", toolchain: str = TOOLS) -> bytes | None:
    """What another process would read."""
    with Store.open(path, toolchain) as store:
        return store.get(kind, key)


def _filled(path: Path, value: bytes = b"value") -> None:
    with Store.open(path, TOOLS) as store:
        store.put("body", "k", value)


@pytest.mark.parametrize("value", [b"", b"x", bytes(range(256)) * 1000, os.urandom(3_000_000)])
def test_what_is_put_is_remembered(path: Path, value: bytes) -> None:
    """At once, and by the next run, byte for byte."""
    with Store.open(path, TOOLS) as store:
        assert store.get("body", "k") is None
        store.put("body", "k", value)
        assert store.get("body", "k") == value
    assert _stored(path) == value


def test_kinds_and_keys_are_apart(path: Path) -> None:
    """The same key of another kind is another value, and a value is replaced by its like."""
    with Store.open(path, TOOLS) as store:
        store.put("body", "k", b"1")
        store.put("card", "k", b"2")
        store.put("body", "K", b"3")
        store.put("body", "k", b"4")
    assert (_stored(path), _stored(path, "card"), _stored(path, key="K")) == (b"4", b"2", b"3")


def test_many_at_once(path: Path) -> None:
    """More values than a statement has variables are put and read in one call, missing ones left out."""
    values = {f"key {number}": f"value {number}".encode() for number in range(1234)}
    with Store.open(path, TOOLS) as store:
        store.put_many("body", values)
        assert store.get_many("body", [*values, "absent", "key 1"]) == values
        assert store.get_many("body", []) == {}
        store.put_many("body", {})
    with Store.open(path, TOOLS) as store:
        assert store.get_many("body", reversed(values)) == values


def test_another_toolchain_sees_nothing_of_it(path: Path) -> None:
    """What another version made is not read, and comes back with that version."""
    _filled(path)
    assert _stored(path, toolchain="toolchain-2") is None
    with Store.open(path, "toolchain-2") as store:
        store.put("body", "k", b"theirs")
    assert _stored(path) == b"value"
    assert _stored(path, toolchain="toolchain-2") == b"theirs"


def _not_a_database(path: Path) -> None:
    path.write_bytes(b"not a database " * 1000)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _zeroed(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(len(data) - 100))


def _another_program(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE value (x)")
    connection.close()


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _other_columns(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE value")
    connection.execute("CREATE TABLE value (x)")
    connection.commit()
    connection.close()


def _no_run(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE run")
    connection.commit()
    connection.close()


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _a_folder_with_a_file(path: Path) -> None:
    _a_folder(path)
    (path / "x").write_bytes(b"")


def _a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _foreign_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(os.urandom(10_000))


DAMAGE = [
    _not_a_database,
    _empty,
    _cut,
    _zeroed,
    _another_program,
    _newer,
    _other_columns,
    _no_run,
    _a_folder,
    _a_folder_with_a_file,
    _a_link_to_itself,
    _foreign_log,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_spoilt_file_is_replaced(path: Path, damage: Callable[[Path], None]) -> None:
    """Whatever lies there, the store opens, remembers within the run, and where it can for the next ones."""
    with Store.open(path, TOOLS) as store:
        store.put_many("body", {f"{number}": bytes([number]) * 9000 for number in range(100)})
    damage(path)
    for _ in range(3):
        with Store.open(path, TOOLS) as store:
            for number in range(100):
                assert store.get("body", f"{number}") in {None, bytes([number]) * 9000}
            store.put("body", "k", b"again")
            assert store.get("body", "k") == b"again"
    if path.is_file():
        assert _stored(path) == b"again"


def test_a_flipped_bit_is_a_miss(path: Path) -> None:
    """Whichever byte of the file is changed, no value comes out that was not put in."""
    values = {f"{number}": bytes([number]) * 3000 for number in range(40)}
    with Store.open(path, TOOLS) as store:
        store.put_many("body", values)
    sound = path.read_bytes()
    for place in range(50, len(sound), 1511):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x41]) + sound[place + 1 :])
        with Store.open(path, TOOLS) as store:
            found = store.get_many("body", values)
        assert found.items() <= values.items()


def test_values_do_not_change_places(path: Path) -> None:
    """A row that is filed under another key than it was put under does not count."""
    with Store.open(path, TOOLS) as store:
        store.put_many("body", {"a": b"1", "b": b"2"})
    connection = sqlite3.connect(path)
    connection.execute("UPDATE value SET key = 'c' WHERE key = 'a'")
    connection.commit()
    connection.close()
    assert (_stored(path, key="c"), _stored(path, key="b")) == (None, b"2")


def test_it_may_be_deleted_at_any_time(path: Path) -> None:
    """While it is open, too: the run goes on, and the next one starts anew."""
    with Store.open(path, TOOLS) as store:
        store.put("body", "k", b"1")
        store.commit()
        shutil.rmtree(path.parent)
        store.put("body", "l", b"2")
        assert store.get("body", "l") == b"2"
        store.commit()
        store.put("body", "m", b"3")
    assert _stored(path, key="absent") is None
    _filled(path)
    assert _stored(path) == b"value"


def test_readers_see_what_is_committed(path: Path) -> None:
    """Several may read while one writes; none waits, none writes."""
    with Store.open(path, TOOLS) as writer:
        writer.put("body", "k", b"1")
        writer.commit()
        readers = [Store.open(path, TOOLS, read_only=True) for _ in range(3)]
        writer.put("body", "k", b"2")
        assert [reader.get("body", "k") for reader in readers] == [b"1"] * 3
        writer.commit()
        assert [reader.get("body", "k") for reader in readers] == [b"2"] * 3
        assert writer.is_shared
        assert not any(reader.is_shared for reader in readers)
        readers[0].put("body", "k", b"mine")
        assert [reader.get("body", "k") for reader in readers] == [b"mine", b"2", b"2"]
        for reader in readers:
            reader.close()
    assert _stored(path) == b"2"


def test_a_reader_makes_no_file(path: Path) -> None:
    """Where there is no cache, one that only reads finds nothing and leaves nothing."""
    with Store.open(path, TOOLS, read_only=True) as store:
        assert store.get("body", "k") is None
    assert not path.parent.exists()


def test_a_second_writer_keeps_to_itself(path: Path) -> None:
    """It reads what was committed before and remembers its own, without disturbing the first."""
    _filled(path)
    with Store.open(path, TOOLS) as first, Store.open(path, TOOLS) as second:
        first.put("body", "l", b"first's")
        second.put("body", "l", b"second's")
        assert (second.get("body", "k"), second.get("body", "l")) == (b"value", b"second's")
        assert first.get("body", "l") == b"first's"
        assert not second.is_shared
    assert _stored(path, key="l") == b"first's"


def test_it_does_not_grow_beyond_its_limit(path: Path) -> None:
    """What was not used for longest goes first, and the file shrinks."""
    limit = 5_000_000
    for run in range(12):
        with Store.open(path, TOOLS, limit=limit) as store:
            store.put_many("body", {f"{run}-{number}": os.urandom(50_000) for number in range(10)})
            assert store.get("body", "0-0") is not None
            store.keep("body", ["0-1", "absent"])
    assert path.stat().st_size <= limit
    assert _stored(path, key="11-9") is not None
    assert _stored(path, key="0-0") is not None
    assert _stored(path, key="0-1") is not None
    assert _stored(path, key="0-2") is None


def test_one_run_larger_than_the_limit(path: Path) -> None:
    """The limit holds then as well."""
    with Store.open(path, TOOLS, limit=500_000) as store:
        store.put_many("body", {f"{number}": os.urandom(50_000) for number in range(100)})
    assert path.stat().st_size <= 500_000


def test_what_other_toolchains_made_goes_in_the_end(path: Path) -> None:
    """It stays for some runs, so that a setting tried and taken back costs nothing, and no longer."""
    _filled(path)
    for run in range(20):
        with Store.open(path, "toolchain-2") as store:
            store.put("body", f"{run}", b"x")
        if run == 3:
            assert _stored(path) == b"value"
    assert _stored(path) is None
    assert _stored(path, key="0", toolchain="toolchain-2") == b"x"


def test_a_run_that_only_reads_writes_nothing(path: Path) -> None:
    """Looking things up leaves the file as it is."""
    _filled(path)
    before = path.read_bytes()
    assert _stored(path) == b"value"
    assert path.read_bytes() == before


def test_threads_share_it(path: Path) -> None:
    """Any number of threads may put and get at once."""

    def use(thread: int) -> bool:
        for number in range(50):
            store.put("body", f"{thread} {number}", f"{thread} {number}".encode())
        return all(
            store.get("body", f"{thread} {number}") == f"{thread} {number}".encode() for number in range(50)
        )

    with Store.open(path, TOOLS) as store, ThreadPoolExecutor(4) as pool:
        assert all(pool.map(use, range(8)))


def test_a_closed_store_is_harmless(path: Path) -> None:
    """Nothing is found in it, and putting into it does nothing."""
    store = Store.open(path, TOOLS)
    store.close()
    store.put("body", "k", b"1")
    assert store.get("body", "k") is None
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_writer_loses_at_most_what_it_had_not_committed(path: Path) -> None:
    """What was committed is there for the next run, and the file is sound."""
    script = """
import os, signal, sys
from pathlib import Path
from readingroom.store import Store
store = Store.open(Path(sys.argv[1]), "toolchain-1")
store.put("body", "committed", b"1")
store.commit()
store.put_many("body", {str(number): bytes(9000) for number in range(500)})
os.kill(os.getpid(), signal.SIGKILL)
"""
    result = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert result.returncode == -signal.SIGKILL
    assert _stored(path, key="committed") == b"1"
    assert _stored(path, key="499") in {None, bytes(9000)}


@pytest.mark.unprivileged
def test_a_folder_that_cannot_be_written_to(path: Path) -> None:
    """The cache is read, where it can be, and what is put is remembered for the run."""
    _filled(path)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    for _ in range(2):
        with Store.open(path, TOOLS) as store:
            assert store.get("body", "k") in {None, b"value"}
            store.put("body", "k", b"other")
            assert store.get("body", "k") == b"other"
    path.parent.chmod(0o700)
    path.chmod(0o600)
    assert _stored(path) == b"value"


@pytest.mark.unprivileged
def test_a_file_that_may_not_grow(path: Path) -> None:
    """A full disk or a limit costs memory of the past, never the run."""
    _filled(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    with Store.open(path, TOOLS) as store:
        store.put_many("body", {f"{number}": os.urandom(10_000) for number in range(100)})
        store.commit()
        store.put("body", "k", b"after")
        assert store.get("body", "k") in {None, b"after"}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert _stored(path) in {None, b"value", b"after"}
