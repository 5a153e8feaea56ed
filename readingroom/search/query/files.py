"""The files of a published index, read when they are asked for."""

import json
from pathlib import Path
from typing import Any

FORMAT = 1
FOLDER = "search"
HASH_LENGTH = 6
_END = ");\n"


class IndexUnreadableError(Exception):
    """There is no index, another version made it, or a file of it is gone; says what to do."""


class Files:
    """The index in the folder of a published archive."""

    def __init__(self, output: Path) -> None:
        """Reads its root; IndexUnreadableError where there is none."""
        self._output = output
        self._folder = output / FOLDER
        self.root: dict[str, Any] = self._read("root", "root.js")
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
        name = f"{kind}-{number}"
        start = HASH_LENGTH * number
        return self._read(name, f"{name}-{self.root['files'][kind][start : start + HASH_LENGTH]}.js")

    def text(self, number: int, digest: str, offset: int, size: int) -> str:
        """A part of a text file, from a character on."""
        name = f"text-{number}-{digest}.js"
        return self._content(name)[offset : offset + size]

    def _read(self, name: str, file: str) -> Any:  # noqa: ANN401
        content = self._content(file)
        begin = f'readingRoom("{name}",'
        if not content.startswith(begin) or not content.endswith(_END):
            raise IndexUnreadableError(self._broken(file))
        try:
            return json.loads(content[len(begin) : -len(_END)])
        except ValueError:
            raise IndexUnreadableError(self._broken(file)) from None

    def _content(self, file: str) -> str:
        try:
            return (self._folder / file).read_bytes().decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            if file == "root.js":
                message = f"{self._output} has no search index. Build the archive first."
            else:
                message = f"{self._folder / file} is gone: the archive was published in between. Ask again."
            raise IndexUnreadableError(message) from None
        except UnicodeDecodeError:
            raise IndexUnreadableError(self._broken(file)) from None

    def _broken(self, file: str) -> str:
        return f"{self._folder / file} is no file of a search index. Build the archive anew."
