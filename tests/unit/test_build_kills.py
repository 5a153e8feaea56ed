"""A whole build that is killed before its n-th file operation, for every n, and at any moment."""

import os
import shutil
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from minisite import ROOT, Site, dispatch
from publications import is_killed_at
from sitelife import Entries, assert_same, entries_in

from readingroom.publish import MANIFEST

if sys.platform == "win32":
    pytest.skip("needs fork", allow_module_level=True)

PLAIN = "{{ page.head.title }}\n{{ page }}\n"
OLD = {
    "archive.toml": 'title = "Wires"\nbase_url = "https://wires.example/"\n',
    "1.md": dispatch(1, "The first one.", subjects="[Cables]"),
    "2.md": dispatch(2, "![Plan](plan.svg) It follows Dispatches No. 1."),
    "plan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
}
EDIT = {"1.md": dispatch(1, "The other one.", subjects="[Cables]")}
MANY_EDITS = {
    "archive.toml": 'title = "Wares"\nbase_url = "https://wires.example/"\n[publish]\noriginals = "zip"\n',
    "1.md": dispatch(1, "It follows Dispatches No. 3.", subjects="[Masts]"),
    "2.md": dispatch(2, "Nothing.", status="withdrawn", reason="Untrue."),
    "3.txt": "May 24, 1845 Dispatches No. 3\n\nA Third Report\n\nIt is of plain text.\n",
    "authority/topics.toml": '[[entity]]\nid = "m"\nname = "Masts"\nvariants = ["Cables"]\n',
}
STRANGERS = {"CNAME": b"wires.example", "dispatches/mine.txt": b"mine"}
EVERY_SIGNAL = 7
"""One in so many dies of a real SIGKILL."""
MOMENTS = 40
OPTIONS = ("-j1", "--as-of", "2020-01-01", "--templates")


class Case:
    """A site in its old state, built, and what it is to become."""

    def __init__(
        self, folder: Path, templates: Path, edit: dict[str, str], *, is_first: bool = False
    ) -> None:
        """The folders, and the two editions as clean builds make them."""
        self.folder, self.templates, self.edit, self.is_first = folder, templates, edit, is_first
        self.is_in_place = False
        self.old: Entries = {} if is_first else self._clean(OLD)
        self.new = self._clean(OLD | edit)
        self.made = self._prepared("made")
        self.count = 0

    def build(self, site: Site) -> None:
        """A build, which must end clean."""
        site.built(*OPTIONS, str(self.templates))

    def fresh(self) -> Site:
        """The site once more, edited and not yet built again."""
        self.count += 1
        copied = Site(self.folder / str(self.count))
        shutil.copytree(self.made.root, copied.root)
        copied.write(self.edit)
        if self.is_in_place:
            copied.root.chmod(0o500)
        return copied

    def drop(self, site: Site) -> None:
        """Removes a copy."""
        site.root.chmod(0o700)
        shutil.rmtree(site.root)

    def _prepared(self, name: str) -> Site:
        site = Site(self.folder / name)
        site.content.mkdir(parents=True)
        (site.root / ".readingroom").mkdir()
        site.write(OLD)
        if not self.is_first:
            self.build(site)
            for address, data in STRANGERS.items():
                (site.output / address).write_bytes(data)
        return site

    def _clean(self, tree: dict[str, str]) -> Entries:
        site = Site(self.folder / "clean")
        site.content.mkdir(parents=True)
        site.write(tree)
        if not self.is_first:
            for address, data in STRANGERS.items():
                (site.output / address).parent.mkdir(parents=True, exist_ok=True)
                (site.output / address).write_bytes(data)
        self.build(site)
        entries = entries_in(site.output)
        shutil.rmtree(site.root)
        return entries


def _written_theme(place: Path) -> Path:
    folder = place / "templates"
    folder.mkdir()
    for path in (ROOT / "templates").glob("*.html"):
        (folder / path.name).write_text(PLAIN, encoding="utf-8")
    return folder


@pytest.fixture
def templates(memory_path: Path) -> Path:
    """A theme whose pages are made in no time."""
    return _written_theme(memory_path)


def _kill_at_every_operation(case: Case, check: Callable[[Case, Site], None]) -> int:
    """Kills a build ever later, until it gets through; how often it was killed."""
    operation, killed = 0, True
    while killed:
        operation += 1
        site = case.fresh()
        by_signal = operation % EVERY_SIGNAL == 0
        killed = is_killed_at(operation, lambda: _build_or_tell(case, site), by_signal=by_signal)  # noqa: B023
        check(case, site)
        _check_next_build(case, site)
        case.drop(site)
    return operation - 1


def _build_or_tell(case: Case, site: Site) -> None:
    """A build in a forked child, out of which no exception may come."""
    try:
        case.build(site)
    except BaseException:  # noqa: BLE001 - the parent takes an odd status for a failure
        os._exit(70)


def _is_one_edition(case: Case, site: Site) -> None:
    """Wholly the old site or wholly the new, manifest and strangers included."""
    found = entries_in(site.output)
    if found not in (case.old, case.new):
        assert_same(found, case.new, "neither the old site nor the new")


def _is_whole_file_by_file(case: Case, site: Site) -> None:
    """Each file is of the old site or of the new one, none of both is absent, strangers' are there."""
    found = {
        address: entry
        for address, entry in entries_in(site.output).items()
        if address.partition("/")[0] != ".readingroom-next" and address != MANIFEST
    }
    for address, entry in found.items():
        assert entry in {case.old.get(address), case.new.get(address)}, address
    for address in (case.old.keys() & case.new.keys()) - {MANIFEST}:
        assert address in found


def _check_next_build(case: Case, site: Site) -> None:
    """The next build comes to what a clean one comes to, and leaves nothing behind."""
    case.build(site)
    assert_same(entries_in(site.output), case.new, "the next build is not as a clean one")
    assert {path.name for path in site.root.iterdir()} == {".readingroom", "content", "output"}


@pytest.mark.parametrize("edit", [EDIT, MANY_EDITS], ids=["an edit", "many edits"])
def test_a_killed_build_leaves_one_edition(memory_path: Path, templates: Path, edit: dict[str, str]) -> None:
    """Whenever a build dies, the site is the old or the new, and the next build ends or undoes the rest."""
    case = Case(memory_path / "sites", templates, edit)
    assert _kill_at_every_operation(case, _is_one_edition) > 100


def test_a_killed_first_build_leaves_a_site_or_none(memory_path: Path, templates: Path) -> None:
    """Whenever the first build dies, its folder is whole or absent, and the next build is a first one."""
    case = Case(memory_path / "sites", templates, {}, is_first=True)
    assert _kill_at_every_operation(case, _is_one_edition) > 100


def test_a_build_is_killed_at_any_moment(memory_path: Path, templates: Path) -> None:
    """A SIGKILL between file operations, in a transaction of the cache say, harms nothing either."""
    case = Case(memory_path / "sites", templates, MANY_EDITS)
    site = case.fresh()
    start = time.monotonic()
    case.build(site)
    seconds = time.monotonic() - start
    case.drop(site)
    for moment in range(MOMENTS):
        site = case.fresh()
        _kill_after(seconds * moment / MOMENTS, lambda: _build_or_tell(case, site))  # noqa: B023
        _is_one_edition(case, site)
        _check_next_build(case, site)
        case.drop(site)


def _kill_after(seconds: float, action: Callable[[], object]) -> None:
    """Runs an action in a forked child and kills it after a while."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads; the child starts none
        child = os.fork()
    if child == 0:
        action()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, -signal.SIGKILL}


@pytest.mark.unprivileged
def test_in_place_each_file_is_whole(tmp_path: Path) -> None:
    """Where folders cannot be exchanged no file is torn or lost, and the next build makes it one edition."""
    templates = _written_theme(tmp_path)
    case = Case(tmp_path / "sites", templates, MANY_EDITS)
    case.is_in_place = True
    site = case.fresh()
    assert "Files were replaced one by one" in site.built(*OPTIONS, str(templates)).err
    case.drop(site)
    assert _kill_at_every_operation(case, _is_whole_file_by_file) > 100
