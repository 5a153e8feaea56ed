"""Small archives as people make them: a folder of sources, built by the command line, edited, built again.

A site is given as a dict of paths beneath `content/` and what the files hold. Commands run in this
process, by the same function that `build.py` calls.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from readingroom.cli import main

ROOT = Path(__file__).parents[1]
INLINE = frozenset({"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "q", "span", "strong", "sub", "sup"})
"""Elements that part no words."""
Tree = Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Told:
    """A diagnostic as `--format json` prints it."""

    path: str
    line: int
    column: int
    severity: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a command came to: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    def told(self) -> list[Told]:
        """The diagnostics of a command with `--format json`, whose standard output holds nothing else."""
        return [Told(**json.loads(line)) for line in self.out.splitlines()]

    def codes(self, severity: str = "error") -> list[str]:
        """The codes of its diagnostics of one severity, each once, sorted."""
        return sorted({one.code for one in self.told() if one.severity == severity})


@dataclass(frozen=True, slots=True)
class Site:
    """An archive in a folder of its own."""

    root: Path

    @property
    def content(self) -> Path:
        """Where its sources lie."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """Where it is published."""
        return self.root / "output"

    def write(self, tree: Tree) -> None:
        """Puts files into the content folder, over what is there."""
        for path, data in tree.items():
            file = self.content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())

    def delete(self, *paths: str) -> None:
        """Takes files out of the content folder."""
        for path in paths:
            (self.content / path).unlink()

    def arguments(self) -> list[str]:
        """The options that say where the site lies."""
        return ["--content", str(self.content), "--output", str(self.output)]

    def run(self, *arguments: str) -> Run:
        """Runs a command in this process; argparse's way out is a status like any other."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = main([*arguments, *self.arguments()])
            except SystemExit as exit_:
                status = exit_.code if isinstance(exit_.code, int) else 1
        return Run(status, out.getvalue(), err.getvalue())

    def built(self, *arguments: str) -> Run:
        """Builds, and says whatever went wrong where the build did not end clean."""
        run = self.run("build", *arguments)
        assert run.status == 0, run.err
        return run

    def check(self, *arguments: str) -> Run:
        """Runs `check`, with diagnostics that can be read."""
        return self.run("check", "--format", "json", *arguments)

    def command(self, *arguments: str) -> list[str]:
        """The same command line, for a process of its own."""
        return [sys.executable, str(ROOT / "build.py"), *arguments, *self.arguments()]

    def spawned(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Run:
        """Runs a command in a process of its own, with additions to the environment."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def page(self, address: str) -> str:
        """The text of a published file."""
        return (self.output / address).read_text(encoding="utf-8")

    def addresses(self) -> set[str]:
        """Every published file."""
        return {path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_file()}

    def manifest(self) -> str:
        """The digests of every published file."""
        return self.page("manifest-sha256.txt")

    def holding(self, words: str) -> list[str]:
        """The published files that hold some words, in whatever form a file of ours may write them."""
        forms = written_forms(words)
        return sorted(
            address
            for address in self.addresses()
            if any(form in (self.output / address).read_bytes() for form in forms)
        )


def made(folder: Path, tree: Tree) -> Site:
    """A site with these sources."""
    site = Site(folder)
    site.content.mkdir(parents=True)
    site.write(tree)
    return site


def dispatch(number: str | int = 1, body: str = "Some words.", **front: str) -> str:
    """A Markdown dispatch; `front` are further lines of its front matter, None takes one away."""
    lines = {"number": str(number), "title": f"Report {number}", "date": "1844-05-24", **front}
    head = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
    return f"---\n{head}---\n\n{body}\n"


def dispatches(numbers: Iterable[int]) -> dict[str, str]:
    """So many small dispatches, by path."""
    return {f"{number}.md": dispatch(number, f"Words of the report {number}.") for number in numbers}


def written_forms(words: str) -> tuple[bytes, ...]:
    """How words may stand in a file: plain, escaped for HTML, as JSON without and with escapes."""
    ascii_json = json.dumps(words)[1:-1]
    html = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return tuple(dict.fromkeys(form.encode() for form in (words, html, ascii_json)))


def visible(html: str) -> str:
    """The text of a page as a reader sees it, blanks folded."""
    reader = _Visible()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.parts).split())


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in {"script", "style"}
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}
        self._part(tag)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def region(html: str, start: str, end: str) -> str:
    """What stands between two marks of a page; both must be there."""
    _, found, rest = html.partition(start)
    assert found, f"{start!r} is not on the page"
    inside, found, _ = rest.partition(end)
    assert found, f"{end!r} is not on the page after {start!r}"
    return inside
