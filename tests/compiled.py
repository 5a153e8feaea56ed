"""Templates that are parsed and compiled once in a process, since thousands of builds use the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any
from unittest.mock import patch

from jinja2 import Environment, nodes

_code: dict[tuple[str | None, ...], CodeType] = {}
_trees: dict[str, nodes.Template] = {}
_compile, _parse = Environment.compile, Environment.parse


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within, text that was compiled under a name and for a file before is not compiled again.

    What Jinja makes of a text depends on nothing else here: all environments of ours are set up alike.
    """
    with (
        patch.object(Environment, "compile", _compile_once),
        patch.object(Environment, "parse", _parse_once),
    ):
        yield


def _compile_once(
    self: Environment, source: Any, name: str | None = None, filename: str | None = None, **rest: Any
) -> Any:
    if not isinstance(source, str):
        return _compile(self, source, name, filename, **rest)
    key = source, name, filename
    if key not in _code:
        _code[key] = _compile(self, source, name, filename, **rest)
    return _code[key]


def _parse_once(self: Environment, source: str, *rest: Any) -> nodes.Template:
    """The tree of a text; whoever asks for one only looks at it."""
    if source not in _trees:
        _trees[source] = _parse(self, source, *rest)
    return _trees[source]
