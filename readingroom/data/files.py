"""The whole catalogue in the archive's own terms, and one file a dispatch where the archive asks for it."""

import json
from collections.abc import Iterator

from readingroom.data.record import record
from readingroom.data.table import table
from readingroom.model.archive import Entry
from readingroom.model.page import File
from readingroom.model.site import Site


def files(site: Site) -> Iterator[File]:
    """`data/dispatches.json`, an array with a line for each shown dispatch, and `data/dispatches.csv`."""
    lines = b",\n".join(_object(entry, site) for entry in site.archive.shown())
    yield File(address="data/dispatches.json", data=b"[\n" + lines + b"\n]\n" if lines else b"[]\n")
    yield File(address="data/dispatches.csv", data=b"".join(table(site)))


def sidecars(site: Site) -> Iterator[File]:
    """`{series}/{number}.json` beside each shown dispatch, where the settings ask for it."""
    if "json" in site.settings.sidecars:
        for entry in site.archive.shown():
            yield File(address=f"{entry.id}.json", data=_object(entry, site) + b"\n")


def _object(entry: Entry, site: Site) -> bytes:
    return json.dumps(record(entry, site), ensure_ascii=False).encode("utf-8", "replace")
