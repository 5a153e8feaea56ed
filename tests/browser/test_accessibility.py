"""No page has a barrier that axe can find: light and dark, left to right and right to left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from browser.conftest import serve
from browser.page_types import BASE_URL, PAGES
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 360))
"""Colours do not depend on the width, so each scheme is looked at in one."""


@pytest.fixture(scope="module", params=LOOKS, ids=lambda p: f"{p[0]}-{p[1]}")
def page(request: pytest.FixtureRequest, browser: Browser, archive: Path) -> Iterator[Page]:
    """A page in one scheme and width; the policy is lifted, so that axe may be put into it."""
    scheme, width = request.param
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    serve(context, archive, [])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing(page: Page, address: str) -> None:
    """Every type of page is free of what axe takes for a violation of WCAG 2.2 AA."""
    page.goto(BASE_URL + address)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_the_note_preview_has_no_barrier(page: Page) -> None:
    """A note that is shown over the text is as readable as the text."""
    page.goto(f"{BASE_URL}line-report/1.html")
    page.locator("#noteref-1").focus()
    page.locator(".preview").wait_for()
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_the_open_list_of_ways_has_no_barrier(page: Page) -> None:
    """The list of ways into the archive is readable when it is open."""
    page.goto(f"{BASE_URL}index.html")
    page.locator(".browse summary").click()
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
