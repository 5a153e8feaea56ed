"""`Source` → `Dispatch`."""

from readingroom.model.settings import Settings
from readingroom.model.source import Form, Source
from readingroom.parse.markdown import parse_markdown
from readingroom.parse.original import parse_original
from readingroom.parse.result import Parsed
from readingroom.parse.text import parse_text

__all__ = ["Parsed", "parse", "parse_original"]


def parse(source: Source, settings: Settings) -> Parsed:
    """A source read: its dispatch, or None where it is refused, and what there is to tell about it."""
    if source.form is Form.TEXT:
        return parse_text(source, settings)
    return parse_markdown(source, settings)
