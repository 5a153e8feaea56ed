"""The warm state of one archive: settings, theme, cache and processes, from which editions are made."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from readingroom import assets, authority, config, index, outputs, read, theme, theme_folders
from readingroom.config import Paths, SettingsError
from readingroom.diagnostics import Diagnostic
from readingroom.link import Whole, link_all
from readingroom.model.archive import Archive, Card
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Dispatch, Status
from readingroom.model.figures import Figures
from readingroom.model.site import Site
from readingroom.model.source import Form, Source, sidecar_of
from readingroom.parse import parse
from readingroom.pipeline import tasks
from readingroom.pipeline.about import about_html
from readingroom.pipeline.addressed import by_address
from readingroom.pipeline.edition import Edition, Started, Texts
from readingroom.pipeline.imprint import Imprint, figures_of
from readingroom.pipeline.originals import absent_originals, originals, without_originals
from readingroom.pipeline.pool import Pool, processes_of_machine
from readingroom.pipeline.reading import Kept, Reading, Step, is_error, read_all
from readingroom.pipeline.settings_key import reading_settings
from readingroom.pipeline.toolchain import toolchain
from readingroom.read import Inventory
from readingroom.session.made import Made
from readingroom.store import Store
from readingroom.unchanged import configuration


def _nobody(_: int) -> Step:
    return lambda _: None


class Session:
    """Makes editions of one archive; what was read once is remembered from one to the next."""

    def __init__(self, paths: Paths, *, jobs: int = 0, fresh: bool = False, apart: bool = False) -> None:
        """Reads settings and theme; SettingsError where they are wrong.

        `fresh` starts without memory; with `apart` sources are read in other processes only, so that none
        of them stalls this one.
        """
        self.paths = paths
        self._jobs = jobs or processes_of_machine()
        self._apart = apart
        self.store = _opened(paths.cache / "cache.sqlite", fresh=fresh)
        try:
            self._configure()
        except BaseException:
            self.store.close()
            raise

    def _configure(self) -> None:
        """Takes the settings and the theme as they are now; SettingsError leaves all as it was."""
        digest = configuration(self.paths)
        settings, errors = config.load(self.paths.content)
        if errors:
            raise SettingsError(errors)
        self.configuration = digest
        self.settings = settings
        self.theme, self._theme_problems = theme.load(theme_folders.folders(self.paths.templates))
        workshop = tasks.Workshop(settings=self.settings, theme=self.theme)
        self.bench = tasks.Bench(workshop)
        self.pool = Pool(self._jobs, tasks.start, workshop, apart=self._apart)

    def close(self) -> None:
        """Ends the processes and closes the cache."""
        self.pool.close()
        self.store.close()

    def scan(self, earlier: Imprint | None = None) -> Inventory:
        """What lies in the content folder; attachments that are as they were are not read again."""
        return read.scan(self.paths.content, self.settings, earlier.inventory if earlier else None)

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
        inventory = self.scan(earlier)
        reading = without_originals(self._read(inventory, started, earlier))
        return self._made(inventory, reading, looked_at, as_of, preview=preview)

    def _made(
        self, inventory: Inventory, reading: Reading, looked_at: int, as_of: datetime, *, preview: bool
    ) -> Made:
        names, name_problems = self._authority()
        failed = {d.path for d in self.heard(reading.diagnostics) if is_error(d)}
        whole = link_all(
            [card for card in reading.cards if card.path not in failed],
            self.settings,
            attachments={row.path: row for row in inventory.attachments},
            as_of=as_of,
            preview=preview,
        )
        edition, problems = self._lay_out(whole.archive, names, inventory, reading, as_of)
        told = {
            "content": inventory.diagnostics,
            "originals": tuple(absent_originals(inventory, whole.archive)),
            "names": name_problems,
            "links": whole.told,
            "outputs": tuple(problems),
            "theme": self._theme_problems,
        }
        found = (*reading.diagnostics, *whole.diagnostics, *_without(told, "links"))
        return Made(
            edition=edition,
            diagnostics=self.heard(found),
            told=told,
            figures=self._figures(whole, reading, len(inventory.sources), edition),
            parsed=reading.parsed,
            refused=_refused(reading, whole.archive, found),
            inventory=inventory,
            reading=reading,
            whole=whole,
            configuration=self.configuration,
            looked_at=looked_at,
        )

    def _figures(self, whole: Whole, reading: Reading, sources: int, edition: Edition) -> Figures:
        drafts = tuple(card.path for card in reading.cards if card.meta.status is Status.DRAFT)
        return figures_of(whole.archive, sources, drafts, edition.page_count)

    def cards(self) -> tuple[Card, ...]:
        """The cards of all sources that can be read, whatever their status."""
        return without_originals(self._read(self.scan(), _nobody)).cards

    def sources(self) -> frozenset[str]:
        """The paths of all sources, those that cannot be read among them."""
        return frozenset(file.path for file in self.scan().sources)

    def content(self, path: str) -> bytes:
        """The bytes of a file of the content folder; OSError where it is not to be read."""
        data = read.load_bytes(self.paths.content, path)
        if isinstance(data, Diagnostic):
            message = f"{path}: {data.message}"
            raise OSError(message)
        return data

    def original(self, path: str) -> Source | None:
        """The text that a dispatch translates, by its path; None where it cannot be read."""
        data = read.load_bytes(self.paths.content, path) if path else None
        return Source(path=path, form=Form.TEXT, data=data) if isinstance(data, bytes) else None

    def open(self, path: str) -> BinaryIO:
        """A file of the content folder, open, of whatever size; OSError where it is not to be read."""
        return read.open_file(self.paths.content, path)

    def explain(self, path: str) -> tuple[Dispatch | None, tuple[Diagnostic, ...]]:
        """One source, read anew; LookupError where there is none at that path."""
        for file in self.scan().sources:
            if file.path == path:
                source = read.load(self.paths.content, file)
                if isinstance(source, Diagnostic):
                    return None, (source,)
                parsed = parse(source, self.settings)
                return parsed.dispatch, self.heard(parsed.diagnostics)
        raise LookupError(path)

    def heard(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """What the archive has not silenced."""
        return tuple(d for d in diagnostics if str(d.code) not in self.settings.silence)

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
        theme_files = assets.theme_files(theme_folders.folders(self.paths.templates))
        written, clashes = by_address(chain(outputs.written(site), theme_files))
        by_path = originals(inventory, archive)
        translated = {
            entry.id: by_path[entry.card.path] for entry in archive.shown() if entry.card.path in by_path
        }

        edition = Edition(
            site=site,
            written=written,
            texts=texts,
            originals=translated,
            original=self.original,
            content=self.content,
            digests={path: kept.digest for path, kept in reading.kept.items()},
            bench=self.bench,
            pool=self.pool,
        )
        return edition, [*clashes, *about_problems, *outputs.diagnostics(site)]


def _opened(path: Path, *, fresh: bool) -> Store:
    """The cache; a fresh one begins with nothing."""
    if fresh:
        Store.forget(path)
    return Store.open(path, toolchain())


def _without(told: Mapping[str, tuple[Diagnostic, ...]], key: str) -> list[Diagnostic]:
    return [one for name, rows in told.items() if name != key for one in rows]


def _refused(reading: Reading, archive: Archive, found: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Sources that are left out for what is wrong with them, not for the life that they lead."""
    ids = {card.path: card.id for card in reading.cards}
    wrong = {d.path for d in found if is_error(d)}
    return tuple(
        path
        for path in reading.paths
        if path not in ids or (path in wrong and ids[path] not in archive.entries)
    )
