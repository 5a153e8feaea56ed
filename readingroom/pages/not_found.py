"""`404.html`, which hosts serve for any address that the archive does not have, at any depth."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from readingroom.model.page import Page
from readingroom.model.settings import Settings
from readingroom.model.site import Site
from readingroom.model.view import NotFoundView
from readingroom.pages import frame

ADDRESS = "404.html"
TEMPLATE = "not_found.html"


def pages(site: Site) -> Iterator[Page]:
    """The one page whose links begin at the host's root."""
    head = frame.head(ADDRESS, "Not found", site.settings, robots="noindex")
    view = NotFoundView(head=replace(head, root=_root(site.settings), canonical="", properties=()))
    yield Page(address=ADDRESS, template=TEMPLATE, view=view)


def _root(settings: Settings) -> str:
    """The path of the archive on its host, so that a mirror under the same path works too."""
    path = urlsplit(settings.base_url).path or "/"
    return path if path.endswith("/") else f"{path}/"
