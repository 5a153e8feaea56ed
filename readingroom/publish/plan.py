"""What is to be published, set against what is: nothing is written here."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from readingroom.publish import manifest, record, stage
from readingroom.publish.failure import PublishError, machine_failures
from readingroom.publish.outcome import Outcome, Way
from readingroom.publish.tree import FILE_MODE, Tree, ancestors, folded, ignores_case, survey

_CHUNK = 1 << 20
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class Plan:
    """A publication that only looks: `put`, `copy` and `keep` each file once, then ask for the `outcome`."""

    def __init__(self, output: str, remembered: Path | None) -> None:
        """`output` is a real path; what `remembered` names is a file of stamps, kept between runs."""
        self._output = output
        self._remembered = remembered
        self._record = record.load(remembered)
        self._exists = os.path.isdir(output)
        self._tree = survey(output, skip=stage.INSIDE) if self._exists else Tree()
        listed = stage.published(output)
        self._listed = listed is not None
        self._published = listed or {}
        self._wanted: dict[str, str] = {}
        self._new: set[str] = set()
        self._places = {manifest.NAME}
        self._folders = {""}
        """Our files and the folders that they stand in, by the form in which case is ignored."""

    @property
    def published(self) -> Mapping[str, str]:
        """The SHA-256 of what is published, by address, as its manifest has it."""
        return MappingProxyType(self._published)

    @property
    def wanted(self) -> Mapping[str, str]:
        """The SHA-256 of what was put or kept so far, by address."""
        return MappingProxyType(self._wanted)

    def put(self, address: str, data: bytes) -> None:
        """A file of these bytes at an address."""
        digest = sha256(data).hexdigest()
        if not self.keep(address, digest):
            self._add(address, digest, iter((data,)))

    def copy(self, address: str, path: Path, digest: str = "") -> None:
        """A copy of a file; where its SHA-256 is told, of exactly those bytes, else PublishError."""
        if digest and self.keep(address, digest):
            return
        with machine_failures(), open(path, "rb", opener=lambda name, _flags: os.open(name, _READ)) as file:
            found = digest or _digest_of(file)
            if digest or not self.keep(address, found):
                file.seek(0)
                self._add(address, found, _verified(file, found, path))

    def keep(self, address: str, digest: str) -> bool:
        """Whether a file of that SHA-256 is published at the address; if so it stays, else it must be put."""
        place = self._refuse(address)
        stands = self._is_recorded(address, digest)
        if not stands:
            with machine_failures():
                stands = self._stands(address, digest)
        if stands:
            self._take(address, digest, place)
        return stands

    def outcome(self) -> Outcome:
        """What the files so far come to, were they all."""
        unknown = self._unknown()
        occupied = self._occupied(unknown)
        present = self._tree.files.keys()
        outcome = Outcome(
            added=tuple(sorted(a for a in self._new if a not in self._published)),
            changed=tuple(sorted(a for a in self._new if a in self._published)),
            removed=tuple(sorted(a for a in self._published if a in present and a not in self._wanted)),
            unchanged=tuple(sorted(self._wanted.keys() - self._new)),
            carried=tuple(sorted(unknown - occupied - ancestors(self._wanted))),
            occupied=tuple(sorted(occupied)),
        )
        way, obstacle = self._way(outcome)
        return replace(outcome, way=way, obstacle=obstacle)

    def _add(self, address: str, digest: str, chunks: Iterator[bytes]) -> None:
        """A file that is not published as it should be."""
        with machine_failures():
            self._write(address, chunks)
        self._take(address, digest, folded(address))
        self._new.add(address)

    def _refuse(self, address: str) -> str:
        """The place of an address, in any case; ValueError where nothing of ours can stand there."""
        if address not in self._published and not manifest.is_address(address):
            reason = f"no address: {address!r}"
            raise ValueError(reason)
        place = folded(address)
        if place in self._places or place in self._folders or self._is_beneath_a_file(place):
            reason = f"another file of ours, or its folder, is at this address: {address!r}"
            raise ValueError(reason)
        return place

    def _is_beneath_a_file(self, place: str) -> bool:
        """Whether a file of ours stands where a folder of this place would; never of a folder we know."""
        known = place.rpartition("/")[0] in self._folders
        return not known and not ancestors([place]).isdisjoint(self._places)

    def _take(self, address: str, digest: str, place: str) -> None:
        self._wanted[address] = digest
        self._places.add(place)
        if place.rpartition("/")[0] not in self._folders:
            self._folders |= ancestors([place])

    def _write(self, address: str, chunks: Iterator[bytes]) -> None:  # noqa: ARG002 - a plan has no use for it
        """A plan writes nothing; the bytes are looked at all the same."""
        for _ in chunks:
            pass

    def _is_recorded(self, address: str, digest: str) -> bool:
        """Whether the record says so of the file that is there."""
        stamp = self._tree.files.get(address)
        if stamp is None or stamp.mode != FILE_MODE or self._published.get(address) != digest:
            return False
        return self._record.get(address) == (digest, stamp)

    def _stands(self, address: str, digest: str) -> bool:
        """Whether the published file at an address is ours and has that digest."""
        stamp = self._tree.files.get(address)
        if stamp is None or stamp.mode != FILE_MODE or self._published.get(address) != digest:
            return False
        return self._record.get(address) == (digest, stamp) or self._hashes_to(address, digest)

    def _hashes_to(self, address: str, digest: str) -> bool:
        with suppress(PermissionError), open(f"{self._output}/{address}", "rb") as file:
            return _digest_of(file) == digest
        return False

    def _way(self, outcome: Outcome) -> tuple[Way, str]:
        if not self._exists:
            return Way.NEW, ""
        if not outcome.changes and self._manifest_stands():
            return Way.NOTHING, ""
        return self._way_to_change()

    def _way_to_change(self) -> tuple[Way, str]:
        """How an existing folder would be changed; a plan does not try what the file system can."""
        return Way.EXCHANGE, ""

    def _manifest_stands(self) -> bool:
        stamp = self._tree.files.get(manifest.NAME)
        if stamp is None or stamp.mode != FILE_MODE or self._published != self._wanted:
            return False
        return self._hashes_to(manifest.NAME, sha256(manifest.render(self._wanted)).hexdigest())

    def _unknown(self) -> set[str]:
        """What stands in the output folder and is not ours: all but listed files, and folders we made."""
        ours = ancestors(self._published)
        files = self._tree.files
        return {
            end
            for end in self._tree.ends()
            if not (end in files and (end in self._published or self._is_manifest(end))) and end not in ours
        }

    def _is_manifest(self, address: str) -> bool:
        """Whether a file is the manifest of ours; one that we cannot read as such is a stranger's."""
        return address == manifest.NAME and self._listed

    def _occupied(self, unknown: set[str]) -> set[str]:
        """Those unknown things that stand where we want a file or a folder, or beneath a file of ours."""
        fold = folded if self._exists and ignores_case(self._output) else str
        files = {fold(address) for address in (*self._wanted, manifest.NAME)}
        folders = {fold(folder) for folder in ancestors(self._wanted)}
        plain = self._tree.folders.keys()
        return {
            name
            for name in unknown
            if fold(name) in files
            or (fold(name) in folders and name not in plain)
            or not files.isdisjoint(ancestors([fold(name)]))
        }


def _digest_of(file: BinaryIO) -> str:
    found = sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _verified(file: BinaryIO, digest: str, path: Path) -> Iterator[bytes]:
    """The bytes of a file; at the end, PublishError where they were not those of the digest."""
    found = sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
        yield chunk
    if found.hexdigest() != digest:
        reason = f"{path} changed while it was being published."
        raise PublishError(reason, "Run the build again.")
