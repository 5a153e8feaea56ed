"""Takes typed values out of a parsed TOML table, and notes whatever is not as it should be."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from readingroom.config.errors import ConfigError


class Table:
    """One table of the settings; every key that is not taken from it is unknown."""

    def __init__(self, values: Mapping[str, Any], path: str, errors: list[ConfigError]) -> None:
        """`path` is the dotted key of the table, `errors` receives what is wrong."""
        self._values = values
        self._path = path
        self._errors = errors
        self._known: set[str] = set()

    def key(self, name: str) -> str:
        """The dotted key of a name in this table."""
        return f"{self._path}.{name}" if self._path else name

    def wrong(self, name: str, message: str, hint: str = "") -> None:
        """Notes an error about a key."""
        self._errors.append(ConfigError(self.key(name), message, hint))

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """A string; surrounding blanks are dropped."""
        value = self._take(name, required=required)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(name, f"is {_kind(value)}, not text.", "Write it in quotation marks.")
            return default
        return value.strip()

    def flag(self, name: str, *, default: bool) -> bool:
        """A truth value."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, f"is {_kind(value)}, not true or false.")
            return default
        return value

    def number(self, name: str, default: int, *, least: int = 1) -> int:
        """A whole number, not below `least`."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.wrong(name, f"is {value!r}, not a whole number from {least}.")
            return default
        return value

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(name, "is not a list of texts.", 'Write it as ["one", "two"].')
            return default
        return tuple(item for item in value if item.strip())

    def choice(self, name: str, among: Iterable[str], default: str) -> str:
        """One of several words."""
        value, allowed = self.text(name, default), tuple(among)
        if value in allowed:
            return value
        self.wrong(name, f'is "{value}".', f"It can be {', '.join(allowed)}.{_nearest(value, allowed)}")
        return default

    def table(self, name: str) -> "Table":
        """A table within this one; empty where it is absent."""
        value = self._take(name)
        if value is not None and not isinstance(value, dict):
            self.wrong(name, "is not a table.", f"Write it as [{self.key(name)}].")
            value = None
        return Table(value or {}, self.key(name), self._errors)

    def rows(self, name: str) -> tuple["Table", ...]:
        """The rows of an array of tables."""
        value = self._take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(name, "is not an array of tables.", f"Write each row under [[{self.key(name)}]].")
            return ()
        return tuple(
            Table(item, f"{self.key(name)}[{number}]", self._errors) for number, item in enumerate(value, 1)
        )

    def finish(self) -> None:
        """Notes every key that nobody asked for, with the nearest known one."""
        for name in self._values:
            if name not in self._known:
                self.wrong(name, "is no known key.", _nearest(name, self._known).strip())

    def _take(self, name: str, *, required: bool = False) -> Any:  # noqa: ANN401 - TOML values
        self._known.add(name)
        value = self._values.get(name)
        if required and (value is None or value == ""):
            self.wrong(name, "is missing.")
        return value


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")
