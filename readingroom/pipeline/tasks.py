"""The work that is mapped over processes: reading sources, finding references, rendering pages.

Each function takes a batch of jobs and returns their results in order. What does not change from
job to job is given once, to `start`.
"""

import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jinja2 import BytecodeCache

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
from readingroom.traces import canonical, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What every job is done with."""

    settings: Settings
    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJob:
    """A source to read; `series` are the names that references to it may use."""

    key: str
    digest: str
    """SHA-256 of the source's bytes."""
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
    """The dispatch, pickled, without the path of its source: renamed, it is the same."""
    text: str = ""
    """The digest of that; empty where it was refused."""
    digest: str = ""
    """SHA-256 of the source's bytes; empty where it was not loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindJob:
    """A dispatch, pickled or still to be parsed, whose references are searched with other series names."""

    key: str
    path: str
    dispatch: bytes
    source: Source | None
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """A page to render; that of a dispatch is made of its text and its slice of the archive."""

    address: str
    matter: Page | Slice | bytes
    """A page, or the slice of a dispatch; as it comes from `packed` where it travels."""
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


class Bench:
    """The tools that jobs are done with, made when first needed; rendering may be asked of any thread."""

    def __init__(self, workshop: Workshop, compiled: BytecodeCache | None = None) -> None:
        """The tools of one archive; `compiled` remembers its templates."""
        self.workshop = workshop
        self._compiled = compiled
        self.settings = workshop.settings
        self._forms: tuple[tuple[str, ...], Forms] | None = None

    def forms(self, series: tuple[str, ...]) -> Forms:
        """The forms of references by these names of series."""
        if self._forms is None or self._forms[0] != series:
            self._forms = series, compile_forms(self.settings, series)
        return self._forms[1]

    @cached_property
    def renderer(self) -> Renderer:
        """The theme's templates, compiled."""
        return Renderer(self.workshop.theme, self._compiled)


_benches: list[Bench] = []
"""That of the workshop which this process works for: at most one."""


def start(workshop: Workshop) -> None:
    """Makes this process ready for the work of a workshop."""
    if not _benches or _benches[0].workshop is not workshop:
        _benches[:] = [Bench(workshop)]


def packed(matter: object) -> tuple[str, bytes]:
    """The digest of what a page is made from, and its form to travel and to be kept in."""
    data = canonical(matter)
    return digest(data), compressed(data)


def compressed(data: bytes) -> bytes:
    """The canonical bytes of something in its form to travel and to be kept in."""
    return zlib.compress(data, 1)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """What was packed."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301 - of our own making


def read(jobs: Sequence[ReadJob]) -> list[ReadResult]:
    """Parses sources and finds their references."""
    return [_read(job, _benches[0]) for job in jobs]


def _read(job: ReadJob, bench: Bench) -> ReadResult:
    try:
        with limits.cpu_limit(limits.CPU_SECONDS):
            return _read_in_time(job, bench)
    except limits.OutOfTimeError:
        path = job.source.path
        return ReadResult(key=job.key, path=path, diagnostics=(limits.timed_out(path),))


def _read_in_time(job: ReadJob, bench: Bench) -> ReadResult:
    parsed = parse(job.source, bench.settings)
    if parsed.dispatch is None:
        path = job.source.path
        return ReadResult(key=job.key, path=path, diagnostics=parsed.diagnostics, digest=job.digest)
    # How each block was read is asked for one source at a time, which is then read anew.
    dispatch = replace(parsed.dispatch, readings=())
    pickled = pickle.dumps(replace(dispatch, path=""), pickle.HIGHEST_PROTOCOL)
    return ReadResult(
        key=job.key,
        path=job.source.path,
        diagnostics=parsed.diagnostics,
        card=card(dispatch, find(dispatch, bench.forms(job.series))),
        series=job.series,
        dispatch=pickled,
        text=digest(pickled),
        digest=job.digest,
    )


def find_references(jobs: Sequence[FindJob]) -> list[Card]:
    """The cards of dispatches, their references searched again."""
    return [_found(job, _benches[0]) for job in jobs]


def _found(job: FindJob, bench: Bench) -> Card:
    dispatch: Dispatch | None
    if job.source is None:
        dispatch = pickle.loads(job.dispatch)  # noqa: S301 - of our own making
    else:
        dispatch = parse(job.source, bench.settings).dispatch
    if dispatch is None:
        message = f"{job.source.path if job.source else job.key} changed while it was read"
        raise OSError(message)
    dispatch = replace(dispatch, path=job.path)
    return card(dispatch, find(dispatch, bench.forms(job.series)))


def render(site: SiteView, jobs: Sequence[RenderJob]) -> list[Rendered]:
    """Renders pages; what a page of a dispatch shows of the archive is in its job."""
    return [rendered(job, site, _benches[0]) for job in jobs]


def rendered(job: RenderJob, site: SiteView, bench: Bench) -> Rendered:
    """Renders one page."""
    matter: Page | Slice = unpacked(job.matter) if isinstance(job.matter, bytes) else job.matter
    page, remark = (matter, None) if isinstance(matter, Page) else _dispatch_page(matter, job, bench)
    result = bench.renderer.render(page, site)
    if isinstance(result, Diagnostic):
        return Rendered(address=job.address, problem=result)
    return Rendered(address=job.address, data=result, remark=remark)


def _dispatch_page(slice_: Slice, job: RenderJob, bench: Bench) -> tuple[Page, Diagnostic | None]:
    """The page of a dispatch, with its original where there is one, and what keeps the two apart."""
    dispatch: Dispatch = pickle.loads(job.dispatch)  # noqa: S301 - of our own making
    remark = None
    if job.original:
        body = parse_original(job.original, bench.settings)
        tag = next((passage.language for passage in body.passages if passage.language), "")
        remark = _unpaired(dispatch, body, job.original.path)
        dispatch = replace(dispatch, original_body=body if body.passages else None, original_language=tag)
    return dispatch_page.page(dispatch, slice_, bench.settings), remark


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
