"""Answers to requests: whole or in part, or that the browser has it already (RFC 9110, 13 to 15)."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, BinaryIO

from readingroom.serve.content import Content
from readingroom.serve.media import HTML
from readingroom.serve.ranges import Part, asked_part

if TYPE_CHECKING:
    from readingroom.serve.server import Server

CHUNK_BYTES = 1 << 18


class Answers(BaseHTTPRequestHandler):
    """What every answer of the preview has in common."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    server_version = "ReadingRoom"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = CHUNK_BYTES
    """Head and body go out together, and at once: a browser that waits for the rest waits 40 ms."""

    def answer(self, content: Content, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Sends a body, the part of it that was asked for, or that it is as the browser knows it."""
        with content.opened() as file:
            if status is not HTTPStatus.OK:
                self._send(content, status, Part(0, content.size), file)
            elif self._is_known(content.tag):
                self._begin(content, HTTPStatus.NOT_MODIFIED)
                self.end_headers()
            else:
                self._send_asked(content, file)

    def redirect(self, address: str) -> None:
        """Sends the browser elsewhere."""
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _is_known(self, tag: str) -> bool:
        """Whether If-None-Match names the tag; weak and strong tags compare alike (RFC 9110, 13.1.2)."""
        known = [one.strip().removeprefix("W/") for one in self.headers.get("If-None-Match", "").split(",")]
        return tag in known or known == ["*"]

    def _send_asked(self, content: Content, file: BinaryIO) -> None:
        part = None
        if self.headers.get("If-Range", content.tag) == content.tag:
            part = asked_part(self.headers.get("Range"), content.size)
        if part is None:
            self._send(content, HTTPStatus.OK, Part(0, content.size), file)
        elif part.first >= part.end:
            self._begin(content, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{content.size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(content, HTTPStatus.PARTIAL_CONTENT, part, file)

    def _send(self, content: Content, status: HTTPStatus, part: Part, file: BinaryIO) -> None:
        self._begin(content, status)
        if status is HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", f"bytes {part.first}-{part.end - 1}/{content.size}")
        self.send_header("Content-Length", str(part.end - part.first))
        self.end_headers()
        if self.command == "HEAD":
            return
        file.seek(part.first)
        left = part.end - part.first
        while left and (data := file.read(min(left, CHUNK_BYTES))):
            self.wfile.write(data)
            left -= len(data)
        if left:  # the file became shorter: the browser must not wait for the rest
            self.close_connection = True

    def _begin(self, content: Content, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content.kind)
        # A page says which generation it is of: a browser that shows it from its memory would not know.
        self.send_header("Cache-Control", "no-store" if content.kind == HTML else "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", content.tag)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Tells of requests that failed."""
        if args and str(args[-2 if len(args) > 1 else 0]).startswith(("4", "5")):
            self.server.log(ascii(format % args)[1:-1])  # a request may hold what moves a terminal's cursor
