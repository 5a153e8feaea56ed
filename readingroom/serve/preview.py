"""What the preview shows: the newest edition, its problems, and who waits for the next."""

import json
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import quote

from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.page import Bundle, Copy, File
from readingroom.serve import overlay
from readingroom.serve.changes import broken_pages, changed_files
from readingroom.serve.content import Content, of_bytes, of_file
from readingroom.serve.media import media_type
from readingroom.session import Edition

HEARTBEAT_SECONDS = 15.0
KEPT_PAGES = 64
"""How many rendered pages of a generation are kept, for tabs that ask again."""

Touched = frozenset[str] | None
"""The absolute paths that changed; None where anything may have."""
Build = Callable[[Touched], tuple[Edition | None, Sequence[Diagnostic]]]
"""Gives an edition, or None with the errors that stand in its way."""
Open = Callable[[str], BinaryIO]
"""Opens a file of the content folder, by its path; OSError where it is not to be read."""
Follow = Callable[[Edition, Touched], str]
"""The address of the page of what was saved; empty where there is none."""
Search = Callable[[Edition, str], bytes | None]
"""What stands at an address of the search of an edition; None where nothing does, OSError at times."""
SEARCH = "search/"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One generation of the preview."""

    server: str
    """Which run of the preview it is of."""
    generation: int
    edition: Edition
    errors: tuple[Diagnostic, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    """The generation in which files that pages load last changed, by address; absent where never."""
    broken: Mapping[str, str] = field(default_factory=dict)
    """The sources of pages that are missing for an error in them, by address."""
    opens: tuple[int, str] = (0, "")
    """The page of what was saved last, with its generation."""

    def message(self) -> str:
        """All that browsers are told, as JSON."""
        message: dict[str, object] = {
            "server": self.server,
            "generation": self.generation,
            "files": dict(self.changed),
            "broken": list(self.broken),
            "errors": overlay.section(self.errors),
        }
        if self.opens[0]:
            message["opens"] = {"generation": self.opens[0], "address": f"/{quote(self.opens[1])}"}
        return json.dumps(message, ensure_ascii=False)


class Preview:
    """The last good edition, served while the next is built."""

    def __init__(
        self,
        build: Build,
        *,
        opened: Open | None = None,
        follow: Follow | None = None,
        search: Search | None = None,
        report: Callable[[Diagnostic], object] = lambda _: None,
    ) -> None:
        """`opened` is for large files, which would else be read whole; `report` hears of broken pages."""
        self._build = build
        self._opened = opened
        self._follow = follow
        self._search = search
        self._report = report
        self._server = secrets.token_hex(8)
        self._owed: Touched = frozenset()
        """What changed since the last build that came to something."""
        self._changed = threading.Condition()
        # The lock of `_changed` guards these two.
        self._state: State | None = None
        self._ended = False
        self._rendering = threading.Lock()
        # It guards these two.
        self._pages: dict[tuple[int, str], bytes | Diagnostic] = {}
        self._told: set[tuple[int, Diagnostic]] = set()

    def rebuild(self, touched: Touched = None) -> State:
        """Builds, and tells everybody who waits; called by one thread at a time."""
        self._owed = None if self._owed is None or touched is None else self._owed | touched
        edition, problems = self._attempt()
        before = self._state
        if edition is None and before is None:
            message = "\n".join(d.message for d in problems)
            raise RuntimeError(message)
        if edition is not None:
            self._owed = frozenset()
        errors = tuple(one for one in problems if one.severity is Severity.ERROR)
        state = self._next(before, edition, errors, touched)
        with self._changed:
            self._state = state
            self._changed.notify_all()
        return state

    def _attempt(self) -> tuple[Edition | None, Sequence[Diagnostic]]:
        """What the build gives; whatever goes wrong in it, what is served stays."""
        try:
            return self._build(self._owed)
        except Exception as error:
            if self._state is None:
                raise
            message = f"The archive could not be built: {type(error).__name__}: {error}"
            hint = "Undo the last change. The page before it is still shown."
            return None, [Diagnostic(code=Code.UNREADABLE, message=message, hint=hint)]

    def _next(
        self,
        before: State | None,
        edition: Edition | None,
        errors: tuple[Diagnostic, ...],
        touched: Touched,
    ) -> State:
        if before is None:
            assert edition is not None  # noqa: S101 - the caller has seen to it
            return State(server=self._server, generation=1, edition=edition, errors=errors)
        generation = before.generation + 1
        if edition is None:
            return replace(before, generation=generation, errors=errors)
        page = self._follow(edition, touched) if self._follow else ""
        return State(
            server=self._server,
            generation=generation,
            edition=edition,
            errors=errors,
            changed={**before.changed, **dict.fromkeys(changed_files(before.edition, edition), generation)},
            broken=broken_pages(before.edition, edition, before.broken, errors),
            opens=(generation, page) if page else before.opens,
        )

    def has(self, address: str) -> bool:
        """Whether anything stands at an address beneath the output folder."""
        return address in self.state.edition.written

    def content(self, address: str) -> Content | Diagnostic | None:
        """What stands at an address; a diagnostic where it cannot be rendered, None where nothing does."""
        state = self.state
        item = state.edition.written.get(address)
        kind = media_type(address)
        try:
            if self._search and address.startswith(SEARCH):
                found = self._search(state.edition, address)
                return None if found is None else of_bytes(found, kind)
            if isinstance(item, Copy) and self._opened:
                return of_file(self._opened(item.path), kind)
            is_whole = isinstance(item, Bundle | Copy | File)
            data = state.edition.data(address) if is_whole else self._made(state, address)
        except OSError:
            return None  # it went away, and the next edition will be without it
        return of_bytes(data, kind) if isinstance(data, bytes) else data

    def _made(self, state: State, address: str) -> bytes | Diagnostic | None:
        """A page, or what is made like one, once in a generation however many tabs ask for it."""
        key = (state.generation, address)
        with self._rendering:
            if key not in self._pages:
                data = state.edition.data(address)
                if data is None:
                    return None
                while len(self._pages) >= KEPT_PAGES:
                    del self._pages[next(iter(self._pages))]
                self._pages[key] = data
            data = self._pages[key]
            if isinstance(data, Diagnostic) and (state.generation, data) not in self._told:
                self._told = {(state.generation, data), *(t for t in self._told if t[0] == state.generation)}
                self._report(data)
            return data

    def not_found(self) -> bytes:
        """The archive's page for missing addresses; its links, alone in being whole, lead to the preview."""
        state = self.state
        page = self._made(state, "404.html")
        base_url = state.edition.site.settings.base_url
        if not isinstance(page, bytes):
            return b"<!DOCTYPE html><title>Not found</title><body><h1>Not found</h1></body>"
        return page.replace(base_url.encode(), b"/") if base_url else page

    @property
    def state(self) -> State:
        """The present generation; RuntimeError before the first build."""
        with self._changed:
            if self._state is None:
                message = "nothing has been built yet"
                raise RuntimeError(message)
            return self._state

    def wait(self, generation: int) -> State | None:
        """The state once it is newer than `generation`; None where nothing happens for a while."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_newer(generation) or self._ended, HEARTBEAT_SECONDS)
            return self._state if self._is_newer(generation) and not self._ended else None

    def _is_newer(self, generation: int) -> bool:
        return self._state is not None and self._state.generation > generation

    def end(self) -> None:
        """Nobody need wait for another edition."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def has_ended(self) -> bool:
        """Whether there will be no other edition."""
        with self._changed:
            return self._ended
