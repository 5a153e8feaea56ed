"""The archive's own words about itself, written as Markdown in its settings."""

from readingroom.addresses import relative
from readingroom.config import FILE_NAME
from readingroom.diagnostics import Diagnostic
from readingroom.fill import Anchor, Picture, to_html
from readingroom.model.block import Target
from readingroom.model.settings import Settings
from readingroom.model.source import Form, Source
from readingroom.parse import parse

_FRONT_MATTER = "---\nnumber: about\ntitle: About\n---\n\n"


class _Nowhere:
    """The text stands outside of the archive's dispatches, and links to none."""

    def dispatch(self, dispatch_id: str, fragment: str) -> Anchor:
        return Anchor(relative("about.html", f"{dispatch_id}.html", fragment))

    def target(self, target: Target) -> Anchor | None:  # noqa: ARG002 - none leads anywhere
        return None

    def image(self, path: str) -> Picture | None:  # noqa: ARG002 - none is published
        return None

    def anchor(self, name: str) -> str:
        return f"#{name}"


def about_html(settings: Settings) -> tuple[str, tuple[Diagnostic, ...]]:
    """The sanitised HTML of `about` in the settings, empty without one, and what is wrong with it."""
    if not settings.about:
        return "", ()
    data = (_FRONT_MATTER + settings.about).encode()
    parsed = parse(Source(path="about.md", form=Form.MARKDOWN, data=data), settings)
    told = tuple(
        Diagnostic(code=one.code, message=f"about: {one.message}", path=FILE_NAME, hint=one.hint)
        for one in parsed.diagnostics
    )
    html = to_html(parsed.dispatch.body, None, (), _Nowhere()) if parsed.dispatch else ""
    return html, told
