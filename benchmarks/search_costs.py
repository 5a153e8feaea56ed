"""What an index weighs, and how it is made."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a folder."""

    files: int
    bytes: int


def folder_weight(folder: Path) -> Weight:
    """All files beneath a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Weight(len(sizes), sum(sizes))


def pagefind_command(output: Path) -> list[str]:
    """Indexes the pages that carry `data-pagefind-body`; those of dispatches."""
    return [sys.executable, "-m", "pagefind", "--site", str(output), "--silent"]
