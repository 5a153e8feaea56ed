"""Where an archive lies, and `archive.toml` → frozen settings."""

from readingroom.config.errors import ConfigError, SettingsError
from readingroom.config.load import FILE_NAME, load, read
from readingroom.config.paths import CACHE, Paths
from readingroom.config.tables import BUILT_IN_FIELDS, BUILT_IN_INSERTIONS, default_settings

__all__ = [
    "BUILT_IN_FIELDS",
    "BUILT_IN_INSERTIONS",
    "CACHE",
    "FILE_NAME",
    "ConfigError",
    "Paths",
    "SettingsError",
    "default_settings",
    "load",
    "read",
]
