"""The type that each file of an archive is served with, by its name.

Types are IANA's (https://www.iana.org/assignments/media-types); what a machine has registered of its
own plays no part.
"""

from pathlib import PurePosixPath

_TEXTS = {
    "": "text/plain",
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ris": "application/x-research-info-systems",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}
"""In UTF-8, as everything that we write; without a suffix are `_headers` and `_redirects`."""
_BYTES = {
    ".avif": "image/avif",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ttf": "font/ttf",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
HTML = "text/html; charset=utf-8"


def media_type(address: str) -> str:
    """The type of what stands at an address, with its encoding where it is text."""
    suffix = PurePosixPath(address).suffix.lower()
    text = _TEXTS.get(suffix)
    return f"{text}; charset=utf-8" if text else _BYTES.get(suffix, "application/octet-stream")
