"""The files of the content folder, wherever symbolic links within it lead."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from readingroom.diagnostics import Code, Diagnostic
from readingroom.read.inside import OutsideError, holds
from readingroom.read.inventory import File, Stamp
from readingroom.read.names import is_ignored, is_sayable, shown
from readingroom.read.trouble import outside, trouble


@dataclass(slots=True)
class Walk:
    """One pass over a folder. `files` and `diagnostics` come in no order."""

    root: str
    """A real path."""
    ignores: Callable[[str], bool]
    files: list[File] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _waiting: list[tuple[str, str, bool]] = field(default_factory=list)
    """Folders to look into: path, real path, whether a link led there."""

    def run(self) -> None:
        """Looks into every folder once, and once more for each link to it; a loop is no folder."""
        self._waiting.append(("", self.root, False))
        while self._waiting:
            folder, real, linked = self._waiting.pop()
            try:
                with os.scandir(real) as entries:
                    for entry in entries:
                        self._look_at(entry, folder + entry.name, linked=linked)
            except OSError as error:
                self.diagnostics.append(trouble(shown(folder.rstrip("/")), error))

    def _look_at(self, entry: os.DirEntry[str], path: str, *, linked: bool) -> None:
        if is_ignored(path) or self.ignores(path):
            return
        if not is_sayable(entry.name):
            message = "Its name has a line end, a control character, a backslash or bytes that are no text."
            self.diagnostics.append(Diagnostic(code=Code.PATH_INVALID, path=shown(path), message=message))
            return
        try:
            if entry.is_symlink():
                if not linked:  # a second link on one path leads to what is looked at elsewhere
                    self._follow(path, entry.path)
            else:
                self._add(path, entry.path, entry.stat(follow_symlinks=False), linked=linked)
        except (OSError, OutsideError) as error:
            self.diagnostics.append(trouble(path, error))

    def _follow(self, path: str, link: str) -> None:
        """Adds what a symbolic link leads to, if that is in the folder and does not hold the link itself."""
        real = os.path.realpath(link)
        if not holds(self.root, real):
            self.diagnostics.append(outside(path, shown(real)))
        elif not holds(real, str(Path(link).parent)):
            self._add(path, real, Path(real).stat(), linked=True)

    def _add(self, path: str, real: str, status: os.stat_result, *, linked: bool) -> None:
        if stat.S_ISDIR(status.st_mode):
            self._waiting.append((f"{path}/", real, linked))
        elif stat.S_ISREG(status.st_mode):
            stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)
            self.files.append(File(path, real, stamp, linked))
        else:
            message = "It cannot be read: it is neither a file nor a folder."
            self.diagnostics.append(Diagnostic(code=Code.UNREADABLE, path=path, message=message))


def walked(content: Path, ignores: Callable[[str], bool]) -> Walk:
    """All files beneath the content folder that `ignores` does not name, and what kept us from others."""
    walk = Walk(os.path.realpath(content), ignores)
    walk.run()
    return walk
