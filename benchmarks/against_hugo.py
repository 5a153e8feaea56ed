"""Wall time and peak memory of a build beside Hugo's, on the same dispatches in the same run.

    python benchmarks/against_hugo.py [--material DIR] [--count 2000] [--runs 3]

The material (a generator of synthetic dispatches, and a Hugo theme that does the same work) is no part
of the project; without it there is nothing to measure.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from processes import Measure, measured

ROOT = Path(__file__).parents[1]
MATERIAL = ROOT.parent / "shared" / "bench"
SEED = "1"


def main() -> int:
    """Prints a table of medians and ratios; returns an exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if not (options.material / "gen_corpus.py").is_file():
        print(f"Skipped: the benchmark material is not at {options.material}.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.material, options.count, options.runs)
    return 0


def compare(folder: Path, material: Path, count: int, runs: int) -> None:
    """Builds with both, in turn, and prints what it took."""
    ours, hugo = folder / "ours", folder / "hugo"
    shutil.copytree(material / "hugo", hugo)
    for content in (ours / "content", hugo / "content" / "dispatch"):
        content.mkdir(parents=True)
        command = [sys.executable, str(material / "gen_corpus.py"), SEED, str(count), str(content)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    mine: list[Measure] = []
    theirs: list[Measure] = []
    for _ in range(runs):
        theirs.append(run(hugo, ("public", "resources"), [*hugo_command(), "--quiet"]))
        mine.append(run(ours, ("output", ".readingroom"), our_command()))
    again = measured(our_command(), ours)
    print(f"{count} synthetic dispatches, median of {runs} runs each, in turn\n")
    print("| | wall s | peak MiB |\n|---|---|---|")
    row("Hugo, clean", theirs)
    row("Reading Room, clean", mine)
    row("Reading Room, nothing changed", [again])
    print(f"\nwall {ratio(mine, theirs, lambda m: m.wall_seconds):.2f} × Hugo's, ", end="")
    print(f"memory {ratio(mine, theirs, lambda m: m.peak_mebibytes):.2f} × Hugo's")


def hugo_command() -> list[str]:
    """The Hugo that comes as a Python package, or the machine's own."""
    beside = Path(sys.executable).with_name("hugo")
    return [str(beside) if beside.exists() else "hugo"]


def our_command() -> list[str]:
    """The main job."""
    return [sys.executable, str(ROOT / "build.py"), "--quiet"]


def run(folder: Path, generated: Sequence[str], command: list[str]) -> Measure:
    """A clean build."""
    for name in generated:
        shutil.rmtree(folder / name, ignore_errors=True)
    return measured(command, folder)


def row(name: str, runs: Sequence[Measure]) -> None:
    """A line of the table."""
    wall = statistics.median(m.wall_seconds for m in runs)
    memory = statistics.median(m.peak_mebibytes for m in runs)
    print(f"| {name} | {wall:.2f} | {memory:.0f} |")


def ratio(mine: Sequence[Measure], theirs: Sequence[Measure], figure: Callable[[Measure], float]) -> float:
    """Of the medians."""
    return statistics.median(map(figure, mine)) / statistics.median(map(figure, theirs))


if __name__ == "__main__":
    sys.exit(main())
