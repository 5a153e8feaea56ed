"""The preview: what it shows, and to whom."""

import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from minisite import Site, dispatch, made, region, visible

from readingroom.cli import arguments, serving
from readingroom.cli.console import Console
from readingroom.diagnostics import Code, Diagnostic
from readingroom.serve import Preview, Server, free_port, overlay, saved_page
from readingroom.serve.ranges import Part, asked_part
from readingroom.session import Edition

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
WORDS = "\n\n".join(f"Words *of* the paragraph {number}, [i.e., some]." for number in range(40))
EVENTS = "/rr-preview/events"
SCRIPT = re.compile(r'<script src="/rr-preview/preview\.js"[^>]* defer></script>')


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


@contextmanager
def previewing(
    site: Site, *options: str, told: io.StringIO | None = None, **more: Any
) -> Iterator[tuple[Preview, Server]]:
    """A preview of a site that is served on a free port."""
    _, common, _ = arguments.parse(["serve", "--jobs", "1", *site.arguments(), *options])
    builder = serving._Builder(common, Console(common, io.StringIO(), told or io.StringIO()))
    with closing(builder):
        preview = Preview(builder.build, **{"opened": builder.open, "search": builder.search, **more})
        preview.rebuild()
        log: list[str] = []
        with Server(free_port(20000 + os.getpid() % 20000), preview, log.append) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield preview, server
            finally:
                preview.end()
                server.shutdown()
                thread.join()


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[House]:
    """A preview on a free port; afterwards no request may have ended in a traceback."""
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    site = made(tmp_path / "archive", TREE)
    told, log = io.StringIO(), list[str]()
    with previewing(site, told=told) as (preview, server):
        server.log = log.append
        yield House(site, preview, server.server_address[1], log, told)
    assert "Traceback" not in capsys.readouterr().err


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A preview for tests that change nothing."""
    folder = tmp_path_factory.mktemp("standing")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    site = made(folder / "archive", TREE)
    log: list[str] = []
    with previewing(site) as (preview, server):
        server.log = log.append
        yield House(site, preview, server.server_address[1], log, io.StringIO())


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
            assert len(SCRIPT.findall(answer.text)) == 1
        assert re.sub(SCRIPT.pattern.encode(), b"", answer.body) == written, address


def test_every_kind_of_file_is_served(standing: House) -> None:
    """Attachments, sources and assets, each with its type, none of them to be guessed at."""
    for path, kind, start in (
        ("/dispatches/1/dot.svg", "image/svg+xml; charset=utf-8", b"<svg"),
        ("/dispatches/4.txt", "text/plain; charset=utf-8", b"A Title"),
        ("/assets/style.css", "text/css; charset=utf-8", b""),
        ("/assets/reading.js", "text/javascript; charset=utf-8", b""),
        ("/data/dispatches.json", "application/json; charset=utf-8", b""),
        ("/rr-preview/preview.js", "text/javascript; charset=utf-8", b'"use strict"'),
        ("/rr-preview/preview.css", "text/css; charset=utf-8", b"/*"),
        ("/_headers", "text/plain; charset=utf-8", b""),
    ):
        answer = standing.ask(path)
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
def test_another_host_is_answered_with_nothing(standing: House, host: str) -> None:
    """A name that was made to lead to this machine reads nothing (DNS rebinding)."""
    for path in ("/", "/dispatches/2.html", EVENTS, "/rr-preview/preview.js", "/nowhere"):
        answer = standing.ask(path, Host=host.format(port=standing.port))
        assert answer.status == 421
        assert b"Old Wires" not in answer.body
        assert b"generation" not in answer.body


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machines_names_are_answered(standing: House, name: str) -> None:
    """By whichever of them the browser found it."""
    address = f"{name}:{standing.port}"
    assert standing.ask("/", Host=address).status == 200
    assert standing.ask("/", Host=address, Origin=f"http://{address}").status == 200


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
def test_another_origin_is_answered_with_nothing(standing: House, origin: str) -> None:
    """No page of another site reads the preview or listens to it, whatever its method."""
    for path in ("/dispatches/2.html", EVENTS, "/data/dispatches.json"):
        answer = standing.ask(path, Origin=origin.format(port=standing.port))
        assert answer.status == 403
        assert b"Not yet" not in answer.body
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_answer_is_shared_with_other_sites(standing: House) -> None:
    """Neither by a header that allows it, nor as an image or script of another page."""
    for path in ("/", "/dispatches/1/dot.svg", "/assets/reading.js", "/nowhere"):
        answer = standing.ask(path)
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
def test_only_what_is_published_has_an_address(standing: House, target: str) -> None:
    """There is no way to a file but by an address of the archive; any other is a 404, and told once."""
    standing.log.clear()
    answer = standing.ask(target)
    assert answer.status == 404
    assert SECRET not in answer.text
    assert "root:" not in answer.text
    assert "SQLite" not in answer.text
    assert "title = " not in answer.text
    assert len(standing.log) == 1
    assert standing.log[0].isascii()
    assert standing.log[0].isprintable()


@pytest.mark.parametrize("dots", ["..", "%2e%2e", ".%2e", "%252e%252e"])
@pytest.mark.parametrize("slash", ["/", "%2f", "%252f", "%5c"])
@pytest.mark.parametrize("folder", ["output-leak", "content-leak", "archive-leak", "archive/content"])
def test_a_folder_whose_name_begins_like_ours_is_another(
    standing: House, dots: str, slash: str, folder: str
) -> None:
    """Its files are not ours, however dots and slashes are encoded; and the server answers on."""
    for place in (standing.site.root, standing.site.root.parent):
        (place / folder).mkdir(parents=True, exist_ok=True)
        (place / folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    for start in ("/", "/dispatches/", "/assets/"):
        for up in (1, 2):
            target = start + (dots + slash) * up + folder.replace("/", slash) + slash + "secret.txt"
            answer = standing.ask(target)
            assert answer.status == 404, target
            assert SECRET not in answer.text, target
    assert standing.ask("/").status == 200


def test_a_file_that_became_a_link_out_is_not_followed(house: House) -> None:
    """Between two builds nothing outside of the content folder can be slipped in."""
    drawing = house.site.content / "dot.svg"
    drawing.unlink()
    assert house.ask("/dispatches/1/dot.svg").status == 404
    drawing.symlink_to(house.site.root.parent / "secret.txt")
    answer = house.ask("/dispatches/1/dot.svg")
    assert answer.status == 404
    assert SECRET not in answer.text


def test_what_is_not_there_gets_the_archives_own_page(standing: House) -> None:
    """The page for lost readers comes with the status that it is for, and reloads like any other."""
    answer = standing.ask("/nowhere/at-all.html")
    assert answer.status == 404
    assert "<!DOCTYPE html>" in answer.text
    assert "rr-preview/preview.js" in answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_folder_leads_to_its_index(standing: House) -> None:
    """With and without the stroke at its end, as a static host does it."""
    assert standing.ask("/dispatches/").status == 200
    answer = standing.ask("/dispatches")
    assert answer.status == 302
    assert answer.headers["Location"] == "/dispatches/"
    assert standing.ask("/dates/1844").headers["Location"] == "/dates/1844/"


def test_queries_do_not_matter(standing: House) -> None:
    """A file has no query; a browser may send one all the same."""
    assert standing.ask("/dispatches/1.html?x=1#p").status == 200


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


def test_head_is_answered_without_a_body(standing: House) -> None:
    """The headers are those of the page."""
    page, head = standing.ask("/dispatches/1.html"), standing.ask("/dispatches/1.html", method="HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(page.body))
    assert standing.ask(EVENTS, method="HEAD").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_can_be_sent(standing: House, method: str) -> None:
    """The preview is for reading."""
    answer = standing.ask("/dispatches/1.html", method=method)
    assert answer.status == 501
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@dataclass(slots=True)
class Listener:
    """A browser that listens to the preview."""

    answer: http.client.HTTPResponse

    def next(self) -> dict[str, object]:
        """The next message; heartbeats are passed over, but not for ever."""
        deadline = time.monotonic() + 30
        while (line := self.answer.readline()) and time.monotonic() < deadline:
            if line.startswith(b"data: "):
                message: dict[str, object] = json.loads(line.removeprefix(b"data: "))
                return message
        pytest.fail("no message came")

    def until_clean(self) -> None:
        """Messages until one without errors: of generations that follow fast, only the last need be told."""
        while self.next()["errors"]:
            pass


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
    first = listener.next()
    assert first == {"server": first["server"], "generation": 1, "files": {}, "broken": [], "errors": ""}
    house.site.write({"1.md": dispatch(1, "Edited.")})
    house.preview.rebuild()
    assert listener.next() == {**first, "generation": 2}


def test_errors_are_told_and_the_rest_is_served(house: House, listener: Listener) -> None:
    """A dispatch that breaks is absent and its error told with its place; when it is mended it is back."""
    listener.next()
    house.site.write({"1.md": dispatch(1, date="never"), "5.md": dispatch(5, "A new one.")})
    house.preview.rebuild()
    message = listener.next()
    assert message["generation"] == 2
    told = visible(str(message["errors"]))
    assert "1.md:4:7" in told
    assert "never" in told
    assert "Write it as" in told
    assert message["broken"] == ["dispatches/1.html"]
    assert house.ask("/dispatches/1.html").status == 404
    assert house.ask("/dispatches/5.html").status == 200
    house.site.write({"1.md": TREE["1.md"]})
    house.preview.rebuild()
    message = listener.next()
    assert (message["generation"], message["errors"], message["broken"]) == (3, "", [])
    assert house.ask("/dispatches/1.html").status == 200


def test_broken_settings_leave_the_last_good_edition(house: House, listener: Listener) -> None:
    """While archive.toml has a mistake what was there is served, and the mistake is told."""
    listener.next()
    for count in range(3):
        house.site.write({"archive.toml": f"title = {count}\n"})
        house.preview.rebuild()
        message = listener.next()
        told = visible(str(message["errors"]))
        assert "archive.toml:1:1" in told
        assert "title" in told
        assert "Old Wires" in house.ask("/").text
        assert house.ask("/dispatches/1.html").status == 200
    house.site.write({"archive.toml": 'title = "New Wires"\n'})
    house.preview.rebuild()
    assert listener.next()["errors"] == ""
    assert "New Wires" in house.ask("/").text


def test_a_broken_template_is_shown_in_place_of_its_pages(house: House) -> None:
    """The page says which line is wrong, and follows the preview like any other; others are served."""
    theme = house.site.root / "theme"
    theme.mkdir()
    (theme / "about.html").write_text("<p>\n{{ page.colour }}\n", encoding="utf-8")
    told: list[Diagnostic] = []
    with previewing(house.site, "--templates", str(theme), report=told.append) as (preview, server):
        themed = replace(house, preview=preview, port=server.server_address[1])
        for _ in range(3):
            answer = themed.ask("/about.html")
            assert answer.status == 500
            assert "theme/about.html:2:" in answer.text
            assert "colour" in answer.text
            assert SCRIPT.search(answer.text)
        assert len(told) == 1, "the terminal hears of it once"
        assert "The first." in themed.ask("/dispatches/1.html").text


def test_a_port_that_is_taken_is_passed_over(house: House) -> None:
    """The next one serves; the preview never shares a port, and is on this machine's own address only."""
    assert free_port(house.port) > house.port
    with Server(free_port(house.port), house.preview, house.log.append) as other:
        assert other.server_address[0] == "127.0.0.1"


def test_the_port_that_serves_is_said_aloud(house: House) -> None:
    """Whoever asked for one that is taken is told which it is, and by which it was replaced."""
    _, common, _ = arguments.parse(["serve", "--quiet", *house.site.arguments()])
    told = io.StringIO()
    console = Console(common, io.StringIO(), told)
    with serving._bound(house.port, house.preview, console) as other:
        port = other.server_address[1]
        assert port > house.port
        assert told.getvalue() == f"Port {house.port} is taken, so this is port {port}.\n"


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


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", Part(0, 10)),
        ("bytes=90-", Part(90, 100)),
        ("bytes=90-500", Part(90, 100)),
        ("bytes=-10", Part(90, 100)),
        ("bytes=-500", Part(0, 100)),
        ("bytes=99-99", Part(99, 100)),
        ("BYTES=0-0", Part(0, 1)),
        ("bytes=100-", Part(0, 0)),
        ("bytes=-0", Part(100, 100)),
        ("bytes=5-4", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("bytes=\u0661-", None),
        ("lines=0-1", None),
        ("", None),
        (None, None),
    ],
)
def test_ranges_are_read_as_the_standard_has_them(header: str | None, part: Part | None) -> None:
    """One range is understood; for several, and for what is not understood, the whole is sent."""
    assert asked_part(header, 100) == part


def test_a_part_of_a_file_is_sent(standing: House) -> None:
    """Browsers ask for parts of recordings; a part that there is not is refused with the size."""
    whole = standing.ask("/dispatches/1/dot.svg")
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = standing.ask("/dispatches/1/dot.svg", Range="bytes=1-3")
    assert (part.status, part.body) == (206, whole.body[1:4])
    assert part.headers["Content-Range"] == f"bytes 1-3/{len(whole.body)}"
    beyond = standing.ask("/dispatches/1/dot.svg", Range="bytes=9999-")
    assert (beyond.status, beyond.body) == (416, b"")
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.body)}"


def test_a_part_of_a_file_that_changed_is_sent_whole(standing: House) -> None:
    """If-Range with the tag of the file that is there gives the part, with any other the file."""
    whole = standing.ask("/dispatches/1/dot.svg")
    known = standing.ask("/dispatches/1/dot.svg", Range="bytes=0-0", If_Range=whole.headers["ETag"])
    assert known.status == 206
    other = standing.ask("/dispatches/1/dot.svg", Range="bytes=0-0", If_Range='"other"')
    assert (other.status, other.body) == (200, whole.body)


def test_everything_has_a_tag_that_is_its_own(standing: House) -> None:
    """Pages, the page for missing ones, assets, attachments and the preview's own files."""
    paths = ("/", "/nowhere", "/assets/style.css", "/dispatches/1/dot.svg", "/rr-preview/preview.js")
    tags = [standing.ask(path).headers["ETag"] for path in paths]
    assert len(set(tags)) == len(paths)
    for path, tag in zip(paths, tags, strict=True):
        again = standing.ask(path, If_None_Match=f'"x", W/{tag}')
        assert again.status == (404 if path == "/nowhere" else 304), path


def test_the_tag_of_a_page_does_not_change_with_the_generation(house: House) -> None:
    """A tab whose page is as it was is told so, whatever else was edited."""
    tag = house.ask("/dispatches/1.html").headers["ETag"]
    house.site.write({"4.md": dispatch(4, "Of another series.", series="Letters")})
    house.preview.rebuild()
    assert house.ask("/about.html").status == 200
    house.site.write({"4.md": dispatch(4, "Edited.", series="Letters")})
    before = house.ask("/dispatches/1.html").headers["ETag"]
    house.preview.rebuild()
    assert house.ask("/dispatches/1.html", If_None_Match=before).status == 304
    assert tag


def test_large_files_are_sent_as_they_are_read(tmp_path: Path) -> None:
    """A recording larger than what is read at once is served, in whole and in parts."""
    size = 65 << 20
    site = made(tmp_path / "archive", {"1.md": dispatch(1, "[A recording](talk.mp3)")})
    with (site.content / "talk.mp3").open("wb") as file:
        file.truncate(size)
        file.seek(size - 4)
        file.write(b"last")
    with previewing(site, opened=lambda path: (site.content / path).open("rb")) as (preview, server):
        house = House(site, preview, server.server_address[1], [], io.StringIO())
        head = house.ask("/dispatches/1/talk.mp3", method="HEAD")
        assert (head.status, head.headers["Content-Length"]) == (200, str(size))
        assert head.headers["Content-Type"] == "audio/mpeg"
        assert house.ask("/dispatches/1/talk.mp3", Range="bytes=-4").body == b"last"
        assert len(house.ask("/dispatches/1/talk.mp3").body) == size


def test_the_end_does_not_wait_for_a_build(tmp_path: Path) -> None:
    """Interrupted in the midst of a long build the preview is gone at once, with all its processes."""
    site = made(tmp_path / "archive", TREE)
    command = site.command("serve", "--port", str(free_port(20000 + os.getpid() % 20000)), "--jobs", "2")
    process = subprocess.Popen(command, cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith(b"http://127.0.0.1:")
            site.write({f"more/{number}.md": dispatch(1000 + number, WORDS) for number in range(800)})
            threading.Event().wait(0.6)
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
            assert time.monotonic() - begun < 1
            told = process.stderr.read().decode()  # to its end, which comes when the last process is gone
        finally:
            process.kill()
    assert "Stopped." in told
    assert "Traceback" not in told
    assert not site.output.exists()


def test_only_this_site_listens(standing: House) -> None:
    """A page of another site cannot open event streams, not even ones that it may not read."""
    for site in ("cross-site", "same-site"):
        assert standing.ask(EVENTS, Sec_Fetch_Site=site).status == 403
    assert standing.ask(EVENTS, method="HEAD", Sec_Fetch_Site="same-origin").status == 200


def test_changed_files_are_told_with_their_generation(house: House, listener: Listener) -> None:
    """Browsers learn which attachments to load again, however many messages they have missed."""
    listener.next()
    house.site.write({"dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="3"/>'})
    house.preview.rebuild()
    assert listener.next()["files"] == {"dispatches/1/dot.svg": 2}
    house.site.write({"4.md": dispatch(4)})
    house.preview.rebuild()
    assert listener.next()["files"] == {"dispatches/1/dot.svg": 2}


def test_requests_are_answered_while_a_build_is_under_way(house: House) -> None:
    """However long reading a file takes, the last good edition is served meanwhile."""
    begun, go_on = threading.Event(), threading.Event()
    edition = house.preview.state.edition

    def slow(_: frozenset[str] | None) -> tuple[Edition, list[Diagnostic]]:
        begun.set()
        go_on.wait(20)
        return edition, []

    house.preview._build = slow
    building = threading.Thread(target=house.preview.rebuild)
    building.start()
    assert begun.wait(20)
    assert house.ask("/dispatches/1.html").status == 200
    assert house.preview.state.generation == 1
    go_on.set()
    building.join()
    assert house.preview.state.generation == 2


def test_whatever_goes_wrong_in_a_build_is_told(house: House, listener: Listener) -> None:
    """A fault of our own leaves the last good edition served, and what changed is built the next time."""
    listener.next()
    real, asked = house.preview._build, list[frozenset[str] | None]()

    def fails(touched: frozenset[str] | None) -> tuple[None, list[Diagnostic]]:
        asked.append(touched)
        message = "a fault"
        raise ValueError(message)

    house.preview._build = fails
    house.preview.rebuild(frozenset({"a"}))
    assert "a fault" in str(listener.next()["errors"])
    assert house.ask("/dispatches/1.html").status == 200
    house.preview.rebuild(frozenset({"b"}))
    assert asked == [frozenset({"a"}), frozenset({"a", "b"})]
    house.preview._build = real
    house.preview.rebuild(None)
    listener.until_clean()


def test_errors_are_printed_at_each_change(house: House) -> None:
    """An error is printed once for each change that leaves it there, and no more when it is mended."""
    for count in (1, 2):
        house.site.write({"1.md": dispatch(1, date="never"), "5.md": dispatch(5, f"Edit {count}.")})
        house.preview.rebuild()
        assert house.told.getvalue().count("error[date-invalid]") == count
    house.site.write({"1.md": TREE["1.md"]})
    house.preview.rebuild()
    assert house.told.getvalue().count("error[date-invalid]") == 2
    assert house.told.getvalue().endswith("No errors any more.\n")


@pytest.mark.parametrize(
    ("saved", "page"),
    [
        (["1.md"], "dispatches/1.html"),
        (["2.md"], "dispatches/2.html"),
        (["12/4.txt"], "dispatches/4.html"),
        (["12/4.meta.yaml"], "dispatches/4.html"),
        (["12/4.fr.txt"], "dispatches/4.html"),
        (["12/4.txt", "12/4.meta.yaml"], "dispatches/4.html"),
        (["1.md", "archive.toml"], "dispatches/1.html"),
        (["1.md", "2.md"], ""),
        (["archive.toml"], ""),
        (["gone.md"], ""),
        (["dot.svg"], ""),
        ([], ""),
    ],
)
def test_the_page_of_the_file_that_was_saved(standing: House, saved: list[str], page: str) -> None:
    """Of a source, its sidecar, or the text it translates; of several dispatches none is the one."""
    touched = frozenset(str(standing.site.content / path) for path in saved)
    assert saved_page(standing.preview.state.edition, standing.site.content, touched) == page
    assert saved_page(standing.preview.state.edition, standing.site.content, None) == ""


def test_what_an_error_says_is_shown_as_text(house: House, listener: Listener) -> None:
    """Markup of a source is not the overlay's."""
    listener.next()
    evil = "<img src=x onerror=alert(1)>"
    house.site.write({"1.md": dispatch(1, date=f'"{evil}"')})
    house.preview.rebuild()
    told = str(listener.next()["errors"])
    assert evil not in told
    assert "&lt;img" in told


def test_many_errors_are_counted() -> None:
    """The overlay shows the first of them and says how many more there are."""
    problems = [Diagnostic(code=Code.EMPTY, message=f"Fault {n}.", path=f"{n}.md") for n in range(30)]
    told = visible(overlay.section(problems))
    assert "30 errors" in told
    assert "Fault 19." in told
    assert "Fault 20." not in told
    assert "And 10 more" in told
