"""Where an archive lies."""

from dataclasses import dataclass
from pathlib import Path

CACHE = ".readingroom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Where things lie."""

    content: Path
    templates: Path | None = None
    output: Path = Path("output")
    own_cache: Path | None = None
    """The folder of the cache, where it is not to be the one beside the content."""

    @property
    def read(self) -> tuple[Path, ...]:
        """The folders that are read, which the output must stay apart from."""
        return (self.content, self.templates) if self.templates else (self.content,)

    @property
    def cache(self) -> Path:
        """The folder of the cache."""
        return self.own_cache or self.content.absolute().parent / CACHE
