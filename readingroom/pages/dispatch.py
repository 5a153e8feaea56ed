"""The page of a dispatch whose words may be read."""

from collections.abc import Iterator, Sequence

from readingroom import language, sentences
from readingroom.addresses import page_of, relative
from readingroom.cite import chicago
from readingroom.fill import note_call, to_html
from readingroom.model.archive import Presence
from readingroom.model.block import Heading, Note
from readingroom.model.dispatch import Dispatch, Original
from readingroom.model.page import DispatchPage, Page
from readingroom.model.settings import Settings
from readingroom.model.site import Site
from readingroom.model.view import (
    NO_HTML,
    Backlink,
    DispatchView,
    Entry,
    Fact,
    Head,
    Html,
    Item,
    KindLink,
    NoteView,
    OriginalView,
    Value,
)
from readingroom.pages import apparatus, frame, metadata, tombstone
from readingroom.pages.filled import (
    SliceAddresses,
    html,
    on_page,
    with_permalinks,
    without_anchors,
)
from readingroom.pages.listed import shortened, time
from readingroom.pages.pairs import paired
from readingroom.pages.slices import Placed, Slice
from readingroom.pages.tongues import language_name

TEMPLATE = "dispatch.html"
CONTENTS_FROM = 2
"""Fewer headings need no table of contents."""
ENTRY_LENGTH = 80
DESCRIPTION_LENGTH = 300
UNKNOWN = "und"
"""The tag of a language that nobody named (ISO 639-2)."""


def pages(site: Site) -> Iterator[Page | DispatchPage]:
    """A page for each dispatch; of one that was withdrawn or removed, what remains of it."""
    for entry in site.archive.entries.values():
        if entry.presence in (Presence.PAGE, Presence.PREVIEW):
            yield DispatchPage(address=page_of(entry.id), id=entry.id)
        else:
            yield tombstone.page(site, entry)


def page(dispatch: Dispatch, slice_: Slice, settings: Settings) -> Page:
    """The page of one dispatch, ready to be rendered."""
    return Page(address=page_of(dispatch.meta.id), template=TEMPLATE, view=view(dispatch, slice_, settings))


def view(dispatch: Dispatch, slice_: Slice, settings: Settings) -> DispatchView:
    """What the page of a dispatch shows, from the dispatch and its slice of the archive."""
    meta, origin, addresses = dispatch.meta, page_of(dispatch.meta.id), on_page(slice_)
    body, is_beside = _body(dispatch, addresses)
    return DispatchView(
        head=_head(dispatch, slice_, settings, origin),
        crumbs=frame.crumbs(origin, settings, slice_.series),
        label=slice_.label,
        title=meta.title,
        title_calls=Html("".join(note_call(call, addresses) for call in dispatch.title_references)),
        subtitle=meta.subtitle,
        date=time(meta.date, meta.language) if meta.date else None,
        updated=apparatus.updated(meta.updated, settings),
        facts=tuple(_facts(slice_, settings, origin)),
        banners=tuple(apparatus.banners(slice_, settings)),
        summary=meta.summary,
        contents=_contents(dispatch.headings, addresses),
        body=body,
        notes=tuple(_note(place, note, addresses) for place, note in enumerate(dispatch.notes)),
        original=_original(dispatch, addresses, settings, is_beside=is_beside),
        insertions=tuple(_kinds(dispatch, settings, origin)),
        related=tuple(apparatus.related(slice_, settings)),
        cites=apparatus.named(slice_, settings, slice_.entry.cites),
        cited_by=tuple(apparatus.cited_by(slice_, settings)),
        previous=_one(slice_, settings, slice_.entry.previous),
        next=_one(slice_, settings, slice_.entry.next),
        reference=chicago(slice_.work),
        citations=apparatus.citations(slice_),
        files=tuple(apparatus.files(slice_)),
    )


def _head(dispatch: Dispatch, slice_: Slice, settings: Settings, origin: str) -> Head:
    card = slice_.entry.card
    description = shortened(card.meta.summary or sentences.lede(dispatch.body), DESCRIPTION_LENGTH)
    return frame.head(
        origin,
        f"{card.meta.title} · {slice_.label}",
        settings,
        description=description,
        section="series",
        tag=card.meta.language,
        direction=card.meta.direction,
        robots="noindex" if slice_.entry.presence is Presence.PREVIEW else "",
        names=metadata.names(slice_, settings, description),
        properties=metadata.open_graph(slice_, settings, description),
        json_ld=metadata.json_ld(slice_, settings, description, dispatch.words),
        feeds=frame.feed_link(origin, slice_.feed, f"{settings.title}: {slice_.series[0]}"),
    )


def _facts(slice_: Slice, settings: Settings, origin: str) -> Iterator[Fact]:
    """What it translates, the fields that have values, a language that is not the archive's."""
    meta = slice_.entry.card.meta
    if meta.original and (value := _translated(meta.original, settings)).text:
        yield Fact(label="Original", values=(value,))
    for row in settings.fields:
        if placed := slice_.values.get(row.key, ()):
            label = row.singular if len(placed) == 1 else row.label
            values = tuple(_value(value, origin) for value in placed)
            yield Fact(label=label, values=values, key=row.key if row.facet else "")
    if meta.language != settings.language:
        name = language_name(meta.language, settings.language)
        yield Fact(label="Language", values=(Value(text=name),))


def _translated(original: Original, settings: Settings) -> Value:
    """Title, date and address of what was translated, as far as they are known."""
    date = time(original.date, settings.language).text if original.date else ""
    host = _host(original.url)
    return Value(
        text=original.title or date or host,
        href="" if original.title or date else original.url,
        detail=date if original.title else "",
        url=original.url if host and (original.title or date) else "",
        host=host,
    )


def _value(placed: Placed, origin: str) -> Value:
    """A value with what is known of it besides; an address becomes a link."""
    detail = dict(placed.detail)
    url = detail.pop("url", "")
    href = relative(origin, placed.address, placed.fragment) if placed.address else ""
    if not href and _host(placed.text):
        href = placed.text
    return Value(
        text=placed.text,
        href=href,
        detail=", ".join(text for text in detail.values() if text),
        url=url if _host(url) else "",
        host=_host(url),
    )


def _host(address: str) -> str:
    """Whose web address it is; empty where it is none."""
    if not address.startswith(("https://", "http://")):
        return ""
    return address.partition("://")[2].partition("/")[0].removeprefix("www.")


def _contents(headings: Sequence[Heading], addresses: SliceAddresses) -> tuple[Entry, ...]:
    if len(headings) < CONTENTS_FROM:
        return ()
    return tuple(
        Entry(
            href=addresses.anchor(heading.id), text=shortened(heading.text, ENTRY_LENGTH), level=heading.level
        )
        for heading in headings
    )


def _note(place: int, note: Note, addresses: SliceAddresses) -> NoteView:
    return NoteView(
        id=note.id,
        label=note.label,
        html=html(note.body, place, addresses),
        backlinks=_backlinks(note, addresses),
        source_missing=note.source_missing,
    )


def _backlinks(note: Note, addresses: SliceAddresses) -> tuple[Backlink, ...]:
    """A link to each call of the note; they are numbered where there are several."""
    is_single = len(note.calls) == 1
    return tuple(
        Backlink(
            href=addresses.anchor(call),
            mark="" if is_single else str(count),
            label=f"Back to the reference to note {note.label}"
            if is_single
            else f"Back to reference {count} to note {note.label}",
        )
        for count, call in enumerate(note.calls, 1)
    )


def _body(dispatch: Dispatch, addresses: SliceAddresses) -> tuple[Html, bool]:
    """The text, with its original beside it where each paragraph has one; whether it has."""
    body, original = with_permalinks(dispatch.body), dispatch.original_body
    beside = None
    if original is not None:
        tag = dispatch.original_language or UNKNOWN
        beside = paired(body, original, tag, language.direction(tag), addresses)
    return html(beside or body, None, addresses), beside is not None


def _original(
    dispatch: Dispatch, addresses: SliceAddresses, settings: Settings, *, is_beside: bool
) -> OriginalView | None:
    """The text that was translated, where it is kept."""
    if dispatch.original_body is None:
        return None
    tag = dispatch.original_language
    whole = without_anchors(dispatch.original_body)
    return OriginalView(
        language=tag or UNKNOWN,
        direction=language.direction(tag or UNKNOWN),
        name=language_name(tag, settings.language) if tag else "",
        html=NO_HTML if is_beside else Html(to_html(whole, None, (), addresses)),
    )


def _kinds(dispatch: Dispatch, settings: Settings, origin: str) -> Iterator[KindLink]:
    """The kinds of insertion that stand in the text, in the order of their table."""
    present = {insertion.kind for insertion in dispatch.insertions}
    for row in settings.insertions:
        if row.kind in present:
            href = relative(origin, f"insertions/{row.kind}.html")
            yield KindLink(href=href, text=row.label.lower(), key=row.kind)


def _one(slice_: Slice, settings: Settings, name: str) -> Item | None:
    return next(iter(apparatus.named(slice_, settings, [name])), None)
