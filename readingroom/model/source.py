"""What was read from disk: sources and attachments."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The two forms a dispatch is written in."""

    TEXT = "text"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One dispatch as it lies on disk, undecoded."""

    path: str
    """Beneath the content folder, with "/" between its parts."""
    form: Form
    data: bytes
    sidecar: bytes | None = None
    """The bytes of NAME.meta.yaml, where a plain-text dispatch has one."""
    folder_trusted: bool = False
    """Whether the archive's settings trust the folder's HTML (never its scripts)."""

    @property
    def sidecar_path(self) -> str:
        """Where the side file of a plain-text dispatch lies, whether it exists or not."""
        return sidecar_of(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that is no dispatch: an image, a PDF, data, a translated original."""

    path: str
    size: int
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""
    media_type: str
    width: int = 0
    height: int = 0
    """In CSS pixels; 0 where the file is no image or does not say."""


def sidecar_of(path: str) -> str:
    """The path of the metadata file that stands beside a plain-text dispatch."""
    stem, _, _ = path.rpartition(".")
    return f"{stem}.meta.yaml"
