"""`404.html`, which hosts serve for any address that the archive does not have, at any depth."""

from collections.abc import Iterator
from dataclasses import replace

from readingroom.model.page import Page
from readingroom.model.site import Site
from readingroom.model.view import NotFoundView
from readingroom.pages import frame

ADDRESS = "404.html"
TEMPLATE = "not_found.html"


def pages(site: Site) -> Iterator[Page]:
    """The one page whose links are absolute; without a base_url they begin at the host's root."""
    head = frame.head(ADDRESS, "Not found", site.settings, robots="noindex")
    root = site.settings.base_url or "/"
    view = NotFoundView(head=replace(head, root=root, canonical="", properties=()))
    yield Page(address=ADDRESS, template=TEMPLATE, view=view)
