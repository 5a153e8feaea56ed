"""Files that are published beside a dispatch: what they are, their digest and size."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.source import Attachment
from readingroom.read import svg
from readingroom.read.inside import OutsideError, opened
from readingroom.read.trouble import trouble

_CHUNK = 1 << 20
_SVG = "image/svg+xml"


def examined(content: Path, path: str, media_type: str) -> Attachment | Diagnostic:
    """The record of a file, which is read once, or why it is not published."""
    try:
        with opened(content, path) as file:
            return _drawing(file, path) if media_type == _SVG else _other(file, path, media_type)
    except (OSError, OutsideError) as error:
        return trouble(path, error)


def _drawing(file: BinaryIO, path: str) -> Attachment | Diagnostic:
    """An SVG is looked through before anything else is done with it."""
    data = file.read(svg.LARGEST + 1)
    fault = svg.fault(data)
    if fault:
        message = f"The drawing is refused. {fault.message}"
        return Diagnostic(code=Code.ATTACHMENT_REFUSED, path=path, line=fault.line, message=message)
    width, height = _measured(BytesIO(data))
    digest = sha256(data).hexdigest()
    return Attachment(path=path, size=len(data), digest=digest, media_type=_SVG, width=width, height=height)


def _other(file: BinaryIO, path: str, media_type: str) -> Attachment:
    """Any other file is hashed piece by piece; an image is also measured."""
    digest, size = sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    width = height = 0
    if media_type.startswith("image/"):
        file.seek(0)
        width, height = _measured(file)
    return Attachment(
        path=path, size=size, digest=digest.hexdigest(), media_type=media_type, width=width, height=height
    )


def _measured(file: BinaryIO) -> tuple[int, int]:
    """Width and height as a browser shows the image, turned by its EXIF data if need be; 0 where unknown."""
    import imagesize  # noqa: PLC0415 - most runs of the program measure no image

    width, height = imagesize.get(file)
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)
