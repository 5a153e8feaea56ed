"""The table of outputs: what an archive consists of, at which addresses."""

from dataclasses import replace

from archives import BASE_URL, a_card, a_site, an_archive, an_entry
from baked import baked

from readingroom import outputs
from readingroom.config import default_settings
from readingroom.model.archive import Archive, InsertionUse, Presence
from readingroom.model.page import Copy, DispatchPage, File, Page
from readingroom.model.settings import Field
from readingroom.model.site import Site

WHOLE = {
    "index.html",
    "about.html",
    "404.html",
    "references.html",
    "search.html",
    "dates/index.html",
    "dates/1844/index.html",
    "dates/1844/05.html",
    "dates/undated.html",
    "signal-dispatch/index.html",
    "signal-dispatch/1.html",
    "signal-dispatch/1.txt",
    "signal-dispatch/2.html",
    "signal-dispatch/2.txt",
    "signal-dispatch/3.html",
    "signal-dispatch/4.html",
    "signal-dispatch/feed.xml",
    "signal-dispatch/1/wire.png",
    "subjects/index.html",
    "subjects/cables.html",
    "subjects/cables.xml",
    "station/index.html",
    "station/brest.html",
    "insertions/index.html",
    "insertions/plain.html",
    "old/1.html",
    "feed.xml",
    "data/dispatches.json",
    "data/dispatches.csv",
    "data/dispatches.bib",
    "data/dispatches.ris",
    "data/dispatches.csl.json",
    "robots.txt",
    "llms.txt",
    "_headers",
    "_redirects",
    "sitemap.xml",
}


def _archive() -> Archive:
    mark = InsertionUse("plain", "[in Paris]", "p-00000")
    return an_archive(
        a_card(
            1,
            fields={"subjects": ["Cables"], "station": ["Brest"]},
            card={"insertions": (mark,), "attachments": ("signals/wire.png",)},
        ),
        an_entry(a_card(3), Presence.TOMBSTONE),
        an_entry(a_card(4, title="Secret", card={"attachments": ("signals/secret.png",)}), Presence.GONE),
        a_card(2, date=""),
        aliases={"old/1.html": "signal-dispatch/1"},
    )


def _site(archive: Archive, *, least: int = 1, base_url: str = BASE_URL) -> Site:
    plain = default_settings()
    own = Field(key="station", label="Stations", singular="Station", min_dispatches=least)
    return a_site(archive, replace(plain, fields=(*plain.fields, own)), base_url=base_url)


def _addresses(site: Site) -> list[str]:
    return [item.address for item in outputs.written(site)]


def test_an_archive_is_written_at_the_addresses_that_are_promised() -> None:
    """Pages, originals, attachments, feeds, data and files for machines stand in their places, each once."""
    addresses = _addresses(_site(_archive()))
    assert sorted(addresses) == sorted(WHOLE)


def test_without_an_address_of_its_own_only_feeds_and_sitemap_are_missing() -> None:
    """Everything else is the same without base_url."""
    missing = {"feed.xml", "signal-dispatch/feed.xml", "subjects/cables.xml", "sitemap.xml"}
    assert set(_addresses(_site(_archive(), base_url=""))) == WHOLE - missing


def test_a_small_name_has_no_page() -> None:
    """With `min_dispatches` a name below it stands on the index page only."""
    assert set(_addresses(_site(_archive(), least=2))) == WHOLE - {"station/brest.html"}


def test_more_than_a_page_of_dispatches_has_numbered_pages() -> None:
    """With 101 dispatches series, names and kinds have pages 1 and 2; with 100 they have none."""
    for count, numbered in ((100, set()), (101, {1, 2})):
        cards = (a_card(n, date="1844", fields={"subjects": ["Cables"]}) for n in range(1, count + 1))
        addresses = set(_addresses(_site(an_archive(*cards))))
        assert {n for n in range(4) if f"signal-dispatch/page-{n}.html" in addresses} == numbered
        assert {n for n in range(4) if f"subjects/cables-page-{n}.html" in addresses} == numbered


def test_an_addition_changes_only_the_lists_it_is_in() -> None:
    """A new newest dispatch leaves every numbered page but the last as it was."""

    def numbered(count: int) -> dict[str, object]:
        cards = (a_card(n, date=str(1000 + n)) for n in range(1, count + 1))
        site = _site(an_archive(*cards))
        pages = (item for item in baked(outputs.written(site), site) if isinstance(item, Page))
        return {page.address: page.view for page in pages if "page-" in page.address}

    before, after = numbered(250), numbered(251)
    assert set(before) == set(after) == {f"signal-dispatch/page-{n}.html" for n in (1, 2, 3)}
    assert [address for address in before if before[address] != after[address]] == [
        "signal-dispatch/page-3.html"
    ]


def test_a_removed_dispatch_has_no_file() -> None:
    """Of what was withdrawn or removed there is a page that says so, and no original, attachment or data."""
    site = _site(_archive())
    made = list(baked(outputs.written(site), site))
    assert {"data/dispatches.json", "data/dispatches.bib"} <= {
        item.address for item in made if isinstance(item, File)
    }
    for item in made:
        if isinstance(item, Copy):
            assert item.path in ("signals/1.txt", "signals/2.txt", "signals/wire.png")
        if isinstance(item, File):
            assert b"Secret" not in item.data
        if isinstance(item, DispatchPage):
            assert item.id in ("signal-dispatch/1", "signal-dispatch/2")


def test_an_empty_archive_is_whole() -> None:
    """An archive without a dispatch has its front page, and nothing that would be empty."""
    addresses = set(_addresses(_site(an_archive())))
    assert {"index.html", "about.html", "404.html", "robots.txt", "data/dispatches.json"} <= addresses
    assert not any(address.endswith("feed.xml") for address in addresses)
