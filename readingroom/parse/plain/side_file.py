"""The file beside a plain-text source, NAME.meta.yaml, as far as reading the text needs it."""

from dataclasses import dataclass

from readingroom.diagnostics import Diagnostic
from readingroom.model.source import Source
from readingroom.parse.decode import decode
from readingroom.parse.front import front_matter
from readingroom.parse.front.front_matter import FrontMatter, Scalar


@dataclass(frozen=True, slots=True)
class SideFile:
    """What it says; `front` is None where there is none or it cannot be read."""

    front: FrontMatter | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    def text(self, key: str) -> str:
        """The text that it gives for a key; empty where it gives none."""
        entries = self.front.entries if self.front else ()
        values = (entry.value for entry in entries if entry.key == key)
        return next((value.text.strip() for value in values if isinstance(value, Scalar)), "")


def read(source: Source) -> SideFile:
    """The side file of a source, and what is to tell about it."""
    if source.sidecar is None or not source.sidecar.strip():
        return SideFile()
    decoded = decode(source.sidecar, source.sidecar_path)
    if decoded.text is None:
        return SideFile(None, decoded.diagnostics)
    front, told = front_matter.read_sidecar(source.sidecar_path, decoded.text)
    return SideFile(front, (*decoded.diagnostics, *told))
