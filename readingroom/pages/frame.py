"""What stands around the matter of every page: its head, its breadcrumbs, the ways into the archive."""

from collections.abc import Iterator

from readingroom import __version__, language
from readingroom.addresses import absolute, relative
from readingroom.feeds import address_of
from readingroom.model.settings import Settings
from readingroom.model.site import Site
from readingroom.model.view import NO_HTML, Head, Html, Link, SiteView, Way

FRONT = "index.html"
ABOUT = "about.html"
DATES = "dates/index.html"
REFERENCES = "references.html"
SEARCH = "search.html"


def site_view(site: Site) -> SiteView:
    """What every template sees as `site`."""
    settings = site.settings
    return SiteView(
        title=settings.title,
        subtitle=settings.subtitle,
        description=settings.description,
        language=settings.language,
        direction=language.direction(settings.language),
        institution=settings.institution,
        licence=settings.licence,
        licence_url=settings.licence_url,
        contact=settings.contact,
        content_security_policy=settings.content_security_policy,
        ways=tuple(_ways(site)),
        generator=f"Reading Room {__version__}",
    )


def _ways(site: Site) -> Iterator[Way]:
    """Every index that has something in it; the addresses are percent-encoded, from the front page."""
    listings = site.listings
    if listings.series.groups:
        yield Way(key="series", label=listings.series.label, address=f"{FRONT}#rr-series")
    if listings.dates.years or listings.dates.undated:
        yield Way(key="dates", label="Dates", address=DATES)
    for index in listings.fields:
        yield Way(key=index.key, label=index.label, address=relative(FRONT, index.address))
    if listings.insertions.groups:
        index = listings.insertions
        yield Way(key=index.key, label=index.label, address=relative(FRONT, index.address))


def head(  # noqa: PLR0913 - a page's head has this many parts, and most pages leave most of them out
    address: str,
    title: str,
    settings: Settings,
    *,
    description: str = "",
    section: str = "",
    tag: str = "",
    direction: str = "",
    robots: str = "",
    names: tuple[tuple[str, str], ...] = (),
    properties: tuple[tuple[str, str], ...] = (),
    json_ld: Html = NO_HTML,
    feeds: tuple[Link, ...] = (),
) -> Head:
    """The head of the page at `address`; its title gets the archive's name, unless it is that."""
    return Head(
        address=address,
        root=root(address),
        title=title if title == settings.title else f"{title} · {settings.title}",
        language=tag or settings.language,
        direction=direction or language.direction(tag or settings.language),
        description=description,
        canonical=canonical(address, settings),
        robots=robots,
        names=names,
        properties=properties or open_graph(address, title, description, settings),
        json_ld=json_ld,
        feeds=feeds,
        section=section,
    )


def root(address: str) -> str:
    """From a page to the output folder: "../" for each folder that it lies in."""
    return "../" * address.count("/")


def canonical(address: str, settings: Settings) -> str:
    """The page's full address; empty where the archive has none."""
    return absolute(settings.base_url, address) if settings.base_url else ""


def open_graph(address: str, title: str, description: str, settings: Settings) -> tuple[tuple[str, str], ...]:
    """What a link to the page shows elsewhere (ogp.me); nothing without a full address."""
    rows = (
        ("og:type", "website"),
        ("og:site_name", settings.title),
        ("og:title", title),
        ("og:description", description),
        ("og:url", canonical(address, settings)),
    )
    return tuple((name, value) for name, value in rows if value) if settings.base_url else ()


def crumbs(origin: str, settings: Settings, *steps: tuple[str, str]) -> tuple[Link, ...]:
    """The way from the front page down to the page at `origin`, itself left out.

    `steps` are pairs of text and address.
    """
    return tuple(
        Link(href=relative(origin, address), text=text)
        for text, address in ((settings.title, FRONT), *steps)
        if address != origin
    )


def feed_link(origin: str, address: str, title: str) -> tuple[Link, ...]:
    """The link to a feed, where there is that feed."""
    return (Link(href=relative(origin, address), text=title),) if address else ()


def whole_feed(site: Site, origin: str) -> tuple[Link, ...]:
    """The link to the feed of the whole archive."""
    return feed_link(origin, address_of(site), site.settings.title)
