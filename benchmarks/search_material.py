"""The archives that search is measured on: sources as they are, and again with every title withheld."""

import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from functools import cache
from pathlib import Path

SEED = "1"
FRONT_TITLE = re.compile(r"^title: .*(\n[ \t]+.*)*", re.MULTILINE)
"""A value goes on in indented lines."""
PLACEHOLDER = "Document "
TOP = 2000
"""The title of a plain text stands within its first characters."""


def synthetic(material: Path, count: int, content: Path) -> None:
    """Writes so many synthetic dispatches."""
    content.mkdir(parents=True)
    command = [sys.executable, str(material / "gen_corpus.py"), SEED, str(count), str(content)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def build_command(content: Path, site: Path) -> list[str]:
    """Builds `site`/output with a cache of its own; what the index took comes to stand in `site`/seconds."""
    places = ["--content", str(content), "--output", str(site / "output"), "--cache", str(site / "cache")]
    stage = Path(__file__).with_name("search_stage.py")
    return [sys.executable, str(stage), str(site / "seconds"), "build", *places, "--quiet"]


def build(content: Path, site: Path) -> Path:
    """The output of a build."""
    site.mkdir(parents=True, exist_ok=True)
    subprocess.run(build_command(content, site), check=True, stdout=subprocess.DEVNULL)
    return site / "output"


def withhold_titles(content: Path, titles: Collection[str], target: Path) -> None:
    """Copies sources with "Document 12" for each title that is found."""
    shutil.copytree(content, target)
    paths = [path for path in sorted(target.rglob("*")) if path.suffix in (".md", ".txt")]
    for number, path in enumerate(paths, 1):
        text = path.read_text(encoding="utf-8")
        placeholder = f"{PLACEHOLDER}{number}"
        if path.suffix == ".md":
            changed = FRONT_TITLE.sub(f"title: {placeholder}", text, count=1)
        else:
            found = next((found for title in titles if (found := _places(title).search(text[:TOP]))), None)
            changed = text if found is None else text[: found.start()] + placeholder + text[found.end() :]
        path.write_text(changed, encoding="utf-8")


@cache
def _places(title: str) -> re.Pattern[str]:
    """A title that fills whole lines."""
    return re.compile(r"^[ \t]*" + r"\s+".join(map(re.escape, title.split())) + r"[ \t]*$", re.MULTILINE)
