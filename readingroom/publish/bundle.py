"""ZIP files that are the same bytes for the same members, whenever and wherever they are made."""

import io
from collections.abc import Callable

from readingroom.model.page import Bundle

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can say; the true one would differ from build to build."""
UNIX = 3
MODE = 0o100644 << 16


def zipped(bundle: Bundle, read: Callable[[str], bytes]) -> bytes:
    """The bytes of a bundle, its members in the order of their names; `read` gives a member's by its path."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo  # noqa: PLC0415 - few archives have a bundle

    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for member in sorted(bundle.members, key=lambda member: member.address):
            info = ZipInfo(member.address, EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, UNIX, MODE
            archive.writestr(info, read(member.path))
    return buffer.getvalue()
