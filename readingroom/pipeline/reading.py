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


@dataclass(frozen=True, slots=True)
class _Known:
    """The memo *read*: all but the dispatch itself and its card."""

    diagnostics: tuple[Diagnostic, ...]
    refused: bool


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
    guess = tuple(sorted(series))
    results, parsed = _read(sound, keys, guess, store, pool, step)
    cards = _search_again(results, settings, store, pool)
    store.keep(DISPATCH, keys)
    store.commit()
    return Reading(
        cards=tuple(cards),
        diagnostics=(*failed, *(d for result in results for d in result.diagnostics)),
        keys={result.path: result.key for result in results},
        parsed=parsed,
    )


def _read(
    loads: Sequence[Load],
    keys: Sequence[str],
    guess: tuple[str, ...],
    store: Store,
    pool: Pool[tasks.Workshop],
    step: Step,
) -> tuple[list[tasks.ReadResult], int]:
    """What each source came to, remembered or parsed; and how many were parsed."""
    results: dict[int, tasks.ReadResult] = {}
    missing: list[int] = []
    for place, key in enumerate(keys):
        remembered = _recall(store, key, guess)
        if remembered is None:
            missing.append(place)
        else:
            results[place] = remembered
            step(1)
    jobs = _jobs([(loads[place], keys[place]) for place in missing], guess)
    for place, result in zip(missing, pool.map(tasks.read, jobs, len(missing), _lost), strict=True):
        _keep(store, result)
        results[place] = replace(result, dispatch=b"")
        step(1)
    return [results[place] for place in range(len(keys))], len(missing)


def _jobs(sources: Iterable[tuple[Load, str]], series: tuple[str, ...]) -> Iterator[tasks.ReadJob]:
    for load, key in sources:
        source = load()
        if isinstance(source, Diagnostic):
            message = f"{source.path} changed while it was read"
            raise OSError(message)
        yield tasks.ReadJob(key=key, source=source, series=series)


def _search_again(
    results: Sequence[tasks.ReadResult], settings: Settings, store: Store, pool: Pool[tasks.Workshop]
) -> list[Card]:
    """The cards of all dispatches, with references searched by the names that the archive really has."""
    found = [result for result in results if result.card is not None]
    names = {row.name for row in settings.series} | {settings.default_series}
    series = tuple(sorted(names | {result.card.meta.series for result in found if result.card}))
    cards = {result.key: result.card for result in found if result.card and result.series == series}
    stale = [result.key for result in found if result.key not in cards]
    for key in stale:
        if (known := store.get(CARD, _card_key(key, series))) is not None:
            cards[key] = pickle.loads(known)  # noqa: S301 - of our own making
    stale = [key for key in stale if key not in cards]
    jobs = (tasks.FindJob(key=key, dispatch=store.get(DISPATCH, key) or b"", series=series) for key in stale)
    for key, card in zip(stale, pool.map(tasks.find_references, jobs, len(stale), _give_up), strict=True):
        cards[key] = card
        store.put(CARD, _card_key(key, series), pickle.dumps(card, pickle.HIGHEST_PROTOCOL))
    return [cards[result.key] for result in found]


def _recall(store: Store, key: str, series: tuple[str, ...]) -> tasks.ReadResult | None:
    data = store.get(READ, key)
    if data is None:
        return None
    path, known = pickle.loads(data)  # noqa: S301 - of our own making
    result = tasks.ReadResult(key=key, path=path, diagnostics=known.diagnostics)
    if known.refused:
        return result
    card = store.get(CARD, _card_key(key, series))
    if card is None:
        return None
    return replace(result, card=pickle.loads(card), series=series)  # noqa: S301 - of our own making


def _keep(store: Store, result: tasks.ReadResult) -> None:
    """Remembers a result; a time-out is none, since it says more of the machine than of the source."""
    if any(diagnostic.code is Code.TIME_OUT for diagnostic in result.diagnostics):
        return
    known = _Known(result.diagnostics, result.card is None)
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
    return blake2b(repr(relevant).encode(), digest_size=16).hexdigest()


def is_error(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic keeps a dispatch from being published."""
    return diagnostic.severity is Severity.ERROR
