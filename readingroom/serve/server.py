"""HTTP for the preview, bound to this machine.

The Host header must name this machine, which defeats DNS rebinding; an Origin must be our own, so
that no other site reads what is not yet published. Addresses are decoded once and looked up in the
edition's table, so there is no path on disk that a request could reach.
"""

import errno
import socket
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from urllib.parse import quote, unquote

from readingroom.diagnostics import Diagnostic
from readingroom.serve import overlay
from readingroom.serve.answers import Answers
from readingroom.serve.content import of_bytes, tag_of
from readingroom.serve.media import HTML
from readingroom.serve.preview import Preview, State
from readingroom.serve.script import own_files, with_script

EVENTS = "/rr-preview/events"
HOSTS = ("127.0.0.1", "localhost", "[::1]")
HTTP = 80
"""The port that no Host header names."""
TRIES = 100
RETRY_MILLISECONDS = 500
"""How soon a browser comes back to a preview that went away."""


def free_port(first: int) -> int:
    """The first free port from `first` on; OSError where a hundred in a row are taken."""
    for port in range(first, min(first + TRIES, 65536)):
        with socket.socket() as probe:
            if sys.platform != "win32":  # where it would let two servers have one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                continue
            return port
    message = f"ports {first} to {first + TRIES - 1} are all taken"
    raise OSError(message)


class Server(ThreadingHTTPServer):
    """Serves a preview on 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 64
    """Eight tabs ask for all that they load at once."""

    def __init__(self, port: int, preview: Preview, log: Callable[[str], None]) -> None:
        """Binds at once; `log` is told of failed requests."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.preview = preview
        self.log = log
        self.own = own_files()
        self.hosts = frozenset(HOSTS if port == HTTP else (f"{host}:{port}" for host in HOSTS))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)
        self._counting = threading.Lock()
        self._listeners = 0  # guarded by `_counting`

    @property
    def listeners(self) -> int:
        """How many event streams are open."""
        with self._counting:
            return self._listeners

    def count_listener(self, change: int) -> None:
        """An event stream was opened (1) or has ended (-1)."""
        with self._counting:
            self._listeners += change

    def handle_error(self, request: object, client_address: object) -> None:
        """Tells of it in a line; a browser that goes away in the middle of an answer is no error."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            self.log(f"A request from {client_address} failed: {type(error).__name__}: {error}")
        del request


class _Handler(Answers):
    server: Server

    def do_GET(self) -> None:  # noqa: N802 - the name is the base class's
        if self.headers.get("Host", "") not in self.server.hosts:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        if self.headers.get("Origin") not in {None, *self.server.origins}:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(self.path.partition("?")[0].partition("#")[0])
        if path == EVENTS:
            self._events()
        elif path in self.server.own:
            self.answer(self.server.own[path])
        else:
            self._address(path)

    do_HEAD = do_GET  # noqa: N815 - the name is the base class's

    def _address(self, path: str) -> None:
        address = path.removeprefix("/")
        if not address or address.endswith("/"):
            address += "index.html"
        preview = self.server.preview
        state = preview.state  # before the page, which may be newer than it says, and never older
        content = preview.content(address)
        if isinstance(content, Diagnostic):
            self._page(state, overlay.page(content), HTTPStatus.INTERNAL_SERVER_ERROR)
        elif content is None and preview.has(f"{address}/index.html"):
            self.redirect(f"/{quote(address)}/")
        elif content is None:
            self._page(state, preview.not_found(), HTTPStatus.NOT_FOUND)
        elif content.kind == HTML:
            with content.opened() as file:
                self._page(state, file.read(), HTTPStatus.OK)
        else:
            self.answer(content)

    def _page(self, state: State, page: bytes, status: HTTPStatus) -> None:
        """Sends a page with the preview's script; its ETag is that of the page alone, in all generations."""
        tag = tag_of(page)
        self.answer(of_bytes(with_script(page, tag, state.server, state.generation), HTML, tag), status)

    def _events(self) -> None:
        if self.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command != "HEAD":
            self.server.count_listener(1)
            try:
                self._stream()
            except OSError:
                return  # the browser went away
            finally:
                self.server.count_listener(-1)

    def _stream(self) -> None:
        preview, generation = self.server.preview, 0
        self.wfile.write(f"retry: {RETRY_MILLISECONDS}\n\n".encode())
        while not preview.has_ended:
            state = preview.wait(generation)
            if state is None:
                self.wfile.write(b"event: beat\ndata:\n\n")
            else:
                generation = state.generation
                self.wfile.write(f"data: {state.message()}\n\n".encode())
            self.wfile.flush()
