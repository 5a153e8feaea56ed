"""Explicit links between dispatches: `[[special-dispatch/10857]]`, `[[10857#note-3|words]]`.

They become links whose address is the name in double brackets; what it means is decided once the HTML is
tokenised. `[[1]](address)` is an ordinary link whose words stand in brackets.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX

WIKI_LINK = r"(?<!\!)\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]]*))?\]\](?![(\[])"


_ESCAPED = re.compile(f"{STX}([0-9]+){ETX}")
"""An escaped character; in a table the stroke before the words is one."""


class WikiLinkProcessor(InlineProcessor):
    """Reads `[[target]]` and `[[target|words]]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802, ARG002 - as inherited
        """The link element, and where it stands; nothing where no letter or digit is named."""
        named = _ESCAPED.sub(lambda found: chr(int(found[1])), self.unescape(m["target"]))
        target, _, words = named.partition("|")
        if not any(character.isalnum() for character in target):
            return None, None, None
        link = Element("a", {"href": f"[[{target.strip()}]]"})
        link.text = (m["words"] or words).strip()
        return link, m.start(0), m.end(0)


class WikiLinkExtension(Extension):
    """Adds explicit links between dispatches."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Registers the pattern before those of ordinary links."""
        md.inlinePatterns.register(WikiLinkProcessor(WIKI_LINK, md), "wiki_link", 172)
