"""Everything that a build writes, as one table: a new kind of page or file is one module and one row.

Pages of dispatches are rendered where their bodies are at hand, so a row names them by id only.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from readingroom import assets, cite, data, feeds, site_files
from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.page import DispatchPage, Page, PageRecipe, Written
from readingroom.model.site import Site
from readingroom.pages import (
    about,
    aliases,
    concordance,
    dates,
    dispatch,
    fields,
    front,
    insertions,
    not_found,
    search,
    series,
)


@dataclass(frozen=True, slots=True)
class Output:
    """A row: what it is called, and what makes it."""

    name: str
    produce: Callable[[Site], Iterable[Written]]


OUTPUTS = (
    Output("front page", front.pages),
    Output("dispatches", dispatch.pages),
    Output("series", series.pages),
    Output("dates", dates.pages),
    Output("fields", fields.pages),
    Output("insertions", insertions.pages),
    Output("concordance", concordance.pages),
    Output("about", about.pages),
    Output("search page", search.pages),
    Output("stubs of old addresses", aliases.pages),
    Output("not found", not_found.pages),
    Output("originals", assets.originals),
    Output("attachments", assets.attachments),
    Output("feeds", feeds.files),
    Output("data", data.files),
    Output("citations", cite.files),
    Output("data sidecars", data.sidecars),
    Output("citation sidecars", cite.sidecars),
    Output("site files", site_files.files),
)


def written(site: Site, outputs: Iterable[Output] = OUTPUTS) -> Iterator[Written]:
    """All that is to be written, row by row, and last the sitemap of the pages among it."""
    addresses: list[str] = []
    for output in outputs:
        for item in output.produce(site):
            if isinstance(item, Page | PageRecipe | DispatchPage):
                addresses.append(item.address)
            yield item
    yield from site_files.sitemap(site, addresses)


def diagnostics(site: Site) -> tuple[Diagnostic, ...]:
    """What there is to tell about the outputs as a whole."""
    if site.settings.base_url:
        return ()
    message = "Without base_url there is no sitemap, feed or canonical link."
    return (Diagnostic(code=Code.BASE_URL_MISSING, message=message),)
