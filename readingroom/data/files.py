"""The whole catalogue in the archive's own terms, and one file a dispatch where the archive asks for it."""

import json
from collections.abc import Iterator
from functools import partial

from readingroom.data.record import record
from readingroom.data.table import table
from readingroom.model.archive import Entry
from readingroom.model.page import FileRecipe
from readingroom.model.site import Site


def files(_site: Site) -> Iterator[FileRecipe]:
    """`data/dispatches.json`, an array with a line for each shown dispatch, and `data/dispatches.csv`."""
    yield FileRecipe(address="data/dispatches.json", data=_catalogue)
    yield FileRecipe(address="data/dispatches.csv", data=lambda site: b"".join(table(site)))


def _catalogue(site: Site) -> bytes:
    lines = b",\n".join(_object(entry, site) for entry in site.archive.shown())
    return b"[\n" + lines + b"\n]\n" if lines else b"[]\n"


def sidecars(site: Site) -> Iterator[FileRecipe]:
    """`{series}/{number}.json` beside each shown dispatch, where the settings ask for it."""
    if "json" in site.settings.sidecars:
        for entry in site.archive.shown():
            yield FileRecipe(address=f"{entry.id}.json", data=partial(_sidecar, entry.id))


def _sidecar(dispatch_id: str, site: Site) -> bytes:
    return _object(site.archive.entries[dispatch_id], site) + b"\n"


def _object(entry: Entry, site: Site) -> bytes:
    return json.dumps(record(entry, site), ensure_ascii=False).encode("utf-8", "replace")
