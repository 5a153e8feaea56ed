"""Sources → cards: every source is read once, and remembered by its bytes.

Memos: *read* (source bytes, settings) → what it came to, *dispatch* (the same) → the dispatch,
*card* (the same, names of the archive's series) → its card. An unchanged file still reports.

References may use the name of any series of the archive, which is known only when all sources
are read. The names are guessed from the settings and the front matter, and only where the guess
was wrong are references searched a second time.
"""

import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.archive import Card
from readingroom.model.settings import Settings
from readingroom.model.source import Form, Source
from readingroom.pipeline import tasks
from readingroom.pipeline.pool import Pool
from readingroom.store import Store

READ, DISPATCH, CARD = "read", "dispatch", "card"

_SERIES_LINE = re.compile(rb"""^series:[ \t]*["']?([^"'\r\n#]+?)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_HEAD_BYTES = 4096

Load = Callable[[], Source | Diagnostic]
"""Reads one source from disk, or says why it can't be."""
Step = Callable[[int], None]
"""Told how many more items are done."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What all sources came to."""

    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    keys: Mapping[str, str]
    """The key of its dispatch in the store, by the path of the source."""
    parsed: int
    """How many were parsed; the rest was remembered."""
    paths: tuple[str, ...] = ()
    """Of all sources, those that could not be read among them."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The memo *read*: all but the dispatch itself and its card."""

    diagnostics: tuple[Diagnostic, ...]
    refused: bool
    series: tuple[str, ...]
    """The names that its references were searched with when it was parsed."""


def read_all(
    loads: Sequence[Load], settings: Settings, store: Store, pool: Pool[tasks.Workshop], step: Step
) -> Reading:
    """Reads all sources; cards and diagnostics come in their order."""
    digest = _settings_digest(settings)
    keys: list[str] = []
    failed: list[Diagnostic] = []
    series = {row.name for row in settings.series} | {settings.default_series}
    sound: list[Load] = []
    for load in loads:
        source = load()
        if isinstance(source, Diagnostic):
            failed.append(source)
            step(1)
            continue
        sound.append(load)
        keys.append(_key(source, digest))
        series |= _hints(source)
    remembered = [_recall(store, key, tuple(sorted(series))) for key in keys]
    missing = [load for load, result in zip(sound, remembered, strict=True) if result is None]
    step(len(sound) - len(missing))
    parsed = iter(tuple(_read(missing, digest, tuple(sorted(series)), store, pool, step)))
    results = [next(parsed) if result is None else result for result in remembered]
    cards = _search_again(results, sound, settings, store, pool)
    store.keep(DISPATCH, [result.key for result in results])
    store.commit()
    return Reading(
        cards=tuple(cards),
        diagnostics=(*failed, *(d for result in results for d in result.diagnostics)),
        keys={result.path: result.key for result in results},
        parsed=len(missing),
    )


def _read(
    loads: Sequence[Load],
    settings_digest: str,
    series: tuple[str, ...],
    store: Store,
    pool: Pool[tasks.Workshop],
    step: Step,
) -> Iterator[tasks.ReadResult]:
    """What each source comes to, parsed and remembered."""
    jobs = _jobs(loads, settings_digest, series)
    for result in pool.map(tasks.read, jobs, len(loads), _lost):
        _keep(store, result)
        step(1)
        yield replace(result, dispatch=b"")


def _jobs(loads: Iterable[Load], settings_digest: str, series: tuple[str, ...]) -> Iterator[tasks.ReadJob]:
    for load in loads:
        source = _loaded(load)
        # Its key is that of these bytes: the file may have been saved since it was looked at.
        yield tasks.ReadJob(key=_key(source, settings_digest), source=source, series=series)


def _loaded(load: Load) -> Source:
    """A source that could be read a moment ago; OSError where it cannot any more."""
    source = load()
    if isinstance(source, Diagnostic):
        message = f"{source.path} changed while it was read"
        raise OSError(message)
    return source


def _search_again(
    results: Sequence[tasks.ReadResult],
    loads: Sequence[Load],
    settings: Settings,
    store: Store,
    pool: Pool[tasks.Workshop],
) -> list[Card]:
    """The cards of all dispatches, with references searched by the names that the archive really has."""
    found = [(result, load) for result, load in zip(results, loads, strict=True) if result.card]
    names = {row.name for row in settings.series} | {settings.default_series}
    series = tuple(sorted(names | {result.card.meta.series for result, _ in found if result.card}))
    cards: dict[str, Card] = {}
    stale: dict[str, Load] = {}
    for result, load in found:
        known = None if result.series == series else store.get(CARD, _card_key(result.key, series))
        if result.card and result.series == series:
            cards[result.key] = result.card
        elif known is not None:
            cards[result.key] = pickle.loads(known)  # noqa: S301 - of our own making
        else:
            stale[result.key] = load
    jobs = _find_jobs(stale, series, store)
    for key, card in zip(stale, pool.map(tasks.find_references, jobs, len(stale), _give_up), strict=True):
        cards[key] = card
        store.put(CARD, _card_key(key, series), pickle.dumps(card, pickle.HIGHEST_PROTOCOL))
    return [cards[result.key] for result, _ in found]


def _find_jobs(stale: Mapping[str, Load], series: tuple[str, ...], store: Store) -> Iterator[tasks.FindJob]:
    """Each with its dispatch, or with the source of one that the store has lost."""
    for key, load in stale.items():
        dispatch = store.get(DISPATCH, key)
        source = _loaded(load) if dispatch is None else None
        yield tasks.FindJob(key=key, dispatch=dispatch or b"", source=source, series=series)


def _recall(store: Store, key: str, series: tuple[str, ...]) -> tasks.ReadResult | None:
    data = store.get(READ, key)
    if data is None:
        return None
    path, known = pickle.loads(data)  # noqa: S301 - of our own making
    result = tasks.ReadResult(key=key, path=path, diagnostics=known.diagnostics)
    if known.refused:
        return result
    for names in (series, known.series):
        card = store.get(CARD, _card_key(key, names))
        if card is not None:
            return replace(result, card=pickle.loads(card), series=names)  # noqa: S301 - of our own making
    return None


def _keep(store: Store, result: tasks.ReadResult) -> None:
    """Remembers a result; a time-out is none, since it says more of the machine than of the source."""
    if any(diagnostic.code is Code.TIME_OUT for diagnostic in result.diagnostics):
        return
    known = _Known(result.diagnostics, result.card is None, result.series)
    store.put(READ, result.key, pickle.dumps((result.path, known), pickle.HIGHEST_PROTOCOL))
    if result.card is not None:
        store.put(DISPATCH, result.key, result.dispatch)
        card = pickle.dumps(result.card, pickle.HIGHEST_PROTOCOL)
        store.put(CARD, _card_key(result.key, result.series), card)


def _lost(job: tasks.ReadJob) -> tasks.ReadResult:
    """What becomes of a source that its process did not survive."""
    diagnostic = Diagnostic(
        code=Code.TIME_OUT,
        message="Reading it ended the process that read it, or never ended.",
        path=job.source.path,
    )
    return tasks.ReadResult(key=job.key, path=job.source.path, diagnostics=(diagnostic,))


def _give_up(job: tasks.FindJob) -> Card:
    message = f"the process that searched the references of dispatch {job.key} was lost"
    raise RuntimeError(message)


def _hints(source: Source) -> set[str]:
    """Series that the front matter seems to name; a wrong guess costs time and nothing else."""
    data = source.sidecar if source.form is Form.TEXT else source.data[:_HEAD_BYTES]
    match = _SERIES_LINE.search(data) if data else None
    return {match[1].decode(errors="replace")} if match else set()


def _key(source: Source, settings_digest: str) -> str:
    digest = blake2b(digest_size=16)
    for part in (settings_digest, source.path, source.form, str(source.folder_trusted)):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(f"{len(source.data)} {source.sidecar is None}\0".encode())
    digest.update(source.data)
    digest.update(source.sidecar or b"")
    return digest.hexdigest()


def _card_key(key: str, series: tuple[str, ...]) -> str:
    return f"{key}-{blake2b(repr(series).encode(), digest_size=8).hexdigest()}"


def _settings_digest(settings: Settings) -> str:
    """What a reading can depend on; silenced codes are left out later, and their set has no order."""
    relevant = replace(settings, silence=frozenset(), about="", title="", subtitle="", description="")
    patterns = [row.pattern.pattern for row in settings.insertions if row.pattern]  # repr cuts long ones
    return blake2b(repr((relevant, patterns)).encode(), digest_size=16).hexdigest()


def is_error(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic keeps a dispatch from being published."""
    return diagnostic.severity is Severity.ERROR
