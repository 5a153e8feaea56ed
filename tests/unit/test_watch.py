"""File events become settled changes: every save is told, no reading is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.events import FileClosedEvent, FileModifiedEvent, FileOpenedEvent

from readingroom import watch
from readingroom.watch import CHANGES, Watcher

LONG = 30.0
"""Seconds after which a change that was not told is taken for lost."""


class Listener:
    """Counts what it is told."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.count = 0
        self._told = threading.Semaphore(0)

    def __call__(self) -> None:
        """Something changed."""
        self.count += 1
        self._told.release()

    def hears(self) -> bool:
        """Whether a change is told before long."""
        return self._told.acquire(timeout=LONG)

    def drain(self) -> None:
        """Forgets what was told."""
        while self._told.acquire(blocking=False):
            pass


@contextmanager
def watching(folder: Path, *, poll: bool = False) -> Iterator[Listener]:
    """Listens to what happens in a folder."""
    listener = Listener()
    watcher = Watcher([folder, folder / "absent"], listener, poll=poll)
    assert watcher.start() == ""
    try:
        yield listener
    finally:
        watcher.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file far down."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "1.md").write_text("one", encoding="utf-8")
    return tmp_path


def write(folder: Path) -> None:
    """Saves a file over itself."""
    (folder / "deep/er/1.md").write_text("two words", encoding="utf-8")


def replace(folder: Path) -> None:
    """Saves as many editors do: beside it, then over it."""
    (folder / "deep/er/1.md.new").write_text("three", encoding="utf-8")
    (folder / "deep/er/1.md.new").replace(folder / "deep/er/1.md")


def add_folder(folder: Path) -> None:
    """A folder with a file."""
    (folder / "more").mkdir()
    (folder / "more/2.md").write_text("two", encoding="utf-8")


CHANGED: dict[str, Callable[[Path], None]] = {
    "write": write,
    "replace": replace,
    "create": lambda folder: (folder / "2.md").touch(),
    "delete": lambda folder: (folder / "deep/er/1.md").unlink(),
    "rename": lambda folder: _rename(folder / "deep/er/1.md", folder / "1.md"),
    "rename a folder": lambda folder: _rename(folder / "deep", folder / "low"),
    "add a folder": add_folder,
}


def _rename(old: Path, new: Path) -> None:
    old.rename(new)


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_every_kind_of_change_is_told(folder: Path, change: Callable[[Path], None]) -> None:
    """However a file comes, changes or goes, at any depth."""
    with watching(folder) as listener:
        change(folder)
        assert listener.hears()


@pytest.mark.parametrize("change", [write, add_folder])
def test_polling_tells_of_changes_too(folder: Path, change: Callable[[Path], None]) -> None:
    """Where the system tells nothing, on a network drive say."""
    with watching(folder, poll=True) as listener:
        change(folder)
        assert listener.hears()


def test_files_of_a_new_folder_are_watched(folder: Path) -> None:
    """A folder that came later counts like one that was there."""
    with watching(folder) as listener:
        add_folder(folder)
        assert listener.hears()
        for count in range(3):
            listener.drain()
            (folder / "more/2.md").write_text("x" * (count + 5), encoding="utf-8")
            assert listener.hears()


def test_reading_is_no_change(tmp_path: Path) -> None:
    """A build reads every file; were that a change, it would build for ever."""
    (tmp_path / "1.md").write_text("one", encoding="utf-8")
    with watching(tmp_path) as listener:
        for _ in range(20):
            (tmp_path / "1.md").read_text(encoding="utf-8")
            list(tmp_path.iterdir())
        (tmp_path / "2.md").touch()
        assert listener.hears()
    assert listener.count <= 2, "the one change, in one burst or two"


def test_only_events_of_changes_count() -> None:
    """What is opened is not changed, what is written and closed is."""
    assert not isinstance(FileOpenedEvent("x"), CHANGES)
    assert isinstance(FileClosedEvent("x"), CHANGES)
    assert isinstance(FileModifiedEvent("x"), CHANGES)


def test_a_burst_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout of many files is one change: it is told when no more come."""
    monkeypatch.setattr(watch, "QUIET_SECONDS", 0.5)
    with watching(tmp_path) as listener:
        for number in range(300):
            (tmp_path / f"{number}.md").touch()
        assert listener.hears()
    assert listener.count == 1


def test_a_burst_that_never_ends_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is written to all the time does not keep the preview from following."""
    monkeypatch.setattr(watch, "QUIET_SECONDS", 0.2)
    monkeypatch.setattr(watch, "LONGEST_SECONDS", 0.6)
    ended = threading.Event()

    def scribble() -> None:
        count = 0
        while not ended.wait(0.01):
            (tmp_path / "log.md").write_text(str(count := count + 1), encoding="utf-8")

    with watching(tmp_path) as listener:
        writer = threading.Thread(target=scribble)
        writer.start()
        assert listener.hears()
        assert listener.hears(), "and again, as it goes on"
        ended.set()
        writer.join()


def test_a_change_during_a_build_is_built_after_it(tmp_path: Path) -> None:
    """What is saved while the build runs is not lost: there is another build."""
    builds: list[str] = []
    saved, done = threading.Event(), threading.Semaphore(0)

    def build() -> None:
        builds.append((tmp_path / "1.md").read_text(encoding="utf-8"))
        if len(builds) == 1:
            saved.wait(LONG)
        done.release()

    (tmp_path / "1.md").write_text("zero", encoding="utf-8")
    watcher = Watcher([tmp_path], build)
    watcher.start()
    (tmp_path / "1.md").write_text("one", encoding="utf-8")
    while not builds:
        saved.wait(0.01)
    (tmp_path / "1.md").write_text("two", encoding="utf-8")
    saved.set()
    while builds[-1] != "two":
        assert done.acquire(timeout=LONG)
    watcher.stop()


def test_builds_do_not_overlap(tmp_path: Path) -> None:
    """One follows the other, however fast the saves come."""
    running, overlaps, told = [0], [], threading.Semaphore(0)

    def build() -> None:
        running[0] += 1
        overlaps.append(running[0])
        threading.Event().wait(0.05)
        running[0] -= 1
        told.release()

    watcher = Watcher([tmp_path], build)
    watcher.start()
    for number in range(20):
        (tmp_path / f"{number}.md").touch()
        threading.Event().wait(0.02)
    assert told.acquire(timeout=LONG)
    watcher.stop()
    assert set(overlaps) == {1}


def test_stopping_in_the_midst_of_a_burst_ends_it(tmp_path: Path) -> None:
    """Whenever the end comes it is heard, and whoever ends the watch does not wait for ever."""
    for pause in range(12):
        with watching(tmp_path) as listener:
            (tmp_path / "1.md").write_text(str(pause), encoding="utf-8")
            threading.Event().wait(pause / 200)
        assert listener.count <= 2


def test_stopping_ends_the_watch(tmp_path: Path) -> None:
    """After it nothing is told any more, and no thread is left."""
    before = threading.active_count()
    listener = Listener()
    watcher = Watcher([tmp_path], listener)
    watcher.start()
    watcher.stop()
    (tmp_path / "1.md").touch()
    assert threading.active_count() == before
    assert listener.count == 0
