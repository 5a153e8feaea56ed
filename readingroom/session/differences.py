"""How what a page is made from differs from what it was made from, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from readingroom.link import Directory
from readingroom.model.archive import Entry, LeadsToFile
from readingroom.model.dispatch import Meta
from readingroom.pages.listed import Neighbour
from readingroom.pages.slices import Slice

_WORDS = {
    "direction": "direction of writing",
    "embargo_until": "embargo",
    "doi": "DOI",
    "pager": "other pages",
    "bars": "chart",
    "ways": "ways in",
    "crumbs": "breadcrumbs",
}
"""Names of fields that are not said as they stand."""


@dataclass(frozen=True, slots=True)
class Then:
    """Which dispatches the archive had, and which it has."""

    before: Directory
    """Empty where that is not remembered."""
    now: Directory

    def came(self, dispatch: str) -> str:
        """What there is to say of one that is named and was not."""
        if not self.before:
            return ""
        if dispatch not in self.before:
            return ", which is new"
        return "" if self.before[dispatch][1] else ", which was not published before"

    def went(self, dispatch: str) -> str:
        """What there is to say of one that was named and is not any more."""
        if not self.now:
            return ""
        if dispatch not in self.now:
            return ", which is gone"
        return "" if self.now[dispatch][1] else ", which is not published any more"


def of_slices(old: Slice, new: Slice, then: Then) -> list[str]:
    """What changed around the text of a dispatch."""
    return list(dict.fromkeys(_of_slices(old, new, then)))


def _of_slices(old: Slice, new: Slice, then: Then) -> Iterator[str]:
    yield from _of_meta(old.entry.card.meta, new.entry.card.meta)
    yield from _of_citations(old.entry, new.entry, then)
    yield from _of_links(old.entry, new.entry, then)
    yield from _of_order(old.entry, new.entry, then)
    for name in old.neighbours.keys() & new.neighbours.keys():
        yield from _of_neighbour(old.neighbours[name], new.neighbours[name])
    if old.entry.presence is not new.entry.presence:
        yield "how much of it is shown changed"
    if old.series != new.series:
        yield "the name or the place of its series changed"
    if old.feed != new.feed:
        yield "the feed of its series changed its place"
    if old.source != new.source:
        yield "the place of its source changed"
    for key in old.values.keys() | new.values.keys():
        before, now = old.values.get(key, ()), new.values.get(key, ())
        if before != now and old.entry.card.meta.values(key) == new.entry.card.meta.values(key):
            yield f"the form of its {key}, or their place in the index, changed"
    if old.work != new.work and old.entry.card.meta == new.entry.card.meta:
        yield "the way it is cited changed"


def _of_meta(old: Meta, new: Meta) -> Iterator[str]:
    for name in Meta.__dataclass_fields__:
        if name == "fields":
            keys = dict.fromkeys((*dict(old.fields), *dict(new.fields)))
            yield from (f"its {key} changed" for key in keys if old.values(key) != new.values(key))
        elif getattr(old, name) != getattr(new, name):
            yield f"its {_said(name)} changed"


def _of_citations(old: Entry, new: Entry, then: Then) -> Iterator[str]:
    before = {one.id: [c for c in old.cited_by if c.id == one.id] for one in old.cited_by}
    now = {one.id: [c for c in new.cited_by if c.id == one.id] for one in new.cited_by}
    for name, places in now.items():
        if name not in before:
            known = ", which did not cite it before" if then.before else ""
            yield f"cited by {name}{then.came(name) or known}"
        elif places != before[name]:
            yield f"the sentence with which {name} cites it, or its place, changed"
    for name in before:
        if name not in now:
            yield f"no longer cited by {name}{then.went(name)}"


def _of_links(old: Entry, new: Entry, then: Then) -> Iterator[str]:
    for name in new.cites:
        if name not in old.cites:
            yield f"it cites {name}{then.came(name)}"
    for name in old.cites:
        if name not in new.cites:
            yield f"it no longer cites {name}{then.went(name)}"
    files = ([one for one in entry.targets if isinstance(one, LeadsToFile)] for entry in (old, new))
    if next(files) != next(files):
        yield "a file that it shows or links to changed"


def _of_order(old: Entry, new: Entry, then: Then) -> Iterator[str]:
    for before, now, where in ((old.previous, new.previous, "before"), (old.next, new.next, "after")):
        if before != now:
            came = then.came(now)
            who = f"{now}{came}, now" if came else f"{now} now"
            yield f"{who} stands {where} it" if now else f"nothing stands {where} it any more"
    for relation in new.relations:
        if relation not in old.relations:
            kind = relation.kind.replace("-", " ")
            yield f"it is related to {relation.id} ({kind}){then.came(relation.id)}"
    for relation in old.relations:
        if relation not in new.relations:
            yield f"it is no longer related to {relation.id}{then.went(relation.id)}"


def _of_neighbour(old: Neighbour, new: Neighbour) -> Iterator[str]:
    for field in fields(old):
        if getattr(old, field.name) != getattr(new, field.name):
            yield f"the {_said(field.name)} of {new.id}, which it names, changed"


def of_views(old: object, new: object, folder: PurePosixPath, then: Then) -> list[str]:
    """What changed on a page that lists things; `folder` is that of its address."""
    before, now = _Parts(folder), _Parts(folder)
    before.take(old, "")
    now.take(new, "")
    return list(dict.fromkeys([*_of_entries(before, now, then), *_of_rest(before.rest, now.rest)]))


def _of_entries(before: "_Parts", now: "_Parts", then: Then) -> Iterator[str]:
    for name, entry in now.entries.items():
        if name not in before.entries:
            yield f"lists {name}{then.came(name) if name in then.now else ''}"
        elif before.entries[name] != entry:
            yield f"its entry for {name} changed"
    for name in before.entries:
        if name not in now.entries:
            yield f"no longer lists {name}{then.went(name) if name in then.before else ''}"
    both = [
        [name for name in side if name in other]
        for side, other in ((before.entries, now.entries), (now.entries, before.entries))
    ]
    if both[0] != both[1]:
        yield "the order of its entries changed"


def _of_rest(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in before.keys() | now.keys():
        if before.get(name) != now.get(name):
            yield f"its {_said(name)} changed"


class _Parts:
    """The parts of a view: its entries by what they lead to, and all else by the name of its field."""

    def __init__(self, folder: PurePosixPath) -> None:
        self._folder = folder
        self.entries: dict[str, list[Any]] = {}
        self.rest: dict[str, Any] = {}

    def take(self, value: Any, name: str) -> None:  # noqa: ANN401 - whatever a view holds
        if isinstance(value, tuple):
            for one in value:
                self.take(one, name)
        elif href := _href(value):
            self.entries.setdefault(self._target(href), []).append(value)
        elif is_dataclass(value) and name not in {"pager", "head"}:
            for field in fields(value):
                self.take(getattr(value, field.name), name or field.name)
        else:
            self.rest[name] = (*self.rest.get(name, ()), value)

    def _target(self, href: str) -> str:
        """What a link leads to: the id of a dispatch, or an address, with its fragment."""
        path, mark, fragment = unquote(href).partition("#")
        address = normpath(f"{self._folder}/{path}").removeprefix("./")
        return address.removesuffix(".html") + mark + fragment


def _href(value: Any) -> str:  # noqa: ANN401 - whatever a view holds
    """Where an entry of a list leads: its own link, or that of the item that it is about."""
    item = getattr(value, "item", None)
    return getattr(item, "href", "") or getattr(value, "href", "")


def _said(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))
