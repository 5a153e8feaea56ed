"""Cards as linking gets them, for its tests."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from archives import a_date

from readingroom.addresses import dispatch_id
from readingroom.config import default_settings
from readingroom.diagnostics import Diagnostic
from readingroom.link import link
from readingroom.model.archive import Archive, Card, ExplicitLink
from readingroom.model.block import DispatchTarget, PathTarget, Span, Target
from readingroom.model.dispatch import Meta, Reference
from readingroom.model.settings import Settings
from readingroom.model.source import Attachment

AS_OF = datetime.fromisoformat("2024-01-01T00:00:00+00:00")
CARD_VALUES = frozenset(Card.__dataclass_fields__) - {"meta", "path", "form"}


def made(name: str, **more: Any) -> Card:
    """The card of "Signal 12" or "Note 3"; `more` are values of the card or of its Meta, `date` as EDTF."""
    series, _, number = name.rpartition(" ")
    values = {key: more.pop(key) for key in list(more) if key in CARD_VALUES}
    path = more.pop("path", f"{series}/{number}.md")
    date = more.pop("date", "")
    meta = Meta(
        id=dispatch_id(series, number),
        series=series,
        number=number,
        title=more.pop("title", f"Title of {name}"),
        date=a_date(date) if date else None,
        **more,
    )
    return Card(meta=meta, path=path, form="markdown", **values)


def to(dispatch: str, *, fragment: str = "", sentence: str = "", width: int = 5, start: int = 0) -> Reference:
    """A reference to an id."""
    series, _, number = dispatch.partition("/")
    words = sentence or f"It says so in {dispatch}."
    return Reference(
        series, number, None, Span(0, start, start + width), dispatch[:width], words, "p-00000", fragment, 3
    )


def linking(target: Target, sentence: str = "It links.") -> ExplicitLink:
    """A link of a source's own, on line 4."""
    return ExplicitLink(target, sentence, "p-11111", None, 4)


def named(number: str, series: str = "", fragment: str = "") -> ExplicitLink:
    """A link by series and number."""
    return linking(DispatchTarget(series, number, fragment))


def by_path(path: str, fragment: str = "") -> ExplicitLink:
    """A link by path."""
    return linking(PathTarget(path, fragment))


def files(*paths: str) -> Mapping[str, Attachment]:
    """Files that may be published."""
    return {path: Attachment(path=path, size=1, digest="0" * 64, media_type="image/png") for path in paths}


def linked(
    *cards: Card,
    settings: Settings | None = None,
    attachments: Mapping[str, Attachment] | None = None,
    as_of: datetime = AS_OF,
    preview: bool = False,
) -> tuple[Archive, tuple[Diagnostic, ...]]:
    """The cards, linked."""
    return link(
        cards, settings or default_settings(), attachments=attachments or {}, as_of=as_of, preview=preview
    )


def archive_of(*cards: Card, **more: Any) -> Archive:
    """The archive of cards in which nothing is wrong."""
    archive, told = linked(*cards, **more)
    assert not told, told
    return archive


def codes(told: Iterable[Diagnostic]) -> list[str]:
    """What was told, by code."""
    return [str(one.code) for one in told]
