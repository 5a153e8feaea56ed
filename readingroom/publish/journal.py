"""What is under way in a staging folder, written down so that the next run can end it.

Two entries are possible. *Exchange*: the folders are about to change places, or have; what lies in
the staging folder from here on may hold a stranger's file and is taken apart with care. *Redo*:
files are renamed into place one by one; doing it twice does no harm.
"""

import json
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from readingroom.publish import manifest
from readingroom.publish.durable import settle_one
from readingroom.publish.tree import ancestors, make_folder, prune

_NAME = "journal.json"
TREE = "tree"
"""Where in a staging folder the new tree lies."""
BOTH = "manifest-of-both"
"""Where in a staging folder the manifest lies that lists what was published and what will be."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The tree in the staging folder and the published one change places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo:
    """Files that go from the staging folder into place, and published files that go away."""

    place: tuple[str, ...]
    remove: tuple[str, ...]


Entry = Exchange | Redo


def write(stage: str, entry: Entry) -> None:
    """Puts the entry into a staging folder, whole or not at all."""
    content = {"place": entry.place, "remove": entry.remove} if isinstance(entry, Redo) else {}
    draft = f"{stage}/{_NAME}.new"
    with open(draft, "w", encoding="utf-8") as file:
        json.dump(content, file)
    if isinstance(entry, Redo):
        settle_one(draft)
    os.replace(draft, f"{stage}/{_NAME}")


def read(stage: str) -> Entry | None:
    """The entry of a staging folder; None where nothing had begun."""
    try:
        with open(f"{stage}/{_NAME}", encoding="utf-8") as file:
            content = json.load(file)
    except (FileNotFoundError, ValueError):
        return None
    if content == {}:
        return Exchange()
    if not isinstance(content, dict) or content.keys() != {"place", "remove"}:
        return None
    return Redo(place=_addresses(content["place"]), remove=_addresses(content["remove"]))


def is_begun(stage: str) -> bool:
    """Whether a staging folder has an entry."""
    return os.path.lexists(f"{stage}/{_NAME}")


def forget(stage: str) -> None:
    """Takes the entry back, since nothing came of it."""
    os.unlink(f"{stage}/{_NAME}")


def redo(stage: str, output: str, entry: Redo) -> None:
    """Does what the entry says, or the rest of it: `output` is then wholly the new site.

    The manifest of both comes first, so that whatever happens every file of ours is listed as ours.
    Removals come before placements, since a file may stand where a folder is to be, or bear
    the new file's name in another case.
    """
    _place(f"{stage}/{BOTH}", f"{output}/{manifest.NAME}")
    if all(os.path.lexists(f"{stage}/{TREE}/{address}") for address in entry.place):
        # Else an earlier run was done with removing, and the names may be those of new files by now.
        for address in entry.remove:
            _remove(f"{output}/{address}")
        prune(output, ancestors(entry.remove) - {""})
    for folder in sorted(ancestors(entry.place) - {""}):
        make_folder(f"{output}/{folder}")
    for address in entry.place:
        _place(f"{stage}/{TREE}/{address}", f"{output}/{address}")
    _place(f"{stage}/{TREE}/{manifest.NAME}", f"{output}/{manifest.NAME}")


def _place(source: str, target: str) -> None:
    """Renames a file into place; where there is none, an earlier run did."""
    if os.path.lexists(source):
        os.replace(source, target)


def _remove(path: str) -> None:
    """Removes a regular file; anything else is not ours."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if stat.S_ISREG(os.lstat(path).st_mode):
            os.unlink(path)


def _addresses(found: Iterable[object]) -> tuple[str, ...]:
    """The addresses of a journal; one that leads out of the folder is not of our writing."""
    return tuple(item for item in found if isinstance(item, str) and manifest.is_address(item))
