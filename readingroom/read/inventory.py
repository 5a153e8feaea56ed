"""What lies in the content folder, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from readingroom.diagnostics import Diagnostic
from readingroom.model.source import Attachment, Form


class Stamp(NamedTuple):
    """What tells, without reading a file, that it is as it was."""

    size: int
    mtime_ns: int
    inode: int


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
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Of every file that was looked at, side files and refused attachments among them, by path."""
