"""Names as the archive's authority files establish them: preferred forms and their variants."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KINDS_OF_FIELD = {
    "subjects": ("subjects", "topics", "places", "peoples", "people", "organisations", "sources"),
    "authors": ("authors", "people", "organisations"),
    "translators": ("translators", "people", "organisations"),
}
"""The kinds of records that the names of a field are looked up in, in this order; a field that does not
stand here has the records of its own key."""

_BLANKS = re.compile(r"\s+")
_BETWEEN_WORDS = re.compile(r"(?<=\w)[\s-]+(?=\w)")
_APOSTROPHES = str.maketrans("’‘ʼ`", "''''")


def folded(name: str) -> str:
    """What the spellings of one name share.

    They may differ in case, in the kind of their apostrophes, and in the blanks and dashes between
    their words, and in nothing else.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    if not text.isascii():
        text = "".join("-" if unicodedata.category(c) == "Pd" else c for c in text)
    text = _BETWEEN_WORDS.sub(" ", text.translate(_APOSTROPHES))
    return _BLANKS.sub(" ", text).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Someone or something that dispatches name: one `[[entity]]` of an authority file."""

    kind: str
    """The file's name: "people"."""
    id: str
    """Its slug in addresses, which stays when the name changes."""
    name: str
    """The preferred form, as lists are ordered by: "Branly, Édouard"."""
    display: str = ""
    """As it stands in running text: "Édouard Branly"; the name where empty."""
    variants: tuple[str, ...] = ()
    description: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Its numbers elsewhere, by scheme: ("viaf", "…")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Every record, and the names that lead to it."""

    entities: Mapping[tuple[str, str], Entity] = field(default_factory=dict)
    """By kind and id, in the order of the files."""
    names: Mapping[tuple[str, str], Entity] = field(default_factory=dict)
    """By kind and folded name: preferred form, display form and variants."""

    def find(self, key: str, name: str) -> Entity | None:
        """The record that a name in the field `key` means; None where no record claims it."""
        if not self.names:
            return None
        spelling = folded(name)
        return next((e for kind in kinds(key) if (e := self.names.get((kind, spelling)))), None)

    def preferred(self, key: str, name: str) -> str:
        """The preferred form of a name in the field `key`; the name itself where no record claims it."""
        entity = self.find(key, name)
        return entity.name if entity else name


def kinds(key: str) -> Iterable[str]:
    """The kinds of records that may stand behind the names of a field."""
    return KINDS_OF_FIELD.get(key, (key,))
