"""File events → settled changes.

Events are hints: they say when and where to look, never what there is. A burst (a checkout, an
editor's write-and-rename) is one change, told once no event has come for a moment.
"""

from readingroom.watch.watcher import Watcher

__all__ = ["Watcher"]
