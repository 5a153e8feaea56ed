"""What a reader does with the search, in a real browser, on the sample archive."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from browser.conftest import ROOT, serve
from browser.page_types import BASE_URL
from minisite import Site
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, Route, expect

pytestmark = pytest.mark.browser

SEARCH = f"{BASE_URL}search.html"
AT_ONCE = 10
NARROW = 320
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
COUNT = re.compile(r"^(\d+) dispatch(es)?$")

Asking = Callable[[str], Page]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive, published."""
    site = Site(tmp_path_factory.mktemp("sample"))
    shutil.copytree(ROOT / "content", site.content)
    run = site.run("build")
    assert run.status == 0, run.err
    return site.output


@pytest.fixture
def asked() -> list[str]:
    """Every address that was asked for, from the root of the archive."""
    return []


@pytest.fixture
def reader(browser: Browser, sample: Path, asked: list[str]) -> Iterator[BrowserContext]:
    """A reader who has the sample archive at an address of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    elsewhere: list[str] = []
    serve(context, sample, elsewhere)
    context.on("request", lambda request: asked.append(request.url.removeprefix(BASE_URL)))
    yield context
    context.close()
    assert elsewhere == []


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """A page of the archive; whatever its scripts complain of fails the test."""
    opened = reader.new_page()
    told: list[str] = []
    opened.on("pageerror", lambda error: told.append(str(error)))
    yield opened
    assert told == []


@pytest.fixture
def ask(page: Page) -> Asking:
    """Opens the search page with a question, by its address, and waits for the answer."""

    def opened(search: str) -> Page:
        page.goto(f"{SEARCH}?{search}")
        answered(page)
        return page

    return opened


def answered(page: Page) -> None:
    """Waits until the page has said what it found."""
    expect(page.locator("#rr-status")).to_have_text(re.compile(r"^(?!Searching)."))


def results(page: Page) -> Locator:
    """The dispatches that are shown."""
    return page.locator("#results > li")


def ids(page: Page) -> list[str]:
    """Their ids, in order."""
    found: list[str] = results(page).evaluate_all("all => all.map(one => one.dataset.id)")
    return found


def count(page: Page) -> int:
    """How many the page says that there are."""
    said = page.locator("#rr-status").inner_text()
    match = COUNT.match(said)
    assert match, said
    return int(match[1])


def address(page: Page) -> dict[str, list[str]]:
    """What the address asks."""
    return parse_qs(urlsplit(page.url).query)


def open_all(page: Page) -> None:
    """Opens the help and every facet."""
    page.locator(".facet, .search-help").evaluate_all("all => all.forEach(one => (one.open = true))")


def test_a_question_finds_dispatches(ask: Asking, sample: Path) -> None:
    """Each with its id, a title that leads to it, and the words that were found."""
    page = ask("q=telegraph")
    assert count(page) > AT_ONCE
    assert len(ids(page)) == AT_ONCE == len(set(ids(page)))
    assert all((sample / f"{one}.html").is_file() for one in ids(page))
    first = results(page).first
    expect(first.locator(".snippet mark").first).to_have_text(re.compile("telegraph", re.IGNORECASE))
    expect(first.locator(".where")).to_have_text(re.compile(r"^In (the|a) \w+$"))
    expect(first.locator("h3 a")).to_have_attribute(
        "href", re.compile(rf"{re.escape(ids(page)[0])}\.html\?q=telegraph#.")
    )


def test_words_of_a_dispatch_are_fetched_for_what_is_in_view(ask: Asking) -> None:
    """What stands far below is fetched when it is reached."""
    page = ask("q=telegraph")
    expect(results(page).first.locator("mark").first).to_be_visible()
    last = results(page).last
    expect(last.locator("mark")).to_have_count(0)
    last.scroll_into_view_if_needed()
    expect(last.locator(".where")).to_have_count(1)


def test_there_are_more(ask: Asking) -> None:
    """Ten at a time, and the address says how far the reader is."""
    page = ask("q=telegraph")
    first = ids(page)
    page.locator(".search-more a").click()
    expect(results(page)).to_have_count(2 * AT_ONCE)
    assert ids(page)[:AT_ONCE] == first
    assert address(page)["page"] == ["2"]
    expect(results(page).nth(AT_ONCE).locator("h3 a")).to_be_focused()
    shown = ids(page)
    page.reload()
    expect(results(page)).to_have_count(2 * AT_ONCE)
    assert ids(page) == shown


def test_all_are_reached(ask: Asking) -> None:
    """The link to more goes when there are no more, and none was shown twice."""
    page = ask("q=cable")
    whole = count(page)
    while page.locator(".search-more").is_visible():
        before = len(ids(page))
        page.locator(".search-more a").click()
        expect(results(page)).not_to_have_count(before)
    assert len(set(ids(page))) == len(ids(page)) == whole


def test_there_is_a_way_back(page: Page) -> None:
    """Back leads to the question before, with its dispatches; forward to the one after."""
    page.goto(SEARCH)
    box = page.locator("#rr-q")
    box.fill("telegraph")
    box.press("Enter")
    expect(page.locator("#results > li")).to_have_count(AT_ONCE)
    before = ids(page)
    box.fill("Morse")
    box.press("Enter")
    expect(page).to_have_url(f"{SEARCH}?q=Morse")
    page.wait_for_function(
        "before => document.querySelector('#results > li')?.dataset.id !== before", arg=before[0]
    )
    after = ids(page)
    page.go_back()
    expect(box).to_have_value("telegraph")
    page.wait_for_function(
        "one => document.querySelector('#results > li')?.dataset.id === one", arg=before[0]
    )
    assert ids(page) == before
    page.go_forward()
    expect(box).to_have_value("Morse")
    page.wait_for_function("one => document.querySelector('#results > li')?.dataset.id === one", arg=after[0])


def test_the_reader_comes_back_to_where_they_were(ask: Asking) -> None:
    """From a dispatch, back leads to the place on the page of results."""
    page = ask("q=telegraph")
    link = results(page).nth(7).locator("h3 a")
    link.scroll_into_view_if_needed()
    link.click()
    page.wait_for_selector(".dispatch")
    page.go_back()
    expect(results(page)).to_have_count(AT_ONCE)
    expect(link).to_be_in_viewport()


def test_a_facet_narrows_down(ask: Asking, asked: list[str]) -> None:
    """Its names are fetched when it is opened, counted for the question; a choice stands in the address."""
    page = ask("q=telegraph")
    whole = count(page)
    assert not [one for one in asked if one.startswith("search/facets-")]
    facet = page.locator(".facet[data-key=subjects]")
    facet.locator("summary").click()
    first = facet.locator("li").first
    expect(first).to_be_visible()
    told = int(first.locator(".tally").inner_text())
    assert 0 < told < whole
    name = first.locator("input").get_attribute("value")
    first.locator("input").check()
    expect(page.locator("#rr-status")).to_have_text(re.compile(rf"^{told} dispatch(es)?$"))
    assert address(page)["subjects"] == [name]
    assert len([one for one in asked if one.startswith("search/facets-")]) == 1
    chip = page.locator(".search-chosen button")
    expect(chip).to_contain_text(f"Subjects: {name}")
    expect(first.locator("input")).to_be_checked()
    chip.click()
    expect(page.locator("#rr-status")).to_have_text(f"{whole} dispatches")
    assert address(page) == {"q": ["telegraph"]}


def test_two_names_of_a_facet_are_either_and_two_facets_both(ask: Asking) -> None:
    """A second name of the same facet widens, a name of another narrows."""
    page = ask("series=Signal+Dispatch")
    one = count(page)
    other = count(ask("series=Technical+Note"))
    both = count(ask("series=Signal+Dispatch&series=Technical+Note"))
    assert both == one + other
    facet = ask("series=Signal+Dispatch&series=Technical+Note").locator(".facet[data-key=series]")
    expect(facet.locator("input:checked")).to_have_count(2)
    assert facet.locator("input").count() > 2
    page = ask("series=Signal+Dispatch&language=he")
    expect(page.locator("#rr-status")).to_have_text("No dispatch within these limits.")


def test_dates_narrow_down(ask: Asking) -> None:
    """From the first day to the last, both included; a year stands for all its days."""
    page = ask("q=telegraph&from=1844&to=1866")
    years = [
        int(re.findall(r"\d{4}", text)[-1]) for text in page.locator("#results .item-date").all_inner_texts()
    ]
    assert years
    assert all(year >= 1844 for year in years)
    expect(page.locator("#rr-from")).to_have_value("1844")
    page.locator("#rr-to").fill("1850")
    page.locator("#rr-to").press("Enter")
    expect(page).to_have_url(re.compile(r"from=1844&to=1850"))
    answered(page)
    assert count(page) < len(years)


def test_the_chart_of_years_is_dragged_over(ask: Asking) -> None:
    """A stretch of the chart is a stretch of time, by mouse and by keyboard; all of it is no limit."""
    page = ask("q=telegraph")
    whole = count(page)
    page.locator("#rr-years summary").click()
    chart = page.locator(".histogram")
    expect(chart.locator("rect").first).to_be_attached()
    place = chart.bounding_box()
    assert place
    middle = place["y"] + place["height"] / 2
    page.mouse.move(place["x"] + place["width"] * 0.02, middle)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.4, middle, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"[?&]to=\d{4}$"))
    expect(page.locator("#rr-status")).not_to_have_text(f"{whole} dispatches")
    assert 0 < count(page) < whole
    end = page.get_by_role("slider", name="To year")
    until = int(end.get_attribute("aria-valuenow") or 0)
    end.focus()
    end.press("ArrowLeft")
    expect(page).not_to_have_url(re.compile(rf"to={until}"))
    assert int(address(page)["to"][0]) < until
    end.press("End")
    expect(page.locator("#rr-status")).to_have_text(f"{whole} dispatches")
    assert address(page) == {"q": ["telegraph"]}


def test_the_chart_of_years_is_drawn_over_by_touch(browser: Browser, sample: Path) -> None:
    """A finger chooses a year of the chart, and may still scroll the page with it."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    serve(context, sample, [])
    page = context.new_page()
    page.goto(f"{SEARCH}?q=telegraph")
    answered(page)
    page.locator("#rr-years summary").tap()
    chart = page.locator(".histogram")
    expect(chart.locator("rect").first).to_be_attached()
    chart.tap(position={"x": 60, "y": 30})
    expect(page).to_have_url(re.compile(r"from=\d{4}&to=\d{4}$"))
    assert chart.evaluate("one => getComputedStyle(one).touchAction") == "pan-y"
    context.close()


def test_the_order_is_chosen(ask: Asking) -> None:
    """By date, from either end, and the address says so."""
    page = ask("q=telegraph")
    page.locator("#rr-sort").select_option("oldest")
    expect(page).to_have_url(re.compile("sort=oldest"))
    dates = page.locator("#results time")
    expect(dates.first).to_have_attribute("datetime", re.compile("^17"))
    told = dates.evaluate_all("all => all.map(one => one.dateTime)")
    assert told == sorted(told)
    page.locator("#rr-sort").select_option("newest")
    expect(dates.first).to_have_attribute("datetime", re.compile("^19"))


def test_a_link_asks_the_same_elsewhere(ask: Asking, reader: BrowserContext) -> None:
    """The address alone brings another reader to the same dispatches."""
    page = ask("q=cable&sort=newest&from=1850&series=Signal+Dispatch")
    shown = ids(page)
    other = reader.new_page()
    other.goto(page.url)
    answered(other)
    assert shown
    assert ids(other) == shown


def test_what_was_asked_is_marked_on_the_page(ask: Asking) -> None:
    """The link leads to the passage; Escape takes the marks away, and the question out of the address."""
    page = ask("q=%22copper+wire%22+OR+telegraph")
    link = results(page).first.locator("h3 a")
    expect(link).to_have_attribute("href", re.compile("#"))
    link.click()
    marks = page.locator("mark.hit")
    expect(marks.first).to_be_attached()
    assert {text.lower() for text in marks.all_inner_texts()} <= {
        "copper",
        "wire",
        "wires",
        "telegraph",
        "telegraphs",
        "telegraphed",
        "telegraphing",
    }
    expect(page.locator("mark.hit.current")).to_be_in_viewport()
    words = page.locator(".text").inner_text()
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)
    assert "?" not in page.url
    assert page.locator(".text").inner_text() == words


def test_the_marks_are_walked_through(page: Page) -> None:
    """One after the other, and round again."""
    page.goto(f"{BASE_URL}signal-dispatch/101.html?q=telegraph")
    status = page.locator(".marks-bar [role=status]")
    expect(status).to_have_text(re.compile(r"^1 of \d+ marked$"))
    whole = int(status.inner_text().split()[2])
    assert whole > 1
    page.get_by_role("button", name="Next").click()
    expect(status).to_have_text(f"2 of {whole} marked")
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("button", name="Previous").click()
    expect(status).to_have_text(f"{whole} of {whole} marked")
    page.get_by_role("button", name="Remove the marks").click()
    expect(page.locator("mark.hit, .marks-bar")).to_have_count(0)


def test_marks_are_made_without_the_index(reader: BrowserContext, page: Page) -> None:
    """Where the index cannot be loaded, the very words of the question are still marked."""
    reader.route(re.compile(r"/book/search/"), lambda route: route.abort())
    page.goto(f"{BASE_URL}signal-dispatch/101.html?q=BRULON+-telegraph")
    expect(page.locator("mark.hit").first).to_have_text("Brûlon")
    assert set(page.locator("mark.hit").all_inner_texts()) == {"Brûlon"}


def test_the_keyboard_is_enough(page: Page) -> None:
    """`/` leads to the box, Enter asks, the arrow keys go down to the dispatches and up again."""
    page.goto(f"{BASE_URL}about.html")
    page.keyboard.press("/")
    expect(page.locator("#rr-q")).to_be_focused()
    page.keyboard.type("either/or")
    expect(page.locator("#rr-q")).to_have_value("either/or")
    page.locator("#rr-q").fill("telegraph")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SEARCH}?q=telegraph")
    answered(page)
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    links = page.locator("#results h3 a")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#rr-q")).to_be_focused()


def test_titles_are_suggested(page: Page) -> None:
    """As a combobox: the arrow keys choose, Enter goes there, Escape closes."""
    page.goto(f"{BASE_URL}signal-dispatch/index.html")
    box = page.locator("#rr-q")
    box.focus()
    page.keyboard.type("birthd")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("A Birthday Poem for the King")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{BASE_URL}signal-dispatch/103.html")


@pytest.mark.parametrize(
    ("number", "page_of"),
    [
        ("SD No. 103", "103"),
        ("Signal Dispatch No. 103", "103"),
        ("103", "103"),
        ("104-a", "104-a"),
        ("SD 104-A", "104-a"),
    ],
)
def test_a_number_leads_straight_to_its_dispatch(page: Page, number: str, page_of: str) -> None:
    """Enter in the box of any page goes there, where one dispatch is meant."""
    page.goto(f"{BASE_URL}subjects/index.html")
    page.locator("#rr-q").fill(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{BASE_URL}signal-dispatch/{page_of}.html")


def test_a_number_that_nobody_has_is_asked_for(page: Page) -> None:
    """It is a question as any other."""
    page.goto(f"{BASE_URL}subjects/index.html")
    page.locator("#rr-q").fill("SD 99999")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SEARCH}?q=SD+99999")


def test_the_search_page_offers_the_dispatch_of_a_number(ask: Asking) -> None:
    """Besides what it finds; here the reader asked to search."""
    page = ask("q=SD+103")
    expect(page.locator(".search-hint a")).to_have_attribute("href", f"{BASE_URL}signal-dispatch/103.html")
    assert count(page) > 0


def test_nothing_is_loaded_before_anybody_searches(page: Page, asked: list[str]) -> None:
    """A page that is read loads nothing of the search; the box loads it when it is entered."""
    page.goto(f"{BASE_URL}signal-dispatch/101.html")
    page.wait_for_load_state("networkidle")
    assert not [one for one in asked if "search" in one]
    with page.expect_request(re.compile(r"/search/root\.js")):
        page.locator("#rr-q").focus()
        page.keyboard.type("x")


@pytest.mark.parametrize(
    "question", ['<img src="x" onerror="alert(1)">', "</script><script>alert(1)</script>", '"><b>telegraph']
)
def test_a_question_is_never_markup(ask: Asking, question: str) -> None:
    """Whatever is asked is shown as text, on the search page and on the page of a dispatch."""
    page = ask(f"q={quote(question)}&subjects={quote(question)}")
    expect(page.locator("#rr-q")).to_have_value(question)
    assert page.locator("main img, main b, main script").count() == 0
    page.goto(f"{BASE_URL}signal-dispatch/101.html?q={quote(question)}")
    page.wait_for_load_state("networkidle")
    assert page.locator("main img[src=x], main b, main script").count() == 0


def _payloads() -> list[str]:
    """Fifty and more questions that would run a script wherever one were taken for markup or an address."""
    events = ("onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onanimationstart")
    tags = ("img src=x", "svg", "body", "input autofocus", "details open", "video src=x", "iframe src=x")
    found = [f"<{tag} {event}=alert(1)>" for tag in tags for event in events]
    found += [
        f"{opening}<script>alert(1)</script>"
        for opening in ("", "'", '"', "-->", "]]>", "</title>", "</textarea>")
    ]
    found += [
        "javascript:alert(1)",
        "'-alert(1)-'",
        "${alert(1)}",
        "{{7*7}}",
        "<a href=javascript:alert(1)>x</a>",
    ]
    return [
        *found,
        "__proto__",
        "constructor:x",
        "title:__proto__",
        "%3Cimg src=x onerror=alert(1)%3E",
        "\u2028alert(1)",
    ]


def test_no_question_runs_a_script(ask: Asking) -> None:
    """Nothing of them becomes an element, and no dialog opens; the page says what it found each time."""
    page = ask("q=telegraph")
    dialogs: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", opened)
    elements = "script, img, svg[onload], iframe, video, a[href^=javascript]"
    for question in _payloads():
        page.locator("#rr-q").fill(question)
        page.locator("#rr-q").press("Enter")
        answered(page)
        assert page.locator("main").locator(elements).count() == 0, question
    assert len(_payloads()) > 50
    assert dialogs == []


def test_a_slip_is_put_right(ask: Asking) -> None:
    """What nobody wrote is searched as what was likely meant, and the page says so."""
    page = ask("q=telegrahp")
    expect(page.locator("#rr-status")).to_contain_text(
        "No dispatch has “telegrahp”; searched for “telegraph”"
    )
    expect(results(page)).to_have_count(AT_ONCE)
    expect(results(page).first.locator("h3 a")).to_have_attribute("href", re.compile(r"\?q=telegraph#"))


def test_nothing_found_is_told(ask: Asking) -> None:
    """In words, with a way out where limits were set."""
    page = ask("q=zzqqxxyy")
    expect(page.locator("#rr-status")).to_have_text("No dispatch has “zzqqxxyy”.")
    expect(results(page)).to_have_count(0)
    page = ask("q=telegraph&from=1500&to=1501")
    expect(page.locator("#rr-status")).to_have_text("No dispatch within these limits has “telegraph”.")
    page.locator(".search-hint a").click()
    expect(results(page)).to_have_count(AT_ONCE)
    assert address(page) == {"q": ["telegraph"]}


def test_what_cannot_be_loaded_is_told(reader: BrowserContext, page: Page) -> None:
    """In words, with a link to try again; the pages stay what they are."""

    def refuse(route: Route) -> None:
        route.abort()

    index = re.compile(r"/search/root\.js")
    reader.route(index, refuse)
    page.goto(f"{SEARCH}?q=telegraph")
    expect(page.locator("#rr-status")).to_contain_text("could not be loaded")
    reader.unroute(index, refuse)
    page.locator(".search-hint a").click()
    expect(results(page)).to_have_count(AT_ONCE)


def test_without_scripts_the_page_says_so(browser: Browser, sample: Path) -> None:
    """And leads to the lists; nothing on it is dead."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sample / "search.html").as_uri())
    expect(page.locator("main")).to_contain_text("needs JavaScript")
    expect(page.locator(".search")).to_be_hidden()
    page.locator("main a", has_text="Subjects").click()
    expect(page.locator("h1")).to_have_text("Subjects")
    context.close()


def test_a_list_is_searched_within(page: Page) -> None:
    """The form of a series finds in that series alone, the form of a year in that year."""
    page.goto(f"{BASE_URL}technical-note/index.html")
    page.locator("#rr-within").fill("telegraph")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SEARCH}?series=Technical+Note&q=telegraph")
    answered(page)
    assert ids(page)
    assert all(one.startswith("technical-note/") for one in ids(page))
    page.goto(f"{BASE_URL}dates/1837/index.html")
    page.locator(".search-within button").click()
    page.wait_for_url(f"{SEARCH}?from=1837&to=1837&q=")
    answered(page)
    assert ids(page)
    spans = [re.findall(r"\d{4}", text) for text in page.locator("#results .item-date").all_inner_texts()]
    assert all(min(span) <= "1837" <= max(span) for span in spans)


def test_it_works_from_the_disk(browser: Browser, sample: Path) -> None:
    """Opened as files, under the policy of the pages: results, words, marks, suggestions."""
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{(sample / 'search.html').as_uri()}?q=telegraph")
    expect(results(page)).to_have_count(AT_ONCE)
    link = results(page).first.locator("h3 a")
    expect(link).to_have_attribute("href", re.compile("#"))
    link.click()
    expect(page.locator("mark.hit").first).to_be_attached()
    page.locator("#rr-q").fill("birthd")
    expect(page.get_by_role("option").first).to_contain_text("Birthday")
    assert told == []
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(browser: Browser, sample: Path, scheme: str, width: int) -> None:
    """Results with their facets open, suggestions, a message, marks: no barrier in any of them."""
    context = browser.new_context(
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    serve(context, sample, [])
    page = context.new_page()

    def check() -> None:
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()

    page.goto(f"{SEARCH}?q=telegraph&from=1800&series=Signal+Dispatch")
    answered(page)
    open_all(page)
    expect(page.locator(".facet[data-key=people] li").first).to_be_visible()
    expect(results(page).first.locator("mark").first).to_be_visible()
    check()
    page.locator("#rr-q").fill("birthd")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    check()
    page.goto(f"{SEARCH}?q=zzqqxxyy&from=1900")
    answered(page)
    check()
    page.goto(f"{BASE_URL}signal-dispatch/101.html?q=telegraph")
    expect(page.locator(".marks-bar")).to_be_visible()
    check()
    context.close()


@pytest.mark.parametrize("question", ["telegraph", "برق", "טלגרף"])
def test_nothing_stands_beyond_the_edge_of_a_narrow_screen(ask: Asking, question: str) -> None:
    """Results, facets, chart and help fit into 320 pixels, whatever the script of what is found."""
    page = ask(f"q={quote(question)}&from=1700")
    page.set_viewport_size({"width": NARROW, "height": 700})
    open_all(page)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("width", [320, 480, 600, 767, 768, 900, 1080, 1400])
def test_the_masthead_has_room_for_the_box(page: Page, width: int) -> None:
    """At every width the box, the name and the ways stand beside or beneath each other, none upon another."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{BASE_URL}signal-dispatch/101.html")
    parts = [
        box
        for name in (".masthead .archive-name", ".masthead .search-box", ".masthead .ways")
        if (box := page.locator(name).bounding_box())
    ]
    assert len(parts) == 3
    for box in parts:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    for one in parts:
        for other in parts:
            if one is not other:
                assert (
                    one["x"] + one["width"] <= other["x"]
                    or other["x"] + other["width"] <= one["x"]
                    or one["y"] + one["height"] <= other["y"]
                    or other["y"] + other["height"] <= one["y"]
                )


def test_print_leaves_the_boxes_out(ask: Asking) -> None:
    """On paper there are the dispatches that were found, and no form."""
    page = ask("q=telegraph")
    page.emulate_media(media="print")
    expect(results(page).first).to_be_visible()
    assert page.locator("main :is(form, button, input, select):visible").count() == 0
