"""Web addresses in a text.

    address = "http://" or "https://" in front of a host, then anything up to a blank, a quotation
              mark, a bracket of markup or the end
            | "www." in front of a host with a stop in it, likewise
            | host "/" path, where the host is in small letters, ends in a well-known domain and has a
              name of two letters or more before it

A host alone ("ships.org") is no address: too many words with stops look like one. Neither is what
stands behind an "@". Stops, quotation marks and unpaired brackets at its end are not of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DOMAINS = (
    "com|org|net|edu|gov|int|mil|info|eu|ae|af|ar|at|au|bd|be|bg|bh|br|ca|ch|cl|cn|co|cu|cz|de|dk|dz|eg|es|et|fi|fr"
    "|gr|hk|hr|hu|id|ie|il|in|iq|ir|is|it|jo|jp|ke|kr|kw|lb|ly|ma|mx|ng|nl|no|nz|om|pe|ph|pk|pl|ps|pt|qa|ro|rs|ru|sa"
    "|sd|se|sg|sk|sy|tn|tr|tv|tw|ua|uk|us|ve|vn|ye|za"
)
_REST = r"[^\s<>\"“”«»\[\]{}|\\^`،؛؟‘]*"
_ADDRESS = re.compile(
    rf"(?<![\w@])(?P<scheme>https?://)[^\s/?#<>\"“”«»\[\]{{}}|\\^`،؛؟‘]{{1,253}}{_REST}"
    rf"|(?<![\w@./-])www\.(?:[\w-]{{1,63}}\.){{1,8}}[\w-]{{2,63}}(?::\d+)?(?:[/?#]{_REST})?"
    rf"|(?<![\w@./:-])(?-i:(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{0,5}}[a-z0-9][a-z0-9-]{{1,62}}\.(?:{_DOMAINS})/){_REST}",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://(?:[^\s/?#@]*@)?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ENDS = ".,;:!?…'’”\"»*_~–—-"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A web address from `start` to `end` of a text."""

    start: int
    end: int
    href: str


def find(text: str) -> Iterator[WebAddress]:
    """The web addresses of a text, in order."""
    if "/" not in text and "www." not in text.lower():
        return
    for match in _ADDRESS.finditer(text):
        shown = _trimmed(match[0])
        href = shown if match["scheme"] else f"https://{shown}"
        if _HOST.match(href):
            yield WebAddress(match.start(), match.start() + len(shown), href)


def _trimmed(text: str) -> str:
    """The address without what ends the sentence around it."""
    end, unpaired = len(text), text.count(")") - text.count("(")
    while end and (text[end - 1] in _ENDS or (text[end - 1] == ")" and unpaired > 0)):
        unpaired -= text[end - 1] == ")"
        end -= 1
    return text[:end]
