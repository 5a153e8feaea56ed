"""Attributes of sanitised elements, as they may stand on a page beside the theme's own."""

import re
from html import escape, unescape

from readingroom import language
from readingroom.addresses import own_anchor

Attributes = dict[str, str]
"""Names with their values, unescaped, in the order in which they are written."""

KEPT_CLASSES = frozenset(
    [
        "admonition",
        "admonition-title",
        "attention",
        "caution",
        "danger",
        "error",
        "highlight",
        "hint",
        "hll",
        "important",
        "line",
        "note",
        "tip",
        "warning",
    ]
)
"""What the Markdown extensions write; any other class of a source becomes "s-…"."""

_ATTRIBUTE = re.compile(r" ([^\s=\"]+)(?:=\"([^\"]*)\")?")
_TOKEN_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}|language-\S+")
"""Pygments' names for tokens, and the language of a listing."""

_ALIGNMENTS = frozenset(["left", "right", "center", "justify"])
_CENTRED = re.compile(r"text-align:\s*([a-z]+)")
_PLACEHOLDER = re.compile("\x02rrn[0-9]+\x03|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""A note's call cannot stand in an attribute, nor can control characters."""


def read(written: str) -> Attributes:
    """The attributes of a tag as nh3 writes them."""
    found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}
    return {name: _PLACEHOLDER.sub("", value) for name, value in found.items()}


def write(attributes: Attributes) -> str:
    """Attributes as HTML, each with a blank before it."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def settle(attributes: Attributes, *, in_code: bool) -> None:
    """Turns alignment into a class, sets a source's own classes apart, gives a language its direction."""
    classes = [_own_class(name, in_code=in_code) for name in attributes.pop("class", "").split()]
    alignment = attributes.pop("align", "").lower()
    styled = _CENTRED.search(attributes.pop("style", ""))
    alignment = styled[1] if styled else alignment
    if alignment in _ALIGNMENTS:
        classes.append(f"align-{alignment}")
    if classes:
        attributes["class"] = " ".join(dict.fromkeys(classes))
    tag = attributes.get("lang", "")
    if tag and attributes.get("dir", "").lower() not in {"ltr", "rtl", "auto"}:
        attributes["dir"] = language.direction(tag)


def _own_class(name: str, *, in_code: bool) -> str:
    if name in KEPT_CLASSES or (in_code and _TOKEN_CLASS.fullmatch(name)):
        return name
    return f"s-{name}"


def own_id(name: str) -> str:
    """The id that a source's own becomes: blanks are none of an id, forms that we keep get "s-"."""
    return own_anchor("-".join(name.split()))
