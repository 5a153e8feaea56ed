"""Looks at a published archive as a stranger would: by its written files alone.

Nothing here imports the package under test.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESSES = {
    "a": "href",
    "link": "href",
    "img": "src",
    "script": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
}


@dataclass
class Facts:
    """Ids and addresses of one page."""

    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Element and address."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = Facts()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.facts.ids.append(named["id"] or "")
        address = named.get(ADDRESSES.get(tag, ""))
        if address is not None and named.get("rel") != "canonical":
            self.facts.links.append((tag, address))
        if tag == "meta" and (named.get("http-equiv") or "").lower() == "refresh":
            self.facts.links.append((tag, (named.get("content") or "").partition("url=")[2]))


def read(path: Path) -> Facts:
    """The facts of one HTML file."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.facts


def pages(output: Path) -> list[Path]:
    """Every HTML file of an archive."""
    return sorted(output.rglob("*.html"))


def problems(output: Path, base_url: str = "") -> Iterator[str]:
    """Broken internal links and fragments, and ids that stand twice in a page."""
    facts = {path.relative_to(output).as_posix(): read(path) for path in pages(output)}
    for address, page in facts.items():
        yield from (
            f"{address}: id {name} stands {n} times" for name, n in Counter(page.ids).items() if n > 1
        )
        for tag, link in page.links:
            if complaint := _broken(output, facts, address, link, base_url):
                yield f"{address}: <{tag}> {link}: {complaint}"


def _broken(output: Path, facts: dict[str, Facts], address: str, link: str, base_url: str) -> str:
    if base_url and link.startswith(base_url):
        link = "/" + link.removeprefix(base_url)
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return ""
    target = _target(address, unquote(parts.path))
    if target is None:
        return "leads out of the archive"
    if target.endswith("/") or not target:
        target += "index.html"
    if not (output / target).is_file():
        return "no such file"
    fragment = unquote(parts.fragment)
    if fragment and target.endswith(".html") and fragment not in facts[target].ids:
        return "no such place"
    return ""


def _target(address: str, path: str) -> str | None:
    """The file that a relative path leads to from a page; None where it leads out of the archive."""
    if not path:
        return address
    parts = [] if path.startswith("/") else address.split("/")[:-1]
    for part in path.lstrip("/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
