"""Names of languages."""

from functools import cache

import icu


@cache
def language_name(tag: str, reader: str) -> str:
    """What readers of a language call another (CLDR): ("fa", "en") gives "Persian"."""
    return str(icu.Locale.forLanguageTag(tag).getDisplayName(icu.Locale.forLanguageTag(reader)))
