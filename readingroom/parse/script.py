"""Language and direction of a text, told from its letters.

The script is the one of most letters. Within the Arabic script Persian, Urdu, Sorani and Pashto have
letters of their own; within the Cyrillic one Russian, Ukrainian, Belarusian, Serbian and Macedonian
have. Nothing tells the languages of the Latin script apart.
"""

import re
from dataclasses import dataclass

from readingroom import language

LATIN = "Latn"
_UNKNOWN_LATIN = "und-Latn"
_CYRILLIC = "und-Cyrl"

_RANGES = {
    "Arab": r"\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdfb\ufe70-\ufefc",
    "Hebr": r"\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb4f",
    "Grek": r"\u0370-\u03ff\u1f00-\u1fff",
    "Cyrl": r"\u0400-\u052f",
    "Armn": r"\u0531-\u0587",
    "Geor": r"\u10a0-\u10ff",
    "Deva": r"\u0904-\u0939",
    "Thai": r"\u0e01-\u0e30",
    "Hang": r"\uac00-\ud7a3",
    "Kana": r"\u3041-\u30ff",
    "Hani": r"\u4e00-\u9fff",
}
"""Letters of each script, as ranges of a regular expression."""

_LANGUAGES = {
    "Hebr": "he",
    "Grek": "el",
    "Armn": "hy",
    "Geor": "ka",
    "Deva": "hi",
    "Thai": "th",
    "Hang": "ko",
    "Kana": "ja",
    "Hani": "zh",
}
_LETTERS = {script: re.compile(f"[{ranges}]+") for script, ranges in _RANGES.items()}
_LATIN_LETTERS = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]+")
_OTHER = re.compile(f"[{''.join(_RANGES.values())}]")

_ARABIC_SCRIPT = (("ur", "ٹڈڑےں"), ("ckb", "ێۆڕڵ"), ("ps", "ښځڅړېۍ"), ("fa", "پچژگ"))
_PERSIAN_FORMS, _ARABIC_FORMS = "کی", "كيىة"
_CYRILLIC_SCRIPT = (("uk", "іїєґ"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "ђћџљњ"), ("ru", "ыэё"))
_SHARE = 0.01
"""A language's own letters are at least this part of a text in it."""

_KANA_SHARE = 0.1
_TOGETHER = frozenset({"Kana", "Hani"})
"""Scripts that one language is written in."""


@dataclass(frozen=True, slots=True)
class Script:
    """What the letters of a text tell."""

    name: str
    """ISO 15924; empty where there are no letters."""
    language: str = ""
    """BCP 47; empty where nothing tells it."""

    @property
    def direction(self) -> str:
        """The direction of writing, rtl or ltr; empty where there are no letters."""
        return language.direction(self.language or "und") if self.name else ""


def detect(text: str) -> Script:
    """The script and language of a text."""
    if not _OTHER.search(text):
        return Script(LATIN if _LATIN_LETTERS.search(text) else "")
    counts = {name: sum(map(len, pattern.findall(text))) for name, pattern in _LETTERS.items()}
    counts[LATIN] = sum(map(len, _LATIN_LETTERS.findall(text)))
    total = sum(counts.values())
    if counts["Kana"] > _KANA_SHARE * total:
        counts["Kana"] += counts["Hani"]
    name = max(counts, key=lambda script: (counts[script], script))
    return Script(name, _language(name, text, counts[name]))


def own_language(text_language: str, archive_language: str, script: Script) -> str:
    """The tag of a text: what its letters tell; empty for the archive's own if its script is the same."""
    if text_language or not script.name:
        return text_language
    return "" if _is_latin(archive_language) else _UNKNOWN_LATIN


def tongue(text: str, own: Script, archive_language: str) -> tuple[str, str]:
    """Language and direction of a passage whose letters are of another script than its text's; else empty."""
    found = detect(text)
    if not found.name or {found.name, own.name} <= _TOGETHER or found.name == own.name:
        return "", ""
    tag = found.language or own_language("", archive_language, found) or archive_language
    return tag, language.direction(tag)


def _is_latin(tag: str) -> bool:
    primary = tag.lower().split("-")[0]
    others = {
        *_LANGUAGES.values(),
        *(name for name, _ in _ARABIC_SCRIPT + _CYRILLIC_SCRIPT),
        "ar",
        "bg",
        "yi",
        "sd",
        "ug",
    }
    return primary not in others


def _language(script: str, text: str, letters: int) -> str:
    if script == "Arab":
        return _of_arabic_script(text, letters)
    if script == "Cyrl":
        return _own_letters(_CYRILLIC_SCRIPT, text.lower(), letters) or _CYRILLIC
    return _LANGUAGES.get(script, "")


def _of_arabic_script(text: str, letters: int) -> str:
    told = _own_letters(_ARABIC_SCRIPT, text, letters)
    if told:
        return told
    return "fa" if _count(text, _PERSIAN_FORMS) > _count(text, _ARABIC_FORMS) else "ar"


def _own_letters(rows: tuple[tuple[str, str], ...], text: str, letters: int) -> str:
    return next((tag for tag, own in rows if _count(text, own) > _SHARE * letters), "")


def _count(text: str, letters: str) -> int:
    return sum(map(text.count, letters))
