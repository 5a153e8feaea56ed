"""YAML front matter → entries with their places, typed by nothing yet.

Every scalar is text as written (`No`, `1:30` and `0123` stay what they are). Tags, anchors and
aliases are refused, so a value is what stands in the file and nothing can be built or repeated.

    source  = ["---" lines ("---" | "...")] body        the first line of the file opens it
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from readingroom.diagnostics import Code, Diagnostic, at

MAX_DEPTH = 8
"""How deep lists and mappings of front matter may nest."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 (section 5.1) does not allow in a stream."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, with its place."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    items: "tuple[Node, ...]"
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping; each key stands once."""

    entries: "tuple[Entry, ...]"
    line: int
    column: int


Node = Scalar | ListNode | MappingNode


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value, with the key's place."""

    key: str
    value: Node
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a source's head, or the file beside it, says."""

    path: str
    """Of the file that it stands in: the source's own, or its `.meta.yaml`."""
    lines: tuple[str, ...]
    """Of the whole file, for excerpts."""
    entries: tuple[Entry, ...] = ()
    last_line: int = 0
    """Where it ends in its file."""


@dataclass(frozen=True, slots=True)
class Split:
    """A source parted into its head and its body."""

    head: str | None
    """YAML without the lines that enclose it; None where the source has none."""
    body: str
    body_line: int
    """The line of the file on which the body begins, from 1."""
    closed: bool = True
    """Whether the head ends."""


class _RefusedError(Exception):
    """The head cannot be read; carries what there is to tell."""

    def __init__(self, code: Code, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.column, self.hint = code, message, line, column, hint


def split(text: str) -> Split:
    """A source's front matter and body; a source whose first line is not `---` has none."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return Split(None, text, 1)
    for place, line in enumerate(lines[1:], 1):
        if _END.fullmatch(line):
            return Split("\n".join(lines[1:place]), "\n".join(lines[place + 1 :]), place + 2)
    return Split("\n".join(lines[1:]), "", len(lines) + 1, closed=False)


def read_head(path: str, text: str, head: Split) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """The front matter of a Markdown source; None with no diagnostic where it has none."""
    lines = tuple(text.split("\n"))
    if head.head is None:
        return None, ()
    if not head.closed:
        message = "The front matter that begins here is never closed."
        return None, (at(Code.FRONT_MATTER_UNCLOSED, path, lines, 1, message, width=3),)
    return _read(path, lines, head.head, first_line=2, last_line=head.body_line - 1)


def read_sidecar(path: str, text: str) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """The metadata file beside a plain-text dispatch, whole; lines of `---` around it are allowed."""
    lines = tuple(text.split("\n"))
    return _read(path, lines, text, first_line=1, last_line=len(lines))


def _read(
    path: str, lines: tuple[str, ...], text: str, first_line: int, last_line: int
) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    try:
        entries, repeated = _entries(text, first_line)
    except _RefusedError as error:
        where = (error.line + first_line - 1, error.message)
        return None, (at(error.code, path, lines, *where, column=error.column, hint=error.hint),)
    found = tuple(
        at(
            Code.FRONT_MATTER_DUPLICATE,
            path,
            lines,
            again.line,
            f"“{again.key}” stands twice: in line {first} and here.",
            column=again.column,
            width=len(again.key),
        )
        for first, again in repeated
    )
    return FrontMatter(path, lines, entries, last_line), found


def _entries(text: str, first_line: int) -> tuple[tuple[Entry, ...], list[tuple[int, Entry]]]:
    """The entries, each key once, and each further entry of a key with the line of the first."""
    bad = _UNPRINTABLE.search(text)
    if bad:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        message = f"The front matter holds a control character (U+{ord(bad[0]):04X})."
        raise _RefusedError(Code.FRONT_MATTER_SYNTAX, message, line, column)
    builder = _Builder(text, first_line - 1)
    node = builder.document()
    if node is None or _is_empty(node):
        return (), []
    if not isinstance(node, MappingNode):
        message = "The front matter is no list of keys with values."
        hint = "Write one `key: value` a line."
        raise _RefusedError(Code.FRONT_MATTER_SYNTAX, message, node.line - first_line + 1, node.column, hint)
    return node.entries, builder.repeated


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text


class _Builder:
    """Builds nodes from the events of one YAML stream."""

    def __init__(self, text: str, line_offset: int) -> None:
        self._events = _events(text)
        self._offset = line_offset
        self.repeated: list[tuple[int, Entry]] = []

    def document(self) -> Node | None:
        """The only document of the stream; None where it has none. A second one is allowed if it is empty."""
        documents = [
            (_place(event), self._node(next(self._events), 0))
            for event in self._events
            if isinstance(event, DocumentStartEvent)
        ]
        for (line, column), node in documents[1:]:
            if not _is_empty(node):
                message = "The front matter holds a second YAML document."
                raise _RefusedError(Code.FRONT_MATTER_SYNTAX, message, line, column)
        return documents[0][1] if documents else None

    def _node(self, event: Event, depth: int) -> Node:
        line, column = _place(event)
        _refuse_tags(event, line, column)
        if depth > MAX_DEPTH:
            message = f"The front matter nests deeper than {MAX_DEPTH} levels."
            raise _RefusedError(Code.FRONT_MATTER_VALUE, message, line, column, "Write the value flat.")
        at_line = line + self._offset
        if isinstance(event, ScalarEvent):
            return Scalar(event.value, at_line, column)
        if isinstance(event, SequenceStartEvent):
            return ListNode(tuple(self._items(depth)), at_line, column)
        return MappingNode(tuple(self._pairs(depth)), at_line, column)

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            if not isinstance(event, NodeEvent):
                return
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[Entry]:
        seen: dict[str, int] = {}
        for event in self._events:
            if not isinstance(event, NodeEvent):
                return
            entry = self._pair(event, depth)
            if entry.key in seen:
                self.repeated.append((seen[entry.key], entry))
                continue
            seen[entry.key] = entry.line
            yield entry

    def _pair(self, event: Event, depth: int) -> Entry:
        key = self._node(event, depth + 1)
        if not isinstance(key, Scalar):
            message = "A key of the front matter is a list or a mapping."
            raise _RefusedError(Code.FRONT_MATTER_SYNTAX, message, key.line - self._offset, key.column)
        return Entry(key.text, self._node(next(self._events), depth + 1), key.line, key.column)


def _refuse_tags(event: Event, line: int, column: int) -> None:
    if isinstance(event, AliasEvent):
        what = f"the alias *{event.anchor}"
    elif isinstance(event, NodeEvent) and event.anchor:
        what = f"the anchor &{event.anchor}"
    elif isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
        what = f"the tag {event.tag}"
    else:
        return
    raise _RefusedError(Code.FRONT_MATTER_TAG, f"The front matter uses {what}.", line, column)


def _events(text: str) -> Iterator[Event]:
    """The events of a YAML stream; an error becomes ours, with its place."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"The front matter is no valid YAML: {_problem(error)}."
        raise _RefusedError(Code.FRONT_MATTER_SYNTAX, message, line, column, _remedy(error)) from error
    except yaml.YAMLError as error:
        message = "The front matter is no valid YAML."
        raise _RefusedError(Code.FRONT_MATTER_SYNTAX, message, 1, 1) from error


def _problem(error: yaml.MarkedYAMLError) -> str:
    parts: Sequence[str | None] = (error.context, error.problem)
    return ", ".join(part for part in parts if part)


def _remedy(error: yaml.MarkedYAMLError) -> str:
    if "mapping values are not allowed" in (error.problem or ""):
        return "Put the value into quotation marks: it holds a colon and a blank."
    return ""


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
