"""`check --watch`: a process of its own that tells at each save what is wrong, and writes nothing.

Events may come in more than one burst, so a test waits for the check that tells what it expects.
"""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from minisite import ROOT, Site, dispatch, dispatches, made
from publications import stamps_in

PATIENCE_SECONDS = 30.0
NO_TITLE = "---\nnumber: 9\n---\n\nNo title.\n"
DOCUMENTATION = ROOT / "docs" / "writing.md"


@dataclass(slots=True)
class Checker:
    """A check that watches, and the lines that it wrote to standard error."""

    process: subprocess.Popen[str]
    lines: "queue.Queue[str]"

    def next(self) -> list[str]:
        """What the next check tells."""
        while self._line() != "Checking.":
            pass
        told = []
        while (line := self._line()) != "Checked.":
            told.append(line)
        return told

    def until(self, wanted: Callable[[str], bool]) -> str:
        """What the first check tells that tells what is wanted, as one text."""
        while not wanted(told := "\n".join(self.next())):
            pass
        return told

    def _line(self) -> str:
        return self.lines.get(timeout=PATIENCE_SECONDS)

    def interrupt(self) -> int:
        """Presses Ctrl-C, which all its processes feel; the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def checking(site: Site, *arguments: str) -> Iterator[Checker]:
    """Watches a site from its folder, with paths as one types them."""
    command = [sys.executable, str(ROOT / "build.py"), "check", "--watch", "--jobs", "1", *arguments]
    process = subprocess.Popen(
        command,
        cwd=site.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    try:
        yield Checker(process, lines)
    finally:
        _end(process)
        reader.join()


def _read(process: subprocess.Popen[str], lines: "queue.Queue[str]") -> None:
    assert process.stderr is not None
    with process.stderr as stream:
        for line in stream:
            lines.put(line.rstrip("\n"))


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Three sound dispatches."""
    return made(tmp_path, {"archive.toml": 'title = "Old Wires"\n', **dispatches(range(1, 4))})


def test_the_first_check_tells_of_what_is_wrong_already(site: Site) -> None:
    """What was wrong before it began is told at once, and how much there was to check."""
    site.write({"9.md": NO_TITLE})
    with checking(site) as checker:
        told = checker.next()
    assert told[0].startswith("content/9.md: error[title-missing]: "), told
    assert told[-1].startswith("4 sources: 1 error, "), told


def test_an_error_is_told_at_the_save_and_gone_when_mended(site: Site) -> None:
    """Each save is followed by a check of what stands there then."""
    with checking(site) as checker:
        assert "error" not in "".join(checker.next()[:-1])
        site.write({"2.md": dispatch(2, "A note[^7].")})
        told = checker.until(lambda told: "note-undefined" in told)
        assert "content/2.md:7:7: warning[note-undefined]: " in told
        site.write({"2.md": dispatch(2, "A note[^7].\n\n[^7]: *Kayhan*, May 1, 1844.")})
        assert "content/2.md" not in checker.until(lambda told: "note-undefined" not in told)


def test_an_error_is_told_again_with_a_save_elsewhere(site: Site) -> None:
    """Every check tells all that is wrong, since an editor forgets what the one before told."""
    site.write({"9.md": NO_TITLE})
    with checking(site) as checker:
        checker.next()
        site.write({"1.md": dispatch(1, "Words", colour="red")})
        assert "content/9.md" in checker.until(lambda told: "content/1.md" in told)


def test_a_link_breaks_when_what_it_leads_to_goes(site: Site) -> None:
    """What was saved long ago is wrong from the moment when another file is deleted."""
    site.write({"1.md": dispatch(1, "See [it](3.md).")})
    with checking(site) as checker:
        assert "link-broken" not in "".join(checker.next())
        site.delete("3.md")
        told = checker.until(lambda told: "link-broken" in told)
    assert "content/1.md:7:1: warning[link-broken]: " in told


def test_broken_settings_are_told_and_the_check_goes_on(site: Site) -> None:
    """A mistake in archive.toml is told with its line, and forgotten once it is mended."""
    with checking(site) as checker:
        checker.next()
        site.write({"archive.toml": 'title = "Old Wires"\ncolour = "red"\n'})
        told = checker.until(lambda told: "settings-invalid" in told)
        assert "content/archive.toml:2:1: error[settings-invalid]: colour: " in told
        site.write({"archive.toml": 'title = "New Wires"\n'})
        assert "3 sources: 0 errors" in checker.until(lambda told: "settings-invalid" not in told)


def test_settings_that_are_broken_from_the_start_end_it_with_2(site: Site) -> None:
    """There is nothing to watch before it is known what to check: one line says what is wrong."""
    site.write({"archive.toml": "colour = 1\n"})
    with checking(site) as checker:
        status = checker.process.wait(PATIENCE_SECONDS)
        line = checker.lines.get(timeout=PATIENCE_SECONDS)
    assert status == 2
    assert "colour" in line


def test_a_template_error_is_told_with_its_place_and_gone_when_mended(site: Site) -> None:
    """The theme is watched as well as the content."""
    theme = site.root / "theme"
    theme.mkdir()
    with checking(site, "--templates", "theme") as checker:
        checker.next()
        (theme / "dispatch.html").write_text("\n{{ nothing.at.all }}\n", encoding="utf-8")
        told = checker.until(lambda told: "template-error" in told)
        assert "theme/dispatch.html:2:" in told
        assert told.count("template-error") == 1, "once, though it is on three pages"
        (theme / "dispatch.html").write_text("{{ page.head.title }}\n", encoding="utf-8")
        assert "0 errors" in checker.until(lambda told: "template-error" not in told)


def test_ctrl_c_ends_it_within_a_second(site: Site) -> None:
    """With the status of an interruption and one word, without a trace of our insides."""
    with checking(site) as checker:
        checker.next()
        start = time.monotonic()
        status = checker.interrupt()
        seconds = time.monotonic() - start
        line = checker.lines.get(timeout=PATIENCE_SECONDS)
    assert status == 130
    assert seconds < 1
    assert line == "Stopped."
    assert checker.lines.empty()


def test_it_never_publishes(site: Site) -> None:
    """An output folder that is there stays as it is, and none comes to be."""
    with checking(site) as checker:
        checker.next()
        site.write({"2.md": dispatch(2, "A note[^7].")})
        checker.until(lambda told: "note-undefined" in told)
    assert not site.output.exists()
    site.built()
    before = stamps_in(site.output)
    with checking(site) as checker:
        checker.next()
        site.write({"1.md": dispatch(1, "Other[^8] words.")})
        checker.until(lambda told: "content/1.md" in told)
    assert stamps_in(site.output) == before


def task() -> dict[str, Any]:
    """The task of `.vscode/tasks.json` that the documentation gives."""
    blocks = re.findall(r"```json\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL)
    (tasks,) = [json.loads(block) for block in blocks if '"problemMatcher"' in block]
    (only,) = tasks["tasks"]
    return dict(only)


def underlined(matchers: list[dict[str, Any]], line: str) -> dict[str, str] | None:
    """What VS Code takes from a line by the first matcher that fits; its patterns are Python's as well."""
    for matcher in matchers:
        pattern = matcher["pattern"]
        found = re.search(pattern["regexp"], line)
        if found:
            parts = ("file", "line", "column", "severity", "code", "message")
            taken = {part: found[pattern[part]] for part in parts if part in pattern}
            known = taken["severity"] in {"error", "warning", "info"}
            return {**taken, "severity": taken["severity"] if known else matcher["severity"]}
    return None


def test_the_problem_matcher_of_the_documentation_takes_every_problem(site: Site) -> None:
    """Each diagnostic with a file gives one problem, in the right file, place and severity; no other line."""
    site.write(
        {
            "2.md": dispatch(2, "A note[^7]."),
            "a folder/9: x.md": "---\nnumber: 9\n---\n\nNo title.\n",
            "8.md": "",
            "7.txt": b"f\xc3\xa9rm\xc3\xa9\n\nSecond.\n\nShare this Report:\n\nX\n",
            "6.md": dispatch(6, "content/1.md:1:1: error[empty]: words of an excerpt[^5]"),
        }
    )
    with checking(site, *task()["args"][2:]) as checker:
        lines = checker.next()
    matchers = task()["problemMatcher"]
    found = [one for line in lines if (one := underlined(matchers, line))]
    places = {(one["file"], one.get("line", ""), one["severity"], one["code"]) for one in found}
    assert places >= {
        ("content/2.md", "7", "warning", "note-undefined"),
        ("content/a folder/9: x.md", "", "error", "title-missing"),
        ("content/8.md", "", "error", "empty"),
        ("content/6.md", "7", "warning", "note-undefined"),
        ("content/7.txt", "5", "info", "tail-cut"),
    }
    assert len(found) == sum("]: " in line for line in lines if re.match(r"content/.*\[[a-z-]+\]: ", line))
    assert all((site.root / one["file"]).is_file() for one in found)
    assert any(line.startswith("archive: notice[base-url-missing]") for line in lines)


def test_the_background_patterns_of_the_documentation_are_the_lines_that_are_printed(site: Site) -> None:
    """The task runs this very command, and knows by its lines when a check begins and ends."""
    (background,) = [one["background"] for one in task()["problemMatcher"] if "background" in one]
    assert task()["args"][:2] == ["check", "--watch"]
    with checking(site, *task()["args"][2:]) as checker:
        lines = [checker.lines.get(timeout=PATIENCE_SECONDS)]
        while lines[-1] != "Checked.":
            lines.append(checker.lines.get(timeout=PATIENCE_SECONDS))
    begins = [line for line in lines if re.search(background["beginsPattern"], line)]
    ends = [line for line in lines if re.search(background["endsPattern"], line)]
    assert (begins, ends) == ([lines[0]], [lines[-1]])
