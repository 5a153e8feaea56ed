"""Indexes that stand: that of the last build, and those that were made for the preview.

None of them is ever changed. One that is replaced, or that somebody touched, is a base no more.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from readingroom.pipeline.imprint import Imprint
from readingroom.search.layout import FOLDER, FORMAT
from readingroom.search.shards import ROOT, data_of
from readingroom.search.statistics import Statistics

RECORD = "base.json"
"""What an index was made from, beside it."""
PREFIX = "base-"

Stamp = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Base:
    """An index in a folder."""

    folder: Path
    stamp: Stamp
    """Of its root, as long as it stands."""
    addresses: frozenset[str]
    """All its files but for the root."""
    shared: str
    """Digest of what all its texts are read with."""
    texts: Mapping[str, str]
    """By id, in its order, the digest of each text."""
    statistics: Statistics

    @property
    def stands(self) -> bool:
        """Whether it is as it was."""
        return stamp_of(self.folder) == self.stamp

    @cached_property
    def root(self) -> dict[str, Any]:
        """Its root; OSError where it is gone."""
        found: dict[str, Any] = data_of(self.read(ROOT))
        return found

    def read(self, address: str) -> bytes:
        """One of its files; OSError where it is gone."""
        return (self.folder / address).read_bytes()


def stamp_of(folder: Path) -> Stamp | None:
    """What tells whether the index in a folder was replaced; None where there is none."""
    try:
        status = (folder / ROOT).stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def published(imprint: Imprint | None, output: Path) -> Base | None:
    """The index of the last build; None where what is published is not what that build left."""
    stamp = stamp_of(output)
    if imprint is None or stamp is None:
        return None
    with suppress(OSError, LookupError):
        content = (output / ROOT).read_bytes()
        if sha256(content).hexdigest() != imprint.outputs[ROOT]:
            return None
        files = (address for address in imprint.outputs if address.startswith(f"{FOLDER}/"))
        return Base(
            folder=output,
            stamp=stamp,
            addresses=frozenset(files) - {ROOT},
            shared=imprint.search.shared,
            texts={name: imprint.kept[imprint.directory[name][0]].text for name in imprint.search.ids},
            statistics=imprint.search.statistics,
        )
    return None


def made(folder: Path) -> Iterator[Base]:
    """The indexes that were made for the preview, in folders beneath this one."""
    for place in sorted(folder.glob(f"{PREFIX}*")):
        stamp = stamp_of(place)
        with suppress(OSError, ValueError, LookupError):
            record = json.loads((place / RECORD).read_bytes())
            if stamp and record["format"] == FORMAT:
                yield Base(
                    folder=place,
                    stamp=stamp,
                    addresses=_addresses(place),
                    shared=record["shared"],
                    texts=record["texts"],
                    statistics=Statistics(
                        lengths=(record["lengths"][0], record["lengths"][1]),
                        characters=record["characters"],
                        languages=record["languages"],
                    ),
                )


def _addresses(place: Path) -> frozenset[str]:
    return frozenset(f"{FOLDER}/{path.name}" for path in (place / FOLDER).iterdir()) - {ROOT}


def record_of(shared: str, texts: Mapping[str, str], found: Statistics) -> bytes:
    """What `made` reads: what an index was made from."""
    record = {
        "format": FORMAT,
        "shared": shared,
        "texts": dict(texts),
        "lengths": found.lengths,
        "characters": dict(found.characters),
        "languages": dict(found.languages),
    }
    return json.dumps(record).encode()
