r"""The catalogue as a table: RFC 4180, UTF-8 with a byte order mark, for spreadsheets.

Several names in one cell are parted by "|"; within a name "|" is written `\|` and "\" is written `\\`.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from readingroom.data.record import column, record
from readingroom.model.archive import Entry
from readingroom.model.site import Site

COLUMNS = (
    "id",
    "address",
    "url",
    "series",
    "number",
    "title",
    "subtitle",
    "date",
    "date_first",
    "date_last",
    "language",
    "status",
    "updated",
    "doi",
    "notes",
    "licence",
    "summary",
    "cites",
    "cited_by",
)
"""Before those of the archive's fields."""

MARK = "\ufeff"
"""Without it spreadsheets take the file for one of the machine's own encoding."""


def table(site: Site) -> Iterator[bytes]:
    """The table piece by piece: the head, then a line for each shown dispatch."""
    taken = frozenset(COLUMNS)
    head = [*COLUMNS, *(column(row, taken) for row in site.settings.fields)]
    yield (MARK + _line(head)).encode()
    for entry in site.archive.shown():
        yield _line(_cells(entry, site)).encode("utf-8", "replace")


def listed(names: Iterable[str]) -> str:
    """Names in one cell."""
    return "|".join(name.replace("\\", "\\\\").replace("|", "\\|") for name in names)


def _cells(entry: Entry, site: Site) -> Iterator[str]:
    row = record(entry, site)
    for name in COLUMNS:
        yield _cell(row[name])
    for values in row["fields"].values():
        yield listed(value["name"] for value in values)


def _cell(value: Any) -> str:  # noqa: ANN401 - a JSON value
    if value is None:
        return ""
    return listed(value) if isinstance(value, list) else str(value)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
