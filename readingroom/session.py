"""The warm state of one archive: settings, theme, cache and processes, from which editions are made."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from readingroom import assets, authority, config, index, outputs, read, theme
from readingroom.config import ConfigError
from readingroom.diagnostics import Diagnostic
from readingroom.link import link
from readingroom.model.archive import Archive, Card
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Dispatch, Status
from readingroom.model.site import Site
from readingroom.model.source import Form, Source, sidecar_of
from readingroom.parse import parse
from readingroom.pipeline import tasks
from readingroom.pipeline.about import about_html
from readingroom.pipeline.addressed import by_address
from readingroom.pipeline.edition import Edition, Texts
from readingroom.pipeline.imprint import Imprint
from readingroom.pipeline.originals import absent_originals, originals, without_originals
from readingroom.pipeline.pool import Pool, processes_of_machine
from readingroom.pipeline.reading import Kept, Reading, Step, is_error, read_all
from readingroom.pipeline.settings_key import reading_settings
from readingroom.pipeline.toolchain import toolchain
from readingroom.read import Inventory
from readingroom.store import Store
from readingroom.traces import Trace

__all__ = ["CACHE", "Edition", "Made", "Paths", "Session", "SettingsError", "Started"]

CACHE = ".readingroom"


class SettingsError(Exception):
    """`archive.toml` cannot be used."""

    def __init__(self, errors: Iterable[ConfigError]) -> None:
        """All that is wrong with it."""
        self.errors = tuple(errors)
        super().__init__("; ".join(map(str, self.errors)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Where things lie."""

    content: Path
    templates: Path | None = None
    output: Path = Path("output")

    @property
    def read(self) -> tuple[Path, ...]:
        """The folders that are read, which the output must stay apart from."""
        return (self.content, self.templates) if self.templates else (self.content,)

    @property
    def cache(self) -> Path:
        """The folder of the cache, beside the content."""
        return self.content.absolute().parent / CACHE


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An edition, with all that there is to tell about it."""

    edition: Edition
    diagnostics: tuple[Diagnostic, ...]
    sources: int
    parsed: int
    """How many sources were parsed; the others were remembered."""
    refused: tuple[str, ...]
    """Paths of the sources that are left out."""
    drafts: tuple[str, ...]
    """Paths of the drafts, which only the preview shows."""
    inventory: Inventory
    reading: Reading
    looked_at: int
    """When the content was looked at, in nanoseconds since the epoch."""


Started = Callable[[int], Step]
"""Told how many items a long stage has; gives what is to be told of each step."""


def _nobody(_: int) -> Step:
    return lambda _: None


class Session:
    """Makes editions of one archive; what was read once is remembered from one to the next."""

    def __init__(self, paths: Paths, *, jobs: int = 0, fresh: bool = False) -> None:
        """Reads settings and theme; SettingsError where they are wrong. `fresh` starts without memory."""
        self.paths = paths
        self.settings, errors = config.load(paths.content)
        if errors:
            raise SettingsError(errors)
        self.theme, self._theme_problems = theme.load(theme.folders(paths.templates))
        self.store = _opened(paths.cache / "cache.sqlite", fresh=fresh)
        workshop = tasks.Workshop(settings=self.settings, theme=self.theme)
        self.bench = tasks.Bench(workshop)
        self.pool = Pool(jobs or processes_of_machine(), tasks.start, workshop)

    def close(self) -> None:
        """Ends the processes and closes the cache."""
        self.pool.close()
        self.store.close()

    def edition(
        self,
        as_of: datetime,
        *,
        preview: bool = False,
        started: Started = _nobody,
        earlier: Imprint | None = None,
    ) -> Made:
        """Reads all sources, links them, and lists what is to be written.

        Files that are as they were when `earlier` was made are not read again.
        """
        looked_at = time.time_ns()
        inventory = read.scan(self.paths.content, self.settings, earlier.inventory if earlier else None)
        reading = without_originals(self._read(inventory, started, earlier))
        names, name_problems = self._authority()
        failed = {d.path for d in self._heard(reading.diagnostics) if is_error(d)}
        archive, link_problems = link(
            [card for card in reading.cards if card.path not in failed],
            self.settings,
            attachments={row.path: row for row in inventory.attachments},
            as_of=as_of,
            preview=preview,
        )
        edition, problems = self._lay_out(archive, names, inventory, reading, as_of)
        found = (
            *inventory.diagnostics,
            *reading.diagnostics,
            *absent_originals(inventory, archive),
            *name_problems,
            *link_problems,
            *problems,
            *self._theme_problems,
        )
        return Made(
            edition=edition,
            diagnostics=self._heard(found),
            sources=len(inventory.sources),
            parsed=reading.parsed,
            refused=_refused(reading, archive, found),
            drafts=tuple(card.path for card in reading.cards if card.meta.status is Status.DRAFT),
            inventory=inventory,
            reading=reading,
            looked_at=looked_at,
        )

    def imprint(self, made: Made, traces: Mapping[str, Trace]) -> Imprint:
        """What is to be remembered of an edition that was published, with the traces of its pages."""
        return Imprint(
            looked_at=made.looked_at,
            stamps=made.inventory.stamps,
            attachments=made.inventory.attachments,
            inventory_told=made.inventory.diagnostics,
            reading=reading_settings(self.settings),
            kept=made.reading.kept,
            traces=traces,
        )

    def cards(self) -> tuple[Card, ...]:
        """The cards of all sources that can be read, whatever their status."""
        return without_originals(self._read(read.scan(self.paths.content, self.settings), _nobody)).cards

    def sources(self) -> frozenset[str]:
        """The paths of all sources, those that cannot be read among them."""
        return frozenset(file.path for file in read.scan(self.paths.content, self.settings).sources)

    def content(self, path: str) -> bytes:
        """The bytes of a file of the content folder; OSError where it is not to be read."""
        data = read.load_bytes(self.paths.content, path)
        if isinstance(data, Diagnostic):
            message = f"{path}: {data.message}"
            raise OSError(message)
        return data

    def explain(self, path: str) -> tuple[Dispatch | None, tuple[Diagnostic, ...]]:
        """One source, read anew; LookupError where there is none at that path."""
        inventory = read.scan(self.paths.content, self.settings)
        for file in inventory.sources:
            if file.path == path:
                source = read.load(self.paths.content, file)
                if isinstance(source, Diagnostic):
                    return None, (source,)
                parsed = parse(source, self.settings)
                return parsed.dispatch, self._heard(parsed.diagnostics)
        raise LookupError(path)

    def _read(self, inventory: Inventory, started: Started, earlier: Imprint | None = None) -> Reading:
        loads = [partial(read.load, self.paths.content, file) for file in inventory.sources]
        unchanged = self._unchanged(inventory, earlier)
        reading = read_all(loads, self.settings, self.store, self.pool, started(len(loads)), unchanged)
        return replace(reading, paths=tuple(file.path for file in inventory.sources))

    def _unchanged(self, inventory: Inventory, earlier: Imprint | None) -> list[Kept | None]:
        """What an earlier reading kept of each source, where its files are as they were."""
        if earlier is None or earlier.reading != reading_settings(self.settings):
            return [None] * len(inventory.sources)
        proven, now = earlier.proven_stamps(), inventory.stamps
        return [
            earlier.kept.get(file.path)
            if all(proven.get(path) == now[path] for path in (file.path, file.sidecar) if path)
            and bool(file.sidecar) == (sidecar_of(file.path) in earlier.stamps)
            else None
            for file in inventory.sources
        ]

    def _authority(self) -> tuple[Authority, tuple[Diagnostic, ...]]:
        folder = self.paths.content / "authority"
        paths = sorted(f"authority/{path.name}" for path in folder.glob("*.toml"))
        files = {path: read.load_bytes(self.paths.content, path) for path in paths}
        failed = [data for data in files.values() if isinstance(data, Diagnostic)]
        names, problems = authority.load({p: data for p, data in files.items() if isinstance(data, bytes)})
        return names, (*failed, *problems)

    def _reread(self, path: str) -> Dispatch:
        dispatch, _ = self.explain(path)
        if dispatch is None:
            message = f"{path} changed while the archive was built"
            raise OSError(message)
        return dispatch

    def _lay_out(
        self, archive: Archive, names: Authority, inventory: Inventory, reading: Reading, as_of: datetime
    ) -> tuple[Edition, list[Diagnostic]]:
        keys = {entry.id: reading.kept[entry.card.path].key for entry in archive.shown()}
        texts = Texts(
            store=self.store, keys=keys, reread=lambda name: self._reread(archive.entries[name].card.path)
        )
        about, about_problems = about_html(self.settings)
        site = Site(
            archive=archive,
            settings=self.settings,
            authority=names,
            listings=index.listings(archive, self.settings, names),
            about=about,
            as_of=as_of.isoformat(),
        )
        theme_files = assets.theme_files(theme.folders(self.paths.templates))
        written, clashes = by_address(chain(outputs.written(site), theme_files))
        translated = originals(inventory, archive)

        def original(dispatch_id: str) -> Source | None:
            path = translated.get(archive.entries[dispatch_id].card.path, "")
            data = read.load_bytes(self.paths.content, path) if path else None
            return Source(path=path, form=Form.TEXT, data=data) if isinstance(data, bytes) else None

        edition = Edition(
            site=site,
            written=written,
            texts=texts,
            original=original,
            content=self.content,
            digests={path: kept.digest for path, kept in reading.kept.items()},
            bench=self.bench,
            pool=self.pool,
        )
        return edition, [*clashes, *about_problems, *outputs.diagnostics(site)]

    def _heard(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What the archive has not silenced."""
        return tuple(d for d in diagnostics if str(d.code) not in self.settings.silence)


def _opened(path: Path, *, fresh: bool) -> Store:
    """The cache; a fresh one begins with nothing."""
    if fresh:
        Store.forget(path)
    return Store.open(path, toolchain())


def _refused(reading: Reading, archive: Archive, found: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Sources that are left out for what is wrong with them, not for the life that they lead."""
    ids = {card.path: card.id for card in reading.cards}
    wrong = {d.path for d in found if is_error(d)}
    return tuple(
        path
        for path in reading.paths
        if path not in ids or (path in wrong and ids[path] not in archive.entries)
    )
