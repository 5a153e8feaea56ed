"""Readers of BibTeX and RIS, written from the formats' descriptions, to check what we write."""

import re

Entry = tuple[str, str, dict[str, str]]

_OPENING = re.compile(r"\s*@([a-z]+)\{([^\s,{}%#\"'()~\\=]+),")
_FIELD = re.compile(r"\s*([a-z]+)\s*=\s*\{")
_NEXT = re.compile(r"\s*,")
_CLOSING = re.compile(r"\s*\}\s*")


def parse_bibtex(text: str) -> list[Entry]:
    """Type, key and fields of each entry; braces are counted as BibTeX counts them, after backslashes too."""
    entries: list[Entry] = []
    place = 0
    while place < len(text):
        opening = _OPENING.match(text, place)
        assert opening, text[place : place + 80]
        fields, place = _fields(text, opening.end())
        entries.append((opening[1], opening[2], fields))
    return entries


def _fields(text: str, place: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while not (closing := _CLOSING.match(text, place)):
        head = _FIELD.match(text, place)
        assert head, text[place : place + 80]
        assert head[1] not in fields
        end = _end_of_group(text, head.end())
        fields[head[1]] = text[head.end() : end]
        comma = _NEXT.match(text, end + 1)
        place = comma.end() if comma else end + 1
    return fields, closing.end()


def _end_of_group(text: str, place: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
    return place - 1


def names_of(value: str) -> list[str]:
    """The names of an author field, which "and" parts outside of braces; each of at most three parts."""
    bare, depth = "", 0
    for c in value:
        depth += {"{": 1, "}": -1}.get(c, 0)
        bare += c if not depth or c in "{}" else "_"
    names = re.split(r"\s+and\s+", bare, flags=re.IGNORECASE) if bare else []
    assert all(name.strip() and name.count(",") <= 2 for name in names), value
    return names


def parse_ris(text: str) -> list[dict[str, list[str]]]:
    """The values of each record by tag, without its ER line."""
    records: list[dict[str, list[str]]] = []
    for line in text.split("\r\n"):
        if not line:
            continue
        tag, value = line[:2], line[6:]
        assert line[2:6] == "  - ", line
        if tag == "TY":
            records.append({})
        if tag != "ER":
            records[-1].setdefault(tag, []).append(value)
    return records
