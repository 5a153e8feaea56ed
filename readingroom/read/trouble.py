"""What the disk refuses, as diagnostics."""

from readingroom.diagnostics import Code, Diagnostic
from readingroom.read.inside import OutsideError


def trouble(path: str, error: OSError | OutsideError) -> Diagnostic:
    """Why a file or folder of the content cannot be read."""
    if isinstance(error, OutsideError):
        return outside(path)
    why = error.strerror or "it cannot be opened"
    return Diagnostic(code=Code.UNREADABLE, path=path, message=f"It cannot be read: {why}.")


def outside(path: str, target: str = "") -> Diagnostic:
    """A path leads out of the content folder."""
    where = f" to {target}" if target else ""
    return Diagnostic(
        code=Code.PATH_OUTSIDE, path=path, message=f"It leads out of the content folder{where}."
    )
