"""Sitemap, robots, llms.txt, and what hosts read."""

from dataclasses import replace
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from archives import BASE_URL, a_card, a_site, an_archive, an_entry

from readingroom import outputs
from readingroom.config import default_settings
from readingroom.diagnostics import Code, Severity
from readingroom.model.archive import Archive, Presence
from readingroom.model.page import DispatchPage, File, Page
from readingroom.model.settings import Field
from readingroom.model.site import Site
from readingroom.site_files import files, sitemap

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _rows(file: File) -> list[tuple[str, str]]:
    """Address and time of each row of a sitemap or of an index of sitemaps."""
    root = ET.fromstring(file.data)
    name = {"urlset": "url", "sitemapindex": "sitemap"}[root.tag.removeprefix(NAMESPACE)]
    assert all(row.tag == NAMESPACE + name for row in root)
    return [(row.findtext(f"{NAMESPACE}loc", ""), row.findtext(f"{NAMESPACE}lastmod", "")) for row in root]


def _text(site: Site, address: str) -> str:
    (file,) = [file for file in files(site) if file.address == address]
    return file.data.decode()


def _archive() -> Archive:
    return an_archive(
        a_card(1),
        a_card(2, updated="2024-02"),
        a_card(3, updated="2024-02~"),
        an_entry(a_card(4), Presence.TOMBSTONE),
        an_entry(a_card(5), Presence.GONE),
        aliases={"old/über 1.html": "signal-dispatch/1"},
    )


def test_the_sitemap_has_every_destination() -> None:
    """Pages stand with their full address; stubs, the error page and what was withdrawn don't."""
    addresses = [
        *(f"signal-dispatch/{n}.html" for n in range(1, 6)),
        "index.html",
        "404.html",
        "old/über 1.html",
        "subjects/ö.html",
        "subjects/index.html",
    ]
    (file,) = sitemap(a_site(_archive()), addresses)
    assert file.address == "sitemap.xml"
    assert _rows(file) == [
        (BASE_URL, ""),
        (f"{BASE_URL}signal-dispatch/1.html", ""),
        (f"{BASE_URL}signal-dispatch/2.html", "2024-02"),
        (f"{BASE_URL}signal-dispatch/3.html", "2024-02"),
        (f"{BASE_URL}subjects/", ""),
        (f"{BASE_URL}subjects/%C3%B6.html", ""),
    ]


def test_a_large_sitemap_is_split_by_number() -> None:
    """More addresses than one file may hold make an index of parts, which together hold each once."""
    addresses = [f"a/{n:03}.html" for n in range(25)]
    *parts, index = sitemap(a_site(an_archive(a_card())), addresses, most=10)
    assert index.address == "sitemap.xml"
    assert [place for place, _ in _rows(index)] == [BASE_URL + part.address for part in parts]
    assert [part.address for part in parts] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert [len(_rows(part)) for part in parts] == [10, 10, 5]
    assert [row for part in parts for row in _rows(part)] == [(BASE_URL + a, "") for a in addresses]


@pytest.mark.parametrize("most_bytes", [400, 401, 450, 1000])
def test_a_large_sitemap_is_split_by_size(most_bytes: int) -> None:
    """No part is larger than a file may be."""
    addresses = [f"a/{'x' * n}.html" for n in range(1, 40)]
    *parts, _ = sitemap(a_site(an_archive(a_card())), addresses, most_bytes=most_bytes)
    assert max(len(part.data) for part in parts) <= most_bytes
    assert sum(len(_rows(part)) for part in parts) == len(addresses)


def test_without_an_address_of_its_own_an_archive_has_no_sitemap() -> None:
    """No base_url: no sitemap, no line for it in robots.txt, and one notice that says so."""
    site = a_site(_archive(), base_url="")
    assert list(sitemap(site, ["index.html"])) == []
    assert _text(site, "robots.txt") == "User-agent: *\nAllow: /\n"
    (notice,) = outputs.diagnostics(site)
    assert (notice.code, notice.severity) == (Code.BASE_URL_MISSING, Severity.NOTICE)


def test_robots_name_the_sitemap() -> None:
    """With a base_url crawlers are led to the sitemap, and there is nothing to tell."""
    site = a_site(_archive())
    assert _text(site, "robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {BASE_URL}sitemap.xml\n"
    assert outputs.diagnostics(site) == ()


def test_llms_txt_says_what_there_is() -> None:
    """Title, summary, and links to series, indexes, an archive's own among them, and data."""
    plain = default_settings()
    own = Field(key="station", label="[Stations]", singular="Station")
    card = a_card(1, fields={"station": ["Brest"]})
    site = a_site(
        an_archive(card),
        replace(plain, fields=(*plain.fields, own)),
        title="Signals",
        description="Old\nwires.",
    )
    lines = _text(site, "llms.txt").split("\n")
    assert lines[0] == "# Signals"
    assert "> Old wires." in lines
    assert f"- [Signal Dispatch]({BASE_URL}signal-dispatch/)" in lines
    assert rf"- [\[Stations\]]({BASE_URL}station/)" in lines
    assert any(line.startswith(f"- [dispatches.json]({BASE_URL}data/dispatches.json): ") for line in lines)


def test_llms_txt_without_an_address_links_relatively() -> None:
    """Without base_url the links are relative, so that they hold wherever the archive lies."""
    assert "- [Signal Dispatch](signal-dispatch/index.html)" in _text(
        a_site(_archive(), base_url=""), "llms.txt"
    )


def test_headers_send_the_archives_policy() -> None:
    """Every page is sent with the policy of archive.toml."""
    text = _text(a_site(_archive(), content_security_policy="default-src 'self'; img-src *"), "_headers")
    head = text.split("\n")
    assert head[:2] == ["/*", "  Content-Security-Policy: default-src 'self'; img-src *"]
    for line in head[:-1]:
        assert line.startswith(("/", "  "))


def _caching(text: str, address: str) -> list[str]:
    """What the rules that fit an address say about keeping it."""
    found, fits = [], False
    for line in text.splitlines():
        if line.startswith("/"):
            fits = fnmatchcase(address, line)
        elif fits and line.startswith("  Cache-Control: "):
            found.append(line.partition(": ")[2])
    return found


def test_what_is_named_by_its_content_is_kept() -> None:
    """A file of the search index is kept for good, the one that names them all is asked for each time."""
    text = _text(a_site(_archive()), "_headers")
    assert _caching(text, "/search/lexicon-0-abcdef.js") == ["public, max-age=31536000, immutable"]
    assert _caching(text, "/search/text-12-abcdef.js") == ["public, max-age=31536000, immutable"]
    assert _caching(text, "/search/root.js") == ["no-cache"]
    for address in ("/index.html", "/assets/search/load.js", "/signal-dispatch/1.html", "/search.html"):
        assert _caching(text, address) == []


def test_old_addresses_lead_to_their_dispatch() -> None:
    """Each alias is a permanent redirect, percent-encoded so that a blank parts nothing."""
    (line,) = _text(a_site(_archive()), "_redirects").splitlines()
    old, new, status = line.split(" ")
    assert (unquote(old), new, status) == ("/old/über 1.html", "/signal-dispatch/1.html", "301")
    assert not any(file.address == "_redirects" for file in files(a_site(an_archive(a_card()))))


def test_the_sitemap_is_made_of_the_pages_that_are_written() -> None:
    """The registry hands the addresses of its pages to the sitemap: a new row of pages is in it by itself."""

    def extra(_: Site) -> list[Page | DispatchPage | File]:
        return [
            Page(address="news.html", template="news.html", view=None),
            DispatchPage(address="signal-dispatch/1.html", id="signal-dispatch/1"),
            File(address="notes.txt", data=b""),
        ]

    *others, last = outputs.written(a_site(_archive()), [outputs.Output("news", extra)])
    assert len(others) == 3
    assert isinstance(last, File)
    assert [urlsplit(place).path for place, _ in _rows(last)] == ["/news.html", "/signal-dispatch/1.html"]
