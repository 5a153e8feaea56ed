"""What every page has around its own matter: head, ways in, breadcrumbs, links, lists of dispatches."""

from dataclasses import dataclass


class Html(str):
    """Markup that is safe as it stands: our own, or of a body that passed the sanitiser.

    Templates escape every other string; they know this one by `__html__`.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """The markup itself, as the escaping protocol of MarkupSafe asks for it."""
        return self


NO_HTML = Html("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link; language and direction are given where they are not the archive's own."""

    href: str
    text: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A date as read and, where HTML can express it, as machines read it."""

    text: str
    datetime: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A dispatch in a list."""

    href: str
    label: str
    """Series and number: "Special Dispatch No. 10857"."""
    title: str
    """Empty for a dispatch that was removed."""
    language: str = ""
    direction: str = ""
    """Of title and summary, where they are not the archive's own."""
    date: Time | None = None
    status: str = ""
    """"corrected", "withdrawn", "removed", "draft", "embargoed"; empty where there is nothing to say."""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way into the archive, named on every page; its address is beneath the output folder."""

    key: str
    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What a search from a page is limited to: a name of a facet, or a stretch of time."""

    label: str
    """Of the form: "Search in Special Dispatch"."""
    parameters: tuple[tuple[str, str], ...]
    """Names and values that go into the address of the search page, besides the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What templates see as `site`: the settings that pages show, and the ways into the archive."""

    title: str
    subtitle: str
    description: str
    language: str
    direction: str
    institution: str
    licence: str
    licence_url: str
    contact: str
    content_security_policy: str
    ways: tuple[Way, ...]
    generator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands in a page's head, and what its chrome needs to know."""

    address: str
    root: str
    """From the page to the output folder: "", "../", or "/" where the page must work at any depth."""
    title: str
    language: str
    direction: str
    description: str = ""
    canonical: str = ""
    robots: str = ""
    names: tuple[tuple[str, str], ...] = ()
    """`<meta name content>`, in order; a name may repeat."""
    properties: tuple[tuple[str, str], ...] = ()
    """`<meta property content>` of OpenGraph."""
    json_ld: Html = NO_HTML
    feeds: tuple[Link, ...] = ()
    section: str = ""
    """Key of the way in that the page belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page of a long list stands among its pages, which are numbered from the oldest."""

    number: int = 0
    """0 for the page of the newest."""
    first: int = 0
    last: int = 0
    """Positions in the whole list of the dispatches shown, the oldest being 1."""
    older: str = ""
    newer: str = ""
    newest: str = ""
    pages: tuple[Link, ...] = ()
    """Only on the page of the newest, which changes with every addition anyway."""
