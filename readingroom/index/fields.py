"""The names of one field: spellings of one name gathered, variants under their preferred form, in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from readingroom.addresses import slug
from readingroom.index.filing import heading, in_order
from readingroom.index.order import oldest_first
from readingroom.index.slugs import distinct
from readingroom.model.archive import Archive, Group, Index
from readingroom.model.authority import Authority, Entity, folded
from readingroom.model.settings import Field, FieldType, Settings


@dataclass(slots=True)
class _Name:
    """One name while it is gathered."""

    entity: Entity | None
    ids: list[str] = field(default_factory=list)
    is_dated: bool = False
    spellings: dict[str, int] = field(default_factory=dict)
    """How many dispatches write it so, in order of first use."""

    @property
    def label(self) -> str:
        """The preferred form, else the most frequent spelling; of equals the oldest."""
        return self.entity.name if self.entity else max(self.spellings, key=self.spellings.__getitem__)


def field_index(archive: Archive, settings: Settings, row: Field, authority: Authority) -> Index:
    """The index of one field: a group for each name that a shown dispatch has in it."""
    names, of_spelling = _gather(archive, row.key, authority)
    # Names of records ask first: their slugs are chosen by hand, and promised.
    asking = sorted(names.items(), key=lambda item: item[1].entity is None)
    slugs = distinct((identity, _plain_slug(name)) for identity, name in asking)
    groups = {
        identity: _group(name, its_slug, row.type, settings.language)
        for (identity, name), its_slug in zip(asking, slugs, strict=True)
    }
    return Index(
        row.key,
        row.label,
        in_order(groups.values(), row.type, settings.language),
        row.min_dispatches,
        {spelling: groups[identity] for spelling, identity in of_spelling.items()},
    )


def _gather(archive: Archive, key: str, authority: Authority) -> tuple[dict[str, _Name], dict[str, str]]:
    """Names by what tells them apart, oldest first, and that by spelling."""
    names: dict[str, _Name] = {}
    of_spelling: dict[str, str] = {}
    for entry in oldest_first(archive):
        for spelling in _spellings(value.name for value in entry.card.meta.values(key)):
            if spelling not in of_spelling:
                entity = authority.find(key, spelling)
                of_spelling[spelling] = f"{entity.kind}/{entity.id}" if entity else f"={folded(spelling)}"
                names.setdefault(of_spelling[spelling], _Name(entity))
            name = names[of_spelling[spelling]]
            name.spellings[spelling] = name.spellings.get(spelling, 0) + 1
            name.is_dated |= bool(entry.card.meta.date or entry.card.meta.updated)
            if entry.id not in name.ids[-1:]:
                name.ids.append(entry.id)
    return names, of_spelling


def _spellings(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(name for name in names if name.strip())


def _plain_slug(name: _Name) -> str:
    """The record's own, else that of the oldest spelling: which one is the most frequent may change."""
    return name.entity.id if name.entity else slug(next(iter(name.spellings)))


def _group(name: _Name, its_slug: str, kind: FieldType, tag: str) -> Group:
    entity = name.entity
    return Group(
        its_slug,
        name.label,
        tuple(name.ids),
        entity.description if entity else "",
        heading(name.label, kind, tag),
        entity.variants if entity else (),
        entity.identifiers if entity else (),
        name.is_dated,
    )
