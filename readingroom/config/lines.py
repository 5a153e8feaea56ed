"""Where the keys of a TOML file stand.

A TOML parser forgets lines; this finds them again for the plain forms that settings are written
in (`key = …` under `[table]` and `[[table]]`), and says 0 for any other.
"""

import re

_TABLE = re.compile(r"\s*\[([A-Za-z0-9_.-]+)\]")
_ROW = re.compile(r"\s*\[\[([A-Za-z0-9_.-]+)\]\]")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")


def key_lines(text: str) -> dict[str, int]:
    """The line of each dotted key and table of a TOML text: {"series[2].name": 14}."""
    lines: dict[str, int] = {}
    rows: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if row := _ROW.match(line):
            rows[row[1]] = rows.get(row[1], 0) + 1
            table = f"{row[1]}[{rows[row[1]]}]"
            lines.setdefault(table, number)
        elif head := _TABLE.match(line):
            table = head[1]
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return lines
