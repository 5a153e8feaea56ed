"""What a built archive says, read from its pages: the same words for every search that is compared."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
BLOCKS = frozenset({"p", "li", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"})
WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchText:
    """The words of one dispatch."""

    id: str
    address: str
    """Of its page, from the root of the site."""
    title: str
    values: str
    """Of its fields."""
    passages: Sequence[str]
    """Of body and notes, in order."""

    @property
    def text(self) -> str:
        """Body and notes in one."""
        return "\n".join(self.passages)


def words(text: str) -> list[str]:
    """The words of a text as somebody would type them, without punctuation."""
    return WORD.findall(text)


def read_texts(output: Path) -> list[DispatchText]:
    """All dispatches of a built site, in the order of its catalogue."""
    records = json.loads((output / "data" / "dispatches.json").read_bytes())
    return [_read(output, record["id"], record["address"]) for record in records]


def _read(output: Path, identity: str, address: str) -> DispatchText:
    reader = _Reader()
    reader.feed((output / address).read_text(encoding="utf-8"))
    reader.close()
    return DispatchText(
        id=identity,
        address=address,
        title=" ".join(reader.title),
        values=" ".join(reader.values),
        passages=tuple(reader.passages),
    )


class _Reader(HTMLParser):
    """Collects the title, the values of fields and the blocks of body and notes, and passes over all else."""

    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self.values: list[str] = []
        self.passages: list[str] = []
        self._open: list[tuple[str, list[str] | None]] = []
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_block()
        if tag == "br":
            self._pieces.append(" ")
        if tag not in VOID:
            names = (dict(attrs).get("class") or "").split()
            self._open.append((tag, self._place(tag, names)))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        while any(name == tag for name, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] is not None:
            self._pieces.append(data)

    def _place(self, tag: str, names: Sequence[str]) -> list[str] | None:
        """Where the text of an element goes that begins now."""
        above = self._open[-1][1] if self._open else None
        if {"noteref", "permalink", "note-label", "backlinks", "missing"} & set(names) or tag in (
            "script",
            "dt",
        ):
            return None
        if tag == "h1":
            return self.title
        if tag == "dl" and "facts" in names:
            return self.values
        if "body" in names or "note-body" in names:
            return self.passages
        return above

    def _end_block(self) -> None:
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        place = self._open[-1][1] if self._open else None
        if text and place is not None:
            place.append(text)
