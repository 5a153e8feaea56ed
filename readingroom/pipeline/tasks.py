"""The work that is mapped over processes: reading sources, finding references, rendering pages.

Each function takes a batch of jobs and returns their results in order. What does not change from
job to job is given once, to `start`.
"""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from readingroom.diagnostics import Diagnostic
from readingroom.link import card
from readingroom.model.archive import Archive, Card, Entry
from readingroom.model.dispatch import Dispatch
from readingroom.model.page import Page
from readingroom.model.settings import Settings
from readingroom.model.source import Source
from readingroom.pages import dispatch as dispatch_page
from readingroom.parse import parse, parse_original
from readingroom.parse.references import Forms, compile_forms, find
from readingroom.render import Renderer
from readingroom.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What every job is done with."""

    settings: Settings
    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJob:
    """A source to read; `series` are the names that references to it may use."""

    key: str
    source: Source
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What a source came to; without a card where it was refused."""

    key: str
    path: str
    diagnostics: tuple[Diagnostic, ...]
    card: Card | None = None
    series: tuple[str, ...] = ()
    """The names that its references were searched with."""
    dispatch: bytes = b""
    """The dispatch, pickled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindJob:
    """A dispatch whose references are to be searched with other series names."""

    key: str
    dispatch: bytes
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """The page of one dispatch, with its slice of the archive."""

    address: str
    entry: Entry
    dispatch: bytes
    neighbours: Mapping[str, Card]
    original: Source | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's bytes, or why there are none."""

    address: str
    data: bytes
    diagnostics: tuple[Diagnostic, ...] = field(default=())


class _Bench:
    """This process's tools, made by `start`."""

    def __init__(self, workshop: Workshop) -> None:
        self.settings = workshop.settings
        self.renderer = Renderer(workshop.theme, workshop.settings)


_benches: list[_Bench] = []


def start(workshop: Workshop) -> None:
    """Makes this process ready for work."""
    _benches[:] = [_Bench(workshop)]


def read(jobs: Sequence[ReadJob]) -> list[ReadResult]:
    """Parses sources and finds their references."""
    return [_read(job, _benches[0].settings) for job in jobs]


def _read(job: ReadJob, settings: Settings) -> ReadResult:
    parsed = parse(job.source, settings)
    if parsed.dispatch is None:
        return ReadResult(key=job.key, path=job.source.path, diagnostics=parsed.diagnostics)
    forms = _forms(settings, job.series)
    return ReadResult(
        key=job.key,
        path=job.source.path,
        diagnostics=parsed.diagnostics,
        card=card(parsed.dispatch, find(parsed.dispatch, forms)),
        series=job.series,
        dispatch=pickle.dumps(parsed.dispatch, pickle.HIGHEST_PROTOCOL),
    )


def find_references(jobs: Sequence[FindJob]) -> list[Card]:
    """The cards of dispatches, their references searched again."""
    settings = _benches[0].settings
    cards = []
    for job in jobs:
        dispatch: Dispatch = pickle.loads(job.dispatch)  # noqa: S301 - of our own making
        cards.append(card(dispatch, find(dispatch, _forms(settings, job.series))))
    return cards


@lru_cache(maxsize=4)
def _forms(settings: Settings, series: tuple[str, ...]) -> Forms:
    return compile_forms(settings, series)
