"""Files that are published as they are: the theme's, and those that dispatches show or link to."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from rjsmin import jsmin

from readingroom.data.record import source_address
from readingroom.model.page import Bundle, Copy, File
from readingroom.model.site import Site
from readingroom.pages.files import attachment_address

FOLDER = "assets"
JOINED = (".css", ".js")
"""Folders with such a name are published as one file."""
MINIFIED = ".min.js"
"""Scripts with such a name are published without their comments and blanks."""
BUNDLE = "data/originals.zip"


def theme_files(places: Sequence[Path]) -> Iterator[File]:
    """The theme's own files, in the order of their addresses.

    `places` are the folders of the theme; a file of a later one takes the place of its namesake. A
    folder named like a style sheet or a script is published as one: its files, joined in the order of
    their names.
    A script named `….min.js` loses its comments and blanks. Hidden files, and the copies that editors
    leave (`style.css~`), are none of it.
    """
    found: dict[str, dict[str, Path]] = {}
    for place in places:
        for path in sorted((place / FOLDER).rglob("*")):
            if path.is_file() and _is_published(path.relative_to(place)):
                address, part = _joined(path.relative_to(place).as_posix())
                parts = found.setdefault(address, {})
                if bool(part) != any(parts):
                    parts.clear()
                parts[part] = path
    for address, parts in sorted(found.items()):
        data = b"".join(path.read_bytes() for _, path in sorted(parts.items()))
        yield File(address=address, data=jsmin(data) if address.endswith(MINIFIED) else data)


def _joined(name: str) -> tuple[str, str]:
    """The address that a file is published at, and its name as a part of it; empty for a whole file."""
    folder, _, base = name.rpartition("/")
    return (folder, base) if folder.endswith(JOINED) else (name, "")


def attachments(site: Site) -> Iterator[Copy]:
    """The files of each dispatch whose words may be read, by base name beneath the dispatch."""
    for entry in site.archive.shown():
        for path in entry.card.attachments:
            known = site.archive.attachments.get(path)
            digest = known.digest if known else ""
            yield Copy(address=attachment_address(entry.id, path), path=path, digest=digest)


def originals(site: Site) -> Iterator[Copy | Bundle]:
    """The source of each dispatch, beside its page or all in one bundle, as the settings have it."""
    shown = site.archive.shown()
    if site.settings.originals == "zip":
        names = ((f"{entry.id}{PurePosixPath(entry.card.path).suffix}", entry.card.path) for entry in shown)
        yield Bundle(address=BUNDLE, members=tuple(Copy(address=name, path=path) for name, path in names))
        return
    for entry in shown:
        if address := source_address(entry, site.settings):
            yield Copy(address=address, path=entry.card.path)


def _is_published(path: Path) -> bool:
    return not any(part.startswith(".") or part.endswith("~") for part in path.parts)
