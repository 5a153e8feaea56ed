"""What RFC 4287 asks of a feed, checked on the bytes."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+")
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = ("subtitle", "rights", "published", "content", "summary", "generator", "icon", "logo")


def checked(data: bytes) -> ET.Element:
    """The feed element of a document that is a valid Atom feed."""
    feed = ET.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    _check_container(feed)
    entries = feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}author") is not None or all(e.find(f"{ATOM}author") is not None for e in entries)
    for entry in entries:
        _check_container(entry)
        _check_entry(entry)
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    return feed


def text(parent: ET.Element, name: str) -> str:
    """The text of the only child of that name."""
    child = parent.find(f"{ATOM}{name}")
    assert child is not None, name
    return child.text or ""


def link(parent: ET.Element, rel: str) -> str:
    """The address of the only link of that relation."""
    (only,) = [child for child in parent.findall(f"{ATOM}link") if child.get("rel", "alternate") == rel]
    return only.get("href", "")


def _check_container(parent: ET.Element) -> None:
    for name in _ONCE:
        assert len(parent.findall(f"{ATOM}{name}")) == 1, name
    for name in _AT_MOST_ONCE:
        assert len(parent.findall(f"{ATOM}{name}")) <= 1, name
    for name in ("updated", "published"):
        for child in parent.findall(f"{ATOM}{name}"):
            assert _TIME.fullmatch(child.text or ""), child.text
    assert _ABSOLUTE.fullmatch(text(parent, "id"))
    for author in parent.findall(f"{ATOM}author"):
        assert text(author, "name").strip()
    _check_links(parent.findall(f"{ATOM}link"))
    for category in parent.findall(f"{ATOM}category"):
        assert category.get("term")


def _check_links(links: Iterable[ET.Element]) -> None:
    alternates = []
    for child in links:
        assert _ABSOLUTE.fullmatch(child.get("href", "")), child.get("href")
        if child.get("rel", "alternate") == "alternate":
            alternates.append((child.get("type"), child.get("hreflang")))
    assert len(set(alternates)) == len(alternates)


def _check_entry(entry: ET.Element) -> None:
    content = entry.find(f"{ATOM}content")
    if content is None:
        assert link(entry, "alternate")
    else:
        assert content.get("type") in ("text", "html", "xhtml")
