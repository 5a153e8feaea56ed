"""Serves a folder as a static host does, byte ranges included, and keeps count of what it sent."""

import gzip
import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMPRESSED = frozenset({".css", ".html", ".js", ".json", ".svg"})
"""What static hosts compress on the way."""
NAMED_BY_BYTES = re.compile(r"[-_][0-9a-z]{6,}\.(js|pf_\w+)$")
"""A file whose name holds a digest of its bytes never changes, and `_headers` tells hosts so."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer."""

    file: Path
    size: int
    is_whole: bool

    @property
    def compressed(self) -> int:
        """Its size with gzip, where a host would use it."""
        return _compressed(self.file) if self.is_whole and self.file.suffix in COMPRESSED else self.size


@cache
def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


@dataclass(slots=True)
class CountingServer:
    """The address of the front page, and what was sent since the last look."""

    address: str
    _sent: list[Sent] = field(default_factory=list)

    def note(self, sent: Sent) -> None:
        """Keeps count of one answer."""
        self._sent.append(sent)

    def taken(self) -> list[Sent]:
        """What was sent since the last call."""
        sent = self._sent[:]
        self._sent.clear()
        return sent


@contextmanager
def counting_server(folder: Path) -> Iterator[CountingServer]:
    """Serves a folder on a free port of this machine."""

    class Handler(_Handler):
        root = folder.resolve()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        counts = CountingServer(f"http://127.0.0.1:{server.server_port}/")
        Handler.counts = counts
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield counts
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers GET with a file or a part of it."""

    protocol_version = "HTTP/1.1"
    root: Path
    counts: CountingServer

    def do_GET(self) -> None:
        file = self.root / unquote(urlsplit(self.path).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = file.read_bytes()
        part = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        first, last = (int(part[1]), min(int(part[2]), len(body) - 1)) if part else (0, len(body) - 1)
        sent = body[first : last + 1]
        self.counts.note(Sent(file, len(sent), part is None))
        self.send_response(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(sent)))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{file.stat().st_mtime_ns:x}"')
        self.send_header(
            "Cache-Control", "max-age=31536000" if NAMED_BY_BYTES.search(file.name) else "no-cache"
        )
        if part:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
        with suppress(ConnectionError):  # the visitor left
            self.end_headers()
            self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        """Nothing."""
