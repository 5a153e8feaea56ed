"""File events become settled changes: every save is told with its path, no reading is."""

import errno
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.events import (
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileModifiedEvent,
    FileOpenedEvent,
)

from readingroom.watch import Watcher, burst, mounts, roots, watcher
from readingroom.watch.events import CHANGES

LONG = 30.0
"""Seconds after which a change that was not told is taken for lost."""


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.told: list[frozenset[str] | None] = []
        self._told = threading.Semaphore(0)

    def __call__(self, touched: frozenset[str] | None) -> None:
        """Something changed."""
        self.told.append(touched)
        self._told.release()

    @property
    def count(self) -> int:
        """How often it was told."""
        return len(self.told)

    def paths(self) -> set[str]:
        """All paths that were named; where anything may have changed the test is wrong here."""
        assert None not in self.told
        return {path for touched in self.told for path in touched or ()}

    def hears_all(self, *paths: Path) -> bool:
        """Whether each of these is named before long, or that anything may have changed."""
        wanted = {str(path) for path in paths}
        while self.hears():
            if None in self.told or wanted <= self.paths():
                return True
        return False

    def hears_everything(self) -> bool:
        """Whether it is told before long that anything may have changed."""
        while self.hears():
            if None in self.told:
                return True
        return False

    def hears(self) -> bool:
        """Whether a change is told before long."""
        return self._told.acquire(timeout=LONG)

    def drain(self) -> None:
        """Forgets what was told."""
        while self._told.acquire(blocking=False):
            pass


@pytest.fixture(autouse=True)
def _quick_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polling at a pace that tests can wait for."""
    monkeypatch.setattr(roots, "POLL_SECONDS", 0.1)


@contextmanager
def watching(*folders: Path, poll: bool = False) -> Iterator[Listener]:
    """Listens to what happens in some folders."""
    listener = Listener()
    watched = Watcher(folders, listener, poll=poll)
    assert watched.start() == ""
    try:
        yield listener
    finally:
        watched.stop()


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
    """What is opened and closed is not changed, what is written and closed is."""
    assert not isinstance(FileOpenedEvent("x"), CHANGES)
    assert not isinstance(FileClosedNoWriteEvent("x"), CHANGES)
    assert isinstance(FileClosedEvent("x"), CHANGES)
    assert isinstance(FileModifiedEvent("x"), CHANGES)


def test_a_burst_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout of many files is one change: it is told when no more come."""
    monkeypatch.setattr(burst, "QUIET_SECONDS", 0.5)
    with watching(tmp_path) as listener:
        for number in range(300):
            (tmp_path / f"{number}.md").touch()
        assert listener.hears()
    assert listener.count == 1


def test_a_burst_that_never_ends_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is written to all the time does not keep the preview from following."""
    monkeypatch.setattr(burst, "QUIET_SECONDS", 0.2)
    monkeypatch.setattr(burst, "LONGEST_SECONDS", 0.6)
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

    def build(_: frozenset[str] | None) -> None:
        builds.append((tmp_path / "1.md").read_text(encoding="utf-8"))
        if len(builds) == 1:
            saved.wait(LONG)
        done.release()

    (tmp_path / "1.md").write_text("zero", encoding="utf-8")
    watched = Watcher([tmp_path], build)
    watched.start()
    (tmp_path / "1.md").write_text("one", encoding="utf-8")
    while not builds:
        saved.wait(0.01)
    (tmp_path / "1.md").write_text("two", encoding="utf-8")
    saved.set()
    while builds[-1] != "two":
        assert done.acquire(timeout=LONG)
    watched.stop()


def test_builds_do_not_overlap(tmp_path: Path) -> None:
    """One follows the other, however fast the saves come."""
    running, overlaps, told = [0], [], threading.Semaphore(0)

    def build(_: frozenset[str] | None) -> None:
        running[0] += 1
        overlaps.append(running[0])
        threading.Event().wait(0.05)
        running[0] -= 1
        told.release()

    watched = Watcher([tmp_path], build)
    watched.start()
    for number in range(20):
        (tmp_path / f"{number}.md").touch()
        threading.Event().wait(0.02)
    assert told.acquire(timeout=LONG)
    watched.stop()
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
    watched = Watcher([tmp_path], listener)
    watched.start()
    watched.stop()
    (tmp_path / "1.md").touch()
    assert threading.active_count() == before
    assert listener.count == 0


def test_a_save_names_its_file_and_no_other(folder: Path) -> None:
    """Whoever is told need look at that one file only."""
    with watching(folder) as listener:
        write(folder)
        assert listener.hears_all(folder / "deep/er/1.md")
        assert listener.paths() == {str(folder / "deep/er/1.md")}


def test_a_file_that_is_renamed_is_named_by_both_names(folder: Path) -> None:
    """The old one is gone and the new one there."""
    with watching(folder) as listener:
        _rename(folder / "deep/er/1.md", folder / "deep/2.md")
        assert listener.hears_all(folder / "deep/er/1.md", folder / "deep/2.md")


def _vim(file: Path) -> None:
    """A probe whether files can be made, the old text set aside, the new one written."""
    probe, aside, swap = file.with_name("4913"), file.with_name("1.md~"), file.with_name(".1.md.swp")
    swap.write_text("swap", encoding="utf-8")
    probe.touch()
    probe.unlink()
    file.rename(aside)
    file.write_text("new", encoding="utf-8")
    aside.unlink()
    swap.unlink()


def _beside(file: Path) -> None:
    """The new text in a hidden file beside the old, then over it."""
    file.with_name(".1.md.new").write_text("new", encoding="utf-8")
    file.with_name(".1.md.new").replace(file)


def _linked(file: Path) -> None:
    """The old text kept under another name by a hard link, and a new file moved over it."""
    file.with_name("1.md~").hardlink_to(file)
    file.with_name("1.md.tmp").write_text("new", encoding="utf-8")
    file.with_name("1.md.tmp").replace(file)


@pytest.mark.parametrize("save", [_vim, _beside, _linked])
def test_the_ways_of_editors_to_save_are_saves(folder: Path, save: Callable[[Path], None]) -> None:
    """Each names the file that was saved, and no copy that the editor leaves."""
    file = folder / "deep/er/1.md"
    with watching(folder) as listener:
        save(file)
        assert listener.hears_all(file)
        names = {Path(path).name for path in listener.paths()}
        assert not {name for name in names if name.startswith(".") or name.endswith("~")}


def test_what_is_hidden_tells_nothing(folder: Path) -> None:
    """A repository that lives in the content folder, and swap files, lead to no build."""
    with watching(folder) as listener:
        (folder / ".git/refs").mkdir(parents=True)
        (folder / ".git/refs/head").write_text("x", encoding="utf-8")
        (folder / "deep/.1.md.swp").touch()
        write(folder)
        assert listener.hears_all(folder / "deep/er/1.md")
        assert listener.paths() == {str(folder / "deep/er/1.md")}


def test_a_folder_that_comes_may_hold_anything(folder: Path) -> None:
    """Files that were in it before it was watched are found by looking everywhere."""
    (folder / "deep/new").mkdir()
    shutil.move(folder / "deep", folder.parent / f"{folder.name}-aside")
    with watching(folder) as listener:
        shutil.move(folder.parent / f"{folder.name}-aside", folder / "back")
        assert listener.hears_everything()
        listener.told.clear()
        (folder / "back/new/2.md").write_text("two", encoding="utf-8")
        assert listener.hears_all(folder / "back/new/2.md")


def test_files_written_while_their_folder_is_new_are_not_lost(tmp_path: Path) -> None:
    """However the watch on a new folder and the files in it race, the last look is after all of them."""
    with watching(tmp_path) as listener:
        for number in range(20):
            (tmp_path / f"a{number}/b/c").mkdir(parents=True)
            (tmp_path / f"a{number}/b/c/1.md").write_text("one", encoding="utf-8")
        assert listener.hears_everything()
        for number in range(20):
            listener.drain()
            listener.told.clear()
            file = tmp_path / f"a{number}/b/c/1.md"
            file.write_text("two", encoding="utf-8")
            assert listener.hears_all(file)


def test_a_checkout_of_thousands_is_told_as_anything(tmp_path: Path) -> None:
    """So many paths are not worth looking at one by one; after the last of them it is told once more."""
    with watching(tmp_path) as listener:
        for number in range(3000):
            (tmp_path / f"{number}.md").write_text("x", encoding="utf-8")
        ended = len(listener.told)
        assert listener.hears_everything()
        deadline = time.monotonic() + LONG
        while len(listener.told) == ended and time.monotonic() < deadline:
            listener.hears()
        assert listener.count < 30


def test_a_lost_event_is_made_good(tmp_path: Path) -> None:
    """When the system's queue overflows, of which the observer only writes to its log, we look everywhere."""
    with watching(tmp_path) as listener:
        logging.getLogger("watchdog.observers.inotify_c").warning(
            "Inotify queue overflowed; events were lost"
        )
        assert listener.hears_everything()
        assert listener.hears(), "and once more, after the watches were set anew"


def test_so_many_events_may_hide_lost_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the observer says nothing of an overflow its many events do, however few files they name."""
    monkeypatch.setattr(burst, "MOST_EVENTS", 50)
    with watching(tmp_path) as listener:
        for number in range(200):
            (tmp_path / f"{number % 2}.md").write_text(str(number), encoding="utf-8")
        assert listener.hears_everything()


@pytest.mark.parametrize("poll", [False, True])
def test_a_root_that_was_made_anew_is_watched_again(tmp_path: Path, *, poll: bool) -> None:
    """A content folder that is deleted and checked out again, or exchanged for another, goes on as before."""
    root = tmp_path / "content"
    root.mkdir()
    with watching(root, poll=poll) as listener:
        root.rmdir()
        assert listener.hears_everything()
        root.mkdir()
        assert listener.hears_everything()
        for exchange in range(2):
            other = tmp_path / f"other{exchange}"
            other.mkdir()
            root.rename(tmp_path / f"old{exchange}")
            other.rename(root)
            listener.drain()
            listener.told.clear()
            assert listener.hears_everything()
            listener.told.clear()
            (root / "1.md").write_text("one", encoding="utf-8")
            assert listener.hears_all(root / "1.md")


def test_a_root_that_comes_to_be_is_watched(tmp_path: Path) -> None:
    """The first template of an archive needs no new start."""
    with watching(tmp_path / "templates/mine") as listener:
        (tmp_path / "templates/mine").mkdir(parents=True)
        assert listener.hears_everything()
        listener.told.clear()
        (tmp_path / "templates/mine/base.html").write_text("x", encoding="utf-8")
        assert listener.hears_all(tmp_path / "templates/mine/base.html")


def test_a_root_may_be_a_link(folder: Path) -> None:
    """What happens where it leads is told by the name that the archive is known by."""
    link = folder / "link"
    link.symlink_to(folder / "deep")
    with watching(link) as listener:
        write(folder)
        assert listener.hears_all(link / "er/1.md")
        assert listener.paths() == {str(link / "er/1.md")}


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "max_user_watches"), (errno.EMFILE, "max_user_instances")]
)
def test_without_file_events_it_polls_and_says_why(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """The sentence names the limit of the system that was reached; changes are told all the same."""

    def exhausted() -> object:
        raise OSError(number, "limit reached")

    monkeypatch.setattr(roots, "Observer", exhausted)
    listener = Listener()
    watched = Watcher([folder], listener)
    assert words in watched.start()
    write(folder)
    assert listener.hears()
    watched.stop()


def test_watches_that_run_out_later_are_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An observer cannot watch a new folder and says nothing: we ask, poll from then on, and say so."""
    said: list[str] = []
    listener = Listener()
    watched = Watcher([folder], listener, say=said.append)
    assert watched.start() == ""

    def exhausted() -> object:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(roots, "Observer", exhausted)
    add_folder(folder)
    assert listener.hears_everything()
    assert len(said) == 1
    assert "max_user_watches" in said[0]
    listener.told.clear()
    (folder / "more/3.md").write_text("three", encoding="utf-8")
    assert listener.hears_all(folder / "more/3.md")
    watched.stop()


TABLE = r"""/dev/sda1 / ext4 rw 0 0
nas:/papers /srv/nas nfs4 rw 0 0
host /srv/nas/here ext4 rw 0 0
//pc/share /mnt/my\040share cifs rw 0 0
me@there: /home/me/far fuse.sshfs rw 0 0
""".replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("folder_", "kind"),
    [
        ("/srv/nas/content", "nfs4"),
        ("/srv/nas", "nfs4"),
        ("/srv/nas/here/content", ""),
        ("/srv/nasty", ""),
        ("/mnt/my share/a/b", "cifs"),
        ("/home/me/far/content", "fuse.sshfs"),
        ("/home/me", ""),
    ],
)
def test_shared_drives_are_known_by_their_type(tmp_path: Path, folder_: str, kind: str) -> None:
    """The mount that holds a folder most closely decides."""
    table = tmp_path / "mounts"
    table.write_text(TABLE, encoding="utf-8")
    assert mounts.shared_type(Path(folder_), table) == kind


def test_a_shared_drive_is_polled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others write no event tells of it: the sentence names the folder and the type."""
    monkeypatch.setattr(watcher, "shared_type", lambda _: "nfs4")
    listener = Listener()
    watched = Watcher([folder], listener)
    reason = watched.start()
    assert str(folder) in reason
    assert "nfs4" in reason
    write(folder)
    assert listener.hears()
    watched.stop()
