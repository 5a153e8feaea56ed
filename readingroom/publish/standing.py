"""What stands in a published folder, as one digest: whether anybody touched it, without reading a file."""

import os
from hashlib import blake2b
from pathlib import Path

from readingroom.publish import stage
from readingroom.publish.tree import Tree, survey


def fingerprint(output: Path) -> str:
    """The digest of all that stands in a folder, by its stamps; empty where there is no such folder."""
    real = os.path.realpath(output)
    return digest_of(survey(real)) if os.path.isdir(real) else ""


def digest_of(tree: Tree) -> str:
    """The digest of what stands in a tree, by its stamps."""
    digest = blake2b(digest_size=16)
    for address, stamp in sorted(tree.files.items()):
        numbers = " ".join(map(str, stamp))
        digest.update(f"{address}\0{numbers}\n".encode("utf-8", "surrogateescape"))
    for address in sorted(tree.others):
        digest.update(f"{address}\0other\n".encode("utf-8", "surrogateescape"))
    for address, mode in sorted(tree.folders.items()):
        digest.update(f"{address}\0folder {mode}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_settled(output: Path) -> bool:
    """Whether no killed run left anything to end or to clear away."""
    return not any(map(os.path.lexists, stage.places(os.path.realpath(output))))
