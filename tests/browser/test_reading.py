"""What a reader does with a page, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.page_types import BASE_URL, PAGES, STUB
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

FIRST = f"{BASE_URL}line-report/1.html"
NARROW = 320

Visit = Callable[[str], Page]


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of the archive at its own address."""
    return context.new_page()


@pytest.fixture
def plain(browser: Browser, archive: Path) -> Iterator[Visit]:
    """Opens pages from the disk, without scripts."""
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()

    def visit(address: str) -> Page:
        opened.goto((archive / address).as_uri())
        return opened

    yield visit
    context.close()


def test_a_note_is_reached_and_left_again(page: Page) -> None:
    """From a call to its note, and from the note back to that very call, the second as well as the first."""
    page.goto(FIRST)
    page.locator("#noteref-1").click()
    assert page.url.endswith("#note-1")
    back = page.locator("#note-1 [role=doc-backlink]")
    expect(back).to_have_count(2)
    back.nth(1).click()
    assert page.url.endswith("#noteref-1-2")
    expect(page.locator("#noteref-1-2")).to_be_in_viewport()
    back.nth(0).click()
    assert page.url.endswith("#noteref-1")


def test_every_call_has_its_way_back(page: Page) -> None:
    """As many backlinks as calls, and each leads to one of them."""
    page.goto(FIRST)
    calls = page.locator("[role=doc-noteref]").evaluate_all("all => all.map(a => '#' + a.id)")
    backs = page.locator("[role=doc-backlink]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert sorted(calls) == sorted(backs)
    assert len(calls) == 3


def test_a_note_is_shown_at_its_call(page: Page) -> None:
    """Focus or pointer on a call shows the note's words, Escape takes them away."""
    page.goto(FIRST)
    page.locator("#noteref-2").hover()
    expect(page.locator(".preview")).to_contain_text("Rules for Clerks")
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(0)
    page.locator("#noteref-1").focus()
    expect(page.locator(".preview")).to_contain_text("two hundred leaves")


def test_a_paragraph_has_an_address(page: Page) -> None:
    """The number beside a paragraph leads to that paragraph, and is no part of its words."""
    page.goto(FIRST)
    paragraph = page.locator(".para").nth(1)
    paragraph.locator(".permalink").click()
    assert page.url.endswith(f"#{paragraph.get_attribute('id')}")
    assert paragraph.inner_text().startswith("The clerk and the boy")


def test_the_theme_is_chosen_and_remembered(page: Page) -> None:
    """The reader's choice of colours holds on the next page."""
    page.goto(FIRST)
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.locator("#rr-theme").click()
    dark = page.evaluate(colour)
    page.goto(f"{BASE_URL}about.html")
    assert page.evaluate(colour) == dark != light


def test_the_contents_lead_to_the_sections(page: Page) -> None:
    """Each entry of the contents leads to a heading that is there."""
    page.goto(FIRST)
    entries = page.locator(".contents a")
    assert entries.count() == 3
    for entry in entries.all():
        entry.click()
        target = page.evaluate("decodeURIComponent(location.hash.slice(1))")
        assert page.evaluate("id => document.getElementById(id) !== null", target)


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_asked_of_anybody_else(page: Page, requests: list[str], address: str) -> None:
    """A page asks nothing of another host, and its own policy and scripts raise no complaint."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(BASE_URL + address)
    page.wait_for_load_state("networkidle")
    assert (requests, told) == ([], [])


def test_an_old_address_leads_on(page: Page) -> None:
    """Whoever comes to an old address is led to the page of today."""
    page.goto(BASE_URL + STUB)
    page.wait_for_url(f"{BASE_URL}line-report/2.html")


def test_what_is_not_there_is_told_at_any_depth(page: Page) -> None:
    """The page for what is not found has its style and its links at any depth."""
    page.goto(f"{BASE_URL}a/b/c/nowhere.html")
    assert page.evaluate("document.styleSheets.length") == 1
    page.locator("main a").first.click()
    assert page.url == f"{BASE_URL}index.html"


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_nothing_stands_beyond_the_edge_of_a_narrow_screen(page: Page, address: str) -> None:
    """At 320 pixels no page needs to be scrolled sideways."""
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.goto(BASE_URL + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_it_reads_from_the_disk_without_scripts(plain: Visit) -> None:
    """Opened as a file, with scripts off, a dispatch has its style, its words, its notes and its links."""
    page = plain("line-report/1.html")
    expect(page.locator(".note")).to_have_count(3)
    expect(page.locator("h1")).to_contain_text("Which Of Them Is To Be Believed")
    assert "rgb(0, 0, 0)" not in page.evaluate("getComputedStyle(document.body).color")
    page.locator(".archive-name").first.click()
    expect(page.locator("h1")).to_have_text("The Line Book")
    page.locator(".latest a", has_text="Prices By The Word").click()
    expect(page.locator("h1")).to_have_text("Prices By The Word")


def test_without_scripts_no_control_is_dead(plain: Visit) -> None:
    """What only a script could do is not offered where none runs."""
    for address in PAGES.values():
        if address != "404.html":
            controls = plain(address).locator(":is(button, form, input[type=search]):visible")
            assert controls.count() == 0


def test_the_list_of_ways_opens_without_scripts(plain: Visit) -> None:
    """The ways into the archive are one click away."""
    page = plain("line-report/1.html")
    page.locator(".browse summary").click()
    page.locator(".browse a", has_text="Subjects").click()
    expect(page.locator("h1")).to_have_text("Subjects")


@pytest.mark.parametrize(("address", "language"), [("daftar/1.html", "ar"), ("pinkas/1.html", "he")])
def test_a_text_from_right_to_left_begins_at_the_right(page: Page, address: str, language: str) -> None:
    """Page, paragraphs and their numbers follow the direction of the dispatch; the chrome keeps its own."""
    page.goto(BASE_URL + address)
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, "rtl")
    paragraph, number = page.locator(".para").first, page.locator(".permalink").first
    right = "e => e.getBoundingClientRect().right"
    assert number.evaluate(right) > paragraph.evaluate(right)
    assert page.locator(".masthead").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_the_original_stands_beside_the_translation(page: Page) -> None:
    """Each paragraph has its original at its side, in its own language, and both can be read alone."""
    page.goto(f"{BASE_URL}letter/1.html")
    pair = page.locator(".pair").first
    source = pair.locator(".source")
    assert source.get_attribute("lang") == "fr"
    tops = [part.bounding_box() for part in (pair.locator(".translation"), source)]
    assert all(tops)
    assert tops[0] is not None
    assert tops[1] is not None
    assert abs(tops[0]["y"] - tops[1]["y"]) < 2
    page.locator("#rr-original").uncheck()
    expect(source).to_be_hidden()


def test_on_paper_the_words_are_there_and_the_chrome_is_not(page: Page) -> None:
    """In print there is no navigation, and the notes stand open."""
    page.goto(FIRST)
    page.emulate_media(media="print")
    expect(page.locator(".ways")).to_be_hidden()
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.locator("#note-1")).to_be_visible()


def test_on_paper_a_link_tells_its_address_once(page: Page) -> None:
    """A link behind words has its address printed after it, one that shows its address has not."""
    after = "a => getComputedStyle(a, '::after').content"
    page.emulate_media(media="print")
    page.goto(f"{BASE_URL}line-report/2.html")
    behind = page.locator('.note-body a[href^="https://rules"]')
    assert "rules.lines.example" in behind.evaluate(after)
    page.goto(FIRST)
    assert page.locator('.body a[href^="https://rules"]').evaluate(after) == "none"


def test_reference_managers_see_a_report(page: Page) -> None:
    """The head of a dispatch has what makes Zotero take it for a report."""
    page.goto(f"{BASE_URL}line-report/2.html")

    def content(name: str) -> str | None:
        return page.locator(f'meta[name="{name}"]').first.get_attribute("content")

    assert content("citation_technical_report_institution") == "The Line Office"
    assert content("citation_technical_report_number") == "Line Report No. 2"
    assert content("citation_author") == "Amory, John"
    assert re.fullmatch(r"1851/06", content("citation_publication_date") or "")
