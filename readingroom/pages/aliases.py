"""Stubs at old addresses, which lead on to the page of today."""

from collections.abc import Iterator
from dataclasses import replace

from readingroom.addresses import page_of, relative
from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import AliasView
from readingroom.pages import frame
from readingroom.pages.listed import neighbour

TEMPLATE = "alias.html"


def pages(site: Site) -> Iterator[Page]:
    """A stub for each alias of a dispatch."""
    for address, dispatch in sorted(site.archive.aliases.items()):
        entry = site.archive.entries.get(dispatch)
        if entry is None:
            continue
        target = neighbour(entry)
        title = target.title or target.label
        head = frame.head(address, title, site.settings)
        view = AliasView(
            head=replace(head, canonical=frame.canonical(page_of(dispatch), site.settings), properties=()),
            href=relative(address, page_of(dispatch)),
            title=title,
            language="" if target.language == site.settings.language else target.language,
            direction="" if target.language == site.settings.language else target.direction,
        )
        yield Page(address=address, template=TEMPLATE, view=view)
