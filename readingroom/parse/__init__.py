"""`Source` → `Dispatch`."""

from readingroom.model.settings import Settings
from readingroom.model.source import Form, Source
from readingroom.parse.markdown.parser import parse_markdown
from readingroom.parse.plain.original import parse_original
from readingroom.parse.plain.parser import parse_text
from readingroom.parse.result import Parsed

__all__ = ["Parsed", "parse", "parse_original"]


def parse(source: Source, settings: Settings) -> Parsed:
    """A source read: its dispatch, or None where it is refused, and what there is to tell about it."""
    if source.form is Form.TEXT:
        return parse_text(source, settings)
    return parse_markdown(source, settings)
