"""Both searches in a real browser: what they fetch, how long they take, and in what order they answer."""

import gzip
import json
import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from counting_server import CountingServer, Sent, counting_server
from playwright.sync_api import Browser, Page, sync_playwright
from saves import BROWSERS, OPTIONS

WIDTH, HEIGHT = 1280, 800
SHOWN = 5
"""So many results are shown with an excerpt."""
QUIET_SECONDS = 0.7
"""Nothing more is fetched where nothing was for so long."""
HARNESS = "pagefind.html"

OUR_ASK = """async () => {
  const index = await rrSearch.index();
  window.ask = async (question, shown) => {
    const answer = await index.ask(question, {limit: shown});
    return Promise.all(answer.hits.map((hit) => index.snippet(hit, answer)));
  };
}"""
TIMED = """async ([question, shown]) => {
  const start = performance.now();
  await window.ask(question, shown);
  return performance.now() - start;
}"""


class Side(Protocol):
    """One of the searches, as a page of the site."""

    @property
    def page(self) -> str:
        """Its address, which takes a question as `?q=`."""
        ...

    def open(self, page: Page, address: str) -> None:
        """Opens its page until it takes questions as `ask`."""
        ...


@dataclass(frozen=True, slots=True)
class Ours:
    """The search page."""

    page: str = "search.html"

    def open(self, page: Page, address: str) -> None:
        """Loads the page and, as typing would, the engine."""
        page.goto(address + self.page)
        page.evaluate(OUR_ASK)


@dataclass(frozen=True, slots=True)
class Pagefind:
    """The smallest page that searches with Pagefind, without its user interface."""

    page: str = HARNESS

    def open(self, page: Page, address: str) -> None:
        """Loads the page."""
        page.goto(address + self.page)
        page.wait_for_function("window.ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a page took, in bytes."""

    files: int
    plain: int
    compressed: int

    @classmethod
    def of(cls, sent: Sequence[Sent]) -> "Fetched":
        """Sums."""
        return cls(
            files=len(sent),
            plain=sum(one.size for one in sent),
            compressed=sum(one.compressed for one in sent),
        )

    @classmethod
    def median(cls, runs: Sequence["Fetched"]) -> "Fetched":
        """Of each figure by itself."""
        return cls(
            files=round(statistics.median(run.files for run in runs)),
            plain=round(statistics.median(run.plain for run in runs)),
            compressed=round(statistics.median(run.compressed for run in runs)),
        )


class Room:
    """A site that is served, and a browser."""

    def __init__(self, browser: Browser, server: CountingServer) -> None:
        """Both run."""
        self._browser, self._server = browser, server

    def initial(self, side: Side) -> Fetched:
        """What its page takes before anything is asked."""
        return self._fetched(side.page, awaited="body")

    def first_question(self, side: Side, question: str) -> Fetched:
        """What a first visit takes until results and their excerpts are shown, the page itself included."""
        return self._fetched(f"{side.page}?q={quote(question)}&shown={SHOWN}", awaited="#results li")

    def cold_seconds(self, side: Side, questions: Sequence[str]) -> list[float]:
        """Each question as the first one of a new visitor whose page is ready, to the excerpts."""
        found = []
        for question in questions:
            with self._page() as page:
                side.open(page, self._server.address)
                found.append(page.evaluate(TIMED, [question, SHOWN]) / 1000)
        return found

    def warm_seconds(self, side: Side, questions: Sequence[str]) -> list[float]:
        """Each question asked again on a page where all were asked."""
        with self._page() as page:
            side.open(page, self._server.address)
            for question in questions:
                page.evaluate(TIMED, [question, SHOWN])
            return [page.evaluate(TIMED, [question, SHOWN]) / 1000 for question in questions]

    def pagefind_orders(self, questions: Sequence[str]) -> list[list[str]]:
        """The fragments that Pagefind finds for each question."""
        with self._page() as page:
            Pagefind().open(page, self._server.address)
            return [page.evaluate("(question) => window.rank(question)", question) for question in questions]

    def _fetched(self, address: str, awaited: str) -> Fetched:
        with self._page() as page:
            self._server.taken()
            page.goto(self._server.address + address)
            page.wait_for_selector(awaited, state="attached")
            sent = self._server.taken()
            while more := self._after_a_while(page):
                sent += more
            return Fetched.of(sent)

    def _after_a_while(self, page: Page) -> list[Sent]:
        page.wait_for_timeout(QUIET_SECONDS * 1000)
        return self._server.taken()

    @contextmanager
    def _page(self) -> Iterator[Page]:
        """A page of a visitor who has nothing in the browser's cache."""
        context = self._browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        try:
            yield context.new_page()
        finally:
            context.close()


@contextmanager
def room(output: Path) -> Iterator[Room]:
    """Serves a built site to a browser from the PATH, else to the one that Playwright installed."""
    shutil.copyfile(Path(__file__).with_name(HARNESS), output / HARNESS)
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with counting_server(output) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        try:
            yield Room(browser, server)
        finally:
            browser.close()


def pagefind_ids(output: Path, ids: dict[str, str]) -> dict[str, str]:
    """Name of a fragment → id, from the id of each address; other pages are left out."""
    found = {}
    for path in (output / "pagefind" / "fragment").iterdir():
        record = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        address = record["url"].lstrip("/")
        if address in ids:
            found[path.stem] = ids[address]
    return found


def late(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]
