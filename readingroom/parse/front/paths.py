"""Relative paths of a source → paths beneath the content folder; nothing leads out of it."""

import re
from urllib.parse import unquote

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def resolve(source: str, relative: str) -> str | None:
    """The path beneath the content folder that `relative` means in `source`; None where it leads out.

    A path that begins with "/" counts from the content folder itself. Percent-encoding is undone.
    """
    path = unquote(relative)
    if _CONTROL.search(path) or "\\" in path:
        return None
    folder = [] if path.startswith("/") else source.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            if not folder:
                return None
            folder.pop()
        elif part not in ("", "."):
            folder.append(part)
    return "/".join(folder)


def has_control_characters(text: str) -> bool:
    """Whether a text holds characters that no path or name may have."""
    return bool(_CONTROL.search(text))


def stem(path: str) -> str:
    """The name of a file without its folder and its last suffix: "2023/10857.md" gives "10857"."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name
