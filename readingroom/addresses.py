"""Names of things as they stand in addresses: slugs, ids, anchors, relative links.

Slugs keep letters and digits of every script. A paragraph's anchor is made of its words, so that
it stands while they stand, wherever the paragraph moves.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from posixpath import relpath
from urllib.parse import quote

SLUG_BYTES = 80
HASH_LETTERS = 6
HEADING_WORDS = 8

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 (https://www.crockford.com/base32.html), lower case."""

WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))]
)
"""Names that Windows keeps for devices, with any suffix."""

RESERVED_SERIES = frozenset({"dates", "data", "search", "assets", "insertions"})

_RESERVED_NUMBER = re.compile(r"index|page-\d+|feed")
_RESERVED_ID = re.compile(r"(?:note|noteref|p|rr)-.*", re.DOTALL)


def slug(text: str) -> str:
    """The form of a name in addresses: "Inquiry & Analysis" gives "inquiry-analysis".

    Letters, marks and digits of every script stay, NFC and case folded; whatever stands between
    them becomes one hyphen. More than 80 bytes of UTF-8 are cut at a character and end in six
    letters made of the whole. Empty where the text has no letter or digit.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "'" if c in "'’ʼ" else "-" for c in folded)
    kept = kept.replace("'", "")
    whole = "-".join(part for part in kept.split("-") if part)
    if len(whole.encode()) <= SLUG_BYTES:
        return whole
    head = whole.encode()[: SLUG_BYTES - HASH_LETTERS - 1].decode(errors="ignore").rstrip("-")
    return f"{head}-{letters(whole, HASH_LETTERS)}"


def letters(text: str, count: int) -> str:
    """The first `count` letters, five bits each and big-endian, of the BLAKE2b-64 of a text (RFC 7693)."""
    bits = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    return "".join(ALPHABET[bits >> (59 - 5 * place) & 31] for place in range(count))


def dispatch_id(series: str, number: str) -> str:
    """The id of a dispatch: ("Special Dispatch", "14/B") gives "special-dispatch/14-b"."""
    return f"{slug(series)}/{slug(number)}"


def is_reserved_number(number_slug: str) -> bool:
    """Whether a number's page would take the address of an index page, or no file may have its name."""
    return bool(_RESERVED_NUMBER.fullmatch(number_slug)) or number_slug in WINDOWS_DEVICES


def page_of(dispatch: str) -> str:
    """The address of a dispatch's page, by its id."""
    return f"{dispatch}.html"


def relative(origin: str, address: str, fragment: str = "") -> str:
    """The link from the page at `origin` to `address`, percent-encoded (RFC 3986)."""
    anchor = f"#{quote(fragment, safe=_FRAGMENT)}" if fragment else ""
    if origin == address and anchor:
        return anchor
    return _path(origin.rpartition("/")[0], address) + anchor


@lru_cache(maxsize=1 << 16)
def _path(folder: str, address: str) -> str:
    """The way from a folder to an address; lists name the same dispatches again and again."""
    return quote(relpath(f"/{address}", f"/{folder}"), safe=_PATH)


_PATH = "/!$&'()*+,;=@~"
_FRAGMENT = _PATH + ":?"


def absolute(base_url: str, address: str, fragment: str = "") -> str:
    """The full address of a page, percent-encoded; `base_url` ends in "/"; `index.html` is left out."""
    if address == "index.html" or address.endswith("/index.html"):
        address = address.removesuffix("index.html")
    anchor = f"#{quote(fragment, safe=_FRAGMENT)}" if fragment else ""
    return base_url + quote(address, safe=_PATH) + anchor


def paragraph_anchor(text: str) -> str:
    """The permanent anchor of a paragraph, from its text without note references: "p-b0dq7"."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return "p-" + letters(" ".join(folded.split()), 5)


def heading_anchor(text: str) -> str:
    """The anchor of a heading: the slug of its first eight words, "section" where it has no letter."""
    return own_anchor(slug(" ".join(text.split()[:HEADING_WORDS])) or "section")


def own_anchor(name: str) -> str:
    """An id that a source gives itself; one of a form that we keep for ourselves gets the prefix "s-"."""
    return f"s-{name}" if _RESERVED_ID.fullmatch(name) else name


class Anchors:
    """Hands out the ids of one page, each once."""

    def __init__(self) -> None:
        """Nothing is taken yet."""
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """The id itself the first time it is asked for, then with "-2", "-3" and so on."""
        count = self._counts.get(wanted, 1)
        anchor = wanted if count == 1 else f"{wanted}-{count}"
        while anchor in self._taken:
            count += 1
            anchor = f"{wanted}-{count}"
        self._counts[wanted] = count
        self._taken.add(anchor)
        return anchor
