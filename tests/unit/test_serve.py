"""The preview: what it shows, and to whom."""

import http.client
import io
import json
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from minisite import Site, dispatch, made, region

from readingroom.cli import arguments, serving
from readingroom.cli.console import Console
from readingroom.serve import Preview, Server, free_port

SECRET = "the-secret-of-the-house"
TREE = {
    "archive.toml": 'title = "Old Wires"\n',
    "1.md": dispatch(1, "The first.\n\n![A dot](dot.svg)"),
    "2.md": dispatch(2, "Not yet finished.", status="draft"),
    "3.md": dispatch(3, "Not yet free.", embargo_until="2091-08-06"),
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    "unused.csv": SECRET,
    "12/4.txt": "A Title\n\nPlain text.\n",
}
EVENTS = "/rr-preview/events"
SCRIPT = '<script src="/rr-preview/preview.js" defer></script>'


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, decoded."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class House:
    """A preview that is being served."""

    site: Site
    preview: Preview
    port: int
    log: list[str]
    told: io.StringIO

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Sends a request as it is given, with a Host of its own unless another is named."""
        sent = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items() if value)
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as link:
            link.sendall(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
            answer = http.client.HTTPResponse(link, method=method)
            answer.begin()
            with answer:
                return Answer(answer.status, dict(answer.getheaders()), answer.read())


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[House]:
    """A preview on a free port; afterwards no request may have ended in a traceback."""
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    site = made(tmp_path / "archive", TREE)
    _, common, _ = arguments.parse(["serve", "--jobs", "1", *site.arguments()])
    log: list[str] = []
    told = io.StringIO()
    builder = serving._Builder(common, Console(common, io.StringIO(), told))
    with closing(builder):
        preview = Preview(builder.build)
        preview.rebuild()
        port = free_port(20000 + os.getpid() % 20000)
        with Server(port, preview, log.append) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            yield House(site, preview, port, log, told)
            server.shutdown()
            thread.join()
    assert "Traceback" not in capsys.readouterr().err


def test_pages_are_served_as_they_would_be_published(house: House) -> None:
    """Where nothing waits to be published each file is what a build writes, pages but for the script."""
    house.site.delete("2.md", "3.md")
    house.preview.rebuild()
    house.site.built()
    for address in sorted(house.site.addresses() - {"manifest-sha256.txt"}):
        answer = house.ask("/" + address)
        assert answer.status == 200, address
        written = (house.site.output / address).read_bytes()
        assert b"rr-preview" not in written
        if address.endswith(".html"):
            assert answer.text.count(SCRIPT) == 1
        assert answer.body.replace(SCRIPT.encode(), b"") == written, address


def test_every_kind_of_file_is_served(house: House) -> None:
    """Attachments, sources and assets, each with its type, none of them to be guessed at."""
    for path, kind, start in (
        ("/dispatches/1/dot.svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("/dispatches/4.txt", "text/plain; charset=utf-8", b"A Title"),
        ("/assets/style.css", "text/css; charset=utf-8", b""),
        ("/assets/reading.js", "text/javascript; charset=utf-8", b""),
        ("/data/dispatches.json", "application/json; charset=utf-8", b""),
        ("/rr-preview/preview.js", "text/javascript; charset=utf-8", b"//"),
    ):
        answer = house.ask(path)
        assert answer.status == 200, path
        assert answer.headers["Content-Type"] == kind, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.body.startswith(start)


def test_drafts_and_embargoed_are_shown_and_marked(house: House) -> None:
    """The preview has what is not yet published, says so on the page, and a build has none of it."""
    for path, words, mark in (
        ("/dispatches/2.html", "Not yet finished.", "draft"),
        ("/dispatches/3.html", "Not yet free.", "embargo"),
    ):
        answer = house.ask(path)
        assert answer.status == 200
        assert words in answer.text
        assert mark in region(answer.text, '<div class="banners"', "</div>").lower()
    house.site.built()
    assert not {"dispatches/2.html", "dispatches/3.html"} & house.site.addresses()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "127.0.0.1:1",
        "127.0.0.1",
        "0.0.0.0:{port}",
        "192.168.1.7:{port}",
        "[::1]evil:{port}",
        "user@127.0.0.1:{port}",
        "",
    ],
)
def test_another_host_is_answered_with_nothing(house: House, host: str) -> None:
    """A name that was made to lead to this machine reads nothing (DNS rebinding)."""
    for path in ("/", "/dispatches/2.html", EVENTS, "/rr-preview/preview.js", "/nowhere"):
        answer = house.ask(path, Host=host.format(port=house.port))
        assert answer.status == 421
        assert b"Old Wires" not in answer.body
        assert b"generation" not in answer.body


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machines_names_are_answered(house: House, name: str) -> None:
    """By whichever of them the browser found it."""
    address = f"{name}:{house.port}"
    assert house.ask("/", Host=address).status == 200
    assert house.ask("/", Host=address, Origin=f"http://{address}").status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "file://",
    ],
)
def test_another_origin_is_answered_with_nothing(house: House, origin: str) -> None:
    """No page of another site reads the preview or listens to it, whatever its method."""
    for path in ("/dispatches/2.html", EVENTS, "/data/dispatches.json"):
        answer = house.ask(path, Origin=origin.format(port=house.port))
        assert answer.status == 403
        assert b"Not yet" not in answer.body
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_answer_is_shared_with_other_sites(house: House) -> None:
    """Neither by a header that allows it, nor as an image or script of another page."""
    for path in ("/", "/dispatches/1/dot.svg", "/assets/reading.js", "/nowhere"):
        answer = house.ask(path)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/../../secret.txt",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/%252e%252e%252fsecret.txt",
        "/dispatches/../../secret.txt",
        "/dispatches/1/../../../secret.txt",
        "/dispatches/%2e%2e/%2e%2e/secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "///etc/passwd",
        "//../secret.txt",
        "/etc/passwd",
        "/C:/Windows/win.ini",
        "/file:///etc/passwd",
        "/@fs/etc/passwd",
        "/@fs/etc/passwd?raw??",
        "/@fs/etc/passwd?import&raw??",
        "/dispatches/1.html/../../secret.txt?raw",
        "/.readingroom/cache.sqlite",
        "/../.readingroom/cache.sqlite",
        "/content/1.md",
        "/../content/1.md",
        "/archive.toml",
        "/unused.csv",
        "/dispatches/1/unused.csv",
        "/1.md",
        "/templates/base.html",
        "/base.html",
        "/dispatches/1.html%00.txt",
        "/%00",
        "/%ff%fe",
        "/%",
        "/%zz",
        "//[",
        "/[::1",
        "http://127.0.0.1/../secret.txt",
        "http://[/",
        "/dispatches/1.html/",
        "/DISPATCHES/1.HTML",
        "/dispatches//1.html",
        "/./dispatches/1.html",
        "/manifest-sha256.txt",
        "*",
        "secret.txt",
        "/" + "a" * 60000,
    ],
)
def test_only_what_is_published_has_an_address(house: House, target: str) -> None:
    """There is no way to a file but by an address of the archive; any other is a 404, and told once."""
    answer = house.ask(target)
    assert answer.status == 404
    assert SECRET not in answer.text
    assert "root:" not in answer.text
    assert "SQLite" not in answer.text
    assert "title = " not in answer.text
    assert len(house.log) == 1
    assert house.log[0].isascii()
    assert house.log[0].isprintable()


def test_a_file_that_became_a_link_out_is_not_followed(house: House) -> None:
    """Between two builds nothing outside of the content folder can be slipped in."""
    drawing = house.site.content / "dot.svg"
    drawing.unlink()
    assert house.ask("/dispatches/1/dot.svg").status == 404
    drawing.symlink_to(house.site.root.parent / "secret.txt")
    answer = house.ask("/dispatches/1/dot.svg")
    assert answer.status == 404
    assert SECRET not in answer.text


def test_what_is_not_there_gets_the_archives_own_page(house: House) -> None:
    """The page for lost readers comes with the status that it is for, and reloads like any other."""
    answer = house.ask("/nowhere/at-all.html")
    assert answer.status == 404
    assert "<!DOCTYPE html>" in answer.text
    assert "rr-preview/preview.js" in answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_folder_leads_to_its_index(house: House) -> None:
    """With and without the stroke at its end, as a static host does it."""
    assert house.ask("/dispatches/").status == 200
    answer = house.ask("/dispatches")
    assert answer.status == 302
    assert answer.headers["Location"] == "/dispatches/"
    assert house.ask("/dates/1844").headers["Location"] == "/dates/1844/"


def test_queries_do_not_matter(house: House) -> None:
    """A file has no query; a browser may send one all the same."""
    assert house.ask("/dispatches/1.html?x=1#p").status == 200


def test_what_did_not_change_is_not_sent_again(house: House) -> None:
    """A page that the browser has is answered by 304; after an edit it is sent."""
    first = house.ask("/dispatches/1.html")
    tag = first.headers["ETag"]
    again = house.ask("/dispatches/1.html", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    house.site.write({"1.md": dispatch(1, "Edited.")})
    house.preview.rebuild()
    edited = house.ask("/dispatches/1.html", If_None_Match=tag)
    assert edited.status == 200
    assert edited.headers["ETag"] != tag
    assert "Edited." in edited.text


def test_head_is_answered_without_a_body(house: House) -> None:
    """The headers are those of the page."""
    page, head = house.ask("/dispatches/1.html"), house.ask("/dispatches/1.html", method="HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(page.body))
    assert house.ask(EVENTS, method="HEAD").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_can_be_sent(house: House, method: str) -> None:
    """The preview is for reading."""
    answer = house.ask("/dispatches/1.html", method=method)
    assert answer.status == 501
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@dataclass(slots=True)
class Listener:
    """A browser that listens to the preview."""

    answer: http.client.HTTPResponse

    def next(self) -> dict[str, object]:
        """The next message; heartbeats are passed over."""
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                message: dict[str, object] = json.loads(line.removeprefix(b"data: "))
                return message
        pytest.fail("the stream ended")


@pytest.fixture
def listener(house: House) -> Iterator[Listener]:
    """One, connected."""
    with closing(http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)) as connection:
        connection.request("GET", EVENTS)
        with connection.getresponse() as answer:
            assert answer.getheader("Content-Type") == "text/event-stream"
            yield Listener(answer)


def test_listeners_are_told_of_each_edition(house: House, listener: Listener) -> None:
    """At once which one there is, then each time there is a new one."""
    assert listener.next() == {"generation": 1, "errors": []}
    house.site.write({"1.md": dispatch(1, "Edited.")})
    house.preview.rebuild()
    assert listener.next() == {"generation": 2, "errors": []}


def test_errors_are_told_and_the_rest_is_served(house: House, listener: Listener) -> None:
    """A dispatch that breaks is absent and its error told with its place; when it is mended it is back."""
    listener.next()
    house.site.write({"1.md": dispatch(1, date="never"), "5.md": dispatch(5, "A new one.")})
    house.preview.rebuild()
    message = listener.next()
    assert message["generation"] == 2
    (error,) = message["errors"]  # type: ignore[misc]
    assert error["place"] == "1.md:4"  # type: ignore[has-type]
    assert "never" in error["message"]  # type: ignore[has-type]
    assert house.ask("/dispatches/1.html").status == 404
    assert house.ask("/dispatches/5.html").status == 200
    house.site.write({"1.md": TREE["1.md"]})
    house.preview.rebuild()
    assert listener.next() == {"generation": 3, "errors": []}
    assert house.ask("/dispatches/1.html").status == 200


def test_broken_settings_leave_the_last_good_edition(house: House, listener: Listener) -> None:
    """While archive.toml has a mistake what was there is served, and the mistake is told."""
    listener.next()
    for count in range(3):
        house.site.write({"archive.toml": f"title = {count}\n"})
        house.preview.rebuild()
        message = listener.next()
        (error,) = message["errors"]  # type: ignore[misc]
        assert error["place"] == "archive.toml:1"  # type: ignore[has-type]
        assert "title" in error["message"]  # type: ignore[has-type]
        assert "Old Wires" in house.ask("/").text
        assert house.ask("/dispatches/1.html").status == 200
    house.site.write({"archive.toml": 'title = "New Wires"\n'})
    house.preview.rebuild()
    assert listener.next()["errors"] == []
    assert "New Wires" in house.ask("/").text


def test_a_broken_template_is_shown_in_place_of_its_pages(tmp_path: Path) -> None:
    """The page says which line is wrong; others are served."""
    site = made(tmp_path, TREE)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/about.html").write_text("<p>\n{{ page.colour }}\n", encoding="utf-8")
    arguments_ = ["serve", "--jobs", "1", *site.arguments(), "--templates", str(tmp_path / "theme")]
    _, common, _ = arguments.parse(arguments_)
    builder = serving._Builder(common, Console(common, io.StringIO(), io.StringIO()))
    with closing(builder):
        preview = Preview(builder.build)
        preview.rebuild()
        shown = (preview.data("about.html") or b"").decode()
        assert "theme/about.html:2:" in shown
        assert "colour" in shown
        assert "</body>" in shown, "so that the script which reloads it can be added"
        assert b"The first." in (preview.data("dispatches/1.html") or b"")


def test_a_port_that_is_taken_is_passed_over(house: House) -> None:
    """The next one serves; the preview never shares a port, and is on this machine's own address only."""
    assert free_port(house.port) > house.port
    with Server(free_port(house.port), house.preview, house.log.append) as other:
        assert other.server_address[0] == "127.0.0.1"


def test_a_port_can_be_used_again_at_once(house: House) -> None:
    """Whoever stops the preview and starts it again finds it at the same address."""
    port = free_port(house.port + 1)
    with Server(port, house.preview, house.log.append) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        House(house.site, house.preview, port, house.log, house.told).ask("/", Connection="")
        server.shutdown()
        thread.join()
    assert free_port(port) == port
