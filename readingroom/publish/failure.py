"""Why a publication cannot be: the folder asked for is unfit, or the machine refuses."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager


class PublishError(Exception):
    """The published site is as it was, or a journal beside it tells the next run what is left to do."""

    def __init__(self, reason: str, hint: str) -> None:
        """`reason` is a sentence that says what happened, `hint` one that says what to do."""
        super().__init__(f"{reason} {hint}")
        self.reason = reason
        self.hint = hint


class OutputRefusedError(PublishError):
    """The output folder itself is unfit: a matter of the command line, not of the machine."""


_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space and run the build again."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space and run the build again."),
    errno.EFBIG: ("the file is larger than the system allows", "Raise the limit (ulimit -f)."),
    errno.EACCES: ("permission denied", "Give yourself the right to write there."),
    errno.EPERM: ("permission denied", "Give yourself the right to write there."),
    errno.EROFS: ("the file system is read-only", "Choose another --output, or mount it writable."),
    errno.EMFILE: ("too many files are open", "Raise the limit (ulimit -n)."),
    errno.ENFILE: ("too many files are open on this machine", "Run the build again later."),
    errno.ENAMETOOLONG: ("the name is too long", "Shorten the number or the name of the attachment."),
    errno.EIO: ("the disk failed", "Check the disk."),
}


@contextmanager
def machine_failures() -> Iterator[None]:
    """Turns what the operating system refuses within the block into a PublishError of one sentence."""
    try:
        yield
    except OSError as error:
        what, hint = _REASONS.get(
            error.errno or 0, (error.strerror or str(error), "Mend that and run the build again.")
        )
        names = [
            os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)
        ]
        place = " → ".join(names)
        raise PublishError(f"{place}: {what}." if place else f"{what.capitalize()}.", hint) from error
