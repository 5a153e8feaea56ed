"""HTTP for the preview, bound to this machine.

The Host header must name this machine, which defeats DNS rebinding; an Origin must be our own, so
that no other site reads what is not yet published. Addresses are decoded once and looked up in the
edition's table, so there is no path on disk that a request could reach.
"""

import errno
import mimetypes
import socket
import sys
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from readingroom.serve.preview import Preview

EVENTS = "/rr-preview/events"
SCRIPT = "/rr-preview/preview.js"
HOSTS = ("127.0.0.1", "localhost", "[::1]")
HTTP = 80
"""The port that no Host header names."""
TRIES = 100

_TAG = b'<script src="' + SCRIPT.encode() + b'" defer></script></body>'


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

    def __init__(self, port: int, preview: Preview, log: Callable[[str], None]) -> None:
        """Binds at once; `log` is told of failed requests."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.preview = preview
        self.log = log
        self.script = (Path(__file__).parent / "preview.js").read_bytes()
        self.hosts = frozenset(HOSTS if port == HTTP else (f"{host}:{port}" for host in HOSTS))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "ReadingRoom"
    sys_version = ""

    def do_GET(self) -> None:
        if self.headers.get("Host", "") not in self.server.hosts:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        if self.headers.get("Origin") not in {None, *self.server.origins}:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(self.path.partition("?")[0].partition("#")[0])
        if path == EVENTS:
            self._events()
        elif path == SCRIPT:
            self._send(self.server.script, "text/javascript; charset=utf-8")
        else:
            self._page(path)

    do_HEAD = do_GET  # noqa: N815 - the name is the base class's

    def _page(self, path: str) -> None:
        address = path.removeprefix("/")
        if not address or address.endswith("/"):
            address += "index.html"
        preview = self.server.preview
        data = preview.data(address)
        if data is None and preview.has(f"{address}/index.html"):
            self._redirect(f"/{quote(address)}/")
        elif data is None:
            self._send(_with_script(preview.not_found()), "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)
        else:
            kind = _media_type(address)
            self._send(_with_script(data) if kind.startswith("text/html") else data, kind)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        tag = f'"{blake2b(data, digest_size=12).hexdigest()}"'
        if status is HTTPStatus.OK and self.headers.get("If-None-Match") == tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("ETag", tag)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command != "HEAD":
            self._stream()

    def _stream(self) -> None:
        generation = 0
        try:
            while True:
                state = self.server.preview.wait(generation)
                if state is None:
                    self.wfile.write(b": still here\n\n")
                else:
                    generation = state.generation
                    self.wfile.write(f"data: {state.message()}\n\n".encode())
                self.wfile.flush()
        except OSError:
            return  # the browser went away

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        if args and str(args[-2 if len(args) > 1 else 0]).startswith(("4", "5")):
            self.server.log(ascii(format % args)[1:-1])  # a request may hold what moves a terminal's cursor


def _with_script(page: bytes) -> bytes:
    head, found, rest = page.rpartition(b"</body>")
    return head + _TAG + rest if found else page


def _media_type(address: str) -> str:
    kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "xml")) else kind
