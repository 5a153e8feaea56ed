"""Globs over paths beneath the content folder.

`*` and `?` stand for characters of one name, `[…]` for one of several, `**` for any folders. A glob
without a slash is matched against each name on the path, one with a slash against the path from
its top; what lies in a folder that matches, matches.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_TOKEN = re.compile(
    r"(?P<deep>\*\*/?)|(?P<star>\*)|(?P<one>\?)|\[(?P<set>!?\]?[^\]/]*)\]|(?P<plain>.)", re.DOTALL
)


def matcher(globs: Iterable[str]) -> Callable[[str], bool]:
    """A function that says whether a path, or a folder that it lies in, matches one of the globs."""
    return _matcher(tuple(globs))


@lru_cache(maxsize=64)
def _matcher(globs: tuple[str, ...]) -> Callable[[str], bool]:
    if not globs:
        return lambda _path: False
    pattern = re.compile("|".join(f"(?:{_expression(glob)})(?:/.*)?" for glob in globs), re.DOTALL)
    return lambda path: bool(pattern.fullmatch(path))


def _expression(glob: str) -> str:
    """The regular expression of one glob."""
    trimmed = glob.strip("/")
    anywhere = "/" not in glob.rstrip("/")
    return ("(?:.*/)?" if anywhere else "") + "".join(_part(match) for match in _TOKEN.finditer(trimmed))


def _part(match: re.Match[str]) -> str:
    """The expression of one token of a glob."""
    if match["deep"]:
        return "(?:.*/)?" if match["deep"].endswith("/") else ".*"
    if match["star"]:
        return "[^/]*"
    if match["one"]:
        return "[^/]"
    if match["set"] is not None:
        negated = match["set"].startswith("!")
        members = re.sub(r"([\\\[\]^&~|])", r"\\\1", match["set"].removeprefix("!"))
        return f"(?!/)[{'^' if negated else ''}{members}]" if members else re.escape(match[0])
    return re.escape(match["plain"])
