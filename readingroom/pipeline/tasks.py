"""The work that is mapped over processes: reading sources, finding references, rendering pages.

Each function takes a batch of jobs and returns their results in order. What does not change from
job to job is given once, to `start`.
"""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readingroom.diagnostics import Code, Diagnostic
from readingroom.link import card
from readingroom.model.archive import Card
from readingroom.model.block import Body
from readingroom.model.dispatch import Dispatch
from readingroom.model.page import Page
from readingroom.model.settings import Settings
from readingroom.model.source import Source
from readingroom.model.view import SiteView
from readingroom.pages import dispatch as dispatch_page
from readingroom.pages.slices import Slice
from readingroom.parse import limits, parse, parse_original
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
    """A dispatch, pickled or still to be parsed, whose references are searched with other series names."""

    key: str
    dispatch: bytes
    source: Source | None
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """A page to render; that of a dispatch is made of its text and its slice of the archive."""

    address: str
    page: Page | None = None
    slice: Slice | None = None
    dispatch: bytes = b""
    original: Source | None = None
    """The text that the dispatch translates, where it is kept as plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A page's bytes, or why there are none."""

    address: str
    data: bytes = b""
    problem: Diagnostic | None = None
    remark: Diagnostic | None = None
    """What there is to tell about a page that is there."""


class _Bench:
    """The tools of one process."""

    def __init__(self, workshop: Workshop) -> None:
        self.settings = workshop.settings
        self.theme = workshop.theme
        self._forms: tuple[tuple[str, ...], Forms] | None = None
        self._renderer: tuple[SiteView, Renderer] | None = None

    def forms(self, series: tuple[str, ...]) -> Forms:
        if self._forms is None or self._forms[0] != series:
            self._forms = series, compile_forms(self.settings, series)
        return self._forms[1]

    def renderer(self, site: SiteView) -> Renderer:
        if self._renderer is None or self._renderer[0] != site:
            self._renderer = site, Renderer(self.theme, site)
        return self._renderer[1]


_benches: list[_Bench] = []


def start(workshop: Workshop) -> None:
    """Makes this process ready for work."""
    _benches[:] = [_Bench(workshop)]


def read(jobs: Sequence[ReadJob]) -> list[ReadResult]:
    """Parses sources and finds their references."""
    return [_read(job, _benches[0]) for job in jobs]


def _read(job: ReadJob, bench: _Bench) -> ReadResult:
    try:
        with limits.cpu_limit(limits.CPU_SECONDS):
            return _read_in_time(job, bench)
    except limits.OutOfTimeError:
        path = job.source.path
        return ReadResult(key=job.key, path=path, diagnostics=(limits.timed_out(path),))


def _read_in_time(job: ReadJob, bench: _Bench) -> ReadResult:
    parsed = parse(job.source, bench.settings)
    if parsed.dispatch is None:
        return ReadResult(key=job.key, path=job.source.path, diagnostics=parsed.diagnostics)
    # How each block was read is asked for one source at a time, which is then read anew.
    dispatch = replace(parsed.dispatch, readings=())
    return ReadResult(
        key=job.key,
        path=job.source.path,
        diagnostics=parsed.diagnostics,
        card=card(dispatch, find(dispatch, bench.forms(job.series))),
        series=job.series,
        dispatch=pickle.dumps(dispatch, pickle.HIGHEST_PROTOCOL),
    )


def find_references(jobs: Sequence[FindJob]) -> list[Card]:
    """The cards of dispatches, their references searched again."""
    return [_found(job, _benches[0]) for job in jobs]


def _found(job: FindJob, bench: _Bench) -> Card:
    dispatch: Dispatch | None
    if job.source is None:
        dispatch = pickle.loads(job.dispatch)  # noqa: S301 - of our own making
    else:
        dispatch = parse(job.source, bench.settings).dispatch
    if dispatch is None:
        message = f"{job.source.path if job.source else job.key} changed while it was read"
        raise OSError(message)
    return card(dispatch, find(dispatch, bench.forms(job.series)))


def render(site: SiteView, jobs: Sequence[RenderJob]) -> list[Rendered]:
    """Renders pages; what a page of a dispatch shows of the archive is in its job."""
    bench = _benches[0]
    renderer = bench.renderer(site)
    return [_render(job, bench, renderer) for job in jobs]


def _render(job: RenderJob, bench: _Bench, renderer: Renderer) -> Rendered:
    page, remark = (job.page, None) if job.page else _dispatch_page(job, bench)
    result = renderer.render(page)
    if isinstance(result, Diagnostic):
        return Rendered(address=job.address, problem=result)
    return Rendered(address=job.address, data=result, remark=remark)


def _dispatch_page(job: RenderJob, bench: _Bench) -> tuple[Page, Diagnostic | None]:
    """The page of a dispatch, with its original where there is one, and what keeps the two apart."""
    assert job.slice is not None  # noqa: S101 - a job has this or a page
    dispatch: Dispatch = pickle.loads(job.dispatch)  # noqa: S301 - of our own making
    remark = None
    if job.original:
        body = parse_original(job.original, bench.settings)
        tag = next((passage.language for passage in body.passages if passage.language), "")
        remark = _unpaired(dispatch, body, job.original.path)
        dispatch = replace(dispatch, original_body=body if body.passages else None, original_language=tag)
    return dispatch_page.page(dispatch, job.slice, bench.settings), remark


def _unpaired(dispatch: Dispatch, original: Body, path: str) -> Diagnostic | None:
    """Why an original does not stand beside its translation; None where it does."""
    if not original.passages:
        message = f"{path} holds no text that can be shown."
        return Diagnostic(code=Code.ORIGINAL_MISSING, message=message, path=dispatch.path)
    ours, theirs = (_numbered(body) for body in (dispatch.body, original))
    if ours == theirs:
        return None
    message = f"The text has {ours} paragraphs, its original {path} has {theirs}."
    return Diagnostic(code=Code.ORIGINAL_UNPAIRED, message=message, path=dispatch.path)


def _numbered(body: Body) -> int:
    return sum(passage.number > 0 for passage in body.passages)
