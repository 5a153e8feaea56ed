"""One edition of an archive: everything that is to be written, rendered as it is asked for.

Pages of dispatches are rendered in the worker processes, each from its text and its slice of the
archive; bodies stay in the store until then.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.dispatch import Dispatch
from readingroom.model.page import Bundle, Copy, DispatchPage, File, Page, Written
from readingroom.model.site import Site
from readingroom.model.source import Source
from readingroom.pages import filled
from readingroom.pages.frame import site_view
from readingroom.pages.slices import slice_of
from readingroom.pipeline import tasks
from readingroom.pipeline.pool import Pool
from readingroom.pipeline.reading import DISPATCH, Step
from readingroom.publish import zipped
from readingroom.store import Store

Original = Callable[[str], Source | None]
"""By the id of a dispatch: the text beside it that it translates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The dispatches themselves, by id, as they lie in the store."""

    store: Store
    keys: Mapping[str, str]
    reread: Callable[[str], Dispatch]
    """Reads the source of a dispatch that the store has lost."""

    def pickled(self, dispatch_id: str) -> bytes:
        """A dispatch, pickled."""
        data = self.store.get(DISPATCH, self.keys[dispatch_id])
        return data or pickle.dumps(self.reread(dispatch_id), pickle.HIGHEST_PROTOCOL)

    def dispatch(self, dispatch_id: str) -> Dispatch:
        """A dispatch."""
        dispatch: Dispatch = pickle.loads(self.pickled(dispatch_id))  # noqa: S301 - of our own making
        return dispatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one build publishes."""

    site: Site
    written: Mapping[str, Written]
    """By address."""
    texts: Texts
    original: Original
    content: Callable[[str], bytes]
    """The bytes of a file of the content folder, by its path; OSError where it is not to be read."""
    pool: Pool[tasks.Workshop]

    @property
    def rendered(self) -> int:
        """How many pages it has."""
        return sum(isinstance(item, Page | DispatchPage) for item in self.written.values())

    def pages(self, step: Step) -> Iterator[tasks.Rendered]:
        """Every page, rendered, in the order of the table of outputs."""
        items = [item for item in self.written.values() if isinstance(item, Page | DispatchPage)]
        work = partial(tasks.render, site_view(self.site))
        for result in self.pool.map(work, map(self._job, items), len(items), _lost):
            step(1)
            yield self._heard(result)

    def page(self, address: str) -> tasks.Rendered | None:
        """One page, rendered in this process; None where the address has none."""
        item = self.written.get(address)
        if not isinstance(item, Page | DispatchPage):
            return None
        self.pool.start_here()
        return tasks.render(site_view(self.site), [self._job(item)])[0]

    def _heard(self, result: tasks.Rendered) -> tasks.Rendered:
        """A page without a remark that the archive has silenced."""
        silenced = result.remark and str(result.remark.code) in self.site.settings.silence
        return replace(result, remark=None) if silenced else result

    def data(self, address: str) -> bytes | Diagnostic | None:
        """What stands at an address, made now; None where nothing does, OSError where its file is gone."""
        item = self.written.get(address)
        if isinstance(item, File):
            return item.data
        if isinstance(item, Copy):
            return self.content(item.path)
        if isinstance(item, Bundle):
            return zipped(item, self.content)
        page = self.page(address)
        return (page.problem or page.data) if page else None

    def files(self) -> Iterator[File]:
        """Every file whose bytes are known."""
        return (item for item in self.written.values() if isinstance(item, File))

    def copies(self) -> Iterator[Copy]:
        """Every file of the content folder that is published as it is."""
        return (item for item in self.written.values() if isinstance(item, Copy))

    def bundles(self) -> Iterator[Bundle]:
        """Every archive file of files of the content folder."""
        return (item for item in self.written.values() if isinstance(item, Bundle))

    def _job(self, item: Page | DispatchPage) -> tasks.RenderJob:
        if isinstance(item, Page):
            return tasks.RenderJob(address=item.address, page=item)
        return tasks.RenderJob(
            address=item.address,
            slice=slice_of(self.site, self.site.archive.entries[item.id]),
            dispatch=self.texts.pickled(item.id),
            original=self.original(item.id),
        )


def absolute_content(site: Site, texts: Texts, dispatch_id: str) -> str:
    """The HTML of a dispatch's body and notes, every link in it absolute, for readers elsewhere."""
    dispatch = texts.dispatch(dispatch_id)
    slice_ = slice_of(site, site.archive.entries[dispatch_id])
    addresses = filled.elsewhere(slice_, site.settings.base_url)
    parts: list[str] = [filled.html(dispatch.body, None, addresses)]
    if dispatch.notes:
        parts.append("<hr>")
    for number, note in enumerate(dispatch.notes):
        html = filled.html(note.body, number, addresses)
        parts.append(f'<div id="{escape(note.id)}">[{escape(note.label)}] {html}</div>')
    return "".join(parts)


def _lost(job: tasks.RenderJob) -> tasks.Rendered:
    diagnostic = Diagnostic(
        code=Code.TEMPLATE_ERROR, message=f"Rendering {job.address} ended the process that rendered it."
    )
    return tasks.Rendered(address=job.address, problem=diagnostic)
