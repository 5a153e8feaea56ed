"""The keys that front matter may have: one table, from which values are typed and the JSON Schema is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Generic, TypeVar

from readingroom.model.dispatch import Value
from readingroom.model.settings import Field, Settings
from readingroom.parse.front import kinds
from readingroom.parse.front.kinds import Kind, Schema

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """A row of the table."""

    name: str
    kind: Kind[T]
    meaning: str
    synonyms: tuple[str, ...] = ()


NUMBER = Key("number", kinds.TEXT, "The number in its series; the file's name without one.")
SERIES = Key("series", kinds.TEXT, "The series; the archive's default series without one.")
DATE = Key("date", kinds.DATE, "The date, as precisely as it is known (EDTF).")
TITLE = Key("title", kinds.TEXT, "The title; the one key that is required.")
SUBTITLE = Key("subtitle", kinds.TEXT, "What stands beneath the title.")
SHORT_TITLE = Key("short_title", kinds.TEXT, "The title for lists and running heads.")
LANGUAGE = Key("language", kinds.LANGUAGE, "The language of the text (BCP 47).", ("lang",))
DIRECTION = Key(
    "direction", kinds.DIRECTION, "The direction of writing; the language's without it.", ("dir",)
)
SUMMARY = Key("summary", kinds.TEXT, "A few sentences for lists, feeds and search results.", ("description",))
STATUS = Key("status", kinds.STATUS, "Where the dispatch stands in its life.")
EMBARGO_UNTIL = Key("embargo_until", kinds.MOMENT, "When it may be published (ISO 8601).")
UPDATED = Key("updated", kinds.DATE, "The date of the last change that readers should know of.")
CORRECTS = Key("corrects", kinds.TEXTS, "The dispatches that this one corrects.")
CORRECTED_BY = Key("corrected_by", kinds.TEXTS, "The dispatches that correct this one.")
SUPERSEDES = Key("supersedes", kinds.TEXTS, "The dispatches that this one replaces.")
FOLLOWS = Key("follows", kinds.TEXTS, "The dispatches that this one continues.")
REASON = Key("reason", kinds.TEXT, "Why it was corrected, withdrawn or removed.")
ORIGINAL = Key("original", kinds.TEXT, "The path of the text that it translates, from the source's folder.")
ORIGINAL_DATE = Key("original_date", kinds.DATE, "The date of the original (EDTF).")
ORIGINAL_TITLE = Key("original_title", kinds.TEXT, "The title of the original.")
ORIGINAL_URL = Key("original_url", kinds.URL, "The web address of the original.")
TRANSLATION_OF = Key("translation_of", kinds.TEXTS, "The editions of this dispatch in other languages.")
DOI = Key("doi", kinds.DOI, "Its digital object identifier.")
ALIASES = Key("aliases", kinds.ALIASES, "Older addresses within the archive, ending in .html.")

KEYS: tuple[Key[Any], ...] = (
    NUMBER,
    SERIES,
    DATE,
    TITLE,
    SUBTITLE,
    SHORT_TITLE,
    LANGUAGE,
    DIRECTION,
    SUMMARY,
    STATUS,
    EMBARGO_UNTIL,
    UPDATED,
    CORRECTS,
    CORRECTED_BY,
    SUPERSEDES,
    FOLLOWS,
    REASON,
    ORIGINAL,
    ORIGINAL_DATE,
    ORIGINAL_TITLE,
    ORIGINAL_URL,
    TRANSLATION_OF,
    DOI,
    ALIASES,
)


def field_keys(settings: Settings) -> Iterator[Key[tuple[Value, ...]]]:
    """The keys of the archive's fields, built in and its own, in the order of their table."""
    for row in settings.fields:
        yield Key(row.key, kinds.values_of(row.type), f"{row.label}: one, or a list.", row.synonyms)


def keys(settings: Settings) -> Iterator[Key[Any]]:
    """Every key that the archive knows: the table's, then its fields'."""
    yield from KEYS
    yield from field_keys(settings)


def names(settings: Settings) -> tuple[str, ...]:
    """Every name that a key may have in front matter, synonyms included."""
    return _names(settings.fields)


@lru_cache(maxsize=8)
def _names(fields: tuple[Field, ...]) -> tuple[str, ...]:
    of_table = tuple(name for key in KEYS for name in (key.name, *key.synonyms))
    return of_table + tuple(name for row in fields for name in (row.key, *row.synonyms))


@lru_cache(maxsize=256)
def nearest(name: str, known: tuple[str, ...]) -> str:
    """The known name that a misspelt one most resembles; empty where none does."""
    close = get_close_matches(name.casefold().replace("-", "_"), known, n=1, cutoff=0.7)
    return close[0] if close else ""


def json_schema(settings: Settings) -> Schema:
    """The JSON Schema (draft 2020-12) of front matter, for editors that check it as one types."""
    properties: Schema = {}
    for key in keys(settings):
        properties[key.name] = {"description": key.meaning, **key.kind.schema}
        for synonym in key.synonyms:
            properties[synonym] = {"description": f"Read as {key.name}.", **key.kind.schema}
    removed = {"properties": {"status": {"const": "removed"}}, "required": ["status"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a dispatch",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "if": removed,
        "else": {"required": [TITLE.name]},
    }
