"""One builder for each output folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from readingroom.lock import LockedError, acquired

_HOLD = "import sys,time;from pathlib import Path;from readingroom.lock import acquired\n"


def _holder(output: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is told to stop, or dies."""
    script = f"{_HOLD}with acquired(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(output)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def _stop(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_a_second_builder_is_refused(tmp_path: Path) -> None:
    """It is told at once, with the number of the process that holds the lock."""
    holder = _holder(tmp_path / "output")
    with pytest.raises(LockedError) as caught, acquired(tmp_path / "output"):
        pass
    assert caught.value.pid == holder.pid
    assert str(holder.pid) in str(caught.value)
    _stop(holder)


def test_a_builder_does_not_lock_itself_in(tmp_path: Path) -> None:
    """Within one process a second lock of the same folder is refused too, and the first stays."""
    with acquired(tmp_path / "output"):
        for _ in range(2):
            with pytest.raises(LockedError), acquired(tmp_path / "output"):
                pass


def test_the_lock_is_free_afterwards(tmp_path: Path) -> None:
    """Let go, it can be had again, and no file is left behind."""
    for _ in range(3):
        with acquired(tmp_path / "output"):
            assert len(list(tmp_path.iterdir())) == 1
        assert list(tmp_path.iterdir()) == []


def test_an_exception_frees_it(tmp_path: Path) -> None:
    """However the builder fails, the lock goes."""
    with pytest.raises(ZeroDivisionError), acquired(tmp_path / "output"):
        raise ZeroDivisionError
    with acquired(tmp_path / "output"):
        pass


def test_a_dead_holders_lock_frees_itself(tmp_path: Path) -> None:
    """Killed, it leaves its file and no lock."""
    holder = _holder(tmp_path / "output")
    holder.kill()
    _stop(holder)
    with acquired(tmp_path / "output"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_stopped_holder_still_holds(tmp_path: Path) -> None:
    """A builder that is suspended is not dead."""
    holder = _holder(tmp_path / "output")
    os.kill(holder.pid, signal.SIGSTOP)
    with pytest.raises(LockedError), acquired(tmp_path / "output"):
        pass
    os.kill(holder.pid, signal.SIGCONT)
    _stop(holder)


def test_each_folder_has_its_own(tmp_path: Path) -> None:
    """Builders of neighbouring folders do not wait for each other; one folder by two names is one."""
    (tmp_path / "alias").symlink_to(tmp_path)
    with acquired(tmp_path / "one"), acquired(tmp_path / "two"):
        with pytest.raises(LockedError), acquired(tmp_path / "alias" / "one"):
            pass
        with pytest.raises(LockedError), acquired(tmp_path / "two" / ".." / "one"):
            pass


def test_programs_that_it_starts_do_not_inherit_it(tmp_path: Path) -> None:
    """A process that outlives the builder does not keep the lock."""
    with acquired(tmp_path / "output"):
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
        )
    with acquired(tmp_path / "output"):
        pass
    child.communicate()


def test_the_holders_number_may_be_unreadable(tmp_path: Path) -> None:
    """A file without a number still locks."""
    holder = _holder(tmp_path / "output")
    (tmp_path / ".output.lock").write_text("?")
    with pytest.raises(LockedError) as caught, acquired(tmp_path / "output"):
        pass
    assert caught.value.pid == 0
    _stop(holder)


@pytest.mark.unprivileged
def test_a_locked_parent(tmp_path: Path) -> None:
    """Where no file can be made beside the folder, the folder itself is locked."""
    output = tmp_path / "output"
    output.mkdir()
    tmp_path.chmod(0o500)
    with acquired(output), pytest.raises(LockedError), acquired(output):
        pass
    with acquired(output):
        pass
    assert list(output.iterdir()) == []


@pytest.mark.unprivileged
def test_anothers_leftover(tmp_path: Path) -> None:
    """A lock's file that a dead holder left and that may only be read locks all the same."""
    (tmp_path / ".output.lock").write_text("1")
    (tmp_path / ".output.lock").chmod(0o444)
    with acquired(tmp_path / "output"), pytest.raises(LockedError), acquired(tmp_path / "output"):
        pass


@pytest.mark.unprivileged
def test_nowhere_to_lock(tmp_path: Path) -> None:
    """No folder, and none can be made: a failure of the machine, not another builder."""
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError), acquired(tmp_path / "output"):
        pass
