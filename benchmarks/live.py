"""From a save to the screen, and to the published archive, beside Hugo's server in the same run.

    python benchmarks/live.py [--material DIR] [--count 10000] [--edits 20] [--skip-hugo]

The material is that of against_hugo.py; a Chromium must be on the PATH.
"""

import argparse
import hashlib
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from against_hugo import MATERIAL, ROOT, hugo_command, our_command
from processes import measured
from saves import Editor, Tab, browser_tab, until_events, until_served
from servers import Server, free_port, serving

SEED = "1"
BUILDS = 5
MANY = 10
REST_SECONDS = 0.7
"""A server is left in peace so long before an edit; a page has connected to it by then."""
JITTER_SECONDS = 0.07
"""Edits come so much later one than the other, so that none falls always into the same part of a batch."""
PREVIEW_SECONDS, NOTHING_SECONDS, ONE_EDIT_SECONDS, SHARE = 0.1, 0.6, 1.5, 0.35
"""The aims; the first is besides what the machine's own event takes."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was timed of one thing; None where it did not come to be."""

    name: str
    seconds: list[float]

    @property
    def median(self) -> float:
        """The middle one; endless where nothing came to be."""
        return statistics.median(self.seconds) if self.seconds else float("inf")

    def line(self) -> str:
        """A line of the table, in milliseconds; of a few times a percentile would say nothing."""
        is_many = len(self.seconds) >= MANY
        late = statistics.quantiles(self.seconds, n=20, method="inclusive")[-1] if is_many else None
        figures = (self.median, late, max(self.seconds, default=None))
        said = ["–" if one is None else f"{1000 * one:.0f}" for one in figures]
        return f"| {self.name} | {' | '.join(said)} | {len(self.seconds)} |"


@dataclass(frozen=True, slots=True)
class Place:
    """A dispatch: its source, and its page as seen from the front page."""

    source: Path
    page: str


def main() -> int:
    """Prints tables and which aims are met; returns an exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--skip-hugo", action="store_true")
    options = parser.parse_args()
    if not (options.material / "gen_corpus.py").is_file():
        print(f"Skipped: the benchmark material is not at {options.material}.")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are ended then, too
    before = _program()
    with tempfile.TemporaryDirectory() as folder:
        _Run(Path(folder), options.material, options.count, options.edits).run(hugo=not options.skip_hugo)
    if _program() == before:
        return 0
    # Another version reads everything anew, so one edit of the program is enough to spoil a figure.
    print("\nThe program itself was edited during this run: do not trust these figures, run it again.")
    return 1


def _program() -> str:
    """A digest of what is measured."""
    digest = hashlib.sha256()
    for folder in ("readingroom", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


class _Run:
    """One run over the same dispatches."""

    def __init__(self, folder: Path, material: Path, count: int, edits: int) -> None:
        self._ours, self._hugo = folder / "ours", folder / "hugo"
        self._scratch = folder / "scratch"
        self._scratch.mkdir()
        self._count, self._edits = count, edits
        self._editor = Editor()
        content = self._ours / "content"
        content.mkdir(parents=True)
        command = [sys.executable, str(material / "gen_corpus.py"), SEED, str(count), str(content)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        shutil.copytree(material / "hugo", self._hugo)
        shutil.copytree(content, self._hugo / "content" / "dispatch")

    def run(self, *, hugo: bool) -> None:
        """Measures, and prints what came of it."""
        print(f"{self._count:,} synthetic dispatches\n")
        full = measured(our_command(), self._ours)
        nothing, one_edit = self._builds()
        event = Row("the machine's own file event", until_events(self._scratch, self._edits))
        with browser_tab() as tab:
            shown, newest, ours = self._preview(tab)
            theirs, peak = self._beside(tab) if hugo else ([], 0.0)
        print("| | median ms | 95th percentile ms | slowest ms | times |\n|---|---|---|---|---|")
        for row in (event, shown, newest, *theirs, nothing, one_edit):
            print(row.line())
        print(f"\nFull build: {full.wall_seconds:.1f} s. Peak memory of the preview: {ours:.0f} MiB", end="")
        print(f", of Hugo's server: {peak:.0f} MiB.\n" if hugo else ".\n")
        _judge(shown, PREVIEW_SECONDS + event.median, "100 ms and the file event")
        _judge(newest, PREVIEW_SECONDS + event.median, "100 ms and the file event")
        for row in theirs:
            share = shown.median / row.median
            print(f"{_verdict(share <= SHARE)}: {share:.2f} × “{row.name}”; the aim is {SHARE} ×.")
        _judge(nothing, NOTHING_SECONDS, f"{1000 * NOTHING_SECONDS:.0f} ms")
        _judge(one_edit, ONE_EDIT_SECONDS, f"{1000 * ONE_EDIT_SECONDS:.0f} ms")

    def _builds(self) -> tuple[Row, Row]:
        """From the command line: nothing to do, and one edit."""
        nothing = [_seconds(our_command(), self._ours) for _ in range(BUILDS)]
        one_edit = []
        for place in self._places(BUILDS, offset=1):
            self._editor.save(place.source)
            one_edit.append(_seconds(our_command(), self._ours))
        return Row("build, nothing changed", nothing), Row("build, one edit", one_edit)

    def _preview(self, tab: Tab) -> tuple[Row, Row, float]:
        """Our preview: edits here and there, edits of one of the newest, peak memory."""
        port = free_port()
        with serving([*our_command(), "serve", "--port", str(port)], self._ours, port) as server:
            places = self._places(self._edits)
            shown = self._shown(tab, server, places)
            newest = self._shown(tab, server, [self._newest()] * max(2, self._edits // 2))
            return (
                Row("preview, save to DOM", shown),
                Row("preview, save to DOM, one of the newest", newest),
                server.peak_mebibytes,
            )

    def _beside(self, tab: Tab) -> tuple[list[Row], float]:
        """Hugo's server: edits of the same dispatches, on the served page and in the browser."""
        port = free_port()
        places = [
            Place(self._hugo / "content" / "dispatch" / place.source.name, f"dispatch/{place.source.stem}/")
            for place in self._places(self._edits)
        ]
        command = [*hugo_command(), "server", "--renderToMemory", "--port", str(port), "--logLevel", "error"]
        with serving(command, self._hugo, port) as server:
            fetched, shown = self._both(tab, server, places)
            rows = [Row("Hugo's server, save to served page", fetched)]
            rows += [Row("Hugo's server, save to DOM", shown)] if shown else []
            return rows, server.peak_mebibytes

    def _shown(self, tab: Tab, server: Server, places: Sequence[Place]) -> list[float]:
        """Seconds from each save to the DOM."""
        found = []
        for step, place in enumerate(places):
            self._visit(tab, server, place, step)
            found.append(tab.seen(self._editor.save(place.source)))
        return _came(found)

    def _both(self, tab: Tab, server: Server, places: Sequence[Place]) -> tuple[list[float], list[float]]:
        """Seconds from each save to the page that is served, and to the DOM."""
        fetched, shown = [], []
        for step, place in enumerate(places):
            self._visit(tab, server, place, step)
            save = self._editor.save(place.source)
            fetched.append(until_served(save, server.address + place.page))
            shown.append(tab.seen(save))
        return _came(fetched), _came(shown)

    def _visit(self, tab: Tab, server: Server, place: Place, step: int) -> None:
        time.sleep(REST_SECONDS)  # the page that is left may be about to load itself anew
        tab.go(server.address + place.page)
        server.weigh()
        time.sleep(REST_SECONDS + JITTER_SECONDS * (step % 10))

    def _places(self, count: int, offset: int = 0) -> list[Place]:
        """Dispatches from all over the archive, but for the newest."""
        numbers = [1 + offset + step * (self._count - 20) // count for step in range(count)]
        return [self._place(number) for number in numbers]

    def _newest(self) -> Place:
        """A dispatch that the feeds carry."""
        return self._place(self._count - 2)

    def _place(self, number: int) -> Place:
        records = json.loads((self._ours / "output" / "data" / "dispatches.json").read_bytes())
        address = next(record["address"] for record in records if record["number"] == str(number))
        return Place(self._ours / "content" / f"{number:05}.md", address)


def _came(found: Sequence[float | None]) -> list[float]:
    """The times of what came to be."""
    return [seconds for seconds in found if seconds is not None]


def _seconds(command: Sequence[str], folder: Path) -> float:
    """The wall time of a whole process, undisturbed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def _judge(row: Row, limit: float, said: str) -> None:
    """Prints whether an aim is met."""
    aim = f"at most {said}" + ("" if said == f"{1000 * limit:.0f} ms" else f" ({1000 * limit:.0f} ms)")
    print(f"{_verdict(row.median <= limit)}: {row.name}, {1000 * row.median:.0f} ms; the aim is {aim}.")


def _verdict(is_met: bool) -> str:  # noqa: FBT001 - the one thing that it is about
    return "Met" if is_met else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
