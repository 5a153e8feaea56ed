"""The little XML that a feed needs, written so that every text is safe in it."""

import re
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold, not even escaped."""

_QUOTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def text(value: str) -> str:
    """The text as character data."""
    return escape(_FORBIDDEN.sub("\ufffd", value))


def element(name: str, content: str = "", **attributes: str) -> str:
    """An element; `content` is text, an attribute `xml_lang` is written `xml:lang`."""
    opening = f"<{name}{written(attributes)}"
    return f"{opening}>{text(content)}</{name}>" if content else f"{opening}/>"


def written(attributes: dict[str, str]) -> str:
    """Attributes, each with a blank before it."""
    return "".join(
        f' {name.replace("_", ":")}="{escape(_FORBIDDEN.sub(chr(0xFFFD), value), _QUOTE)}"'
        for name, value in attributes.items()
    )
