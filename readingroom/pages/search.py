"""The page of the search. It is the same whatever the archive holds: scripts put the results there."""

from collections.abc import Iterator

from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import SearchView
from readingroom.pages import frame
from readingroom.pages.frame import SEARCH

TEMPLATE = "search.html"
TITLE = "Search"


def pages(site: Site) -> Iterator[Page]:
    """`search.html`."""
    settings = site.settings
    view = SearchView(
        head=frame.head(
            SEARCH,
            TITLE,
            settings,
            description=f"Search in {settings.title}: words, phrases, names, dates.",
            section="search",
        ),
        crumbs=frame.crumbs(SEARCH, settings),
        fields=("series", "number", "language", "insertion", *(row.key for row in settings.fields)),
    )
    yield Page(address=SEARCH, template=TEMPLATE, view=view)
