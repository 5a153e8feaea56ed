"""Publishing: a set of files takes the place of the published one, whole or not at all.

with publishing(output, apart_from=[content]) as publication:
    publication.put("index.html", page)
    outcome = publication.commit()
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from readingroom.publish.bundle import zipped
from readingroom.publish.failure import OutputRefusedError, PublishError, machine_failures
from readingroom.publish.manifest import NAME as MANIFEST
from readingroom.publish.outcome import Outcome, Way
from readingroom.publish.plan import Plan
from readingroom.publish.publication import Publication
from readingroom.publish.stage import heal as _heal
from readingroom.publish.stage import is_under_way as _is_under_way
from readingroom.publish.standing import fingerprint, is_settled

__all__ = [
    "MANIFEST",
    "Outcome",
    "OutputRefusedError",
    "Plan",
    "Publication",
    "PublishError",
    "Way",
    "fingerprint",
    "heal",
    "is_settled",
    "planning",
    "publishing",
    "zipped",
]


@contextmanager
def publishing(
    output: Path, *, apart_from: Sequence[Path] = (), remembered: Path | None = None
) -> Iterator[Publication]:
    """A publication into `output`, whose lock the caller holds; what is not committed leaves no trace.

    `apart_from` are folders that it may neither hold nor lie in; `remembered` is a file beside the
    cache where stamps of published files are kept, so that the next run need not read them.
    """
    heal(output, apart_from=apart_from)
    with machine_failures():
        publication = Publication(_real(output, apart_from), remembered)
    try:
        yield publication
    finally:
        publication.abandon()


def planning(output: Path, *, apart_from: Sequence[Path] = (), remembered: Path | None = None) -> Plan:
    """The same, only looked at: takes the same files, gives the outcome, writes nothing, needs no lock."""
    with machine_failures():
        return Plan(_real(output, apart_from), remembered)


def heal(output: Path, *, apart_from: Sequence[Path] = ()) -> bool:
    """Ends or undoes what a killed run left, under the lock; says whether there was a publication to end."""
    real = _real(output, apart_from)
    with machine_failures():
        ended = _is_under_way(real)
        _heal(real)
    return ended


def _real(output: Path, apart_from: Sequence[Path]) -> str:
    """The real path of the output folder, which may not exist; OutputRefusedError where it is unfit."""
    path = Path(os.path.abspath(output))
    if path.is_symlink():
        reason = f"{output} is a symbolic link."
        raise OutputRefusedError(reason, "Name the folder that it leads to.")
    if path.exists() and not path.is_dir():
        reason = f"{output} is not a folder."
        raise OutputRefusedError(reason, "Choose another --output.")
    real = Path(os.path.realpath(path))
    if real == real.parent:
        reason = f"{output} is the root of a file system."
        raise OutputRefusedError(reason, "Choose a folder in it.")
    for other in apart_from:
        _refuse_overlap(output, real, other)
    return str(real)


def _refuse_overlap(output: Path, real: Path, other: Path) -> None:
    there = Path(os.path.realpath(other))
    if _holds(there, real):
        reason = f"{output} lies in {other}, which is read."
        raise OutputRefusedError(reason, "Choose another --output.")
    if _holds(real, there):
        reason = f"{output} holds {other}, which is read."
        raise OutputRefusedError(reason, "Choose another --output.")


def _holds(outer: Path, inner: Path) -> bool:
    """Whether a folder is another or holds it, in whatever case their names are written."""
    return any(
        folder == outer or (folder.exists() and outer.exists() and folder.samefile(outer))
        for folder in (inner, *inner.parents)
    )
