"""Files that are published beside a dispatch: what they are, their digest and size."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import imagesize

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.source import Attachment
from readingroom.read import svg
from readingroom.read.inside import OutsideError, opened
from readingroom.read.inventory import Inventory, Stamp

_CHUNK = 1 << 20
_SVG = "image/svg+xml"


def examined(content: Path, path: str, media_type: str) -> Attachment | Diagnostic:
    """The record of a file, read once from its beginning to its end, or why it is none."""
    try:
        with opened(content, path) as file:
            return _drawing(file, path) if media_type == _SVG else _other(file, path, media_type)
    except OutsideError:
        return outside(path)
    except OSError as error:
        return unreadable(path, error)


def remembered(path: str, stamp: Stamp, media_type: str, known: Inventory) -> Attachment | Diagnostic | None:
    """The record or the refusal that an earlier inventory has of a file which is as it was; None else."""
    if known.stamps.get(path) != stamp:
        return None
    found = known.attachment(path)
    if found:
        return replace(found, media_type=media_type) if _SVG not in {media_type, found.media_type} else found
    refused = (d for d in known.diagnostics if d.path == path and d.code is Code.ATTACHMENT_REFUSED)
    return next(refused, None)
