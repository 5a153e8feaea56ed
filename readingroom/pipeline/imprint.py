"""What the last build into an output folder was made from, and what it came to.

It lies in the store as one value for each output folder, is written after the folder was published,
and is all that a shortcut needs. One that is lost, or of another version of ours, means a full pass.
"""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from readingroom.addresses import page_of
from readingroom.diagnostics import Diagnostic
from readingroom.link import Directory
from readingroom.model.archive import Archive, Presence
from readingroom.model.figures import Figures
from readingroom.model.settings import Settings
from readingroom.model.source import Attachment, sidecar_of
from readingroom.pipeline.reading import Kept
from readingroom.pipeline.settings_key import reading_settings
from readingroom.read import Inventory, Stamp
from readingroom.search.statistics import Statistics
from readingroom.store import Store
from readingroom.traces import Trace, digest

IMPRINT = "imprint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier pass looked at and read, which the next need not read again."""

    looked_at: int
    """When the content was looked at, in nanoseconds since the epoch: what is younger proves nothing."""
    stamps: Mapping[str, Stamp]
    """Of every file of the content folder, by path."""
    attachments: tuple[Attachment, ...]
    told_of_content: tuple[Diagnostic, ...]
    """What the look itself told."""
    reading: str
    """Digest of the settings that sources were read with."""
    kept: Mapping[str, Kept]
    """Of every source, by path."""

    @property
    def inventory(self) -> Inventory:
        """As much of the inventory as spares another one from reading attachments again."""
        stamps = self.proven_stamps()
        return Inventory(attachments=self.attachments, diagnostics=self.told_of_content, stamps=stamps)

    def proven_stamps(self) -> dict[str, Stamp]:
        """The stamps of files that cannot have changed since without changing their stamp."""
        return {path: stamp for path, stamp in self.stamps.items() if stamp.is_proof(self.looked_at)}

    def unchanged(self, inventory: Inventory, settings: Settings) -> list[Kept | None]:
        """What was kept of each source of another inventory, where its files are as they were."""
        if self.reading != reading_settings(settings):
            return [None] * len(inventory.sources)
        proven, now = self.proven_stamps(), inventory.stamps
        return [
            self.kept.get(file.path)
            if all(proven.get(path) == now[path] for path in (file.path, file.sidecar) if path)
            and bool(file.sidecar) == (sidecar_of(file.path) in self.stamps)
            else None
            for file in inventory.sources
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchImprint:
    """What the search index was made from."""

    outline: str
    """Digest of all but the texts."""
    texts: str
    """Digest of the texts in their order."""
    shared: str
    """Digest of what all texts are read with."""
    ids: tuple[str, ...]
    """Of its documents, in their order."""
    language: str
    """Of the archive."""
    statistics: Statistics


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint(Earlier):
    """The inputs of a build, and what they came to."""

    configuration: str
    """Digest of settings, authority files and theme."""
    as_of: str
    """ISO 8601."""
    lifts: tuple[str, ...]
    """Every moment when an embargo lifts, ISO 8601, in UTC."""
    series: tuple[str, ...]
    """The names that references may use."""
    directory: Directory
    asked: Mapping[str, frozenset[str]]
    """By id, the fragments of a dispatch that others mean."""
    originals: Mapping[str, str]
    """By id, the path of the text that a dispatch translates."""
    site_view: str
    """Under what digest the view of the site is kept."""
    templates: Mapping[str, str]
    """The digest of every template, by its name."""
    traces: Mapping[str, Trace]
    """Of every page and composed file, by address."""
    excerpts: Mapping[str, tuple[str, ...]]
    """By the address of a composed file, the ids of the dispatches whose text it shows."""
    uses: Mapping[str, tuple[tuple[str, str], ...]]
    """By id, the kinds of insertion that a dispatch has, and the addresses of the pages that list them."""
    copies: Mapping[str, tuple[str, ...]]
    """By path, the addresses where a file of the content folder is published."""
    outputs: Mapping[str, str]
    """SHA-256 of every published file, by address."""
    told: Mapping[str, tuple[Diagnostic, ...]]
    """What there is to tell, by what it is about."""
    told_of_sources: Mapping[str, tuple[Diagnostic, ...]]
    """By path."""
    told_of_links: Mapping[str, tuple[Diagnostic, ...]]
    """By id."""
    figures: Figures
    search: SearchImprint

    @property
    def remarks(self) -> Iterator[Diagnostic]:
        """What there is to tell of the pages of dispatches, under the names that their sources have."""
        for name, (path, _) in self.directory.items():
            trace = self.traces.get(page_of(name))
            if trace and trace.remark:
                yield replace(trace.remark, path=path)

    @property
    def diagnostics(self) -> Iterator[Diagnostic]:
        """All that there is to tell but for the pages themselves."""
        for rows in (self.told_of_sources, self.told_of_links, self.told):
            for told in rows.values():
                yield from told


def figures_of(archive: Archive, sources: int, drafts: tuple[str, ...], pages: int) -> Figures:
    """The figures of an archive."""
    entries = [entry for entry in archive.entries.values() if entry.presence is Presence.PAGE]
    return Figures(
        dispatches=len(archive.entries),
        pages=pages,
        notes=sum(entry.card.notes for entry in entries),
        links=sum(len(entry.links) + len(entry.card.links) for entry in entries),
        sources=sources,
        drafts=drafts,
        next_embargo=archive.next_embargo,
    )


def load(store: Store, output: Path) -> Imprint | None:
    """The imprint of the last build into an output folder; None where it is not remembered."""
    data = store.get(IMPRINT, _key(output))
    if data is None:
        return None
    parts: dict[str, bytes] = pickle.loads(data)  # noqa: S301 - of our own making
    return Imprint(**{name: pickle.loads(part) for name, part in parts.items()})  # noqa: S301


def save(store: Store, output: Path, imprint: Imprint) -> None:
    """Remembers the imprint of a build."""
    # Each part by itself: what a pickler remembers of all of them at once takes three times their size.
    parts = {
        row.name: pickle.dumps(getattr(imprint, row.name), pickle.HIGHEST_PROTOCOL) for row in fields(imprint)
    }
    store.put(IMPRINT, _key(output), pickle.dumps(parts, pickle.HIGHEST_PROTOCOL))


def _key(output: Path) -> str:
    return digest(str(output.resolve()).encode("utf-8", "surrogateescape"))
