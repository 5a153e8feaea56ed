"""The warm state of one archive: settings, theme, cache and processes, from which editions are made."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from readingroom import assets, authority, config, index, outputs, read, theme, theme_folders
from readingroom.config import FILE_NAME, Paths, SettingsError
from readingroom.diagnostics import Diagnostic
from readingroom.link import Whole, link_all
from readingroom.model.archive import Archive, Card
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Dispatch, Status
from readingroom.model.figures import Figures
from readingroom.model.site import Site
from readingroom.model.source import Form, Source
from readingroom.parse import parse
from readingroom.pipeline import imprint, tasks
from readingroom.pipeline.about import about_html
from readingroom.pipeline.addressed import by_address
from readingroom.pipeline.compiled import Compiled
from readingroom.pipeline.edition import Edition, Started, Texts
from readingroom.pipeline.imprint import Earlier, Imprint, figures_of
from readingroom.pipeline.originals import absent_originals, originals, without_originals
from readingroom.pipeline.pool import Pool, processes_of_machine
from readingroom.pipeline.reading import Reading, Step, is_error, read_all
from readingroom.pipeline.toolchain import toolchain
from readingroom.read import Inventory, Look
from readingroom.session.following import Following
from readingroom.session.made import Made
from readingroom.session.remembering import earlier_of
from readingroom.store import Store
from readingroom.theme_folders import ASSETS
from readingroom.unchanged import configuration, same_embargoes


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
        self._last: Made | None = None
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
        self.names, self._name_problems = self._authority()
        self.theme, self._theme_problems = theme.load(theme_folders.folders(self.paths.templates))
        workshop = tasks.Workshop(settings=self.settings, theme=self.theme)
        self.bench = tasks.Bench(workshop, Compiled(self.store))
        self.pool = Pool(self._jobs, tasks.start, workshop, apart=self._apart)
        if self._apart:
            self.pool.prepare()

    def _reconfigure(self) -> bool:
        """Takes settings, names and theme anew where any changed; whether the archive stays as it was."""
        if configuration(self.paths) != self.configuration:
            pool = self.pool
            self._configure()
            pool.close()
        if self._last is None:
            return True
        site = self._last.edition.site  # what was taken anew may have come to no edition yet
        return (site.settings, site.authority) == (self.settings, self.names)

    def close(self) -> None:
        """Ends the processes and closes the cache."""
        self.pool.close()
        self.store.close()

    def remembered(self) -> Imprint | None:
        """What is remembered of the last build into the output folder."""
        return imprint.load(self.store, self.paths.output)

    def scan(self, earlier: Earlier | None = None, seen: Look | None = None) -> Inventory:
        """What lies in the content folder, of which `seen` may be a look of a moment ago.

        Attachments that are as they were `earlier` are not read again.
        """
        known = earlier.inventory if earlier else None
        return read.scan(self.paths.content, self.settings, known, seen)

    def edition(
        self,
        as_of: datetime,
        *,
        preview: bool = False,
        started: Started = _nobody,
        earlier: Earlier | None = None,
        touched: frozenset[str] | None = None,
    ) -> Made:
        """Reads all sources, links them, and lists what is to be written.

        Files that are as they were when `earlier` was made are not read again. `touched` are the absolute
        paths of all that may have changed since this session's last edition; None where anything may
        have. SettingsError where the settings are wrong, which leaves the session as it was.
        """
        before = self._last
        if before and (earlier or before.is_preview != preview):
            before = None
        made = self._follow_up(before, touched, as_of) if before and touched is not None else None
        if made is None:
            if self._last:
                self._reconfigure()
            known = earlier_of(before) if before else earlier
            made = self._pass(as_of, started, known, before, preview=preview)
        self._last = made
        return made

    def _pass(
        self,
        as_of: datetime,
        started: Started,
        earlier: Earlier | None,
        before: Made | None,
        *,
        preview: bool,
    ) -> Made:
        inventory = self.scan(earlier)
        reading = self._read(inventory, started, earlier, before.reading if before else None)
        return self._made(inventory, without_originals(reading), as_of, preview=preview)

    def _follow_up(self, before: Made, touched: frozenset[str], as_of: datetime) -> Made | None:
        """The edition after some files were touched; None where it takes a pass over the whole archive."""
        if not same_embargoes(before.edition.site.as_of, as_of, before.whole.lifts):
            return None
        theme_changed, paths = self._sorted(touched)
        if theme_changed and not self._reconfigure():
            return None
        inventory = read.rescan(self.paths.content, self.settings, before.inventory, paths)
        if inventory is None:
            return None
        sources = [
            (file, read.load(self.paths.content, file))
            for file in inventory.sources
            if file.path in paths or (file.sidecar and file.sidecar in paths)
        ]
        sound = [(file, source) for file, source in sources if isinstance(source, Source)]
        if len(sound) < len(sources):
            return None
        made = Following(self.settings, self.store, self.pool).made(before, sound)
        if made is None:
            return None
        edition = self._dressed(made.edition) if theme_changed else made.edition
        told = {**made.told, "theme": self._theme_problems}
        follows = None if theme_changed else frozenset(file.path for file, _ in sound)
        made = replace(made, inventory=inventory, edition=edition, told=told, follows=follows)
        return replace(
            made,
            diagnostics=self.heard(_all_told(made.reading, made.whole, made.told)),
            configuration=self.configuration,
        )

    def _sorted(self, touched: frozenset[str]) -> tuple[bool, frozenset[str]]:
        """Whether settings, names or theme may be among the paths; those beneath the content folder."""
        content = self.paths.content
        roots = {f"{path}{os.sep}" for path in (content.absolute(), content.resolve())}
        beneath = {
            path.removeprefix(root).replace(os.sep, "/")
            for path in touched
            for root in roots
            if path.startswith(root)
        }
        others = any(not path.startswith(tuple(roots)) for path in touched)
        ours = {path for path in beneath if path == FILE_NAME or path.partition("/")[0] == "authority"}
        return others or bool(ours), frozenset(beneath - ours)

    def _dressed(self, edition: Edition) -> Edition:
        """The edition with the templates and the files of the theme as they are now."""
        kept = {name: item for name, item in edition.written.items() if not name.startswith(f"{ASSETS}/")}
        files = assets.theme_files(theme_folders.folders(self.paths.templates))
        written, _ = by_address(chain(kept.values(), files))
        return replace(edition, written=written, bench=self.bench, pool=self.pool)

    def _made(self, inventory: Inventory, reading: Reading, as_of: datetime, *, preview: bool) -> Made:
        names = self.names
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
            "names": self._name_problems,
            "links": whole.told,
            "outputs": tuple(problems),
            "theme": self._theme_problems,
        }
        found = _all_told(reading, whole, told)
        return Made(
            edition=edition,
            diagnostics=self.heard(found),
            told=told,
            is_preview=preview,
            figures=self._figures(whole, reading, len(inventory.sources), edition),
            parsed=reading.parsed,
            refused=_refused(reading, whole.archive, found),
            inventory=inventory,
            reading=reading,
            whole=whole,
            configuration=self.configuration,
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

    def _read(
        self,
        inventory: Inventory,
        started: Started,
        earlier: Earlier | None = None,
        before: Reading | None = None,
    ) -> Reading:
        loads = [partial(read.load, self.paths.content, file) for file in inventory.sources]
        unchanged = earlier.unchanged(inventory, self.settings) if earlier else ()
        reading = read_all(
            loads, self.settings, self.store, self.pool, started(len(loads)), unchanged, before
        )
        return replace(reading, paths=tuple(file.path for file in inventory.sources))

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
            store=self.store,
            keys=keys,
            digests={entry.id: reading.kept[entry.card.path].text for entry in archive.shown()},
            reread=lambda name: self._reread(archive.entries[name].card.path),
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


def _all_told(
    reading: Reading, whole: Whole, told: Mapping[str, tuple[Diagnostic, ...]]
) -> tuple[Diagnostic, ...]:
    others = (one for name, rows in told.items() if name != "links" for one in rows)
    return (*reading.diagnostics, *whole.all_told, *others)


def _refused(reading: Reading, archive: Archive, found: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Sources that are left out for what is wrong with them, not for the life that they lead."""
    ids = {card.path: card.id for card in reading.cards}
    wrong = {d.path for d in found if is_error(d)}
    return tuple(
        path
        for path in reading.paths
        if path not in ids or (path in wrong and ids[path] not in archive.entries)
    )
