"""Bytes → text: which encoding a source is in, and whether it is text at all.

    UTF-8 (with or without a byte order mark), else UTF-16 (with one, or known by its zero bytes),
    else UTF-8 with a few bytes of Windows-1252, where more is valid than not,
    else a Windows code page: 1252 where few letters lie beyond ASCII, else the one whose language fits.

Line ends become one line feed. A control character that no text has refuses the source; those from
U+0080 to U+009F are what Windows-1252 text turns into when it is taken for Latin-1, and are undone.
"""

import re
from dataclasses import dataclass

from readingroom.diagnostics import Code, Diagnostic, at

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", ""),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32, little-endian"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32, big-endian"),
    (b"\xff\xfe", "utf-16-le", "UTF-16, little-endian"),
    (b"\xfe\xff", "utf-16-be", "UTF-16, big-endian"),
)
"""Byte order marks, longest first, with the encoding and its name where it is worth telling."""

_CODE_PAGES = ("cp1256", "cp1255", "cp1251", "cp1253", "cp1250", "cp1254", "koi8_r")
_WINDOWS_1252 = "cp1252"
_SAMPLE = 10_000
"""Bytes that tell a language as well as all would."""

_FEW = 0.25
"""In Latin scripts fewer letters than this lie beyond ASCII, in others more."""

_ZEROS = 0.05
"""Every text in UTF-16 has blanks and line feeds, whose high byte is zero."""

_LETTER_OR_HIGH = re.compile(rb"[A-Za-z\x80-\xff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""All that the two below look for; few texts have any."""

_C1 = re.compile("[\x80-\x9f]+")
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_DOS_END = "\x1a"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a source; None where it has none that can be read."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    told: str = ""
    """The encoding in words, where it is worth telling."""
    first: int = 0
    """The character that tells it."""
    guessed: bool = False


def decode(data: bytes, path: str) -> Decoded:
    """The text of a file's bytes, its lines ended by line feeds, and what is to tell about its encoding."""
    reading = _read(data)
    if reading is None:
        message = "The bytes are of no encoding that is known here."
        return Decoded(None, (Diagnostic(code=Code.NOT_TEXT, message=message, path=path),))
    text = _with_line_feeds(reading.text).removeprefix("\ufeff")
    text = text.rstrip().removesuffix(_DOS_END) if text.rstrip().endswith(_DOS_END) else text
    told = _encoding_told(reading, path, text)
    if _CONTROL.search(text):
        if bad := _FORBIDDEN.search(text):
            message = f"The control character U+{ord(bad[0]):04X} stands here."
            return Decoded(None, (_told(Code.NOT_TEXT, path, text, bad.start(), message),))
        return _without_c1(text, path, told)
    if not text.strip():
        return Decoded(None, (Diagnostic(code=Code.EMPTY, message="The file has no text.", path=path),))
    return Decoded(text, told)


def _read(data: bytes) -> _Reading | None:
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            return _mixed(data[len(mark) :]) if text is None else _Reading(text, name)
    utf_8 = _try(data, "utf-8")
    if utf_8 is not None and "\0" not in utf_8:
        return _Reading(utf_8)
    utf_16 = _utf_16(data)
    if utf_16 or utf_8 is not None:
        return utf_16 or _Reading(utf_8 or "")
    return _mixed(data) or _code_page(data)


def _utf_16(data: bytes) -> _Reading | None:
    """The text, where zero bytes stand at even or at odd places alone."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if min(even, odd) or max(even, odd) < _ZEROS * len(data) / 2:
        return None
    encoding, order = ("utf-16-le", "little") if odd else ("utf-16-be", "big")
    text = _try(data, encoding)
    if text is None or _FORBIDDEN.search(text):
        return None
    return _Reading(text, f"UTF-16, {order}-endian, without a byte order mark", guessed=True)


def _mixed(data: bytes) -> _Reading | None:
    """UTF-8 with some bytes that are not, where what is valid beyond ASCII outweighs them."""
    text = _with_line_feeds(data.decode("utf-8", "surrogateescape"))
    first = _ESCAPED.search(text)
    if not first or len(_ESCAPED.findall(text)) >= len(_BEYOND_ASCII.findall(text)):
        return None
    mended = _ESCAPED.sub(lambda one: bytes([ord(one[0]) & 0xFF]).decode(_WINDOWS_1252, "replace"), text)
    return _Reading(mended, "UTF-8, and what is none as Windows-1252", first.start(), guessed=True)


def _code_page(data: bytes) -> _Reading | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - nearly all sources are UTF-8

    letters = len(_LETTER_OR_HIGH.findall(data))
    few = len(_HIGH.findall(data)) < _FEW * letters
    best = None if few else from_bytes(data[:_SAMPLE], cp_isolation=list(_CODE_PAGES)).best()
    encoding = best.encoding if best else _WINDOWS_1252
    text = _try(data, encoding)
    if text is None:
        return None
    first = next((n for n, c in enumerate(_with_line_feeds(text)) if not c.isascii()), 0)
    return _Reading(text, encoding.replace("cp", "Windows-"), first, guessed=True)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _encoding_told(reading: _Reading, path: str, text: str) -> tuple[Diagnostic, ...]:
    if not reading.told:
        return ()
    code = Code.ENCODING_GUESSED if reading.guessed else Code.ENCODING_DETECTED
    return (_told(code, path, text, reading.first, f"Read as {reading.told}."),)


def _without_c1(text: str, path: str, told: tuple[Diagnostic, ...]) -> Decoded:
    """The text, its control characters from U+0080 to U+009F as what Windows-1252 has in their place."""
    first = _C1.search(text)
    if not first:
        return Decoded(text, told)
    message = "Control characters are read as Windows-1252."
    mended = _C1.sub(lambda run: run[0].encode("latin-1").decode(_WINDOWS_1252, "replace"), text)
    return Decoded(mended, (*told, _told(Code.ENCODING_GUESSED, path, text, first.start(), message)))


def _told(code: Code, path: str, text: str, offset: int, message: str) -> Diagnostic:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return at(code, path, text.split("\n"), line, message, column=column)
