"""`references.html`: who cites whom, and the numbers that are wanted."""

from collections.abc import Iterator
from dataclasses import replace

from readingroom.addresses import page_of, relative
from readingroom.cite import designation
from readingroom.model.archive import Citation, Wanted
from readingroom.model.listing import Row
from readingroom.model.page import PageRecipe
from readingroom.model.site import Site
from readingroom.model.view import Cited, Link, Missing, Place, ReferencesView, Uses
from readingroom.pages import frame
from readingroom.pages.frame import REFERENCES
from readingroom.pages.listed import item, neighbour

TEMPLATE = "references.html"
TITLE = "References"
LEAD = "Which dispatches cite which, and the numbers that they cite and the archive does not have."


def pages(_site: Site) -> Iterator[PageRecipe]:
    """The one page of the concordance."""
    yield PageRecipe(address=REFERENCES, template=TEMPLATE, view=_view)


def _view(site: Site) -> ReferencesView:
    concordance = site.listings.concordance
    return ReferencesView(
        head=frame.head(
            REFERENCES,
            TITLE,
            site.settings,
            description=LEAD,
            section="references",
        ),
        crumbs=frame.crumbs(REFERENCES, site.settings),
        lead=LEAD,
        rows=tuple(_row(site, row) for row in concordance.rows),
        wanted=tuple(_missing(site, wanted) for wanted in concordance.wanted),
    )


def with_citations(
    view: ReferencesView, wanted: str, citing: str, now: tuple[Citation, ...]
) -> ReferencesView:
    """The view with other sentences of one dispatch about a wanted number, whose ids are given."""
    own = relative(REFERENCES, page_of(citing))
    return replace(
        view,
        wanted=tuple(
            replace(
                missing,
                uses=tuple(
                    replace(one, places=_places(citing, now)) if one.item.href == own else one
                    for one in missing.uses
                ),
            )
            if missing.id == _anchor(wanted)
            else missing
            for missing in view.wanted
        ),
    )


def _row(site: Site, row: Row) -> Cited:
    entry = site.archive.entries[row.id]
    return Cited(
        id=_anchor(row.id),
        item=item(REFERENCES, neighbour(entry), site.settings),
        cites=tuple(_links(site, row.cites)),
        cited_by=tuple(_links(site, row.cited_by)),
    )


def _links(site: Site, ids: tuple[str, ...]) -> Iterator[Link]:
    for name in ids:
        if name in site.archive.entries:
            label = neighbour(site.archive.entries[name]).label
            yield Link(href=relative(REFERENCES, page_of(name)), text=label)


def _missing(site: Site, wanted: Wanted) -> Missing:
    """A wanted number with every sentence that refers to it, by dispatch."""
    citing = dict.fromkeys(citation.id for citation in wanted.cited_by if citation.id in site.archive.entries)
    return Missing(
        id=_anchor(wanted.id),
        label=designation(wanted.series, wanted.number),
        uses=tuple(_uses(site, name, wanted) for name in citing),
    )


def _anchor(dispatch: str) -> str:
    """An id for a dispatch's place on the page: no slug has an underscore, so no two share one."""
    return dispatch.replace("/", "_")


def _uses(site: Site, name: str, wanted: Wanted) -> Uses:
    return Uses(
        item=item(REFERENCES, neighbour(site.archive.entries[name]), site.settings),
        places=_places(name, wanted.cited_by),
    )


def _places(citing: str, cited_by: tuple[Citation, ...]) -> tuple[Place, ...]:
    places = (
        Place(href=relative(REFERENCES, page_of(citing), citation.anchor), sentence=citation.sentence)
        for citation in cited_by
        if citation.id == citing and citation.sentence
    )
    return tuple(dict.fromkeys(places))
