"""What differs between two editions, but for the pages themselves: these tell by their ETags."""

from collections.abc import Iterable, Iterator, Mapping

from readingroom.diagnostics import Diagnostic, Severity
from readingroom.model.page import Copy, File
from readingroom.session import Edition

THEME = "assets/"


def changed_files(before: Edition, after: Edition) -> Iterator[str]:
    """The addresses of files of the theme, and of attachments, that are new or other than they were."""
    same_files = before.site.archive.attachments is after.site.archive.attachments
    if same_files and before.written is after.written:
        return
    for address, item in after.written.items():
        if isinstance(item, File) and address.startswith(THEME):
            old = before.written.get(address)
            if not isinstance(old, File) or old.data != item.data:
                yield address
    yield from _attachments(before, after)


def _attachments(before: Edition, after: Edition) -> Iterator[str]:
    """The table of attachments is short, that of all that is written is long."""
    old, new = before.site.archive.attachments, after.site.archive.attachments
    paths = {path for path, attachment in new.items() if old.get(path) != attachment}
    if paths:
        items = after.written.items()
        yield from (address for address, item in items if isinstance(item, Copy) and item.path in paths)


def broken_pages(
    before: Edition, after: Edition, known: Mapping[str, str], problems: Iterable[Diagnostic]
) -> dict[str, str]:
    """The sources of pages that are missing for an error in them, by address.

    `known` are those that were missing before.
    """
    wrong = {d.path for d in problems if d.severity is Severity.ERROR}
    shown = before.site.archive.by_path
    lost = {f"{shown[path]}.html": path for path in wrong if path in shown}
    kept = {address: path for address, path in known.items() if path in wrong}
    return {address: path for address, path in (kept | lost).items() if address not in after.written}
