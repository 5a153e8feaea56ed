"""A builder that is killed before its n-th file operation, for every n."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from publications import Files, files_in, is_killed_at, listed_in, modes_in, publish

from readingroom.publish import MANIFEST, Way, heal

if sys.platform == "win32":
    pytest.skip("needs fork", allow_module_level=True)

OLD = {
    "index.html": b"old front",
    "a/1.html": b"one",
    "a/b/2.html": b"two",
    "same.css": b"p {}",
    "gone": b"x",
}
NEW = {
    "index.html": b"new front",
    "a/1.html": b"one",
    "c/d/3.html": b"three",
    "same.css": b"p {}",
    "gone/4": b"x",
}
STRANGERS = {"CNAME": b"archive.example", "a/b/notes.txt": b"mine"}

Check = Callable[[Path], None]


def _prepare(output: Path, way: Way) -> None:
    """An old edition with strangers' files; in place is how it changes where the parent is not writable."""
    publish(output, OLD)
    for address, data in STRANGERS.items():
        (output / address).write_bytes(data)
    if way is Way.IN_PLACE:
        output.parent.chmod(0o500)


def _kill_at_every_operation(folder: Path, way: Way, after_kill: Check) -> int:
    """Publishes NEW over OLD, killed ever later, until it gets through; how often it was killed."""
    operation = 0
    killed = True
    while killed:
        operation += 1
        output = folder / str(operation) / "output"
        output.parent.mkdir()
        _prepare(output, way)
        killed = is_killed_at(operation, lambda: publish(output, NEW), by_signal=operation % 5 == 0)  # noqa: B023
        if killed:
            after_kill(output)
            _check_next_run(output)
        else:
            assert files_in(output) == NEW | STRANGERS
        output.parent.chmod(0o700)
        shutil.rmtree(output.parent)
    return operation - 1


def _check_next_run(output: Path) -> None:
    """The next run heals first, to one edition as a whole, and then publishes as if nothing had been."""
    heal(output)
    healed = files_in(output)
    assert healed in (OLD | STRANGERS, NEW | STRANGERS)
    assert {*healed} - {*STRANGERS} == listed_in(output)
    assert [path.name for path in output.parent.iterdir()] == ["output"]
    publish(output, NEW)
    assert files_in(output) == NEW | STRANGERS
    assert modes_in(output) == {("file", 0o644), ("folder", 0o755)}
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def _is_one_edition(output: Path) -> None:
    """Wholly the old or wholly the new, its manifest too."""
    found = files_in(output)
    assert found in (OLD | STRANGERS, NEW | STRANGERS)
    assert {*found} - {*STRANGERS} == listed_in(output)


def _is_whole_file_by_file(output: Path) -> None:
    """Each file is of one edition or the other; all strangers' are there; all of ours are listed."""
    found = files_in(output)
    kept: Files = {
        address: data for address, data in found.items() if not address.startswith(".readingroom-next/")
    }
    for address, data in kept.items():
        assert data in {(OLD | STRANGERS).get(address), (NEW | STRANGERS).get(address)}
    assert STRANGERS.items() <= kept.items()
    assert {*kept} - {*STRANGERS} <= listed_in(output)
    for address in OLD.keys() & NEW.keys():
        assert address in kept


def test_exchanged_folders_are_never_mixed(memory_path: Path) -> None:
    """Whenever a builder dies, the site is one edition, and the next run ends or undoes the rest."""
    if (
        publish(memory_path / "try", OLD).way is Way.NEW
        and publish(memory_path / "try", NEW).way is not Way.EXCHANGE
    ):
        pytest.skip("this file system cannot exchange folders")
    shutil.rmtree(memory_path / "try")
    assert _kill_at_every_operation(memory_path, Way.EXCHANGE, _is_one_edition) > 50


@pytest.mark.unprivileged
def test_in_place_each_file_is_whole(tmp_path: Path) -> None:
    """Whenever a builder dies, no file is torn, and the next run makes it one edition."""
    assert _kill_at_every_operation(tmp_path, Way.IN_PLACE, _is_whole_file_by_file) > 50


def test_a_first_publication_is_there_or_not(memory_path: Path) -> None:
    """Killed at any operation, the folder is whole or absent."""
    operation, killed = 0, True
    while killed:
        operation += 1
        output = memory_path / str(operation) / "output"
        killed = is_killed_at(operation, lambda: publish(output, OLD), by_signal=False)  # noqa: B023
        assert not output.exists() or files_in(output) == OLD
        publish(output, NEW)
        assert files_in(output) == NEW
        assert [path.name for path in output.parent.iterdir()] == ["output"]
    assert operation > 20


@pytest.mark.parametrize("way", [Way.EXCHANGE, Way.IN_PLACE])
@pytest.mark.unprivileged
def test_healing_may_be_killed_too(tmp_path: Path, way: Way) -> None:
    """A run that dies while it ends what a dead one left leaves it to the next."""
    check = _is_one_edition if way is Way.EXCHANGE else _is_whole_file_by_file
    output = tmp_path / "site" / "output"
    for first in range(1, 1000, 7):
        for second in range(1, 1000):
            output.parent.mkdir()
            _prepare(output, way)
            finished = not is_killed_at(first, lambda: publish(output, NEW), by_signal=False)
            healed = not is_killed_at(second, lambda: heal(output), by_signal=False)
            check(output)
            _check_next_run(output)
            output.parent.chmod(0o700)
            shutil.rmtree(output.parent)
            if finished:
                return
            if healed:
                break


def test_a_leftover_may_be_copied(memory_path: Path) -> None:
    """Without its hard links, as many programs copy, what a dead run left is still told apart."""
    for operation in range(1, 1000):
        output = memory_path / str(operation) / "output"
        output.parent.mkdir()
        _prepare(output, Way.EXCHANGE)
        killed = is_killed_at(operation, lambda: publish(output, NEW), by_signal=False)  # noqa: B023
        shutil.copytree(output.parent, memory_path / f"{operation}-copy", symlinks=True)
        _check_next_run(memory_path / f"{operation}-copy" / "output")
        if not killed:
            return


@pytest.mark.unprivileged
def test_a_lost_journal_costs_nothing(tmp_path: Path) -> None:
    """If somebody deletes our working folder half way, all our files are still known to be ours."""
    operation, killed = 0, True
    while killed:
        operation += 1
        output = tmp_path / str(operation) / "output"
        output.parent.mkdir()
        _prepare(output, Way.IN_PLACE)
        killed = is_killed_at(operation, lambda: publish(output, NEW), by_signal=False)  # noqa: B023
        shutil.rmtree(output / ".readingroom-next", ignore_errors=True)
        publish(output, NEW)
        assert files_in(output) == NEW | STRANGERS
        assert listed_in(output) == {*NEW}
        output.parent.chmod(0o700)
    assert (output / MANIFEST).stat().st_mode & 0o777 == 0o644
