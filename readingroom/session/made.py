"""What a pass over the whole archive comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from readingroom.diagnostics import Diagnostic
from readingroom.link import Whole
from readingroom.model.figures import Figures
from readingroom.pipeline.edition import Edition
from readingroom.pipeline.reading import Reading
from readingroom.read import Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An edition, with all that there is to tell about it."""

    edition: Edition
    diagnostics: tuple[Diagnostic, ...]
    """All that is told, without what the archive has silenced."""
    told: Mapping[str, tuple[Diagnostic, ...]]
    """What there is to tell besides of each source and of the links of each dispatch, by what it is about."""
    figures: Figures
    parsed: int
    """How many sources were parsed; the others were remembered."""
    refused: tuple[str, ...]
    """Paths of the sources that are left out."""
    inventory: Inventory
    reading: Reading
    whole: Whole
    is_preview: bool
    """Whether it has what is not to be published."""
    follows: frozenset[str] | None = None
    """The paths of the sources in which alone it differs from the edition before; None after a whole pass."""
    configuration: str
    """Digest of what is read besides content: settings, authority files, theme."""

    @property
    def sources(self) -> int:
        """How many sources there are."""
        return self.figures.sources
