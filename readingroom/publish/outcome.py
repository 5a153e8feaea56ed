"""What a publication does, or would do, to the published folder."""

from dataclasses import dataclass
from enum import StrEnum

from readingroom.diagnostics import Code, Diagnostic


class Way(StrEnum):
    """How a new edition takes the place of the old."""

    NOTHING = "nothing"
    """Every file is there already; none is touched."""
    NEW = "new"
    """There was no folder; the new one is given its name."""
    EXCHANGE = "exchange"
    """Old and new change places in one call."""
    IN_PLACE = "in-place"
    """File by file under a journal; a kill in between leaves a mixture until the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How what is to be published differs from what is: addresses, sorted, without the manifest."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    """Files and empty folders that are not ours; they stay."""
    occupied: tuple[str, ...] = ()
    """Addresses of ours where something stands that is not; nothing is published while there are any."""
    way: Way = Way.NOTHING
    obstacle: str = ""
    """Why the folders are not exchanged, as the end of a sentence, where the way is in place."""

    @property
    def changes(self) -> bool:
        """Whether any file is added, changed or removed."""
        return bool(self.added or self.changed or self.removed)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Notices about what is not ours, errors about what is in the way."""
        unknown = [
            Diagnostic(code=Code.FILE_UNKNOWN, message=f"{name} in the output folder is not ours.")
            for name in self.carried
        ]
        in_the_way = [
            Diagnostic(code=Code.ADDRESS_OCCUPIED, message=f"{name} in the output folder is not ours.")
            for name in self.occupied
        ]
        return (*unknown, *in_the_way)
