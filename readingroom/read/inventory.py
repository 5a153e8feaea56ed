"""What lies in the content folder, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from readingroom.diagnostics import Diagnostic
from readingroom.model.source import Attachment, Form

_FINE_NS = 100_000_000
_COARSE_NS = 2_000_000_000
"""How long two changes of a file may have the same time: by a system's own clock tick at the most, and by
the two seconds of FAT where times are whole seconds."""
_SECOND_NS = 1_000_000_000


class Stamp(NamedTuple):
    """What tells, without reading a file, that it is as it was."""

    size: int
    mtime_ns: int
    inode: int
    changed_ns: int
    """When its content, name or permissions last changed, which nobody can set."""

    def is_proof(self, looked_at: int) -> bool:
        """Whether the file, looked at when it had this stamp, must have another once it has changed.

        One that was changed just before may change again within the same tick of the clock, and keep its
        stamp (https://git-scm.com/docs/racy-git tells of the same).
        """
        is_coarse = self.mtime_ns % _SECOND_NS == 0
        return max(self.mtime_ns, self.changed_ns) + (_COARSE_NS if is_coarse else _FINE_NS) < looked_at


@dataclass(frozen=True, slots=True)
class File:
    """A regular file and where it really lies."""

    path: str
    real: str
    stamp: Stamp
    linked: bool
    """Whether a symbolic link leads to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at the content folder shows: no file is read for it."""

    looked_at: int
    """When it began, in nanoseconds since the epoch."""
    files: tuple[File, ...]
    """Every file that counts, in no order."""
    diagnostics: tuple[Diagnostic, ...]
    """What cannot be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A dispatch on disk, not yet read."""

    path: str
    """Beneath the content folder, with "/" between its parts."""
    form: Form
    size: int
    mtime_ns: int
    sidecar: str = ""
    """The path of its NAME.meta.yaml, where a plain-text dispatch has one."""
    trusted: bool = False
    """Whether the settings trust the folder's HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFile:
    """NAME.LANGUAGE.txt beside a dispatch NAME: the text that was translated."""

    path: str
    of: str
    """The path of the dispatch."""
    language: str
    """A BCP 47 tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything of the content folder that counts, each kind sorted by path."""

    sources: tuple[SourceFile, ...] = ()
    originals: tuple[OriginalFile, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    looked_at: int = field(default=0, compare=False)
    """When the folder was looked at, in nanoseconds since the epoch."""
    has_links: bool = False
    """Whether a symbolic link leads to any of it: a file may then be named by another path."""
    unseen: tuple[Diagnostic, ...] = ()
    """Those of the diagnostics that tell what could not be looked at."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Of every file that was looked at, side files and refused attachments among them, by path."""
