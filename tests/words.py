"""The words of sources and of published pages, read without the package under test."""

import re
from html.parser import HTMLParser

_PARTS = 4
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "dt",
        "dd",
        "br",
        "pre",
        "blockquote",
        "figcaption",
        "tr",
        "caption",
    ]
)
_WORD = re.compile(r"[^\W_]+")
_NOTE = re.compile(r"^\[\^([^\]]+)\]:[ \t]*(.*(?:\n(?:[ \t]*\n)*(?: {4}|\t).*)*)", re.MULTILINE)
_CALL = re.compile(r"\[\^[^\]]+\]")
_LINK = re.compile(
    r"(?<!\\)!?\[((?:\\.|[^\]\\])*)\]\((?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def words(text: str) -> list[str]:
    """Runs of letters and digits."""
    return _WORD.findall(text)


class _Reader(HTMLParser):
    """Collects the text of the body and of the notes, without what the page adds to them."""

    def __init__(self, *, labels: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._labels = labels
        self.parts: list[str] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in BLOCKS:
            self.parts.append(" ")
        if tag in {"br", "img", "hr", "col", "wbr", "input", "meta", "link"}:
            return
        kind = ""
        classes = (named.get("class") or "").split()
        if not {"body", "note-body", *(["note-label"] if self._labels else [])}.isdisjoint(classes):
            kind = "wanted"
        is_call = named.get("role") == "doc-noteref" and not self._labels
        if is_call or not {"backlinks", "missing"}.isdisjoint(classes):
            kind = "unwanted"
        self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append(" ")
        if any(tag == name for name, _ in self._open):
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        kinds = [kind for _, kind in self._open if kind]
        if kinds and "unwanted" not in kinds:
            self.parts.append(data)


def page_words(html: str, *, labels: bool) -> list[str]:
    """The words of a dispatch's page: its body, then its notes; note labels are words where asked for."""
    reader = _Reader(labels=labels)
    reader.feed(html)
    reader.close()
    return words("".join(reader.parts))


def text_words(source: str, tail: str) -> list[str]:
    """The words of a plain-text dispatch, note labels among them.

    Banner, title, and date and subjects lines, its first three paragraphs, are left out.
    """
    paragraphs = source.strip().removesuffix(tail).split("\n\n", 3)
    return words(paragraphs[3]) if len(paragraphs) == _PARTS else []


def markdown_words(source: str) -> list[str]:
    """The words of a Markdown dispatch without front matter: its body, then its notes as defined."""
    _, _, text = source.partition("\n---\n")
    notes = [match[2] for match in _NOTE.finditer(text)]
    body = _NOTE.sub("", text)
    return [word for part in (body, *notes) for word in words(_plain(part))]


def _plain(text: str) -> str:
    text = _CALL.sub("", text)
    text = _LINK.sub(lambda match: match[1], text)
    return _TAG.sub("", text).replace("\\", "").replace("*", "")
