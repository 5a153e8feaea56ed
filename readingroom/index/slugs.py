"""Slugs of the names of one index: each once, and the same in the next build.

Who asks first has the plain slug; whoever wants one that is taken or reserved gets it with six
letters made of the name itself. Since the oldest dispatches ask first, a newer one takes no address away.
"""

import re
from collections.abc import Iterable

from readingroom.addresses import is_reserved_number, letters

SUFFIX_LETTERS = 6

_NUMBERED_PAGE = re.compile(r".*-page-\d+")


def distinct(wanted: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The slug of each name, in order; `wanted` are pairs of what tells a name apart and its plain slug."""
    taken: set[str] = set()
    result: list[str] = []
    for identity, plain in wanted:
        slug, salt = plain, identity
        while slug in taken or _is_reserved(slug):
            slug = f"{plain or 'name'}-{letters(salt, SUFFIX_LETTERS)}"
            salt += "\0"
        taken.add(slug)
        result.append(slug)
    return tuple(result)


def _is_reserved(slug: str) -> bool:
    """Whether the slug is empty, or its page would stand where another page does."""
    return not slug or is_reserved_number(slug) or bool(_NUMBERED_PAGE.fullmatch(slug))
