"""Whether an SVG can run script or load anything, once a reader opens it by its own address.

Whatever executes or loads is refused by name, and a reference must lead into the drawing itself or
be a raster image in a data: URL. Read with expat: no entity is ever expanded, since declaring one
is refused (defusedxml would do the same for an element tree that nobody needs).
"""

import re
import sys
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

LARGEST = 16 << 20
"""Bytes of a drawing that is looked through; there is no larger one that a page should carry."""

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_EVENTS = "http://www.w3.org/2001/xml-events"
_ELEMENTS = frozenset(
    [
        "script",
        "foreignobject",
        "handler",
        "listener",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "prefetch",
    ]
)
_ANIMATIONS = frozenset(["animate", "animatecolor", "animatemotion", "animatetransform", "set"])
_REFERENCES = frozenset(["href", "src", "base"])
_NO_STYLE = frozenset(["class", "d", "id", "points"])
"""Attributes that are no style, whatever they look like; any other may be one."""
_LINK = "a"
"""Leads elsewhere only when it is clicked."""

_INNER = re.compile(r"#|data:image/(?:png|jpeg|gif|webp|avif)[;,]", re.IGNORECASE)
_WEB = re.compile(r"#|(?:https?|mailto):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_CSS_URL = re.compile(r"url\(\s*[\"']?\s*([^)]*)", re.IGNORECASE)
_CSS_LOADS = re.compile(
    r"@import|(?<![\w-])(?:-webkit-)?(?:image-set|image|src|cross-fade)\(|expression\(", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a drawing, and the line it stands on."""

    line: int
    message: str


def fault(data: bytes) -> Fault | None:
    """The first thing for which a drawing is refused; None where it is harmless."""
    if len(data) > LARGEST:
        return Fault(0, f"It is larger than {LARGEST >> 20} MiB.")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 - positional in the library
    except _RefusedError as refused:
        return Fault(reader.parser.CurrentLineNumber, str(refused))
    except expat.ExpatError as error:
        return Fault(error.lineno, f"It is not well-formed: {expat.ErrorString(error.code)}.")
    except (ValueError, LookupError):
        return Fault(1, "Its encoding is none that every reader knows.")
    return None


class _RefusedError(Exception):
    """Stops the parser; the sentence says why."""


def _refuse(message: str) -> NoReturn:
    raise _RefusedError(message)


class _Reader:
    """Looks at every event of a document, and raises at the first that is not allowed."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="\n")
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.buffer_text = True
        self._depth = 0
        self._style: list[str] | None = None

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        space, tag = _split(name)
        self._depth += 1
        if self._depth == 1 and (space, tag) != (_SVG, "svg"):
            _refuse(f'Its first element is not <svg xmlns="{_SVG}">.')
        if self._style is not None:
            _refuse(f"Its style holds an element <{tag}>.")
        if space in {_XHTML, _EVENTS} or tag in _ELEMENTS:
            _refuse(f"It has an element <{tag}>.")
        self._style = [] if tag == "style" else None
        for attribute, value in attributes.items():
            _check_attribute(tag, *_split(attribute), value)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._style:
            _check_style("".join(self._style))
        self._style = None

    def _characters(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _entity(self, *_declaration: object) -> None:
        _refuse("It declares an entity.")

    def _instruction(self, target: str, _data: str) -> None:
        _refuse(f"It has an instruction <?{target}?>.")


def _split(name: str) -> tuple[str, str]:
    """The namespace and the lower-case local name that expat gives as one."""
    space, _, local = name.rpartition("\n")
    return space, local.lower()


def _check_attribute(tag: str, space: str, name: str, value: str) -> None:
    bare = _BLANKS.sub("", value)
    if name.startswith("on") or space == _EVENTS:
        _refuse(f"It has a handler {name}.")
    if name in _REFERENCES and not (_WEB if tag == _LINK else _INNER).match(bare or "#"):
        _refuse(f"It refers to {value[:80]!r}.")
    if tag in _ANIMATIONS and name == "attributename":
        target = bare.rpartition(":")[2].lower()
        if target in _REFERENCES or target.startswith("on"):
            _refuse(f"It animates {target}.")
    if not space and name not in _NO_STYLE and not name.startswith(("aria-", "data-")):
        _check_style(value)


def _check_style(text: str) -> None:
    """Refuses what a style sheet, or any attribute that may hold one, would load."""
    plain = _CSS_ESCAPE.sub(_unescaped, _CSS_COMMENT.sub("", text))
    if match := _CSS_LOADS.search(plain):
        _refuse(f"Its style has {match[0]!r}.")
    for match in _CSS_URL.finditer(plain):
        if not _INNER.match(_BLANKS.sub("", match[1])):
            _refuse(f"Its style refers to {match[1][:80]!r}.")


def _unescaped(match: re.Match[str]) -> str:
    """A CSS escape as its character (CSS Syntax 3, section 4.3.7)."""
    if match[1] is None:
        return match[2]
    return chr(min(int(match[1], 16), sys.maxunicode))
