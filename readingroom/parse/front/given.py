"""What front matter gives, key by key, typed; and what is to tell about it."""

from typing import TypeVar

from readingroom.diagnostics import Code, Diagnostic, at
from readingroom.model.settings import Settings
from readingroom.parse.front import schema
from readingroom.parse.front.front_matter import Entry, FrontMatter, Scalar
from readingroom.parse.front.kinds import Unfit
from readingroom.parse.front.schema import Key

T = TypeVar("T")


class Given:
    """Reads the values of one front matter and collects the diagnostics."""

    def __init__(
        self, path: str, front: FrontMatter | None, settings: Settings, lines: tuple[str, ...] = ()
    ) -> None:
        """`path` and `lines` are the source's; keys that nothing declares are reported at once."""
        self._front = front or FrontMatter(path, lines)
        self._source, self._lines = path, lines
        self.path = self._front.path
        self.is_sidecar = self._front.path != path
        self.diagnostics: list[Diagnostic] = []
        self._entries = {
            entry.key: entry
            for entry in self._front.entries
            if not (isinstance(entry.value, Scalar) and not entry.value.text.strip())
        }
        self._report_unknown(schema.names(settings))

    @property
    def place(self) -> str:
        """The front matter in words, for messages."""
        return self.path.rpartition("/")[2] if self.is_sidecar else "the front matter"

    def get(self, key: Key[T]) -> T | None:
        """The value of a key; None where it is not given, empty, or unfit, which is reported."""
        entry = self.entry(key)
        if entry is None:
            return None
        value = key.kind.read(entry.value)
        if not isinstance(value, Unfit):
            return value
        self._tell(value.code, f"{key.name} {value.message}.", value.line, value.column, hint=value.hint)
        return None

    def entry(self, key: Key[T]) -> Entry | None:
        """The entry of a key under its name or a synonym; a second one is reported."""
        entries = [self._entries[name] for name in (key.name, *key.synonyms) if name in self._entries]
        for again in entries[1:]:
            message = f"“{again.key}” gives {key.name} a second time, after line {entries[0].line}."
            self._tell(Code.FRONT_MATTER_DUPLICATE, message, again.line, again.column, len(again.key))
        return entries[0] if entries else None

    def line(self, key: Key[T]) -> int:
        """The line on which a key stands; 0 where it does not."""
        entry = self.entry(key)
        return entry.line if entry else 0

    def tell(self, code: Code, key: Key[T], message: str, hint: str = "") -> None:
        """Reports something about a key, at its place, or about the source where the key is not given."""
        entry = self.entry(key)
        if entry:
            self._tell(code, message, entry.line, entry.column, len(entry.key), hint)
        else:
            self._tell(code, message, 0, 0, hint=hint)

    def tell_text(self, code: Code, message: str, line: int, column: int) -> None:
        """Reports something about a place of the text itself."""
        self.diagnostics.append(at(code, self._source, self._lines, line, message, column=column))

    def _tell(self, code: Code, message: str, line: int, column: int, width: int = 1, hint: str = "") -> None:
        found = at(code, self.path, self._front.lines, line, message, column=column, width=width, hint=hint)
        if found not in self.diagnostics:
            self.diagnostics.append(found)

    def _report_unknown(self, known: tuple[str, ...]) -> None:
        for entry in self._front.entries:
            if entry.key not in known:
                close = schema.nearest(entry.key, known)
                message = f"Nothing declares the key “{entry.key}”."
                if close:
                    message = f"{message[:-1]}; the nearest known one is “{close}”."
                self._tell(Code.FRONT_MATTER_UNKNOWN, message, entry.line, entry.column, len(entry.key))
