"""One edition of an archive: everything that is to be written, made as it is asked for.

Pages of dispatches are rendered from their text and their slice of the archive; bodies stay in the
store until then. What a page is made of is known before it is rendered, so that one whose inputs are
those of the last build is left as it stands.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from html import escape

from readingroom import feeds, sentences
from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.dispatch import Dispatch
from readingroom.model.page import (
    Bundle,
    Composed,
    Copy,
    DispatchPage,
    Excerpt,
    File,
    FileRecipe,
    Page,
    PageRecipe,
    Part,
    Written,
)
from readingroom.model.site import Site
from readingroom.model.source import Source
from readingroom.model.view import SiteView
from readingroom.pages import dispatch as dispatch_page
from readingroom.pages import filled
from readingroom.pages.frame import site_view
from readingroom.pages.slices import Slice, slice_of
from readingroom.pipeline import tasks
from readingroom.pipeline.pool import Pool
from readingroom.pipeline.reading import DISPATCH, Step
from readingroom.pipeline.searching import Searching
from readingroom.pipeline.settings_key import page_settings
from readingroom.publish import zipped
from readingroom.search.outline import outline_of
from readingroom.store import Store
from readingroom.traces import Inputs, Trace, canonical, digest

_MATTERS = 256
MATTER = "matter"
"""Kind of what pages were made from, in the store, by its digest."""

Original = Callable[[str], Source | None]
"""By its path, empty where there is none: the text that a dispatch translates."""
Started = Callable[[int], Step]
"""Told how many items a long stage has; gives what is to be told of each step."""
Stands = Callable[[str, str], bool]
"""Whether a file of a SHA-256 is published at an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The dispatches themselves, by id, as they lie in the store."""

    store: Store
    keys: Mapping[str, str]
    digests: Mapping[str, str]
    """Of each, what its page is made from; a renamed source has another key, and the same digest."""
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
class Result:
    """A page or composed file of an edition: its trace, and its bytes unless those that stand are right."""

    address: str
    trace: Trace | None = None
    """None where it could not be made."""
    data: bytes | None = None
    problem: Diagnostic | None = None
    remark: Diagnostic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """A page that is to be rendered."""

    item: Page | PageRecipe | DispatchPage
    inputs: Inputs


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What one build publishes."""

    site: Site
    written: Mapping[str, Written]
    """By address."""
    texts: Texts
    originals: Mapping[str, str]
    """The path of the text that a dispatch translates, by its id, where it is kept as plain text."""
    original: Original
    content: Callable[[str], bytes]
    """The bytes of a file of the content folder, by its path; OSError where it is not to be read."""
    digests: Mapping[str, str]
    """SHA-256 of files of the content folder, by path, as far as it is known."""
    bench: tasks.Bench
    pool: Pool[tasks.Workshop]

    @cached_property
    def view(self) -> SiteView:
        """What every template sees as `site`."""
        return site_view(self.site)

    @cached_property
    def site_digest(self) -> str:
        """Of what every page depends on."""
        return digest(canonical((self.view, page_settings(self.site.settings))))

    def keep_view(self) -> str:
        """Keeps what every template sees in the store; under what digest."""
        data = canonical(self.view)
        self.texts.store.put(MATTER, digest(data), tasks.compressed(data))
        return digest(data)

    @cached_property
    def searching(self) -> Searching:
        """The making of the search index."""
        return Searching(
            outline=outline_of(self.site),
            digests=self.texts.digests,
            pickled=self.texts.pickled,
            authority=self.site.authority,
            store=self.texts.store,
            pool=self.pool,
        )

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return sum(isinstance(item, Page | PageRecipe | DispatchPage) for item in self.written.values())

    def pages(
        self, started: Started, known: Mapping[str, Trace] | None = None, stands: Stands | None = None
    ) -> Iterator[Result]:
        """Every page; one whose trace is as `known`, and whose bytes `stands` finds, is not rendered.

        `started` is told how many are rendered, and gives what is told of each.
        """
        due: list[_Due] = []
        matters: dict[str, bytes] = {}
        for item in self.written.values():
            if isinstance(item, Page | PageRecipe | DispatchPage):
                inputs, matter = self._planned(item)
                before = (known or {}).get(item.address)
                if before and stands and before.inputs == inputs and stands(item.address, before.output):
                    yield Result(address=item.address, trace=before, remark=self.remark(before, item))
                else:
                    matters[inputs.matter] = tasks.compressed(matter)
                    due.append(_Due(item=item, inputs=inputs))
                    if len(matters) == _MATTERS:
                        self._keep(matters)
        self._keep(matters)
        yield from self._rendered(due, started(len(due)), known or {})

    def composed(
        self, known: Mapping[str, Trace] | None = None, stands: Stands | None = None
    ) -> Iterator[Result]:
        """Every file that is composed of texts, likewise."""
        for item in self.written.values():
            if isinstance(item, Composed):
                inputs = self._composed_inputs(item)
                before = (known or {}).get(item.address)
                if before and stands and before.inputs == inputs and stands(item.address, before.output):
                    yield Result(address=item.address, trace=before)
                else:
                    yield new_result(item.address, inputs, self._compose(item), None, before)

    def data(self, address: str) -> bytes | Diagnostic | None:
        """What stands at an address, made now; None where nothing does, OSError where its file is gone."""
        item = self.written.get(address)
        return None if item is None else self._made(item)

    def _made(self, item: Written) -> bytes | Diagnostic:
        match item:
            case File(data=data):
                return data
            case FileRecipe(data=make):
                return make(self.site)
            case Copy(path=path):
                return self.content(path)
            case Bundle():
                return zipped(item, self.content)
            case Composed():
                return self._compose(item)
        result = tasks.rendered(self._job(item, self._matter(item)), self.view, self.bench)
        return result.problem or result.data

    def files(self) -> Iterator[File]:
        """Every file whose bytes are known."""
        for item in self.written.values():
            if isinstance(item, File):
                yield item
            elif isinstance(item, FileRecipe):
                yield File(address=item.address, data=item.data(self.site))

    def copies(self) -> Iterator[Copy]:
        """Every file of the content folder that is published as it is, with its digest where it is known."""
        for item in self.written.values():
            if isinstance(item, Copy):
                known = self.digests.get(item.path, "")
                yield item if item.digest or not known else replace(item, digest=known)

    def bundles(self) -> Iterator[Bundle]:
        """Every archive file of files of the content folder."""
        return (item for item in self.written.values() if isinstance(item, Bundle))

    def _rendered(self, due: list[_Due], step: Step, known: Mapping[str, Trace]) -> Iterator[Result]:
        jobs = (self._job(one.item, self._kept_matter(one)) for one in due)
        results = self.pool.map(partial(tasks.render, self.view), jobs, len(due), _lost)
        for one, result in zip(due, results, strict=True):
            step(1)
            address = one.item.address
            if result.problem:
                yield Result(address=address, problem=result.problem)
            else:
                made = new_result(address, one.inputs, result.data, result.remark, known.get(address))
                yield replace(made, remark=self.remark(made.trace, one.item))

    def remark(self, trace: Trace | None, item: Written | None) -> Diagnostic | None:
        """What there is to tell of a page, under the name that its source has today."""
        if trace is None or trace.remark is None or not isinstance(item, DispatchPage):
            return None
        return replace(trace.remark, path=self.site.archive.entries[item.id].card.path)

    def _planned(self, item: Page | PageRecipe | DispatchPage) -> tuple[Inputs, bytes]:
        """What a page is made of, and its matter as bytes."""
        data = canonical(self._matter(item))
        matter = digest(data)
        if not isinstance(item, DispatchPage):
            template = self.bench.workshop.theme.digest(item.template)
            return Inputs(self.site_digest, template, matter), data
        original = self.original(self.originals.get(item.id, ""))
        inputs = Inputs(
            self.site_digest,
            self.bench.workshop.theme.digest(dispatch_page.TEMPLATE),
            matter,
            self.texts.digests[item.id],
            digest(canonical(original)) if original else "",
        )
        return inputs, data

    def _keep(self, matters: dict[str, bytes]) -> None:
        """Puts what pages are made from into the store: all of it at once would fill the memory."""
        self.texts.store.put_many(MATTER, matters)
        matters.clear()

    def _kept_matter(self, due: _Due) -> bytes:
        """What a page is made from; once more where the store has lost it."""
        data = self.texts.store.get(MATTER, due.inputs.matter)
        return data or tasks.compressed(canonical(self._matter(due.item)))

    def _composed_inputs(self, item: Composed) -> Inputs:
        ids = dict.fromkeys(part.id for part in item.parts if isinstance(part, Excerpt))
        texts = [(self.texts.digests[name], digest(canonical(self._slice(name)))) for name in ids]
        matter, kept = tasks.packed(item)
        self.texts.store.put(MATTER, matter, kept)
        return Inputs(self.site_digest, "", matter, digest(canonical(texts)))

    def _matter(self, item: Page | PageRecipe | DispatchPage) -> Page | Slice:
        if isinstance(item, Page):
            return item
        return item.page(self.site) if isinstance(item, PageRecipe) else self._slice(item.id)

    def _slice(self, dispatch_id: str) -> Slice:
        return slice_of(self.site, self.site.archive.entries[dispatch_id])

    def _job(self, item: Page | PageRecipe | DispatchPage, matter: Page | Slice | bytes) -> tasks.RenderJob:
        if not isinstance(item, DispatchPage):
            return tasks.RenderJob(address=item.address, matter=matter)
        return tasks.RenderJob(
            address=item.address,
            matter=matter,
            dispatch=self.texts.pickled(item.id),
            original=self.original(self.originals.get(item.id, "")),
        )

    def _compose(self, item: Composed) -> bytes:
        return composed(item, self.texts.dispatch, self._slice, self.site.settings.base_url)


def new_result(
    address: str, inputs: Inputs, data: bytes, remark: Diagnostic | None, before: Trace | None
) -> Result:
    """What was made at an address, where `before` stood."""
    output = sha256(data).hexdigest()
    earlier = before and (before.inputs if before.output != output else before.before)
    return Result(address=address, trace=Trace(inputs, output, remark, earlier), data=data)


def composed(
    item: Composed, dispatch: Callable[[str], Dispatch], slice_: Callable[[str], Slice], base_url: str
) -> bytes:
    """The bytes of a composed file, from the dispatches that it shows and their slices, by id."""

    def part(dispatch_id: str, part: Part) -> str:
        text = dispatch(dispatch_id)
        if part is Part.OPENING:
            return sentences.lede(text.body)
        return absolute_content(text, slice_(dispatch_id), base_url)

    return feeds.filled(item, part)


def absolute_content(dispatch: Dispatch, slice_: Slice, base_url: str) -> str:
    """The HTML of a dispatch's body and notes, every link in it absolute, for readers elsewhere."""
    addresses = filled.elsewhere(slice_, base_url)
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
