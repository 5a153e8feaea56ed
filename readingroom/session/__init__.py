"""The state of one archive while it is worked on: settings, theme, cache, processes, the last edition."""

from readingroom.config import CACHE, Paths, SettingsError
from readingroom.pipeline.edition import Edition, Started
from readingroom.session.made import Made
from readingroom.session.warm import Session

__all__ = ["CACHE", "Edition", "Made", "Paths", "Session", "SettingsError", "Started"]
