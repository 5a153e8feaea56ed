"""Saves an edit, and notes when it can be seen: as a file event, on the served page, in the browser."""

import queue
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, sync_playwright
from playwright.sync_api import TimeoutError as BrowserTimeoutError
from servers import served
from watchdog.events import DirModifiedEvent, FileModifiedEvent, FileSystemEventHandler
from watchdog.observers import Observer

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
PATIENCE_SECONDS = 60
POLL_SECONDS = 0.01
PAUSE_SECONDS = 0.1

# Wherever a word of ours comes into the page, by a change in place or by a new load, its time is told.
OBSERVER = r"""
const told = new Set();
function look() {
  for (const [word] of (document.body?.textContent ?? "").matchAll(/\bqqlive\d+\b/g)) {
    if (told.has(word)) continue;
    told.add(word);
    console.debug(`${word} ${Date.now()}`);
  }
}
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
"""


@dataclass(frozen=True, slots=True)
class Save:
    """An edit of a source: the word that it brings, and when it was saved, by the clock on the wall."""

    word: str
    seconds: float


class Editor:
    """Saves one edit after the other, each with a word that stands nowhere else."""

    def __init__(self) -> None:
        """Nothing was edited."""
        self._count = 0

    def save(self, source: Path) -> Save:
        """Adds a new word to the end of a paragraph in the middle of a dispatch."""
        self._count += 1
        word = f"qqlive{self._count}"
        front, mark, body = source.read_text(encoding="utf-8").partition("\n---\n")
        blocks = body.split("\n\n")
        plain = [place for place, block in enumerate(blocks) if block[:1].isalpha()]
        blocks[plain[len(plain) // 2]] += f" {word}."
        text = front + mark + "\n\n".join(blocks)
        seconds = time.time()
        source.write_text(text, encoding="utf-8")
        return Save(word, seconds)


class Tab:
    """A tab of the browser that tells when a word comes into its page."""

    def __init__(self, page: Page) -> None:
        """Observes every page that is loaded from now on."""
        self._page = page
        self._times: dict[str, float] = {}
        page.add_init_script(OBSERVER)
        page.on("console", self._hear)

    def go(self, address: str) -> None:
        """Opens a page."""
        self._page.goto(address)

    def seen(self, save: Save) -> float | None:
        """Seconds from the save to its word in the page; None where it does not come."""
        if save.word not in self._times:
            try:
                self._page.wait_for_event(
                    "console",
                    lambda message: message.text.startswith(f"{save.word} "),
                    timeout=PATIENCE_SECONDS * 1000,
                )
            except BrowserTimeoutError:
                return None
        return self._times[save.word] - save.seconds

    def _hear(self, message: ConsoleMessage) -> None:
        word, _, milliseconds = message.text.partition(" ")
        if word.startswith("qqlive"):
            self._times.setdefault(word, float(milliseconds) / 1000)


@contextmanager
def browser_tab() -> Iterator[Tab]:
    """A tab of a browser from the PATH, else of the one that Playwright installed."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        try:
            yield Tab(browser.new_page())
        finally:
            browser.close()


def until_served(save: Save, address: str) -> float | None:
    """Seconds from the save until the served page has its word; None where it does not come."""
    while time.time() < save.seconds + PATIENCE_SECONDS:
        if save.word in served(address):
            return time.time() - save.seconds
        time.sleep(POLL_SECONDS)
    return None


class _Ear(FileSystemEventHandler):
    """Notes when an event says that a file was modified."""

    def __init__(self, heard: "queue.Queue[float]") -> None:
        self._heard = heard

    def on_modified(self, event: DirModifiedEvent | FileModifiedEvent) -> None:
        if not event.is_directory:
            self._heard.put(time.time())


def until_events(folder: Path, count: int) -> list[float]:
    """Seconds from each save of a file in a folder to the first event that the machine tells of it."""
    heard: queue.Queue[float] = queue.Queue()
    observer = Observer()
    observer.schedule(_Ear(heard), str(folder))
    observer.start()
    found = []
    try:
        for _ in range(count):
            time.sleep(PAUSE_SECONDS)
            while not heard.empty():  # further events of the save before
                heard.get()
            start = time.time()
            (folder / "saved.txt").write_text("Words.", encoding="utf-8")
            found.append(heard.get(timeout=PATIENCE_SECONDS) - start)
    finally:
        observer.stop()
        observer.join()
    return found
