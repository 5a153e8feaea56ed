"""Search in a published archive beside Pagefind's, SQLite's and Tantivy's, on the same words in the same run.

    python benchmarks/search.py [--material DIR] [--papers DIR] [--count 10000] [--times 200] [--skip-cost]
                                [--skip-quality] [--quick]

Two archives are built: diplomatic papers (`--papers` has them in md/, and entries of their printed indexes
with the documents that these name in queries.jsonl) and synthetic dispatches. Neither is part of the
project, and without one there is nothing to measure. A Chromium must be on the PATH.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import search_material as material
from against_hugo import MATERIAL, ROOT
from dispatch_texts import DispatchText, read_texts
from processes import measured
from search_browser import Fetched, Ours, Pagefind, Room, Side, late, pagefind_ids, room
from search_costs import folder_weight, pagefind_command
from search_peers import Ranking, fts5, tantivy_ranking
from search_quality import (
    Question,
    back_of_book,
    fragments,
    gain,
    recall,
    reciprocal_rank,
    sampled_words,
    source_ids,
    titles,
)

PAPERS = ROOT.parent / "shared" / "corpus" / "frus"
LENGTHS = (1, 3, 6)
FIRST_QUESTIONS = 15
"""Questions of each length whose fetched bytes are counted."""


def main() -> int:
    """Prints tables; returns an exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--papers", type=Path, default=PAPERS)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--skip-cost", action="store_true")
    parser.add_argument("--skip-quality", action="store_true")
    parser.add_argument(
        "--quick", action="store_true", help="what is found without Pagefind, which takes long"
    )
    options = parser.parse_args()
    if not (options.papers / "md").is_dir() or not (options.material / "gen_corpus.py").is_file():
        print(f"Skipped: there is nothing to search at {options.papers} and {options.material}.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if not options.skip_quality:
            quality(Path(folder) / "quality", options.papers, QUICK if options.quick else tuple(SEARCHES))
        if not options.skip_cost:
            papers = Path(folder) / "papers"
            cost("diplomatic papers", options.papers / "md", papers, options.times)
            generated = Path(folder) / "synthetic"
            material.synthetic(options.material, options.count, generated / "content")
            cost("synthetic dispatches", generated / "content", generated, options.times)
    return 0


@dataclass(frozen=True, slots=True)
class Archive:
    """A built archive, and again without its titles."""

    output: Path
    untitled: Path
    texts: list[DispatchText]

    @classmethod
    def of(cls, content: Path, folder: Path) -> "Archive":
        """Builds both, and Pagefind's index of both."""
        output = material.build(content, folder / "titled")
        texts = read_texts(output)
        material.withhold_titles(content, {text.title for text in texts}, folder / "content")
        untitled = material.build(folder / "content", folder / "untitled")
        for site in (output, untitled):
            subprocess.run(pagefind_command(site), check=True, stdout=subprocess.DEVNULL)
        return cls(output, untitled, texts)


def quality(folder: Path, papers: Path, names: Sequence[str]) -> None:
    """What is found, and how far up."""
    archive = Archive.of(papers / "md", folder / "papers")
    ids = source_ids(papers / "md", archive.output / "data" / "dispatches.json")
    entries = back_of_book(papers / "queries.jsonl", ids)
    print("## Diplomatic papers: what is found\n")
    table_of_rankings(archive, entries, names)
    print("\n## The sample archive: what is found\n")
    table_of_rankings(Archive.of(ROOT / "content", folder / "sample"), [], names)


def table_of_rankings(archive: Archive, entries: Sequence[Question], names: Sequence[str]) -> None:
    """One row for each search."""
    plain, written, parts = (
        titles(archive.texts),
        titles(archive.texts, as_written=True),
        fragments(archive.texts),
    )
    heads = [f"{len(plain)} titles, MRR", "typed with brackets and quotes, MRR"]
    heads += [f"{len(parts)} fragments, recall@10", f"{len(entries)} index entries, nDCG@10"]
    print(f"| | {' | '.join(heads)} |\n|---{'|---' * len(heads)}|")
    tasks: list[tuple[bool, Sequence[Question], Callable[[Question, Sequence[str]], float]]] = [
        (True, plain, reciprocal_rank),
        (True, written, reciprocal_rank),
        (False, parts, recall),
        (False, entries, gain),
    ]
    for name in names:
        cells = []
        for is_untitled, questions, figure in tasks:
            output = archive.untitled if is_untitled else archive.output
            found = SEARCHES[name](output, archive.texts, [question.text for question in questions])
            figures = [figure(question, ids) for question, ids in zip(questions, found, strict=True)]
            cells.append(f"{statistics.fmean(figures):.3f}" if figures else "–")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


Ranked = Callable[[Path, Sequence[DispatchText], Sequence[str]], list[list[str]]]
"""The ids that are found in a built site for each question, the best first."""


def ours(output: Path, texts: Sequence[DispatchText], questions: Sequence[str]) -> list[list[str]]:
    """`readingroom search`, one question a line."""
    command = [sys.executable, str(ROOT / "build.py"), "search", "-", "--format", "json"]
    command += ["--limit", str(len(texts)), "--output", str(output)]
    answered = subprocess.run(command, input="\n".join(questions), check=True, capture_output=True, text=True)
    return [[hit["id"] for hit in json.loads(line)["hits"]] for line in answered.stdout.splitlines()]


def pagefind(output: Path, texts: Sequence[DispatchText], questions: Sequence[str]) -> list[list[str]]:
    """Pagefind in the browser, started afresh for each question."""
    ids = pagefind_ids(output, {text.address: text.id for text in texts})
    with room(output) as browser:
        return [[ids[one] for one in found if one in ids] for found in browser.pagefind_orders(questions)]


def indexed(index: Callable[[Sequence[DispatchText]], Ranking]) -> Ranked:
    """A ranking of what the pages of a site say."""

    def ranked(output: Path, _: Sequence[DispatchText], questions: Sequence[str]) -> list[list[str]]:
        rank = index(read_texts(output))
        return [rank(question) for question in questions]

    return ranked


SEARCHES: dict[str, Ranked] = {
    "Reading Room": ours,
    "SQLite FTS5": indexed(fts5),
    "Tantivy": indexed(tantivy_ranking),
    "Pagefind": pagefind,
}


QUICK = ("Reading Room", "SQLite FTS5", "Tantivy")


def cost(name: str, content: Path, folder: Path, times: int) -> None:
    """What it takes to make an index, to keep it, to load it and to ask it."""
    folder.mkdir(parents=True, exist_ok=True)
    built = measured(material.build_command(content, folder), folder)
    output = folder / "output"
    texts = read_texts(output)
    theirs = measured(pagefind_command(output), folder)
    kept = [folder_weight(output / part) for part in ("search", "pagefind")]
    print(f"\n## {len(texts):,} {name}: what it costs\n")
    print("| | Reading Room | Pagefind | ratio |\n|---|---|---|---|")
    print(f"| whole build, s | {built.wall_seconds:.1f} | | |")
    row("index, s", [float((folder / "seconds").read_text()), theirs.wall_seconds], "{:.1f}")
    row("peak memory, MiB (ours: the whole build)", [built.peak_mebibytes, theirs.peak_mebibytes], "{:.0f}")
    row("index on disk, MB", [one.bytes / 1e6 for one in kept], "{:.1f}")
    row("files", [one.files for one in kept], "{:.0f}")
    with room(output) as browser:
        rows_of_browser(browser, texts, times)


def rows_of_browser(browser: Room, texts: Sequence[DispatchText], times: int) -> None:
    """What a reader waits for."""
    rows_fetched("before a question", [browser.initial(side) for side in SIDES])
    for length in LENGTHS:
        questions = sampled_words(texts, FIRST_QUESTIONS, length)
        fetched = [Fetched.median([browser.first_question(side, one) for one in questions]) for side in SIDES]
        rows_fetched(f"first question of {length} word{'s' * (length > 1)}", fetched)
    questions = [one for length in LENGTHS for one in sampled_words(texts, -(-times // len(LENGTHS)), length)]
    print(f"| *{len(questions)} questions* | | | |")
    for said, ask in (("first of a visit", Room.cold_seconds), ("asked again", Room.warm_seconds)):
        seconds = [ask(browser, side, questions) for side in SIDES]
        row(f"{said}, ms, median", [1000 * statistics.median(one) for one in seconds], "{:.1f}")
        row(f"{said}, ms, 95th percentile", [1000 * late(one) for one in seconds], "{:.1f}")


SIDES: tuple[Side, Side] = (Ours(), Pagefind())


def rows_fetched(name: str, fetched: Sequence[Fetched]) -> None:
    """Files, bytes as they are, and as they travel."""
    row(f"{name}: files", [one.files for one in fetched], "{:.0f}")
    row(f"{name}: kB", [one.plain / 1e3 for one in fetched], "{:.0f}")
    row(f"{name}: kB with gzip", [one.compressed / 1e3 for one in fetched], "{:.0f}")


def row(name: str, pair: Sequence[float], form: str) -> None:
    """A line of the table: our figure, Pagefind's and the ratio."""
    mine, theirs = pair
    ratio = f"{mine / theirs:.2f}" if theirs else ""
    print(f"| {name} | {form.format(mine)} | {form.format(theirs)} | {ratio} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
