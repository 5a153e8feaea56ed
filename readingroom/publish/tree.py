"""What stands in a folder: regular files with their stamps, folders, and everything else."""

import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

FILE_MODE = 0o644
FOLDER_MODE = 0o755
PERMISSIONS = 0o777


class Stamp(NamedTuple):
    """What tells, without reading a file, that nobody touched it."""

    inode: int
    size: int
    mtime_ns: int
    mode: int
    changed_ns: int
    """When anything of it, its names included, last changed, which nobody can set."""

    def is_as(self, other: "Stamp") -> bool:
        """Whether the file is as it was, but perhaps for its names."""
        return self[:-1] == other[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What stands in a folder, by addresses beneath it."""

    files: dict[str, Stamp] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    """Links, sockets and whatever else is neither a regular file nor a folder."""
    folders: dict[str, int] = field(default_factory=dict)
    """Permissions by address; the folder itself is ""."""
    other_systems: set[str] = field(default_factory=set)
    """Folders on another file system than the whole."""

    def ends(self) -> Iterator[str]:
        """Everything that is no folder, and the folders that hold nothing."""
        yield from self.files
        yield from self.others
        holding = ancestors([*self.files, *self.others, *self.folders])
        yield from (folder for folder in self.folders if folder and folder not in holding)


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file; Windows has no permissions, and listings there tell no inode."""
    if sys.platform == "win32":
        return Stamp(0, status.st_size, status.st_mtime_ns, FILE_MODE, 0)
    mode = status.st_mode & PERMISSIONS
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns, mode, status.st_ctime_ns)


def survey(root: str, skip: str = "") -> Tree:
    """What stands in the folder `root`, which exists; `skip` is a name at its top that is left out."""
    status = os.lstat(root)
    tree = Tree(folders={"": status.st_mode & PERMISSIONS})
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if folder or entry.name != skip:
                    with suppress(FileNotFoundError):  # gone since it was listed
                        _note(tree, entry, folder + _composed(entry.name), status.st_dev, waiting)
    return tree


def _note(tree: Tree, entry: os.DirEntry[str], address: str, device: int, waiting: list[str]) -> None:
    """Puts one entry of a folder where it belongs in the tree; a folder also onto the waiting list."""
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISREG(status.st_mode):
        tree.files[address] = stamp_of(status)
    elif stat.S_ISDIR(status.st_mode):
        tree.folders[address] = status.st_mode & PERMISSIONS
        waiting.append(f"{address}/")
        if status.st_dev != device:
            tree.other_systems.add(address)
    else:
        tree.others.add(address)


def _composed(name: str) -> str:
    """A name as we write it: macOS may give letters and accents apart, and finds a file by either form."""
    return unicodedata.normalize("NFC", name) if sys.platform == "darwin" else name


def ancestors(addresses: Iterable[str]) -> set[str]:
    """The folders that addresses stand in, "" (the whole) among them."""
    found = {""}
    for address in addresses:
        folder = address.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def folded(address: str) -> str:
    """The form in which addresses are one where the file system ignores case."""
    if address.isascii():
        return address.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).casefold())


def ignores_case(folder: str) -> bool:
    """Whether the file system of an existing folder takes its name in another case for the same."""
    parent, name = os.path.split(folder)
    with suppress(OSError):
        return os.path.samestat(os.lstat(folder), os.lstat(f"{parent}/{name.swapcase()}")) and (
            name != name.swapcase()
        )
    return False


def make_folder(path: str) -> None:
    """Makes a folder with the permissions of ours, whatever the umask; one that is there stays."""
    with suppress(FileExistsError):
        os.mkdir(path, FOLDER_MODE)
        permit(path, FOLDER_MODE)


def permit(path: str, mode: int) -> None:
    """Gives a folder its permissions where it has others; a set-group bit that it inherited stays."""
    found = os.lstat(path).st_mode
    if found & PERMISSIONS != mode:
        os.chmod(path, stat.S_IMODE(found) & ~PERMISSIONS | mode)


def prune(root: str, folders: Iterable[str]) -> None:
    """Removes those of the folders beneath `root` that are empty, innermost first."""
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):
            os.rmdir(f"{root}/{folder}")
