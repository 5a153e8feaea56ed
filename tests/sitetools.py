"""Toolchains that are not this one: they read a word otherwise and render otherwise."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from readingroom.diagnostics import Diagnostic
from readingroom.model.source import Source
from readingroom.parse import parse
from readingroom.pipeline.toolchain import toolchain
from readingroom.render import Renderer

_render = Renderer.render


@contextmanager
def made_with(tools: str) -> Iterator[None]:
    """Whatever is built within is built by the toolchain of that name; "" is the true one."""
    if not tools:
        yield
        return

    def parse_otherwise(source: Source, *rest: Any, **named: Any) -> Any:
        return parse(replace(source, data=source.data.replace(b"mast", tools.encode())), *rest, **named)

    def render_otherwise(renderer: Renderer, *what: Any) -> bytes | Diagnostic:
        data = _render(renderer, *what)
        return data if isinstance(data, Diagnostic) else data + f"<!-- {tools} -->".encode()

    with ExitStack() as stack:
        _replace_everywhere(stack, toolchain, lambda: f"{toolchain()}{tools}")
        _replace_everywhere(stack, parse, parse_otherwise)
        stack.enter_context(patch.object(Renderer, "render", render_otherwise))
        yield


def _replace_everywhere(stack: ExitStack, old: object, new: object) -> None:
    """In every module of ours that has it under its own name, but where it is defined."""
    found = 0
    for name, module in list(sys.modules.items()):
        if name.startswith("readingroom"):
            for attribute, value in list(vars(module).items()):
                if value is old:
                    stack.enter_context(patch.object(module, attribute, new))
                    found += 1
    assert found, f"nobody uses {old}"
