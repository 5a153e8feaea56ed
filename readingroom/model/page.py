"""What is to be written: pages with their views, and files."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from readingroom.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to render: a template applied to a view."""

    address: str
    """Beneath the output folder, with "/" between its parts: "special-dispatch/10857.html"."""
    template: str
    view: object
    """A frozen record of model.view; the template sees it as `page`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecipe:
    """A page whose view is made when it is needed: there are many lists, and most stay as they are."""

    address: str
    template: str
    view: Callable[[Site], object]

    def page(self, site: Site) -> Page:
        """The page of a site."""
        return Page(address=self.address, template=self.template, view=self.view(site))


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPage:
    """The page of one dispatch, rendered where its body is at hand."""

    address: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file whose bytes are known."""

    address: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecipe:
    """A file whose bytes are made when they are needed."""

    address: str
    data: Callable[[Site], bytes]


class Part(StrEnum):
    """What another file may show of a dispatch's text."""

    OPENING = "opening"
    """Its opening words, as text."""
    WHOLE = "whole"
    """Body and notes as HTML, every link in it absolute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A place that a part of a dispatch's text fills, between two strings; all empty where the part is."""

    id: str
    part: Part
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An XML file of known text and of excerpts, which are filled where the texts are at hand."""

    address: str
    parts: tuple[str | Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file of the content folder, byte for byte."""

    address: str
    path: str
    digest: str = ""
    """Its SHA-256, where that is known: then exactly those bytes are published, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A ZIP file of files of the content folder."""

    address: str
    members: tuple[Copy, ...]
    """Their addresses are their names within the bundle."""


Written = Page | PageRecipe | DispatchPage | File | FileRecipe | Composed | Copy | Bundle
