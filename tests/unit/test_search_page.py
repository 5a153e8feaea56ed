"""The page of the search, the forms that lead to it, and what tells other indexers what a page holds."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from archives import a_card, a_site, an_archive
from baked import baked
from minisite import ROOT, Site

from readingroom.config import default_settings
from readingroom.model.archive import InsertionUse
from readingroom.model.page import Page
from readingroom.model.settings import Field
from readingroom.model.view import DatesView, KindView, ListView, SearchView, Within
from readingroom.outputs import written
from readingroom.pages import search
from readingroom.site_files.hosting import headers

ASSETS = ROOT / "templates" / "assets"


def _withins(*fields: Field, **names: Iterable[str]) -> dict[str, Within | None]:
    """What each list of a small archive can be searched within, by address."""
    settings = default_settings()
    settings = replace(settings, fields=(*settings.fields, *fields))
    mark = InsertionUse("plain", "[in Paris]", "p-00000")
    cards = (a_card(1, date="1844-05-24", fields=names, card={"insertions": (mark,)}), a_card(2, date=""))
    site = a_site(an_archive(*cards), settings)
    pages = (item for item in baked(written(site), site) if isinstance(item, Page))
    return {
        page.address: page.view.within
        for page in pages
        if isinstance(page.view, ListView | DatesView | KindView)
    }


def test_the_page_names_what_a_question_may_name() -> None:
    """Series, number, language, insertions, and every field of the archive, its own among them."""
    settings = default_settings()
    own = Field(key="station", label="Stations", singular="Station")
    site = a_site(an_archive(), replace(settings, fields=(*settings.fields, own)))
    (page,) = search.pages(site)
    assert (page.address, page.template) == ("search.html", "search.html")
    assert isinstance(page.view, SearchView)
    assert page.view.fields[:4] == ("series", "number", "language", "insertion")
    assert {"subjects", "people", "station"} <= set(page.view.fields)


def test_the_page_is_the_same_whatever_the_archive_holds() -> None:
    """So that no addition to the archive renders it again."""
    (empty,), (full,) = search.pages(a_site(an_archive())), search.pages(a_site(an_archive(a_card(1))))
    assert empty == full


def test_a_list_is_searched_within_what_it_lists() -> None:
    """A series and a name by their facet, a year and a month by their days; other lists are no limit."""
    withins = _withins(subjects=["Cables"])
    told = {address: within.parameters for address, within in withins.items() if within}
    assert told == {
        "signal-dispatch/index.html": (("series", "Signal Dispatch"),),
        "subjects/cables.html": (("subjects", "Cables"),),
        "dates/1844/index.html": (("from", "1844"), ("to", "1844")),
        "dates/1844/05.html": (("from", "1844-05"), ("to", "1844-05")),
        "insertions/plain.html": (("insertion", "Explanations"),),
    }
    assert {address for address, within in withins.items() if not within} == {
        "dates/index.html",
        "dates/undated.html",
    }
    cables = withins["subjects/cables.html"]
    assert cables
    assert cables.label == "Search in Cables"


def test_a_field_without_a_facet_is_no_limit() -> None:
    """Its lists offer no search that would find in the whole archive."""
    withins = _withins(
        Field(key="station", label="Stations", singular="Station", facet=False), station=["Brest"]
    )
    assert withins["station/brest.html"] is None


def test_every_kind_of_shard_is_kept_by_hosts() -> None:
    """What docs/search.md lists as kinds of files has a rule for caches."""
    text = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    listed = re.search(r"\| `files` \|[^:]*: (.*) \|", text)
    assert listed
    kinds = {*re.findall(r"`(\w+)`", listed[1]), "text"}
    (file,) = headers(a_site(an_archive()))
    assert kinds == set(re.findall(r"^/search/(\w+)-\*$", file.data.decode(), re.MULTILINE))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two dispatches, one of them with everything that indexers are told of."""
    site = Site(tmp_path_factory.mktemp("search-page"))
    site.write(
        {
            "archive.toml": 'title = "Wires"\n',
            "1.md": "---\nnumber: 1\ntitle: The Wire\ndate: 1844-05\nsubjects: [Cables, Storms]\n"
            "places: [Brest]\n---\nA wire.[^1]\n\n[^1]: A note.\n",
            "2.md": "---\nnumber: 2\ntitle: Another\n---\nSee Dispatches No. 1.\n",
        }
    )
    assert site.run("build").status == 0
    return site


def test_every_page_has_one_box(site: Site) -> None:
    """On each page a box that `/` leads to, and it is a plain form that leads to the search page."""
    for address in ("index.html", "dispatches/1.html", "subjects/index.html", "search.html", "404.html"):
        page = site.page(address)
        assert page.count('id="rr-q"') == 1, address
        assert re.search(r'<form class="search-\w+" role="search"[^>]* action="[./]*search\.html"', page)


def test_no_page_loads_the_search_but_its_own(site: Site) -> None:
    """The scripts of the search are loaded by whoever means to search."""
    for address in sorted(site.addresses()):
        if address.endswith(".html"):
            has_scripts = "assets/search/" in site.page(address)
            assert has_scripts == (address == "search.html"), address


def test_only_dispatches_are_told_to_other_indexers(site: Site) -> None:
    """A page is a dispatch, or none of its words is to be indexed."""
    told = {a for a in site.addresses() if a.endswith(".html") and "data-pagefind-body" in site.page(a)}
    assert told == {"dispatches/1.html", "dispatches/2.html"}


def test_indexers_are_told_what_a_dispatch_is(site: Site) -> None:
    """Title and date, the series, and the names of each facet."""
    page = site.page("dispatches/1.html")
    metas = re.findall(r'data-pagefind-meta="(\w+)">(?:<time[^>]*>)?(?:<bdi>)?([^<]+)', page)
    assert metas == [("label", "Dispatches No. 1"), ("date", "May 1844"), ("title", "The Wire")]
    filters = re.findall(r'data-pagefind-filter="(\w+)">([^<]+)', page)
    assert filters == [("subjects", "Cables"), ("subjects", "Storms"), ("places", "Brest")]
    assert 'data-pagefind-filter="series[data-series]" data-series="Dispatches"' in page


def test_a_form_carries_its_limits(site: Site) -> None:
    """On a page of a name the form tells the search page which name."""
    page = site.page("subjects/cables.html")
    assert '<input type="hidden" name="subjects" value="Cables">' in page
    assert 'aria-label="Search in Cables" action="../search.html"' in page


def test_without_scripts_the_lists_are_offered(site: Site) -> None:
    """The search page says why nothing happens, and leads to every index."""
    page = site.page("search.html")
    inside = page[page.index('class="without-scripts"') : page.index('class="search"')]
    assert "JavaScript" in inside
    for address in ("index.html#rr-series", "dates/index.html", "subjects/index.html", "references.html"):
        assert f'href="{address}"' in inside


def test_no_script_of_the_search_makes_markup_of_text() -> None:
    """What was asked, and what was found, is text: no script hands a string to the parser of HTML."""
    scripts = [path for path in (ASSETS / "search").rglob("*.js") if path.is_file()]
    assert scripts
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(", text
        ), path
