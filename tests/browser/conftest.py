"""A browser, and a small archive that has one of each kind of page, built as a user would build it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser.page_types import BASE_URL
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def absent(what: str) -> None:
    """Skips the test for want of a program; in CI that is a failure."""
    message = f"{what} is missing: python tests/set_up.py"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chrome or Chromium from the PATH, else the one that Playwright installed."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).is_file():
            absent("a browser")
        launched = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published archive of `content/`."""
    place = tmp_path_factory.mktemp("archive")
    shutil.copytree(CONTENT, place / "content")
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "--content",
        str(place / "content"),
        "--output",
        str(place / "output"),
        "--as-of",
        "2026-01-01",
    ]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place / "output"


@pytest.fixture
def requests() -> list[str]:
    """Every request that went anywhere but to the archive."""
    return []


@pytest.fixture
def context(browser: Browser, archive: Path, requests: list[str]) -> Iterator[BrowserContext]:
    """A reader who has the archive at its own address, and nothing else."""
    opened = browser.new_context()
    serve(opened, archive, requests)
    yield opened
    opened.close()


def serve(context: BrowserContext, archive: Path, elsewhere: list[str]) -> None:
    """Answers what is asked of the archive's address from its files; all else fails and is noted."""

    def answer(route: Route) -> None:
        address = re.split("[?#]", route.request.url)[0]
        if not address.startswith(BASE_URL):
            elsewhere.append(address)
            route.abort()
            return
        path = archive / unquote(address.removeprefix(BASE_URL) or "index.html")
        route.fulfill(path=path) if path.is_file() else route.fulfill(path=archive / "404.html", status=404)

    context.route(re.compile(r"https?:"), answer)
