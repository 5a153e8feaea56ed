"""What every form of citation is made of: a dispatch as a numbered report of an institution."""

import re
from dataclasses import dataclass

from readingroom.addresses import absolute, page_of
from readingroom.model.archive import Card
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Date, Meta
from readingroom.model.settings import Settings

KEYWORD_FIELDS = ("subjects", "places", "topics")

_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote or translated; whoever has no comma in the name is taken as a whole."""

    family: str
    given: str = ""
    suffix: str = ""
    """What stands after a second comma: "Jr."."""

    @property
    def inverted(self) -> str:
        """As lists are ordered by: "Branly, Édouard"."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def natural(self) -> str:
        """As it is read: "Édouard Branly"."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One dispatch to be cited; what is unknown is empty."""

    id: str
    title: str
    short_title: str
    series: str
    number: str
    institution: str
    """Who publishes it: the archive itself where its settings name nobody."""
    archive: str
    authors: tuple[Person, ...]
    translators: tuple[Person, ...]
    date: Date | None
    original_date: Date | None
    original_title: str
    language: str
    summary: str
    keywords: tuple[str, ...]
    url: str
    doi: str
    licence: str


def work(card: Card, settings: Settings, authority: Authority) -> Work:
    """The work that a card stands for."""
    meta, original = card.meta, card.meta.original
    return Work(
        id=meta.id,
        title=one_line(f"{meta.title}: {meta.subtitle}" if meta.subtitle else meta.title),
        short_title=one_line(meta.short_title),
        series=one_line(meta.series),
        number=one_line(meta.number),
        institution=one_line(settings.institution or settings.title),
        archive=one_line(settings.title),
        authors=_people(meta, "authors", authority),
        translators=_people(meta, "translators", authority),
        date=meta.date,
        original_date=original.date if original else None,
        original_title=one_line(original.title) if original else "",
        language=meta.language,
        summary=one_line(meta.summary),
        keywords=_keywords(meta, authority),
        url=absolute(settings.base_url, page_of(meta.id)) if settings.base_url else "",
        doi=_DOI_PREFIX.sub("", meta.doi.strip()),
        licence=one_line(settings.licence),
    )


def one_line(text: str) -> str:
    """The text without line breaks and runs of blanks."""
    return " ".join(text.split())


def _people(meta: Meta, key: str, authority: Authority) -> tuple[Person, ...]:
    return tuple(_person(one_line(value.name), key, authority) for value in meta.values(key))


def _person(name: str, key: str, authority: Authority) -> Person:
    """A name with commas is family name, given names, suffix; that of an organisation is one whole."""
    entity = authority.find(key, name)
    if entity and entity.kind == "organisations":
        return Person(entity.display or entity.name)
    whole = entity.name if entity else name
    parts = [part for piece in whole.split(",", 2) if (part := piece.strip(" ,"))]
    return Person(*parts) if parts else Person(whole)


def _keywords(meta: Meta, authority: Authority) -> tuple[str, ...]:
    names = (
        one_line(authority.preferred(key, value.name)) for key in KEYWORD_FIELDS for value in meta.values(key)
    )
    return tuple(dict.fromkeys(names))
