"""What stands around the text of a dispatch: its life, its relations, who cites it, how to cite it."""

from collections.abc import Iterable, Iterator

from readingroom.addresses import page_of, relative
from readingroom.cite import bibtex, csl_json, ris
from readingroom.model.archive import Presence, RelationKind
from readingroom.model.dispatch import Date, Status
from readingroom.model.settings import Settings
from readingroom.model.source import Form
from readingroom.model.view import Banner, Citation, CitedBy, FileLink, Item, Place, Related, Time
from readingroom.pages.listed import item, time
from readingroom.pages.slices import Slice

ABOVE = {
    RelationKind.CORRECTED_BY: "A correction of this dispatch has been published.",
    RelationKind.SUPERSEDED_BY: "This dispatch has been superseded.",
    RelationKind.CORRECTS: "This dispatch corrects an earlier one.",
    RelationKind.SUPERSEDES: "This dispatch supersedes an earlier one.",
    RelationKind.TRANSLATION_OF: "This is a translation.",
    RelationKind.TRANSLATED_AS: "This dispatch has been translated.",
}
"""Relations that a reader should know of before reading, in this order, and how they are told."""

BELOW = {RelationKind.FOLLOWS: "Follows", RelationKind.FOLLOWED_BY: "Followed by"}

_MEDIA_TYPES = {Form.TEXT: "text/plain", Form.MARKDOWN: "text/markdown"}


def banners(slice_: Slice, settings: Settings) -> Iterator[Banner]:
    """What a reader must know before reading."""
    meta, presence = slice_.entry.card.meta, slice_.entry.presence
    if presence is Presence.PREVIEW and meta.status is Status.DRAFT:
        yield Banner(kind="draft", text="This is a draft. It is shown in the preview only.")
    elif presence is Presence.PREVIEW:
        yield Banner(
            kind="embargoed",
            text=f"Under embargo until {meta.embargo_until}. It is shown in the preview only.",
        )
    if meta.status is Status.CORRECTED:
        yield Banner(kind="corrected", text=_corrected(meta.updated, settings), reason=meta.reason)
    for kind, text in ABOVE.items():
        if items := _relation(slice_, settings, kind):
            yield Banner(kind=str(kind), text=text, items=items)


def related(slice_: Slice, settings: Settings) -> Iterator[Related]:
    """The relations that stand below the text."""
    for kind, label in BELOW.items():
        if items := _relation(slice_, settings, kind):
            yield Related(label=label, items=items)


def named(slice_: Slice, settings: Settings, ids: Iterable[str]) -> tuple[Item, ...]:
    """Those of the dispatches that the archive has, as items of the page's lists."""
    origin = page_of(slice_.entry.id)
    return tuple(item(origin, slice_.neighbours[name], settings) for name in ids if name in slice_.neighbours)


def cited_by(slice_: Slice, settings: Settings) -> Iterator[CitedBy]:
    """Who cites this dispatch, each once, with every sentence that does."""
    origin = page_of(slice_.entry.id)
    for name in dict.fromkeys(citation.id for citation in slice_.entry.cited_by):
        places = tuple(
            Place(href=relative(origin, page_of(name), citation.anchor), sentence=citation.sentence)
            for citation in slice_.entry.cited_by
            if citation.id == name and citation.sentence
        )
        for citing in named(slice_, settings, [name]):
            yield CitedBy(item=citing, places=tuple(dict.fromkeys(places)))


def citations(slice_: Slice) -> tuple[Citation, ...]:
    """The citation in the forms of reference managers."""
    work = slice_.work
    return (
        Citation(key="bibtex", label="BibTeX", text=bibtex(work).strip()),
        Citation(key="ris", label="RIS", text=ris(work).replace("\r\n", "\n").strip()),
        Citation(key="csl-json", label="CSL-JSON", text=csl_json(work).strip()),
    )


def files(slice_: Slice) -> Iterator[FileLink]:
    """The source as received, where it is published beside the page."""
    if slice_.source:
        yield FileLink(
            href=relative(page_of(slice_.entry.id), slice_.source),
            text="The source, as received",
            media_type=_MEDIA_TYPES.get(Form(slice_.entry.card.form), "text/plain"),
        )


def updated(date: Date | None, settings: Settings) -> Time | None:
    """When it was changed last, in the words of the archive."""
    return time(date, settings.language) if date else None


def _corrected(date: Date | None, settings: Settings) -> str:
    return (
        f"Corrected, {time(date, settings.language).text}." if date else "This dispatch has been corrected."
    )


def _relation(slice_: Slice, settings: Settings, kind: RelationKind) -> tuple[Item, ...]:
    return named(slice_, settings, (r.id for r in slice_.entry.relations if r.kind is kind))
