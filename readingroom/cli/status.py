"""Exit statuses, which scripts rely on."""

CLEAN = 0
"""Done; warnings allowed, unless `--strict`."""
CONTENT = 1
"""The content has errors."""
USAGE = 2
"""The arguments or the configuration are wrong."""
MACHINE = 3
"""The machine stands in the way: disk full, no permission, a package missing."""
LOCKED = 4
"""Another build holds the lock."""
INTERRUPTED = 130
"""Stopped from the keyboard (128 + SIGINT)."""
