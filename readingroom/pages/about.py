"""The page about the archive."""

from collections.abc import Iterator

from readingroom.addresses import relative
from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import AboutView, Download, Figure, Html
from readingroom.pages import frame
from readingroom.pages.chart import span
from readingroom.pages.frame import ABOUT, FRONT
from readingroom.pages.front import series_cards

TEMPLATE = "about.html"
TITLE = "About"

DOWNLOADS = (
    ("data/dispatches.json", "JSON", "every dispatch with all its fields"),
    ("data/dispatches.csv", "CSV", "the same as a table"),
    ("data/dispatches.bib", "BibTeX", "citations for LaTeX and reference managers"),
    ("data/dispatches.ris", "RIS", "citations for reference managers"),
    ("data/dispatches.csl.json", "CSL-JSON", "citations for Zotero and Pandoc"),
)


def pages(site: Site) -> Iterator[Page]:
    """`about.html`."""
    settings = site.settings
    view = AboutView(
        head=frame.head(
            ABOUT,
            f"About {settings.title}",
            settings,
            description=settings.description,
            section="about",
            feeds=frame.whole_feed(site, ABOUT),
        ),
        crumbs=frame.crumbs(ABOUT, settings),
        text=Html(site.about),
        figures=tuple(_figures(site)),
        series=series_cards(site, ABOUT),
        reference=_reference(site),
        downloads=tuple(
            Download(href=relative(ABOUT, address), label=label, use=use) for address, label, use in DOWNLOADS
        ),
    )
    yield Page(address=ABOUT, template=TEMPLATE, view=view)


def _figures(site: Site) -> Iterator[Figure]:
    shown, listings = site.archive.shown(), site.listings
    yield Figure(label="Dispatches", value=f"{len(shown):,}")
    if years := span(listings.dates.years):
        yield Figure(label="Years", value=years)
    yield Figure(label="Series", value=f"{len(listings.series.groups):,}")
    yield Figure(label="Notes", value=f"{sum(entry.card.notes for entry in shown):,}")
    yield Figure(label="References between dispatches", value=f"{sum(len(entry.links) for entry in shown):,}")
    if insertions := sum(len(entry.card.insertions) for entry in shown):
        yield Figure(label="Insertions", value=f"{insertions:,}")
    if wanted := len(site.archive.wanted):
        yield Figure(label="Wanted numbers", value=f"{wanted:,}")


def _reference(site: Site) -> str:
    """The archive as a whole, to be cited; whoever publishes it stands first where that is somebody else."""
    settings = site.settings
    institution = settings.institution if settings.institution != settings.title else ""
    parts = (institution, settings.title, frame.canonical(FRONT, settings))
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
