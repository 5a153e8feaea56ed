"""The command line: arguments in, exit status out."""

from readingroom.cli.main import main

__all__ = ["main"]
