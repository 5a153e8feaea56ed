"""What stands in a published folder, as one digest: whether anybody touched it, without reading a file."""

import os
from hashlib import blake2b
from pathlib import Path

from readingroom.publish import stage
from readingroom.publish.tree import survey


def fingerprint(output: Path) -> str:
    """The digest of all that stands in a folder, by its stamps; empty where there is no such folder."""
    real = os.path.realpath(output)
    if not os.path.isdir(real):
        return ""
    tree = survey(real)
    digest = blake2b(digest_size=16)
    for address, stamp in sorted(tree.files.items()):
        digest.update(
            f"{address}\0{stamp.inode} {stamp.size} {stamp.mtime_ns} {stamp.mode}\n".encode(
                "utf-8", "surrogateescape"
            )
        )
    for address in sorted(tree.others):
        digest.update(f"{address}\0other\n".encode("utf-8", "surrogateescape"))
    for address, mode in sorted(tree.folders.items()):
        digest.update(f"{address}\0folder {mode}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_settled(output: Path) -> bool:
    """Whether no killed run left anything to end or to clear away."""
    return not any(map(os.path.lexists, stage.places(os.path.realpath(output))))
