"""A build whose edits are of texts alone, made from what is remembered of the last one.

The archive around an edited text is what it was, so nothing else is read, linked or listed again.
Whatever is not such an edit, or not remembered, takes a pass over the whole archive.
"""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from readingroom import read
from readingroom.addresses import page_of
from readingroom.diagnostics import Diagnostic
from readingroom.link import Cards, Linked, Splice, citations, known_state, linked, recited, splice
from readingroom.link.state import State
from readingroom.model.archive import Card, Citation, Presence
from readingroom.model.dispatch import Dispatch
from readingroom.model.page import Composed, Copy, Page
from readingroom.model.view import KindView, ReferencesView
from readingroom.pages.concordance import with_citations
from readingroom.pages.frame import REFERENCES
from readingroom.pages.insertions import with_uses
from readingroom.pages.slices import Slice
from readingroom.pipeline import tasks
from readingroom.pipeline.edition import MATTER, Result, composed, new_result
from readingroom.pipeline.imprint import Imprint, SearchImprint
from readingroom.pipeline.reading import DISPATCH, Kept, is_error, read_one, recalled_card
from readingroom.read import Inventory, SourceFile
from readingroom.search.names import names_of
from readingroom.search.segment import segment
from readingroom.search.splice import Edit, NoSpliceError, Spliced
from readingroom.search.splice import splice as splice_index
from readingroom.search.statistics import texts_digest
from readingroom.session.warm import Session
from readingroom.traces import Inputs, canonical, digest

_Value = TypeVar("_Value")

MOST = 32
"""More edited sources take a pass over the whole archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """What such a build comes to."""

    results: tuple[Result, ...]
    """Every page and composed file that changed, made."""
    copies: tuple[Copy, ...]
    """Every published source that changed."""
    search: Spliced
    """What changed of the search index."""
    parsed: int
    imprint: Imprint
    """As it will be once all is published; `outputs` lacks what changed."""


class NoShortcutError(Exception):
    """A pass over the whole archive is needed; the message says why."""


def shortcut(session: Session, earlier: Imprint, inventory: Inventory) -> Shortcut:
    """The build that follows `earlier`, whose clock the caller compared; NoShortcutError where it is none."""
    _require(earlier.configuration == session.configuration, "settings, names or theme changed")
    _require(inventory.stamps.keys() == earlier.stamps.keys(), "files came or went")
    _require(inventory.diagnostics == earlier.told_of_content, "the content folder reads otherwise")
    _require(inventory.attachments == earlier.attachments, "attachments changed")
    _require(not any(map(is_error, session.heard(earlier.diagnostics))), "there were errors")
    edits = _Edits(session, earlier, inventory)
    for path in _changed(earlier, inventory):
        edits.take(path)
    results = tuple(edits.results())
    known = {result.address: result.trace for result in results if result.trace}
    search = edits.search()
    return Shortcut(
        results=results,
        copies=tuple(edits.copies),
        search=search,
        parsed=edits.parsed,
        imprint=replace(
            earlier,
            looked_at=inventory.looked_at,
            stamps=inventory.stamps,
            kept={**earlier.kept, **edits.kept},
            traces={**earlier.traces, **known},
            told_of_sources={**earlier.told_of_sources, **edits.told_of_sources},
            told_of_links=_told(earlier, edits),
            search=edits.search_imprint(search),
        ),
    )


def same_embargoes(earlier: Imprint, as_of: datetime) -> bool:
    """Whether no embargo lifts between the time of an earlier build and another."""
    first, last = sorted((datetime.fromisoformat(earlier.as_of), as_of))
    return not any(first < datetime.fromisoformat(lifts) <= last for lifts in earlier.lifts)


def _told(earlier: Imprint, edits: "_Edits") -> dict[str, tuple[Diagnostic, ...]]:
    told = {**earlier.told_of_links, **{name: one.linked.diagnostics for name, one in edits.splices.items()}}
    return {name: rows for name, rows in told.items() if rows}


def _require(condition: object, reason: str) -> None:
    if not condition:
        raise NoShortcutError(reason)


def _needed(value: _Value | None, reason: str) -> _Value:
    if value is None:
        raise NoShortcutError(reason)
    return value


def _changed(earlier: Imprint, inventory: Inventory) -> list[str]:
    """The paths of files that are not known to be as they were."""
    proven = earlier.proven_stamps()
    return [path for path, stamp in inventory.stamps.items() if proven.get(path) != stamp]


class _Edits:
    """The edited sources, one after the other, and what follows from them."""

    def __init__(self, session: Session, earlier: Imprint, inventory: Inventory) -> None:
        self._session = session
        self._earlier = earlier
        self._sources = {
            path: file for file in inventory.sources for path in (file.path, file.sidecar) if path
        }
        self._beside = {file.path: file.of for file in inventory.originals}
        self._ids = {path: name for name, (path, _) in earlier.directory.items()}
        self._state: State | None = None
        self._attachments = {row.path: row for row in inventory.attachments}
        self._seen: set[str] = set()
        self._slices: dict[str, Slice] = {}
        self._kinds: dict[str, list[tuple[str, Card]]] = {}
        """By the address of a list of insertions, the kind that it lists, and the cards that changed."""
        self._wanted: list[tuple[str, str, tuple[Citation, ...]]] = []
        """Wanted numbers, who wants them, and with what words now."""
        self._again: set[str] = set()
        """Ids whose page is made again, whatever it is made from."""
        self.splices: dict[str, Splice] = {}
        self.kept: dict[str, Kept] = {}
        self.told_of_sources: dict[str, tuple[Diagnostic, ...]] = {}
        self.copies: list[Copy] = []
        self.parsed = 0

    def take(self, path: str) -> None:
        """Takes in a file that may have changed."""
        if path in self._attachments:
            return  # examined already, and found to be as it was
        if path in self._beside:
            self._again.add(self._id(self._beside[path]))
            return
        _require(path in self._sources, "a file changed that is no dispatch")
        file = self._sources[path]
        if file.path not in self._seen:
            self._seen.add(file.path)
            _require(len(self._seen) <= MOST, "many texts changed")
            self._take_source(file)

    def _id(self, path: str) -> str:
        _require(path in self._ids, "a source changed that is no dispatch")
        name = self._ids[path]
        _require(self._earlier.directory[name][1] is Presence.PAGE, "a dispatch changed that has no page")
        return name

    def _take_source(self, file: SourceFile) -> None:
        session, path = self._session, file.path
        source = read.load(session.paths.content, file)
        if isinstance(source, Diagnostic):
            raise NoShortcutError(source.message)
        before = _needed(self._earlier.kept.get(path), "a source was not read before")
        reading = read_one(source, session.settings, self._earlier.series, session.store, session.pool)
        if reading.kept == before:
            return
        name = self._id(path)
        card = _needed(reading.card, "a source is refused")
        _require(not any(map(is_error, session.heard(reading.told))), "a source has errors")
        _require(card.id == name, "a dispatch has another number")
        self.parsed += reading.is_parsed
        self.kept[path] = reading.kept
        self.told_of_sources[path] = reading.told
        if reading.kept.digest != before.digest:
            self._copy(path, reading.kept.digest)
        self._splice(name, self._card(path), card)

    def _copy(self, path: str, digest_now: str) -> None:
        _require(self._session.settings.originals != "zip", "all sources are in one file")
        for address in self._earlier.copies.get(path, ()):
            self.copies.append(Copy(address=address, path=path, digest=digest_now))

    def _splice(self, name: str, before: Card, after: Card) -> None:
        state = self._state or self._known_state()
        old = linked(before, state)
        self._state = state = state.replacing(after)
        new = linked(after, state)
        asked = self._earlier.asked.get(name, frozenset())
        found = _needed(splice(before, after, old, new, asked), "others see what changed in a dispatch")
        self.splices[name] = found
        own = self._slice(name)
        self._slices[name] = replace(own, entry=replace(own.entry, links=new.links, targets=new.targets))
        for other in found.recited:
            self._recite(other, name, new)
        self._wanted += [(wanted, name, citations(new, wanted)) for wanted in found.wanted]
        for kind, address in self._earlier.uses.get(name, ()):
            if kind in found.kinds:
                self._kinds.setdefault(address, []).append((kind, after))

    def _recite(self, other: str, citing: str, now: Linked) -> None:
        """The page of a dispatch that is cited shows the sentence that cites it."""
        if self._earlier.directory[other][1] is Presence.PAGE:
            slice_ = self._slice(other)
            entry = recited(slice_.entry, citing, citations(now, other), is_readable=True)
            self._slices[other] = replace(slice_, entry=entry)

    def _known_state(self) -> State:
        cards = Cards(self._earlier.directory, self._fetched, {})
        return known_state(self._earlier.directory, cards, self._session.settings, self._attachments)

    def _fetched(self, name: str) -> Card:
        return self._card(self._earlier.directory[name][0])

    def _card(self, path: str) -> Card:
        kept = self._earlier.kept[path]
        return _needed(recalled_card(self._session.store, kept.key, self._earlier.series), "a card is lost")

    def _slice(self, name: str) -> Slice:
        if name not in self._slices:
            trace = self._earlier.traces[page_of(name)]
            self._slices[name] = self._matter(trace.inputs.matter)
        return self._slices[name]

    def _kept(self, name: str) -> Kept:
        path = self._earlier.directory[name][0]
        return self.kept.get(path) or self._earlier.kept[path]

    def results(self) -> Iterator[Result]:
        """Every page and composed file that changed."""
        touched = sorted(self._slices.keys() | self._again)
        for name in touched:
            yield from self._page(page_of(name), self._slice(name), name)
        for address, cards in sorted(self._kinds.items()):
            page: Page = self._matter(self._earlier.traces[address].inputs.matter)
            for kind, card in cards:
                assert isinstance(page.view, KindView)  # noqa: S101 - of such a page
                page = replace(page, view=with_uses(page.view, address, kind, card))
            yield from self._page(address, page, "")
        if self._wanted:
            yield from self._page(REFERENCES, self._references(), "")
        for address, ids in sorted(self._earlier.excerpts.items()):
            if not set(touched).isdisjoint(ids):
                yield from self._composed(address, ids)

    def search(self) -> Spliced:
        """What changes of the search index."""
        earlier = self._earlier.search
        changed = {self._ids[path]: kept for path, kept in self.kept.items() if self._text_changed(path)}
        if not changed:
            return Spliced({}, frozenset(), earlier.statistics)
        names = names_of(self._session.names)
        places = {name: place for place, name in enumerate(earlier.ids)}
        edits = [
            Edit(
                places[name],
                segment([self._earlier_dispatch(name)], self._session.names, names),
                segment([self._dispatch_of(name)], self._session.names, names),
            )
            for name in changed
        ]
        try:
            return splice_index(edits, earlier.language, earlier.statistics, self._published)
        except NoSpliceError as error:
            raise NoShortcutError(str(error)) from error

    def search_imprint(self, found: Spliced) -> SearchImprint:
        """What the search index is made from afterwards."""
        earlier = self._earlier.search
        digests = {name: self._kept(name).text for name in earlier.ids} if found.files else {}
        texts = texts_digest(earlier.ids, digests) if digests else earlier.texts
        return replace(earlier, texts=texts, statistics=found.statistics)

    def _text_changed(self, path: str) -> bool:
        return self.kept[path].text != self._earlier.kept[path].text

    def _published(self, address: str) -> bytes:
        """A published file, which must be as it was published."""
        try:
            data = (self._session.paths.output / address).read_bytes()
        except OSError as error:
            raise NoShortcutError(str(error)) from error
        _require(sha256(data).hexdigest() == self._earlier.outputs.get(address), "somebody touched the index")
        return data

    def _references(self) -> Page:
        page: Page = self._matter(self._earlier.traces[REFERENCES].inputs.matter)
        view = page.view
        assert isinstance(view, ReferencesView)  # noqa: S101 - of this page
        for wanted, citing, now in self._wanted:
            view = with_citations(view, wanted, citing, now)
        return replace(page, view=view)

    def _page(self, address: str, matter: Page | Slice, name: str) -> Iterator[Result]:
        before = self._earlier.traces[address]
        found, packed = tasks.packed(matter)
        original = self._session.original(self._earlier.originals.get(name, ""))
        inputs = before.inputs._replace(
            matter=found,
            text=self._kept(name).text if name else "",
            original=digest(canonical(original)) if original else "",
        )
        if inputs == before.inputs:
            return
        self._session.store.put(MATTER, found, packed)
        job = tasks.RenderJob(
            address=address,
            matter=matter,
            dispatch=self._dispatch(name) if name else b"",
            original=original,
        )
        made = tasks.rendered(job, self._matter(self._earlier.site_view), self._session.bench)
        _require(made.problem is None, "a page cannot be rendered")
        yield new_result(address, inputs, made.data, made.remark, before)

    def _composed(self, address: str, ids: Iterable[str]) -> Iterator[Result]:
        before = self._earlier.traces[address]
        item: Composed = self._matter(before.inputs.matter)
        slices = {name: self._slice(name) for name in ids}
        texts = [(self._kept(name).text, tasks.packed(slices[name])[0]) for name in slices]
        inputs: Inputs = before.inputs._replace(text=digest(canonical(texts)))
        if inputs != before.inputs:
            base_url = self._session.settings.base_url
            data = composed(item, self._dispatch_of, slices.__getitem__, base_url)
            yield new_result(address, inputs, data, None, before)

    def _matter(self, name: str) -> Any:  # noqa: ANN401 - a page, a slice, a composed file, a view of the site
        data = self._session.store.get(MATTER, name)
        return tasks.unpacked(_needed(data, "what a page was made from is not remembered"))

    def _dispatch(self, name: str) -> bytes:
        data = self._session.store.get(DISPATCH, self._kept(name).key)
        return _needed(data, "the text of a dispatch is not remembered")

    def _earlier_dispatch(self, name: str) -> Dispatch:
        kept = self._earlier.kept[self._earlier.directory[name][0]]
        data = _needed(
            self._session.store.get(DISPATCH, kept.key), "the text of a dispatch is not remembered"
        )
        dispatch: Dispatch = pickle.loads(data)  # noqa: S301 - of our own making
        return dispatch

    def _dispatch_of(self, name: str) -> Dispatch:
        dispatch: Dispatch = pickle.loads(self._dispatch(name))  # noqa: S301 - of our own making
        return dispatch
