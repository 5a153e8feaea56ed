"""`manifest-sha256.txt`: what we published, in the form that `sha256sum --check` reads.

It is the one witness of what is ours in the output folder, so a manifest that holds anything
we would not write is not ours at all.
"""

import re
from collections.abc import Mapping

NAME = "manifest-sha256.txt"

_PART = r"(?!\.{1,2}(?:/|\Z))[^/\\\x00-\x1f\x7f\ud800-\udfff]+"
_ADDRESS = re.compile(rf"{_PART}(?:/{_PART})*")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def is_address(text: str) -> bool:
    """Whether a text names a file beneath a folder: relative, no "..", no backslash, no controls."""
    return bool(_ADDRESS.fullmatch(text))


def render(digests: Mapping[str, str]) -> bytes:
    """The manifest of files by their SHA-256, sorted by address."""
    return "".join(f"{digests[address]}  {address}\n" for address in sorted(digests)).encode()


def parse(data: bytes) -> dict[str, str] | None:
    """The digests by address; None where the bytes are no manifest of ours."""
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        return None
    digests = {}
    for line in lines[:-1]:
        match = _LINE.fullmatch(line.removesuffix("\r"))
        if not match or not is_address(match[2]) or match[2] == NAME:
            return None
        digests[match[2]] = match[1]
    return digests if lines[-1] == "" else None
