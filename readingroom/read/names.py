"""What a file's name says: whether we look at it, and what it is."""

import re
import unicodedata

import icu

from readingroom.model.source import Form

FORMS = {".md": Form.MARKDOWN, ".txt": Form.TEXT}
SIDECAR = ".meta.yaml"

MEDIA_TYPES = {
    ".avif": "image/avif",
    ".csv": "text/csv",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
"""The attachments that are published, by suffix (types: https://www.iana.org/assignments/media-types)."""
OTHER = "application/octet-stream"
"""What the archive's own globs let in besides."""

_NO_FILE = re.compile(
    r"\..*|.*~|~\$.*|\#.*\#|.*\.(?:bak|orig|rej|swp|swo|tmp|part|crdownload)|4913|___jb_(?:tmp|old)___|.*___jb_(?:tmp|old)___"
    r"|desktop\.ini|thumbs\.db|icon\r|lost\+found",
    re.IGNORECASE | re.DOTALL,
)
"""Hidden files, and what editors and systems leave lying about."""
_OURS = re.compile(r"archive\.toml|authority(?:/.*)?", re.DOTALL)
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*", re.IGNORECASE
)
"""language-Script-REGION-variant of RFC 5646, section 2.1."""


def is_ignored(path: str) -> bool:
    """Whether a path is none of content: hidden, an editor's copy, the archive's own settings."""
    return bool(_NO_FILE.fullmatch(path.rpartition("/")[2]) or _OURS.fullmatch(path))


def is_sayable(name: str) -> bool:
    """Whether a name can be part of an address: text without line ends, control characters or a backslash."""
    return not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c == "\\" for c in name)


def shown(path: str) -> str:
    """A path for a diagnostic: bytes that are no UTF-8 are written out."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def suffix(path: str) -> str:
    """The end of a name, from its last full stop, in lower case: "scan.PDF" gives ".pdf"."""
    name = path.rpartition("/")[2]
    return name[name.rfind(".") :].lower() if "." in name[1:] else ""


def language_of(path: str) -> tuple[str, str]:
    """The stem and the language of NAME.LANGUAGE.txt; two empty strings for any other name.

    The tag is well-formed by BCP 47 and its language is one that CLDR knows, so that neither
    "10857.old.txt" nor "10857.final.txt" is taken for a text in another language.
    """
    if suffix(path) != ".txt":
        return "", ""
    stem, _, tag = path[: -len(".txt")].rpartition(".")
    if not stem.rpartition("/")[2] or not _LANGUAGE.fullmatch(tag):
        return "", ""
    try:
        known = bool(icu.Locale.forLanguageTag(tag).getISO3Language())
    except icu.ICUError:
        return "", ""
    return (stem, tag) if known else ("", "")
