"""Names of languages."""

from functools import cache

import icu


@cache
def language_name(tag: str, reader: str) -> str:
    """What readers of a language call another: ("fa", "en") gives "Persian" (CLDR); the tag where it has no name."""
    return str(icu.Locale.forLanguageTag(tag).getDisplayName(icu.Locale.forLanguageTag(reader))) or tag
