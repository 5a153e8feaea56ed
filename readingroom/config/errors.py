"""What can be wrong with `archive.toml`."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfigError:
    """One mistake in the settings."""

    key: str
    """Dotted, with the rows of a table counted from 1: "series[2].name"; empty for the whole file."""
    message: str
    hint: str = ""
    line: int = 0
    """From 1; 0 where it cannot be told."""

    def __str__(self) -> str:
        """One line: the place, the key, what is wrong, what to do."""
        place = f"archive.toml:{self.line}" if self.line else "archive.toml"
        key = f"{self.key}: " if self.key else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}: {key}{self.message}{hint}"


class SettingsError(Exception):
    """`archive.toml` cannot be used."""

    def __init__(self, errors: Iterable[ConfigError]) -> None:
        """All that is wrong with it."""
        self.errors = tuple(errors)
        super().__init__("; ".join(map(str, self.errors)))
