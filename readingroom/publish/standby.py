"""A second tree of the published files, kept in the cache, which becomes the next edition.

It holds a hard link to every published file and is brought up to date after each exchange, so that the
next edition begins as a copy of this one: an edit of one file makes and removes a few links, not all of
them. What is removed from the archive is removed from here in the same run. Whatever is wrong with it (it
is absent, on another file system, of another folder, left by a killed run) means that every file is
linked again, never an error.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from readingroom.publish import manifest
from readingroom.publish.stage import hand_over
from readingroom.publish.tree import Stamp, ancestors, make_folder, prune, survey

_PREFIX = "standby-"
_TREE = "tree"
_MARK = "of.txt"
"""Says of which folder it is a copy; absent while it is not one."""


class Standby:
    """The standby tree of one output folder, under its lock."""

    def __init__(self, output: str, cache: Path | None) -> None:
        """`output` is a real path; without a `cache` folder there is never a standby tree."""
        name = blake2b(output.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        self._output = output
        self._cache = cache
        self._root = f"{cache}/{_PREFIX}{name}" if cache else ""

    def take(self, tree: str, kept: Mapping[str, Stamp], new: Collection[str]) -> frozenset[str]:
        """Makes the standby tree the new `tree`, with the `new` files that lie there.

        Gives those of the `kept` published files that stand in it; none where there is no use in it.
        """
        try:
            return self._taken(tree, kept, new) if self._is_copy() else frozenset()
        except OSError:
            self.drop()
            return frozenset()

    def _is_copy(self) -> bool:
        if not self._root:
            return False
        with suppress(OSError, ValueError):
            mark = Path(self._root, _MARK)
            is_ours = mark.read_bytes().decode("utf-8", "surrogateescape") == self._output
            mark.unlink()  # from here on it is no copy, whatever happens
            return is_ours and os.lstat(self._root).st_dev == os.lstat(self._output).st_dev
        return False

    def _taken(self, tree: str, kept: Mapping[str, Stamp], new: Collection[str]) -> frozenset[str]:
        own = f"{self._root}/{_TREE}"
        found = survey(own)
        same = {
            name for name, stamp in kept.items() if (there := found.files.get(name)) and there.is_as(stamp)
        }
        for name in (*(found.files.keys() - same), *found.others):
            os.unlink(f"{own}/{name}")
        prune(own, found.folders.keys() - ancestors(same))
        for name in new:
            _make_parents(own, name)
            os.rename(f"{tree}/{name}", f"{own}/{name}")
        shutil.rmtree(tree)
        os.rename(own, tree)
        return frozenset(same)

    def give(self, tree: str, kept: Iterable[str], gone: Iterable[str], new: Collection[str]) -> bool:
        """Brings the tree that was published up to date and keeps it; False where that cannot be.

        `kept` stand in both trees, `gone` and the old ones of `new` go. A stranger's file that came late
        moves over to the output folder.
        """
        if not self._root or not self._is_here():
            return False
        try:
            self._given(tree, frozenset(kept), gone, new)
        except OSError:
            return False
        return True

    def _given(self, tree: str, kept: frozenset[str], gone: Iterable[str], new: Collection[str]) -> None:
        for name in (*gone, *new):
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                os.unlink(f"{tree}/{name}")
        found = survey(tree)
        for name in (found.files.keys() | found.others) - kept - {manifest.NAME}:
            hand_over(f"{tree}/{name}", f"{self._output}/{name}")
        prune(tree, found.folders.keys() - ancestors(kept))
        for name in new:
            self._link(tree, name)
        # Last, since the manifest tells whoever takes a killed run's tree apart what in it is ours.
        os.unlink(f"{tree}/{manifest.NAME}")
        self._link(tree, manifest.NAME)
        self.drop()
        os.makedirs(self._root)
        os.rename(tree, f"{self._root}/{_TREE}")
        self._mark()

    def make(self, names: Iterable[str]) -> None:
        """Makes the standby tree of a folder that was just published, where it can be."""
        if not self._root or not self._is_here():
            return
        try:
            self.drop()
            own = f"{self._root}/{_TREE}"
            os.makedirs(own)
            made = {""}
            for name in names:
                folder = name.rpartition("/")[0]
                if folder not in made:
                    _make_parents(own, name)
                    made.add(folder)
                self._link(own, name, has_parents=True)
            self._mark()
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Removes the standby tree, and those of folders that are no more."""
        if self._cache:
            shutil.rmtree(self._root, ignore_errors=True)
            for mark in self._cache.glob(f"{_PREFIX}*/{_MARK}"):
                with suppress(OSError, ValueError):
                    if not os.path.isdir(mark.read_bytes().decode("utf-8", "surrogateescape")):
                        shutil.rmtree(mark.parent, ignore_errors=True)

    def _link(self, tree: str, name: str, *, has_parents: bool = False) -> None:
        if not has_parents:
            _make_parents(tree, name)
        os.link(f"{self._output}/{name}", f"{tree}/{name}", follow_symlinks=False)

    def _mark(self) -> None:
        Path(self._root, _MARK).write_bytes(self._output.encode("utf-8", "surrogateescape"))

    def _is_here(self) -> bool:
        """Whether the cache is on the file system of the output folder."""
        with suppress(OSError):
            os.makedirs(str(self._cache), exist_ok=True)
            return os.stat(str(self._cache)).st_dev == os.lstat(self._output).st_dev
        return False


def _make_parents(tree: str, name: str) -> None:
    for folder in sorted(ancestors([name]) - {""}):
        make_folder(f"{tree}/{folder}")
