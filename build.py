#!/usr/bin/env python3
"""Builds the archive: `python build.py` turns `content/` into `output/`."""

import sys
from importlib.util import find_spec
from pathlib import Path

SET_UP = """Reading Room needs a few packages that are not installed here. Set them up once:

    {python} -m venv .venv
    {pip} install -e .

then run

    {run} build.py
"""
PACKAGES = (
    "Stemmer",
    "charset_normalizer",
    "icu",
    "imagesize",
    "jinja2",
    "markdown",
    "nh3",
    "numpy",
    "pygments",
    "rjsmin",
    "tqdm",
    "watchdog",
    "yaml",
)
"""What is imported of the dependencies in pyproject.toml."""
MACHINE = 3
"""Exit status where the machine, not the content, stands in the way."""
INTERRUPTED = 130


def set_up() -> str:
    """The commands that install what is missing, as this platform spells them."""
    windows = sys.platform == "win32"
    folder = Path(".venv", "Scripts" if windows else "bin")
    python = "py" if windows else "python3"
    return SET_UP.format(python=python, pip=folder / "pip", run=folder / "python")


def missing() -> str:
    """The first package that is not installed; empty where all are. Some are only loaded late."""
    return next((name for name in PACKAGES if find_spec(name) is None), "")


def main() -> int:
    """Runs the command line; returns its exit status."""
    if name := missing():
        sys.stderr.write(f"The package {name} is missing. {set_up()}")
        return MACHINE
    try:
        from readingroom.cli import main as run  # noqa: PLC0415 - needs the packages

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
