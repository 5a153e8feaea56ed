"""What the preview shows: the newest edition, its problems, and who waits for the next."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from readingroom.diagnostics import Diagnostic, Severity, as_text
from readingroom.session import Edition

HEARTBEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class State:
    """One generation of the preview."""

    generation: int
    edition: Edition
    problems: tuple[Diagnostic, ...]

    def message(self) -> str:
        """What browsers are told, as JSON."""
        errors = [d for d in self.problems if d.severity is Severity.ERROR]
        return json.dumps(
            {
                "generation": self.generation,
                "errors": [
                    {
                        "place": f"{d.path}:{d.line}" if d.line else d.path,
                        "message": d.message,
                        "excerpt": d.excerpt,
                        "hint": d.advice,
                    }
                    for d in errors
                ],
            },
            ensure_ascii=False,
        )


class Preview:
    """The last good edition, served while the next is built."""

    def __init__(self, build: Callable[[], tuple[Edition | None, Sequence[Diagnostic]]]) -> None:
        """`build` gives an edition, or None with the errors that stand in its way."""
        self._build = build
        self._changed = threading.Condition()
        self._state: State | None = None

    def rebuild(self) -> State:
        """Builds, and tells everybody who waits; called by one thread at a time."""
        edition, problems = self._build()
        with self._changed:
            before = self._state
            if edition is None and before is None:
                message = "\n".join(d.message for d in problems)
                raise RuntimeError(message)
            edition = edition or (before.edition if before else None)
            assert edition is not None  # noqa: S101 - one of both is there, see above
            self._state = State(before.generation + 1 if before else 1, edition, tuple(problems))
            self._changed.notify_all()
            return self._state

    def has(self, address: str) -> bool:
        """Whether anything stands at an address beneath the output folder."""
        return address in self.state.edition.written

    def data(self, address: str) -> bytes | None:
        """What stands at an address, rendered now if it is a page; None where nothing does, or no more."""
        try:
            data = self.state.edition.data(address)
        except OSError:
            return None
        return _explained(data) if isinstance(data, Diagnostic) else data

    def not_found(self) -> bytes:
        """The archive's page for missing addresses; its links, alone in being whole, lead to the preview."""
        base_url = self.state.edition.site.settings.base_url
        page = self.data("404.html") or b"Not found"
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
            if self._state is None or self._state.generation <= generation:
                self._changed.wait(HEARTBEAT_SECONDS)
            if self._state is None or self._state.generation <= generation:
                return None
            return self._state


def _explained(problem: Diagnostic) -> bytes:
    """A page in place of one that cannot be rendered."""
    text = escape(as_text(problem))
    page = f"<!doctype html><meta charset=utf-8><title>Template error</title><body><pre>{text}</pre></body>"
    return page.encode()
