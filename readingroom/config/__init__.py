"""`archive.toml` → frozen settings."""

from readingroom.config.errors import ConfigError
from readingroom.config.load import FILE_NAME, load, read
from readingroom.config.tables import BUILT_IN_FIELDS, BUILT_IN_INSERTIONS, default_settings

__all__ = [
    "BUILT_IN_FIELDS",
    "BUILT_IN_INSERTIONS",
    "FILE_NAME",
    "ConfigError",
    "default_settings",
    "load",
    "read",
]
