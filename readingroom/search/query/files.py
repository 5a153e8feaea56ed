"""The files of a published index, read when they are asked for."""

from pathlib import Path
from typing import Any

from readingroom.search.layout import FOLDER, FORMAT, HASH_LENGTH
from readingroom.search.shards import data_of, hashes_of


class IndexUnreadableError(Exception):
    """There is no index, another version made it, or a file of it is gone; says what to do."""


class Files:
    """The index in the folder of a published archive."""

    def __init__(self, output: Path) -> None:
        """Reads its root; IndexUnreadableError where there is none."""
        self._output = output
        self._folder = output / FOLDER
        self.root: dict[str, Any] = self._read("root.js")
        if not isinstance(self.root, dict) or self.root.get("format") != FORMAT:
            message = (
                f"Another version of Reading Room made the index in {self._folder}. Build the archive anew."
            )
            raise IndexUnreadableError(message)

    def count(self, kind: str) -> int:
        """How many files of a kind there are."""
        return len(self.root["files"].get(kind, "")) // HASH_LENGTH

    def shard(self, kind: str, number: int) -> Any:  # noqa: ANN401 - each kind has its own shape
        """What is in a file of the index."""
        hash_ = hashes_of(self.root["files"][kind])[number]
        return self._read(f"{kind}-{number}-{hash_}.js")

    def text(self, number: int, digest: str, offset: int, size: int) -> str:
        """A part of a text file, from a character on; all of its characters are ASCII."""
        data = self._bytes(f"text-{number}-{digest}.js")
        return data[offset : offset + size].decode("ascii", "replace")

    def _read(self, file: str) -> Any:  # noqa: ANN401
        try:
            return data_of(self._bytes(file))
        except ValueError:
            message = f"{self._folder / file} is no file of a search index. Build the archive anew."
            raise IndexUnreadableError(message) from None

    def _bytes(self, file: str) -> bytes:
        try:
            return (self._folder / file).read_bytes()
        except FileNotFoundError:
            if file == "root.js":
                message = f"{self._output} has no search index. Build the archive first."
            else:
                message = f"{self._folder / file} is gone: the archive was published in between. Ask again."
            raise IndexUnreadableError(message) from None
