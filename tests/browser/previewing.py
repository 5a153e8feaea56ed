"""A preview that runs as a user would run it, and the small archive that it shows."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minisite import Site, dispatch, made

LONG = "\n\n".join(f"Paragraph {number} of the long report, which nobody edits." for number in range(60))
TREE = {
    "archive.toml": 'title = "Old Wires"\n\n[content]\ntrusted = ["forms/**"]\n',
    "1.md": dispatch(1, "The first words.\n\nThe second words."),
    "2.md": dispatch(2, f"## A heading\n\n{LONG}\n\nThe [last](1.md) words."),
    "3.md": dispatch(3, "![A dot](dot.svg)"),
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    "4.txt": "A Plain Title\n\nPlain text of the fourth.\n",
    "forms/5.md": dispatch(5, 'Words of the form.\n\n<p>Name: <input type="text" id="name"></p>'),
}
STYLE = "assets/style.css/99-own.css"
SCRIPT = "assets/reading.js"
SETTLED_SECONDS = 0.25


@dataclass(slots=True)
class House:
    """An archive, and the process that serves it."""

    site: Site
    process: subprocess.Popen[str]
    address: str

    def url(self, path: str) -> str:
        """The whole address of a page."""
        return self.address + path

    def edit(self, path: str, old: str, new: str, folder: str = "content") -> None:
        """Replaces words of a source, or of another folder's file; they must be there."""
        file = self.site.root / folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def restore(self) -> None:
        """Makes the sources what they were, and gives the preview the time to see it."""
        files = {path for path in self.site.content.rglob("*") if path.is_file()}
        added = files - {self.site.content / path for path in TREE}
        for path in added:
            path.unlink()
        changed = {path: text for path, text in TREE.items() if self._text(path) != text}
        self.site.write(changed)
        if added or changed:
            time.sleep(SETTLED_SECONDS)

    def _text(self, path: str) -> str:
        file = self.site.content / path
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def interrupt(self) -> int:
        """Ends the preview as from the keyboard; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)


def small_archive(folder: Path) -> Site:
    """The archive, with an overlay of the theme beside it whose style sheet and script are its own."""
    site = made(folder, TREE)
    (folder / "theme" / STYLE).parent.mkdir(parents=True)
    (folder / "theme" / STYLE).write_text("h1 { color: rgb(1, 2, 3); }\n", encoding="utf-8")
    script = """
    document.documentElement.dataset.own = "first";
    document.addEventListener("rr:morphed", () => (document.documentElement.dataset.morphed = "yes"));
    """
    (folder / "theme" / SCRIPT).write_text(script, encoding="utf-8")
    return site


@contextmanager
def serving(site: Site, *options: str, port: int = 0) -> Iterator[House]:
    """Serves a site by the command line; `port` is the first to try."""
    first = port or 20000 + os.getpid() % 20000
    theme = ["--templates", str(site.root / "theme")] if (site.root / "theme").is_dir() else []
    command = site.command("serve", "--port", str(first), "--jobs", "1", *theme, *options)
    process = subprocess.Popen(
        command, cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield House(site, process, address)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
