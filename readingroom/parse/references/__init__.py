"""References to other dispatches, found in prose and notes.

`forms` holds the ways in which an archive names its dispatches, compiled once for a build;
`find` reads one dispatch with them.
"""

from readingroom.parse.references.find import find
from readingroom.parse.references.forms import Forms, compile_forms

__all__ = ["Forms", "compile_forms", "find"]
