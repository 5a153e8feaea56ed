"""The staging folder: where a new tree is put together, and what a killed run left there is mended.

Beside the output folder, where the two can be exchanged or a file renamed from one into the other;
inside it, where it is a mount point or its parent is not ours to write to.
"""

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress

from readingroom.publish import journal, manifest
from readingroom.publish.exchange import can_exchange, is_mount_point
from readingroom.publish.failure import OutputRefusedError
from readingroom.publish.tree import FILE_MODE, FOLDER_MODE, Stamp, make_folder, prune, stamp_of, survey

INSIDE = ".readingroom-next"
"""The staging folder's name where it lies in the output folder."""
_SIGN = "about-this-folder.txt"
_ABOUT = (
    b"A new edition of the folder beside or around this one is put together here.\nIt is removed when done.\n"
)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_KEPT = "kept"
"""What is put behind the name of a stranger's late file whose address became ours."""


class Stage:
    """A staging folder with an empty tree, for one publication."""

    def __init__(self, output: str) -> None:
        """Made beside or in `output`, a real path; raises OSError or PublishError."""
        self.root, self.obstacle = _found(output)
        self.tree = f"{self.root}/{journal.TREE}"
        self._folders = {""}
        make_folder(self.tree)

    def write(self, address: str, chunks: Iterator[bytes]) -> Stamp:
        """Puts a new file into the tree and gives its stamp."""
        self.make_parents(address)
        path = f"{self.tree}/{address}"
        descriptor = os.open(path, _NEW_FILE, FILE_MODE)
        try:
            for chunk in chunks:
                _write_all(descriptor, chunk, path)
            stamp = stamp_of(os.fstat(descriptor))
            if stamp.mode != FILE_MODE:
                os.chmod(path, FILE_MODE)
                stamp = stamp._replace(mode=FILE_MODE)
        finally:
            os.close(descriptor)
        return stamp

    def link(self, output: str, address: str) -> None:
        """Gives a published file, or a link or whatever a stranger put there, a second name in the tree."""
        self.make_parents(address)
        os.link(f"{output}/{address}", f"{self.tree}/{address}", follow_symlinks=False)

    def make_parents(self, address: str) -> None:
        """Makes the folders that an address stands in."""
        folder = address.rpartition("/")[0]
        if folder not in self._folders:
            self.make_parents(folder)
            make_folder(f"{self.tree}/{folder}")
            self._folders.add(folder)

    def forget_folders(self) -> None:
        """Looks anew for each folder of the tree, which may be another."""
        self._folders = {""}

    def clear(self) -> None:
        """Removes the folder, unless its journal says that something is under way; never fails."""
        if not journal.is_begun(self.root):
            with suppress(OSError):
                dismantle(self.root)


def heal(output: str) -> None:
    """Ends or undoes what a killed run left beside or in `output`, a real path.

    Afterwards there is no staging folder, or OSError or PublishError tells why there still is one.
    """
    for root in places(output):
        if not os.path.lexists(root):
            continue
        if not _is_ours(root):
            reason = f"{root} is in the way of a new edition, which is put together there."
            raise OutputRefusedError(reason, "Move it elsewhere.")
        entry = journal.read(root)
        if isinstance(entry, journal.Redo):
            make_folder(output)
            journal.redo(root, output, entry)
        elif entry and os.path.lexists(f"{root}/{journal.TREE}"):
            tree = f"{root}/{journal.TREE}"
            retire(tree, output, published(tree) or ())
        dismantle(root)


def dismantle(root: str) -> None:
    """Removes a staging folder: the tree first, the signature last, so that it is ours until the end."""
    exchanged = isinstance(journal.read(root), journal.Exchange)
    for name in sorted(os.listdir(root), key=lambda name: (name == _SIGN, name != journal.TREE)):
        path = f"{root}/{name}"
        if name == journal.TREE and exchanged:
            os.rmdir(path)  # fails where retiring left a stranger's file, which the next run sees to
        elif os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)
    os.rmdir(root)


def is_under_way(output: str) -> bool:
    """Whether a killed run left something to end."""
    return any(journal.is_begun(root) for root in places(output))


def retire(tree: str, output: str, listed: Iterable[str]) -> None:
    """Takes a tree apart that was exchanged for the one in `output`; `listed` is what its manifest lists.

    That is ours and goes. Any other file stands in `output` too, by the same inode, or came after the
    tree was looked at and moves over: a stranger's file is never deleted.
    """
    for address in listed:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            os.unlink(f"{tree}/{address}")
    found = survey(tree)
    for address in [*found.files, *found.others]:
        if address != manifest.NAME:
            hand_over(f"{tree}/{address}", f"{output}/{address}")
    with suppress(FileNotFoundError):
        os.unlink(f"{tree}/{manifest.NAME}")
    prune(tree, found.folders)


def published(folder: str) -> dict[str, str] | None:
    """The digests that the manifest in a folder lists; None where it has no manifest of ours."""
    path = f"{folder}/{manifest.NAME}"
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return manifest.parse(file.read())
    except FileNotFoundError:
        return None


def hand_over(path: str, target: str) -> None:
    """Removes what stands at `target` too, by inode or by content; else moves it there, or close by."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if _is_same(path, target):
            os.unlink(path)
            return
    while os.path.lexists(target):
        target = f"{target}.{_KEPT}"
    os.makedirs(os.path.dirname(target), FOLDER_MODE, exist_ok=True)
    os.rename(path, target)


def _is_same(path: str, target: str) -> bool:
    """Whether one of two names can go without a loss."""
    one, other = os.lstat(path), os.lstat(target)
    if os.path.samestat(one, other):
        return True
    if stat.S_ISLNK(one.st_mode) and stat.S_ISLNK(other.st_mode):
        return os.readlink(path) == os.readlink(target)
    regular = stat.S_ISREG(one.st_mode) and stat.S_ISREG(other.st_mode)
    return regular and filecmp.cmp(path, target, shallow=False)


def places(output: str) -> tuple[str, str]:
    """Where a staging folder of an output folder, a real path, can lie."""
    parent, name = os.path.split(output)
    return f"{parent}/.{name}.next", f"{output}/{INSIDE}"


def _found(output: str) -> tuple[str, str]:
    """A new staging folder, and what keeps its tree from being exchanged for the output folder, or ""."""
    beside, inside = places(output)
    if not os.path.lexists(output):
        os.makedirs(os.path.dirname(output), exist_ok=True)
        return _made(beside), ""
    if is_mount_point(output):
        return _made(inside), "the folder is a mount point"
    try:
        root = _made(beside)
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise
        return _made(inside), "the folder around it cannot be written to"
    able = can_exchange(root)
    return root, "" if able else "its file system cannot exchange two folders"


def _made(root: str) -> str:
    os.mkdir(root, FOLDER_MODE)
    with open(f"{root}/{_SIGN}", "xb") as file:
        file.write(_ABOUT)
    return root


def _is_ours(root: str) -> bool:
    """Whether we made a folder: it is signed, or empty since we were killed before we could sign it."""
    return stat.S_ISDIR(os.lstat(root).st_mode) and (
        os.path.lexists(f"{root}/{_SIGN}") or not os.listdir(root)
    )


def _write_all(descriptor: int, data: bytes, path: str) -> None:
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except OSError as error:
            error.filename = path
            raise
