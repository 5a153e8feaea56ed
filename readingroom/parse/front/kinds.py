"""The types that front-matter values have: how each is read, and how JSON Schema says it.

Reading a value gives the typed value, or `Unfit`, which says what is wrong with it and where.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Generic, TypeVar

from readingroom.diagnostics import Code
from readingroom.model.dispatch import Date, Status, Value
from readingroom.model.settings import FieldType
from readingroom.parse.front.edtf import parse_edtf
from readingroom.parse.front.front_matter import ListNode, MappingNode, Node, Scalar

T = TypeVar("T")
Schema = dict[str, object]


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a value is not of its kind."""

    message: str
    """What is wrong, to follow the key's name: "is a list"."""
    line: int
    column: int
    hint: str
    code: Code = Code.FRONT_MATTER_VALUE


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A type of values."""

    read: Callable[[Node], T | Unfit]
    schema: Schema


_BLANKS = re.compile(r"[ \t\r\n]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s/?#\"<>]+[^\s\"<>]*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
_ALIAS_PART = re.compile(r"(?!\.{1,2}$)[^\x00-\x1f\x7f\\:?#*\"<>|%]+")

_DATE_HINT = "Write it as 2023-10-12, 2023-10, 2023, 1955-09~ or 1955/1957."
_TEXT_SCHEMA: Schema = {"type": ["string", "number"]}
_DATE_SCHEMA: Schema = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?~?(/\d{4}(-\d{2}(-\d{2})?)?~?)?$",
    "minimum": 1,
    "maximum": 9999,
}


def read_text(node: Node) -> str | Unfit:
    """One text, its blanks and line ends folded."""
    if not isinstance(node, Scalar):
        what = "a list" if isinstance(node, ListNode) else "a mapping"
        return _unfit(node, f"is {what}, not one text", "Write one text.")
    if _CONTROL.search(node.text):
        return _unfit(node, "holds a control character", "Remove it.")
    return _BLANKS.sub(" ", node.text).strip()


def _unfit(node: Node, message: str, hint: str, code: Code = Code.FRONT_MATTER_VALUE) -> Unfit:
    return Unfit(message, node.line, node.column, hint, code)


def _read_date(node: Node) -> Date | Unfit:
    text = read_text(node)
    if isinstance(text, Unfit):
        return text
    return parse_edtf(text) or _unfit(
        node, f"is {_quoted(text)}, which is no date", _DATE_HINT, Code.DATE_INVALID
    )


def _read_moment(node: Node) -> str | Unfit:
    text = read_text(node)
    if isinstance(text, Unfit):
        return text
    try:
        datetime.fromisoformat(text)
    except ValueError:
        hint = "Write it as 2023-10-12 or 2023-10-12T09:00+02:00."
        return _unfit(node, f"is {_quoted(text)}, which is no ISO 8601 time", hint, Code.DATE_INVALID)
    return text


def _matching(
    pattern: re.Pattern[str], what: str, hint: str, group: int = 0
) -> Callable[[Node], str | Unfit]:
    def read(node: Node) -> str | Unfit:
        text = read_text(node)
        if isinstance(text, Unfit):
            return text
        match = pattern.fullmatch(text)
        return match[group] if match else _unfit(node, f"is {_quoted(text)}, which is no {what}", hint)

    return read


def _read_status(node: Node) -> Status | Unfit:
    text = read_text(node)
    if isinstance(text, Unfit):
        return text
    try:
        return Status(text.lower())
    except ValueError:
        hint = f"Choose one of {', '.join(Status)}."
        return _unfit(node, f"is {_quoted(text)}, which is no status", hint)


def _read_alias(node: Node) -> str | Unfit:
    """A path within the archive: relative, of parts that any host and file system takes."""
    if not isinstance(node, Scalar):
        return read_text(node)
    parts = node.text.split("/")
    if node.text.endswith(".html") and all(_ALIAS_PART.fullmatch(part) for part in parts):
        return node.text
    hint = "Write it as old/path.html: relative, without “..”, ending in .html."
    message = f"has {_quoted(node.text)}, which is no address within the archive"
    return _unfit(node, message, hint, Code.ALIAS_INVALID)


def _each(read: Callable[[Node], T | Unfit]) -> Callable[[Node], tuple[T, ...] | Unfit]:
    """Reads a list, or one value as a list of one; empty and repeated values are left out."""

    def read_all(node: Node) -> tuple[T, ...] | Unfit:
        found: list[T] = []
        for item in node.items if isinstance(node, ListNode) else (node,):
            if isinstance(item, Scalar) and not item.text.strip():
                continue
            value = read(item)
            if isinstance(value, Unfit):
                return value
            if value not in found:
                found.append(value)
        return tuple(found)

    return read_all


def _read_value(read: Callable[[Node], object]) -> Callable[[Node], Value | Unfit]:
    """Reads a value of a field: a text, or a mapping with `name`, the rest of which is its detail."""

    def read_one(node: Node) -> Value | Unfit:
        if not isinstance(node, MappingNode):
            problem = read(node)
            text = read_text(node)
            return problem if isinstance(problem, Unfit) else text if isinstance(text, Unfit) else Value(text)
        names = [entry.value for entry in node.entries if entry.key == "name"]
        name = read_one(names[0]) if names else None
        if not isinstance(name, Value) or not name.name:
            return name if isinstance(name, Unfit) else _unfit(node, "has no name", "Give it a `name`.")
        detail: list[tuple[str, str]] = []
        for entry in node.entries:
            text = read_text(entry.value)
            if isinstance(text, Unfit):
                return text
            if entry.key != "name" and text:
                detail.append((entry.key, text))
        return Value(name.name, tuple(detail))

    return read_one


def _quoted(text: str) -> str:
    shown = text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - what fits a line of a terminal
    return f"“{shown}”"


def _list_of(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


_read_url = _matching(_URL, "web address", "Write it in full: https://….")
_ALIAS_SCHEMA: Schema = {"type": "string", "pattern": r"^(?!/)(?!.*(^|/)\.{1,2}/)[^\\:?#%]+\.html$"}
_URL_SCHEMA: Schema = {"type": "string", "pattern": "^https?://"}

TEXT = Kind(read_text, _TEXT_SCHEMA)
TEXTS = Kind(_each(read_text), _list_of(_TEXT_SCHEMA))
DATE = Kind(_read_date, _DATE_SCHEMA)
MOMENT = Kind(_read_moment, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"})
STATUS = Kind(_read_status, {"enum": [str(status) for status in Status]})
LANGUAGE = Kind(
    _matching(_LANGUAGE, "language tag", "Write a BCP 47 tag: en, fa, zh-Hant."),
    {"type": "string", "pattern": r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
)
DIRECTION = Kind(_matching(re.compile("ltr|rtl"), "direction", "Write ltr or rtl."), {"enum": ["ltr", "rtl"]})
URL = Kind(_read_url, _URL_SCHEMA)
DOI = Kind(
    _matching(_DOI, "DOI", "Write it as 10.1234/abc.", group=1),
    {"type": "string", "pattern": r"10\.\d{4,9}/\S+"},
)
ALIASES = Kind(_each(_read_alias), _list_of(_ALIAS_SCHEMA))

_FIELD_TYPES: dict[FieldType, tuple[Callable[[Node], object], Schema]] = {
    FieldType.TEXT: (read_text, _TEXT_SCHEMA),
    FieldType.NAME: (read_text, _TEXT_SCHEMA),
    FieldType.DATE: (_read_date, _DATE_SCHEMA),
    FieldType.NUMBER: (_matching(_NUMBER, "number", "Write digits."), _TEXT_SCHEMA),
    FieldType.URL: (_read_url, _URL_SCHEMA),
}


@cache
def values_of(field_type: FieldType) -> Kind[tuple[Value, ...]]:
    """The kind of an archive's field: a list of values, or one, each a text or a mapping with `name`."""
    read, item = _FIELD_TYPES[field_type]
    named: Schema = {"type": "object", "properties": {"name": item}, "required": ["name"]}
    return Kind(_each(_read_value(read)), _list_of({"anyOf": [item, named]}))
