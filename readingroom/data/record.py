"""One dispatch as data: the same keys for every dispatch, whatever it says of itself."""

from pathlib import PurePosixPath
from typing import Any

from readingroom.addresses import absolute, page_of
from readingroom.model.archive import Entry
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Meta, Original, Value
from readingroom.model.settings import Field, Settings
from readingroom.model.site import Site


def record(entry: Entry, site: Site) -> dict[str, Any]:
    """The record of a shown dispatch; what is unknown is null, an empty text or an empty list."""
    card, meta = entry.card, entry.card.meta
    return {
        "id": meta.id,
        "address": page_of(meta.id),
        "url": absolute(site.settings.base_url, page_of(meta.id)) if site.settings.base_url else None,
        "source": source_address(entry, site.settings),
        **_described(meta),
        "fields": {
            row.key: [_value(value, row.key, site.authority) for value in meta.values(row.key)]
            for row in site.settings.fields
        },
        "cites": list(entry.cites),
        "cited_by": list(dict.fromkeys(citation.id for citation in entry.cited_by)),
        "relations": [{"kind": str(relation.kind), "id": relation.id} for relation in entry.relations],
        "notes": card.notes,
        "licence": site.settings.licence,
        "licence_url": site.settings.licence_url,
        "original": _original(meta.original),
    }


def column(row: Field, taken: frozenset[str]) -> str:
    """The name of a field's column; one that the catalogue uses itself gets a prefix."""
    return f"field.{row.key}" if row.key in taken else row.key


def source_address(entry: Entry, settings: Settings) -> str | None:
    """Where the original of a dispatch lies beside its page; None where originals are not beside."""
    if settings.originals != "beside":
        return None
    return entry.id + PurePosixPath(entry.card.path).suffix


def _described(meta: Meta) -> dict[str, Any]:
    date = meta.date
    return {
        "series": meta.series,
        "number": meta.number,
        "title": meta.title,
        "subtitle": meta.subtitle,
        "short_title": meta.short_title,
        "summary": meta.summary,
        "date": date.text if date else None,
        "date_first": date.first if date else None,
        "date_last": date.last if date else None,
        "language": meta.language,
        "direction": meta.direction,
        "status": str(meta.status),
        "updated": meta.updated.text if meta.updated else None,
        "reason": meta.reason,
        "doi": meta.doi,
    }


def _value(value: Value, key: str, authority: Authority) -> dict[str, Any]:
    """A value as written, what else its source says of it, and its authority record where it has one."""
    entity = authority.find(key, value.name)
    known = {"id": entity.id, "kind": entity.kind, "preferred": entity.name} if entity else {}
    return {"name": value.name, **({"detail": dict(value.detail)} if value.detail else {}), **known}


def _original(original: Original | None) -> dict[str, Any] | None:
    if original is None:
        return None
    return {
        "date": original.date.text if original.date else None,
        "title": original.title,
        "url": original.url,
    }
