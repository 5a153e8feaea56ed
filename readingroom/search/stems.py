"""Surface → stem, by the Snowball algorithms (https://snowballstem.org), for those who build an index."""

from collections.abc import Iterable

import Stemmer

from readingroom.search.layout import RECORD_SIGN

# fmt: off
_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish",
    "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "st": "sesotho", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}
# fmt: on
"""By the language part of a BCP 47 tag; words of other languages are their own stems."""
_PERSIAN_LETTERS, _AS_FOLDED = str.maketrans("يك", "یک"), str.maketrans("یک", "يك")
"""Folding writes them as Arabic does; the Persian algorithm knows Persian's."""


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without script or region."""
    return tag.replace("_", "-").partition("-")[0].lower()


def stems(surfaces: Iterable[str], language: str) -> list[str]:
    """The stems of surfaces of one language; a word that holds a digit, or stands for a record, is its own.

    An empty stem would join words that have nothing in common, so that a surface stands for it.
    """
    words = list(surfaces)
    algorithm = _ALGORITHMS.get(language)
    if algorithm not in Stemmer.algorithms():
        return words
    given = [word.translate(_PERSIAN_LETTERS) for word in words] if language == "fa" else words
    stemmed = Stemmer.Stemmer(algorithm, 0).stemWords(given)
    if language == "fa":
        stemmed = [stem.translate(_AS_FOLDED) for stem in stemmed]
    return [
        stem if stem and word[0] != RECORD_SIGN and not any(map(str.isdigit, word)) else word
        for word, stem in zip(words, stemmed, strict=True)
    ]
