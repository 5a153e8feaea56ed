"""A pass over the whole archive → what is remembered of it."""

from collections import defaultdict
from collections.abc import Mapping

from readingroom.index import pages_of
from readingroom.link import Directory, Whole
from readingroom.model.page import Composed, Copy, Excerpt
from readingroom.model.site import Site
from readingroom.pipeline.edition import Edition
from readingroom.pipeline.imprint import Earlier, Imprint, SearchImprint
from readingroom.pipeline.settings_key import reading_settings
from readingroom.session.made import Made
from readingroom.traces import Trace, digest


def imprint_of(
    made: Made, traces: Mapping[str, Trace], outputs: Mapping[str, str], search: SearchImprint
) -> Imprint:
    """The imprint of an edition that was published.

    It has the traces of its pages, the digests of all its files, what its search index was made from.
    """
    edition, whole = made.edition, made.whole
    theme = edition.bench.workshop.theme
    return Imprint(
        looked_at=made.inventory.looked_at,
        stamps=made.inventory.stamps,
        attachments=made.inventory.attachments,
        told_of_content=made.inventory.diagnostics,
        reading=reading_settings(edition.site.settings),
        kept=made.reading.kept,
        configuration=made.configuration,
        as_of=edition.site.as_of,
        lifts=whole.lifts,
        series=made.reading.series,
        directory=_directory(whole),
        asked=whole.asked,
        originals=edition.originals,
        site_view=edition.keep_view(),
        templates={name: digest(row.text.encode()) for name, row in theme.templates.items()},
        traces=traces,
        excerpts=_excerpts(edition),
        uses=_uses(edition.site),
        copies=_copies(edition),
        outputs=dict(outputs),
        told=made.told,
        told_of_sources=made.reading.told,
        told_of_links={name: one.diagnostics for name, one in whole.linked.items() if one.diagnostics},
        figures=made.figures,
        search=search,
    )


def earlier_of(made: Made) -> Earlier:
    """What a pass looked at and read."""
    return Earlier(
        looked_at=made.inventory.looked_at,
        stamps=made.inventory.stamps,
        attachments=made.inventory.attachments,
        told_of_content=made.inventory.diagnostics,
        reading=reading_settings(made.edition.site.settings),
        kept=made.reading.kept,
    )


def _directory(whole: Whole) -> Directory:
    shown = whole.state.shown
    return {name: (card.path, shown.get(name)) for name, card in whole.state.catalogue.cards.items()}


def _excerpts(edition: Edition) -> dict[str, tuple[str, ...]]:
    return {
        item.address: tuple(dict.fromkeys(part.id for part in item.parts if isinstance(part, Excerpt)))
        for item in edition.written.values()
        if isinstance(item, Composed)
    }


def _uses(site: Site) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    index = site.listings.insertions
    for group in index.groups:
        for page in pages_of(group.ids):
            for dispatch in page.ids:
                found[dispatch].append((group.slug, index.page(group, page.number)))
    return {dispatch: tuple(places) for dispatch, places in found.items()}


def _copies(edition: Edition) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in edition.written.values():
        if isinstance(item, Copy):
            found[item.path].append(item.address)
    return {path: tuple(addresses) for path, addresses in found.items()}
