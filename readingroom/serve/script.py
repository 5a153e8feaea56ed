"""The preview's own files, and the element by which each page loads its script."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

from readingroom.serve.content import Content, of_bytes
from readingroom.serve.media import media_type
from readingroom.serve.overlay import STYLE

SCRIPT = "/rr-preview/preview.js"
_CLIENT = Path(__file__).parent / "client"


def own_files() -> Mapping[str, Content]:
    """By address, what the preview adds to the archive; its script is one file made of several."""
    parts = [path.read_text(encoding="utf-8") for path in sorted(_CLIENT.glob("*.js"))]
    script = '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"
    return {
        SCRIPT: of_bytes(script.encode(), media_type(SCRIPT)),
        STYLE: of_bytes((_CLIENT / "preview.css").read_bytes(), media_type(STYLE)),
    }


def with_script(page: bytes, tag: str, server: str, generation: int) -> bytes:
    """A page that loads the preview's script, and tells it which version of the page this is."""
    element = (
        f'<script src="{SCRIPT}" data-rr-server="{server}" data-rr-generation="{generation}"'
        f' data-rr-tag="{escape(tag)}" defer></script></body>'
    )
    head, found, rest = page.rpartition(b"</body>")
    return head + element.encode() + rest if found else page
