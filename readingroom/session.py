"""The warm state of one archive: its settings, cache, processes; each edition is built with them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from readingroom import authority, config
from readingroom.config import ConfigError
from readingroom.diagnostics import Diagnostic, Severity
from readingroom.model.settings import Settings
