"""The search of the preview, as an editor sees it who saves: a real browser, before a real preview."""

from collections.abc import Iterator

import pytest
from browser.previewing import TREE, House, serving
from minisite import dispatch, made
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

MAKING = "The index of this search is being made"


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A preview of an archive that was never built."""
    with serving(made(tmp_path_factory.mktemp("preview") / "archive", TREE)) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab, in which no script may fail."""
    context = browser.new_context()
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def test_what_is_saved_is_found_on_the_page_that_is_open(page: Page, house: House) -> None:
    """First the index is made, and the answer comes by itself; then each save is in it at once."""
    page.goto(house.url("search.html?q=words"))
    expect(page.locator("#rr-status")).to_contain_text(MAKING)
    expect(page.locator("#results li")).to_have_count(3, timeout=30_000)
    page.evaluate("window.isTheSame = true")

    house.edit("3.md", "![A dot](dot.svg)", "A zeppelin, in other words.")
    expect(page.locator("#results li[data-id='dispatches/3'] mark")).to_have_text("words")
    house.site.write({"6.md": dispatch(6, "Words of a sixth.", status="draft")})
    expect(page.locator("#results li")).to_have_count(5)
    house.site.delete("1.md")
    expect(page.locator("#results li")).to_have_count(4)
    assert page.evaluate("window.isTheSame === true")


def test_a_page_stays_where_somebody_searched_from_its_header(page: Page, house: House) -> None:
    """The scripts of the search are no part of the page: an edit changes it in place, and is suggested."""
    page.goto(house.url("search.html?q=words"))
    expect(page.locator("#results li")).to_have_count(3, timeout=30_000)
    page.goto(house.url("dispatches/1.html"))
    box = page.locator("header input[type=search]")
    box.fill("report")
    expect(page.get_by_role("option")).to_have_count(4)
    page.evaluate("window.isTheSame = true")
    house.edit("1.md", "title: Report 1", "title: A Zeppelin")
    expect(page.locator("h1")).to_have_text("A Zeppelin")
    assert page.evaluate("window.isTheSame === true")
    box.fill("")
    box.press_sequentially("zepp")
    expect(page.get_by_role("option")).to_contain_text("A Zeppelin")
