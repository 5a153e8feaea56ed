"""What an author does to a small archive, as the steps of a state machine."""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from minisite import dispatch
from siteedits import (
    CHANGES,
    FRONT,
    NUMBERS,
    PARAGRAPHS,
    START,
    SVG,
    Change,
    edited,
    with_front,
    with_line,
    with_paragraph,
)
from sitelife import Life
from sitesaves import WAYS, Way, in_place
from sitesteps import step

PLACES = (
    "a/1.md", "A/1.md", "a/One.md", "b/2.md", "3.txt", "b/3.txt", "3.fa.txt", "b/3.fa.txt", "3.meta.yaml",
    "b/3.meta.yaml", "c d/é.md", "B.md", "5.txt", "plan.svg", "a/plan.svg", "b/plan.svg", ".hidden.md",
    "a.docx",    "authority/people.toml", "authority/topics.toml", "archive.toml",
)  # fmt: skip

choices = st.integers(min_value=0, max_value=999)
"""Which of several things, modulo how many there are."""
ways = st.sampled_from(WAYS)
_numbers = st.sampled_from(NUMBERS)
_paragraphs = st.sampled_from(PARAGRAPHS)


class Author(RuleBasedStateMachine):
    """An archive in a folder of its own, whose sources come, go and change."""

    themed = True
    """Whether it begins with the theme that shows everything there is to show."""
    base = Path()
    """A folder for the folders of all scripts."""

    def __init__(self) -> None:
        """A few sources."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.base))
        self.life = Life(self.folder)
        self.site = self.life.site
        self.life.options = replace(self.life.options, themed=self.themed)
        self.site.write(START)

    @step(weight=3, choice=choices, change=st.sampled_from(CHANGES), place=choices, way=ways)
    def edit_body(self, choice: int, change: Change, place: int, way: Way) -> None:
        """The body of a source changes."""
        if path := self._one_of(choice, ".md", ".txt"):
            text = (self.site.content / path).read_bytes().decode(errors="replace")
            way(self.site.content / path, edited(path, text, change, place).encode())

    @step(
        weight=2, choice=choices, paragraph=st.sampled_from(PARAGRAPHS), number=_numbers, first=st.booleans()
    )
    def add_paragraph(self, choice: int, paragraph: str, number: int, *, first: bool) -> None:
        """A source says more, of others perhaps."""
        if path := self._one_of(choice, ".md", ".txt"):
            text = (self.site.content / path).read_bytes().decode(errors="replace")
            more = paragraph.replace("{n}", str(number))
            in_place(self.site.content / path, with_paragraph(path, text, more, first=first).encode())

    @step(weight=3, choice=choices, key=st.sampled_from(sorted(FRONT)), value=choices, way=ways)
    def edit_front(self, choice: int, key: str, value: int, way: Way) -> None:
        """A key of the front matter, or of the side file of a plain text, is set or goes."""
        if not (path := self._one_of(choice, ".md", ".txt")):
            return
        file = self.site.content / path
        given = FRONT[key][value % len(FRONT[key])]
        if path.endswith(".md"):
            way(file, with_front(file.read_bytes().decode(errors="replace"), key, given).encode())
            return
        side = file.with_suffix(".meta.yaml")
        text = side.read_text(encoding="utf-8", errors="replace") if side.is_file() else ""
        (way if side.is_file() else in_place)(side, with_line(text, key, given).encode())

    @step(status=st.sampled_from(FRONT["status"]), choice=choices)
    def live(self, status: str, choice: int) -> None:
        """A dispatch is drafted, withdrawn, removed, corrected, published again."""
        self.edit_front(choice, "status", FRONT["status"].index(status), in_place)

    @step(number=_numbers, place=st.sampled_from(PLACES), paragraph=_paragraphs)
    def add(self, number: int, place: str, paragraph: str) -> None:
        """A source comes; a plain text where the place is one."""
        more = paragraph.replace("{n}", str(number))
        text = dispatch(number, more, subjects="[Towers]", series="Signal" if number % 2 else "")
        if place.endswith(".txt"):
            text = f"May 24, 184{number} Dispatches No. {number}\n\nA Text\n\n{more}\n"
        if place.endswith((".md", ".txt")) and self._has_room(place):
            self.site.write({place: text})

    @step(place=st.sampled_from(PLACES), width=st.integers(10, 12))
    def add_picture(self, place: str, width: int) -> None:
        """An image comes or has another size."""
        if place.endswith((".svg", ".docx")) and self._has_room(place):
            self.site.write({place: SVG.format(width)})

    @step(choice=choices)
    def delete(self, choice: int) -> None:
        """A file goes, its folder stays."""
        if path := self._one_of(choice):
            self.site.delete(path)

    @step(choice=choices, place=st.sampled_from(PLACES), copies=st.booleans())
    def move(self, choice: int, place: str, *, copies: bool) -> None:
        """A file gets another name or folder, perhaps another's; or a copy of it does."""
        if (path := self._one_of(choice)) and path != place and self._has_room(place):
            target = self.site.content / place
            target.parent.mkdir(parents=True, exist_ok=True)
            if copies:
                shutil.copy2(self.site.content / path, target)
            else:
                (self.site.content / path).replace(target)

    @step(choice=choices)
    def change_case(self, choice: int) -> None:
        """A file's name changes its case."""
        if path := self._one_of(choice):
            file = self.site.content / path
            file.rename(
                file.with_name(file.name.swapcase() if choice % 2 else file.stem.upper() + file.suffix)
            )

    @step(one=choices, other=choices, renames=st.booleans())
    def swap(self, one: int, other: int, *, renames: bool) -> None:
        """Two files change places, with their times or without."""
        paths = [self._one_of(one, ".md"), self._one_of(other, ".md")]
        if not all(paths) or paths[0] == paths[1]:
            return
        first, second = (self.site.content / path for path in paths)
        if renames:
            aside = first.with_name("aside")
            first.rename(aside)
            second.rename(first)
            aside.rename(second)
        else:
            data = first.read_bytes(), second.read_bytes()
            first.write_bytes(data[1])
            second.write_bytes(data[0])

    @step(choice=choices, way=ways, older=st.booleans())
    def touch(self, choice: int, way: Way, *, older: bool) -> None:
        """A file is saved as it is, or gets another time."""
        if path := self._one_of(choice):
            file = self.site.content / path
            way(file, file.read_bytes())
            if older:
                os.utime(file, (choice, choice))

    @step(place=st.sampled_from(("d/", "link.md", "a/link.md", "linked.txt", "bad.md", "blank.txt")))
    def add_oddity(self, place: str) -> None:
        """An empty folder comes, a link within the content or out of it, a file that is no text."""
        path = self.site.content / place
        if os.path.lexists(path) or not path.parent.is_dir():
            return
        if place == "d/":
            path.mkdir()
        elif "link" in place:
            path.symlink_to("3.txt" if place == "linked.txt" else "/etc/passwd")
        else:
            path.write_bytes(b"" if place == "blank.txt" else b"---\ntitle: \0\n---\n\xff\x00")

    def _one_of(self, choice: int, *suffixes: str) -> str:
        """A file of the content with one of the suffixes; empty where there is none."""
        files = sorted(
            path.relative_to(self.site.content).as_posix()
            for path in self.site.content.rglob("*")
            if path.is_file() and not path.is_symlink() and path.name.endswith(suffixes or "")
        )
        return files[choice % len(files)] if files else ""

    def _has_room(self, place: str) -> bool:
        """Whether a file can be put at a place."""
        path = self.site.content / place
        return not path.is_dir() and not any(parent.is_file() for parent in path.parents)
