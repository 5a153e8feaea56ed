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
from hashlib import blake2b, sha256
from typing import NamedTuple

from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.archive import Card
from readingroom.model.settings import Settings
from readingroom.model.source import Form, Source
from readingroom.pipeline import tasks
from readingroom.pipeline.pool import Pool
from readingroom.pipeline.settings_key import reading_settings
from readingroom.store import Store

READ, DISPATCH, CARD = "read", "dispatch", "card"

_SERIES_LINE = re.compile(rb"""^series:[ \t]*["']?([^"'\r\n#]+?)["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_HEAD_BYTES = 4096

Load = Callable[[], Source | Diagnostic]
"""Reads one source from disk, or says why it can't be."""
Step = Callable[[int], None]
"""Told how many more items are done."""


class Kept(NamedTuple):
    """What is known of a source without looking into it, as long as its file is as it was."""

    key: str
    """Of its dispatch in the store."""
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""
    hints: tuple[str, ...]
    """Series that its front matter seems to name."""
    text: str = ""
    """The digest of what its page is made from; empty where it is refused."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What all sources came to."""

    cards: tuple[Card, ...]
    told: Mapping[str, tuple[Diagnostic, ...]]
    """What there is to tell about each source, by its path."""
    kept: Mapping[str, Kept]
    """By the path of the source; those that could not be loaded have none."""
    series: tuple[str, ...]
    """The names that references may use."""
    parsed: int
    """How many were parsed; the rest was remembered."""
    paths: tuple[str, ...] = ()
    """Of all sources, those that could not be read among them."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that there is to tell."""
        return tuple(one for told in self.told.values() for one in told)

    @property
    def keys(self) -> dict[str, str]:
        """The key of its dispatch in the store, by the path of the source."""
        return {path: kept.key for path, kept in self.kept.items()}


@dataclass(frozen=True, slots=True)
class _Known:
    """The memo *read*: all but the dispatch itself and its card."""

    diagnostics: tuple[Diagnostic, ...]
    refused: bool
    series: tuple[str, ...]
    """The names that its references were searched with when it was parsed."""
    text: str
    """The digest of the dispatch."""


def read_all(
    loads: Sequence[Load],
    settings: Settings,
    store: Store,
    pool: Pool[tasks.Workshop],
    step: Step,
    unchanged: Sequence[Kept | None] = (),
    before: Reading | None = None,
) -> Reading:
    """Reads all sources; cards and diagnostics come in their order.

    `unchanged` says of each load what an earlier reading kept, with the same settings, where its file
    is as it was then: it is not loaded unless the store has lost what it came to. What `before` holds in
    memory is not fetched from the store.
    """
    digest = reading_settings(settings)
    told: dict[str, tuple[Diagnostic, ...]] = {}
    series = {row.name for row in settings.series} | {settings.default_series}
    sound: list[Load] = []
    kept: list[Kept] = []
    for load, known in zip(loads, unchanged or [None] * len(loads), strict=True):
        found = known or _looked_at(load(), digest)
        if isinstance(found, Diagnostic):
            told[found.path] = (found,)
            step(1)
            continue
        sound.append(load)
        kept.append(found)
        series.update(found.hints)
    guess = tuple(sorted(series))
    remembered = _recall(store, [one.key for one in kept], guess, before)
    missing = [load for load, result in zip(sound, remembered, strict=True) if result is None]
    step(len(sound) - len(missing))
    parsed = iter(tuple(_read(missing, digest, guess, store, pool, step)))
    results = [next(parsed) if result is None else result for result in remembered]
    cards, names = _search_again(results, sound, settings, store, pool)
    store.keep(DISPATCH, [result.key for result in results])
    store.commit()
    return Reading(
        cards=tuple(cards),
        told=told | {result.path: result.diagnostics for result in results},
        kept={
            result.path: Kept(result.key, result.digest or before.digest, before.hints, result.text)
            for result, before in zip(results, kept, strict=True)
        },
        series=names,
        parsed=len(missing),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRead:
    """What one source came to."""

    kept: Kept
    told: tuple[Diagnostic, ...]
    card: Card | None
    """None where the source is refused."""
    is_parsed: bool


def read_one(
    source: Source, settings: Settings, series: tuple[str, ...], store: Store, pool: Pool[tasks.Workshop]
) -> OneRead:
    """One source, parsed unless it is remembered, its references searched by these names of series."""
    kept = _seen(source, reading_settings(settings))
    (result,) = _recall(store, [kept.key], series)
    is_parsed = result is None or (result.card is not None and result.series != series)
    if result is None or is_parsed:
        job = tasks.ReadJob(key=kept.key, digest=kept.digest, source=source, series=series)
        (result,) = pool.map(tasks.read, [job], 1, _lost)
        _keep(store, result)
    kept = kept._replace(text=result.text)
    return OneRead(kept=kept, told=result.diagnostics, card=result.card, is_parsed=is_parsed)


def recalled_card(store: Store, key: str, series: tuple[str, ...]) -> Card | None:
    """The card of a dispatch, its references searched by these names of series; None where it is lost."""
    data = store.get(CARD, _card_key(key, series))
    card: Card | None = pickle.loads(data) if data is not None else None  # noqa: S301 - of our own making
    return card


def _looked_at(source: Source | Diagnostic, digest: str) -> Kept | Diagnostic:
    return source if isinstance(source, Diagnostic) else _seen(source, digest)


def _seen(source: Source, digest: str) -> Kept:
    return Kept(_key(source, digest), sha256(source.data).hexdigest(), tuple(_hints(source)))


def _read(
    loads: Sequence[Load],
    digest: str,
    series: tuple[str, ...],
    store: Store,
    pool: Pool[tasks.Workshop],
    step: Step,
) -> Iterator[tasks.ReadResult]:
    """What each source comes to, parsed and remembered."""
    jobs = _jobs(loads, digest, series)
    for result in pool.map(tasks.read, jobs, len(loads), _lost):
        _keep(store, result)
        step(1)
        yield replace(result, dispatch=b"")


def _jobs(loads: Iterable[Load], digest: str, series: tuple[str, ...]) -> Iterator[tasks.ReadJob]:
    for load in loads:
        source = _loaded(load)
        # Its key is that of these bytes: the file may have been saved since it was looked at.
        own = sha256(source.data).hexdigest()
        yield tasks.ReadJob(key=_key(source, digest), digest=own, source=source, series=series)


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
) -> tuple[list[Card], tuple[str, ...]]:
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
    paths = {result.key: result.path for result, _ in found}
    jobs = _find_jobs(stale, paths, series, store)
    for key, card in zip(stale, pool.map(tasks.find_references, jobs, len(stale), _give_up), strict=True):
        cards[key] = card
        store.put(CARD, _card_key(key, series), pickle.dumps(card, pickle.HIGHEST_PROTOCOL))
    return [cards[result.key] for result, _ in found], series


def _find_jobs(
    stale: Mapping[str, Load], paths: Mapping[str, str], series: tuple[str, ...], store: Store
) -> Iterator[tasks.FindJob]:
    """Each with its dispatch, or with the source of one that the store has lost."""
    for key, load in stale.items():
        dispatch = store.get(DISPATCH, key)
        source = _loaded(load) if dispatch is None else None
        yield tasks.FindJob(key=key, path=paths[key], dispatch=dispatch or b"", source=source, series=series)


def _recall(
    store: Store, keys: Sequence[str], series: tuple[str, ...], before: Reading | None = None
) -> list[tasks.ReadResult | None]:
    """What is remembered of each key; of its card, one by these names of series before any other."""
    held = _held(before, series) if before else {}
    missing = [key for key in keys if key not in held]
    read = store.get_many(READ, missing)
    cards = store.get_many(CARD, [_card_key(key, series) for key in read])
    return [
        held.get(key) or _recalled(store, key, read.get(key), cards.get(_card_key(key, series)), series)
        for key in keys
    ]


def _held(before: Reading, series: tuple[str, ...]) -> dict[str, tasks.ReadResult]:
    """What an earlier reading holds, by key, where its references were searched by the same names."""
    if before.series != series:
        return {}
    kept, told = before.kept, before.told
    return {
        kept[card.path].key: tasks.ReadResult(
            key=kept[card.path].key,
            path=card.path,
            diagnostics=told[card.path],
            card=card,
            series=series,
            text=kept[card.path].text,
            digest=kept[card.path].digest,
        )
        for card in before.cards
    }


def _recalled(
    store: Store, key: str, data: bytes | None, card: bytes | None, series: tuple[str, ...]
) -> tasks.ReadResult | None:
    if data is None:
        return None
    path, known = pickle.loads(data)  # noqa: S301 - of our own making
    result = tasks.ReadResult(key=key, path=path, diagnostics=known.diagnostics, text=known.text)
    if known.refused:
        return result
    names = series if card is not None else known.series
    card = card if card is not None else store.get(CARD, _card_key(key, names))
    if card is None:
        return None
    return replace(result, card=pickle.loads(card), series=names)  # noqa: S301 - of our own making


def _keep(store: Store, result: tasks.ReadResult) -> None:
    """Remembers a result; a time-out is none, since it says more of the machine than of the source."""
    if any(diagnostic.code is Code.TIME_OUT for diagnostic in result.diagnostics):
        return
    known = _Known(result.diagnostics, result.card is None, result.series, result.text)
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


def _key(source: Source, settings_key: str) -> str:
    digest = blake2b(digest_size=16)
    for part in (settings_key, source.path, source.form, str(source.folder_trusted)):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(f"{len(source.data)} {source.sidecar is None}\0".encode())
    digest.update(source.data)
    digest.update(source.sidecar or b"")
    return digest.hexdigest()


def _card_key(key: str, series: tuple[str, ...]) -> str:
    return f"{key}-{blake2b(repr(series).encode(), digest_size=8).hexdigest()}"


def is_error(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic keeps a dispatch from being published."""
    return diagnostic.severity is Severity.ERROR
