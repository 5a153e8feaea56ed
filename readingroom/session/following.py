"""The edition after an edit of a few texts, made from the one before, in memory.

See `link.splice`: the archive around such an edit is what it was.
"""

from dataclasses import replace

from readingroom.link import Splice, Whole, citations, linked, recited, splice, spliced
from readingroom.model.archive import Archive, Card, Citation, Entry, Wanted
from readingroom.model.listing import Listings
from readingroom.model.settings import Settings
from readingroom.model.source import Source
from readingroom.pipeline import tasks
from readingroom.pipeline.edition import Edition
from readingroom.pipeline.pool import Pool
from readingroom.pipeline.reading import OneRead, is_error, read_one
from readingroom.read import SourceFile
from readingroom.session.made import Made
from readingroom.store import Store

MOST = 16
"""More edited sources take a pass over the whole archive."""


class Following:
    """Editions that follow one another."""

    def __init__(self, settings: Settings, store: Store, pool: Pool[tasks.Workshop]) -> None:
        """The settings, the cache and the processes of the archive."""
        self._settings = settings
        self._store = store
        self._pool = pool

    def made(self, before: Made, sources: list[tuple[SourceFile, Source]]) -> Made | None:
        """The edition after edits of these sources; None where a splice does not mend what others see."""
        if len(sources) > MOST:
            return None
        made: Made | None = replace(before, parsed=0)
        for file, source in sources:
            made = self._after(made, file, source) if made else None
        self._store.commit()  # or nobody else could write to it until the next one
        return made

    def _after(self, before: Made, file: SourceFile, source: Source) -> Made | None:
        reading, kept = before.reading, before.reading.kept.get(file.path)
        found = read_one(source, self._settings, reading.series, self._store, self._pool)
        if found.kept == kept:
            return replace(before, parsed=before.parsed + found.is_parsed)
        name = before.edition.site.archive.by_path.get(file.path, "")
        old = before.whole.linked.get(name)
        if found.card is None or old is None or found.card.id != name or self._has_error(found):
            return None
        state = before.whole.state.replacing(found.card)
        card = before.whole.state.catalogue.cards[name]
        asked = before.whole.asked.get(name, frozenset())
        edit = splice(card, found.card, old, linked(found.card, state), asked)
        return _made(before, replace(before.whole, state=state), edit, found) if edit else None

    def _has_error(self, found: OneRead) -> bool:
        return any(is_error(one) and str(one.code) not in self._settings.silence for one in found.told)


def _made(before: Made, whole: Whole, edit: Splice, found: OneRead) -> Made:
    name, path = edit.card.id, edit.card.path
    archive = _archive(whole, edit)
    reading = replace(
        before.reading,
        cards=tuple(edit.card if card.path == path else card for card in before.reading.cards),
        told={**before.reading.told, path: found.told},
        kept={**before.reading.kept, path: found.kept},
        parsed=found.is_parsed,
    )
    return replace(
        before,
        whole=replace(whole, archive=archive, linked={**whole.linked, name: edit.linked}),
        reading=reading,
        edition=_edition(before.edition, archive, edit, found),
        parsed=before.parsed + found.is_parsed,
    )


def _archive(whole: Whole, edit: Splice) -> Archive:
    archive, name = whole.archive, edit.card.id
    entries: dict[str, Entry] = {**archive.entries, name: spliced(archive.entries[name], edit)}
    for other in edit.recited:
        now = citations(edit.linked, other)
        is_readable = whole.state.is_readable(other)
        entries[other] = recited(entries[other], name, now, is_readable=is_readable)
    return replace(archive, entries=entries, wanted=_wanted(archive.wanted, edit))


def _wanted(rows: tuple[Wanted, ...], edit: Splice) -> tuple[Wanted, ...]:
    return tuple(
        replace(row, cited_by=_cited_by(row, edit.card, citations(edit.linked, row.id)))
        if row.id in edit.wanted
        else row
        for row in rows
    )


def _cited_by(row: Wanted, citing: Card, now: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Who wants a number; what one dispatch says of it stands together, and stays in its place."""
    place = next(n for n, one in enumerate(row.cited_by) if one.id == citing.id)
    others = [one for one in row.cited_by if one.id != citing.id]
    return (*others[:place], *now, *others[place:])


def _edition(before: Edition, archive: Archive, edit: Splice, found: OneRead) -> Edition:
    texts, name, path = before.texts, edit.card.id, edit.card.path
    listings = before.site.listings
    return replace(
        before,
        site=replace(before.site, archive=archive, listings=_listings(listings, edit)),
        texts=replace(
            texts, keys={**texts.keys, name: found.kept.key}, digests={**texts.digests, name: found.kept.text}
        ),
        digests={**before.digests, path: found.kept.digest},
    )


def _listings(before: Listings, edit: Splice) -> Listings:
    concordance = before.concordance
    return replace(before, concordance=replace(concordance, wanted=_wanted(concordance.wanted, edit)))
