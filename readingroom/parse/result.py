"""What parsing a source comes to."""

from dataclasses import dataclass

from readingroom.diagnostics import Diagnostic
from readingroom.model.dispatch import Dispatch


@dataclass(frozen=True, slots=True)
class Parsed:
    """A dispatch, or None where the source was refused, and what there is to tell about it."""

    dispatch: Dispatch | None
    diagnostics: tuple[Diagnostic, ...] = ()
