"""Which part of a file a browser asks for (RFC 9110, section 14).

```
Range: bytes=FIRST-LAST | bytes=FIRST- | bytes=-LENGTH
```
Of several ranges, or of what is not understood, the whole file is the permitted answer.
"""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<length>\d{1,18}))", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file, from `first` up to and without `end`; empty where the file has none of them."""

    first: int
    end: int


def asked_part(header: str | None, size: int) -> Part | None:
    """The part that a Range header asks for of a file of some size; None for the whole."""
    found = _RANGE.fullmatch((header or "").strip().lower())
    if not found:
        return None
    if found["length"]:
        return Part(max(0, size - int(found["length"])), size)
    first, last = int(found["first"]), int(found["last"] or size - 1)
    if found["last"] and last < first:
        return None  # not a range at all
    return Part(first, min(last + 1, size)) if first < size else Part(0, 0)
