"""Whatever was edited before: what the preview shows is what a session shows that knows of nothing before.

One session stays open and follows each step by the paths that a watcher names, beside a fresh one with a
cache of its own. `READINGROOM_SCRIPTS` sets how many scripts of edits are tried with each theme.
"""

import os
import shutil
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import pytest
from compiled import compiled_once
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from minisite import Site, dispatch
from siteauthor import choices, ways
from siteedits import SVG, typo, with_paragraph
from sitekeeper import TIMES, Keeper
from sitelife import LATE_NS
from sitesaves import Way, in_place
from sitesteps import Step as Edit
from sitesteps import step, steps_of

from readingroom.addresses import page_of, paragraph_anchor
from readingroom.cli.usage import as_of
from readingroom.diagnostics import Diagnostic
from readingroom.model.figures import Figures
from readingroom.model.page import Bundle, Copy
from readingroom.session import Edition, Made, Paths, Session, SettingsError, Started

SCRIPTS = int(os.environ.get("READINGROOM_SCRIPTS", "20"))
STEPS = 8
REMEMBERED = 3
"""So many editions from before are looked at again."""
NOT_OURS = frozenset({"change_tools", "turn_options"})
"""Steps that a session does not outlive: another toolchain, another folder of templates."""
LATER = "2020-06-01"
MORE = {
    "7.md": dispatch(7, "As Dispatches No. 77 says [sic], and No. 2.", people="[A. Nother]"),
    "8.txt": "May 30, 1845 Dispatches No. 8\n\nOf Masts\n\nSee Dispatches No. 78 [sic].\n\nThey fell.\n",
}
"""Sources that want numbers which the archive does not have."""
FOREIGN = (".3.txt.swp", "a/1.md~", "a/4913", "a/#2.md#", ".hidden/1.md", "came-and-went.md", "b/gone/5.txt")
"""Names of what editors leave lying about, or of what was there for a moment."""

Shown = bytes | Diagnostic | str | None
"""What stands at an address, or the name of the error that it takes to make it."""
Stamps = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Whole:
    """All that an edition shows and tells."""

    pages: dict[str, Shown]
    """By address."""
    diagnostics: Counter[Diagnostic]
    figures: Figures
    refused: tuple[str, ...]


class _WentAwayError(OSError):
    """A file went away while it was read."""


def _in_vain(_: int) -> Callable[[int], None]:
    raise _WentAwayError


def _quietly(_: int) -> Callable[[int], None]:
    return lambda _: None


class Following(Keeper):
    """An archive whose preview stays open while it is worked on."""

    apart = False
    """Whether sources are read in processes of their own."""
    followed: ClassVar[Counter[str]] = Counter()
    """How many editions were made from the one before, and how many by a whole pass."""
    scripts = 0
    """How many were run."""

    def __init__(self) -> None:
        """No edition yet."""
        super().__init__()
        type(self).scripts += 1
        self.site.write(MORE)
        for file in () if self.themed else self.life.templates.iterdir():
            file.unlink()
        self.session = Session(self._paths(), jobs=1, apart=self.apart)
        self.earlier: deque[tuple[Edition, dict[str, Shown]]] = deque(maxlen=REMEMBERED)
        self.seen: Stamps = {}
        self.is_late = False
        self.meant: list[str] = []
        """Paragraphs to which others link, or once did."""

    @initialize(is_late=st.booleans())
    def begin(self, *, is_late: bool) -> None:
        """The first edition; with a clock that is ahead, what was saved just before seems long saved."""
        self.is_late = is_late
        self._follow(None)

    def teardown(self) -> None:
        """Closes the session and removes the folder."""
        self.session.close()
        shutil.rmtree(self.folder)

    @rule(
        edit=st.deferred(lambda: _edits),
        told=st.sampled_from(("exactly", "exactly", "exactly", "more", "foreign", "both", "anything")),
        how=st.sampled_from(("at once", "at once", "at once", "at once", "later", "in vain")),
    )
    def go_on(self, edit: Edit, told: str, how: str) -> None:
        """Any step; it may be told later together with the next, or in vain first."""
        edit.take(self)
        touched = self._touched(told)
        if how == "in vain":
            with compiled_once(), self._clock(), suppress(_WentAwayError):
                self._made(self.session, touched, _in_vain)
        if how != "later":
            self._follow(touched)

    @step(weight=6, choice=choices, place=choices, way=ways)
    def correct(self, choice: int, place: int, way: Way) -> None:
        """One letter of a source becomes another."""
        self.edit_body(choice, typo, place, way)

    @step(
        weight=4, choice=choices, sentence=st.sampled_from(("It follows", "So says", "See")), number=choices
    )
    def reword_citation(self, choice: int, sentence: str, number: int) -> None:
        """The sentence that cites another changes, and leads where it led."""
        if path := self._one_of(choice, ".md", ".txt"):
            text = self._text(path)
            (self.site.content / path).write_bytes(
                text.replace("Dispatches No.", f"{sentence} {number}, Dispatches No.", 1).encode()
            )

    @step(weight=3, choice=choices, kinds=st.permutations(("[sic]", "[decoded so]", "[Gen. 1:2]")))
    def reword_insertion(self, choice: int, kinds: list[str]) -> None:
        """An insertion becomes one of another kind."""
        if path := self._one_of(choice, ".md", ".txt"):
            text = self._text(path).replace(kinds[0], kinds[1], 1)
            (self.site.content / path).write_bytes(text.encode())

    @step(weight=3, choice=choices, width=st.integers(10, 40))
    def redraw(self, choice: int, width: int) -> None:
        """An image that is there has another size."""
        if path := self._one_of(choice, ".svg"):
            self.site.write({path: SVG.format(width)})

    @step(weight=3, name=st.sampled_from(("foot.html", "dispatch.html", "assets/style.css")), form=choices)
    def redress(self, name: str, form: int) -> None:
        """A file of the theme that shows wherever one looks changes."""
        self.edit_theme(name, form, in_place)

    @step(weight=3, time=st.sampled_from(TIMES))
    def wait(self, time: str) -> None:
        """Time passes, or is turned back, with or without an embargo that lifts."""
        self.move_the_clock(time, "")

    @step(weight=5, one=choices, other=choices, place=choices, way=ways)
    def mean_a_place(self, one: int, other: int, place: int, way: Way) -> None:
        """A source links to a paragraph of another, which changes as soon as that is seen."""
        meant, citing = self._one_of(one, ".md"), self._one_of(other, ".md")
        if meant == citing:
            return
        _, *paragraphs = self._text(meant).split("\n\n")
        words = paragraphs[place % len(paragraphs)].strip() if paragraphs else ""
        path = os.path.relpath(meant, Path(citing).parent)
        link = f"Read [this](<{path}#{paragraph_anchor(words)}>)."
        text = with_paragraph(citing, self._text(citing), link, first=bool(place % 2))
        (self.site.content / citing).write_text(text, encoding="utf-8")
        self.meant.append(words)
        self._follow(self._touched("exactly"))
        self.change_what_is_meant(-1, way)

    @step(choice=choices, way=ways)
    def change_what_is_meant(self, choice: int, way: Way) -> None:
        """A paragraph to which others link changes, or comes to be what it was."""
        words = self.meant[choice % len(self.meant)] if self.meant else ""
        for path in sorted(self.site.content.rglob("*.md")) if words else ():
            text = self._text(str(path)) if path.is_file() and not path.is_symlink() else ""
            if words in text:
                other = f"{words} Or so."
                old, new = (other, words) if other in text else (words, other)
                way(path, text.replace(old, new, 1).encode())

    def _text(self, path: str) -> str:
        return (self.site.content / path).read_bytes().decode(errors="replace")

    @step(folder=st.sampled_from(("a", "b", "c d", "z", "authority")), name=st.sampled_from(("a", "b", "z")))
    def move_folder(self, folder: str, name: str) -> None:
        """A folder gets another name, with all that is in it."""
        old, new = self.site.content / folder, self.site.content / name
        if old.is_dir() and not os.path.lexists(new):
            old.rename(new)

    @step(data=st.sampled_from(("title = ", "[[series]]\nnam = 3\n", "\xff\x00", None)))
    def break_settings(self, data: str | None) -> None:
        """archive.toml is none for now, or is gone."""
        file = self.site.content / "archive.toml"
        if data is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(data.encode("latin-1"))

    def _touched(self, told: str) -> frozenset[str] | None:
        """What a watcher says has changed since the last edition."""
        if told == "anything":
            return None
        now = self._stamps()
        before = self.seen
        paths = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
        if told in {"more", "both"}:
            paths |= set(sorted(now)[:: 1 + len(paths)])
        if told in {"foreign", "both"}:
            paths |= {str(self.site.content / name) for name in FOREIGN}
        return frozenset(paths)

    def _follow(self, touched: frozenset[str] | None) -> None:
        """The edition that follows shows what a fresh one shows, and earlier ones what they showed."""
        with compiled_once(), self._clock():
            made, fresh = self._made(self.session, touched), self._fresh()
            assert (made is None) == (fresh is None), "only one of two sessions can read the settings"
            if made and fresh:
                self.seen = self._stamps()
                assert_same(whole_of(made), fresh)
                for edition, shown in self.earlier:
                    assert_same_pages(pages_of(edition, shown), shown, "an earlier edition changed")
                self.earlier.append((made.edition, lasting(made.edition)))
                type(self).followed["a pass" if made.follows is None else "followed"] += 1

    def _clock(self) -> AbstractContextManager[object]:
        now = time.time_ns
        return patch("time.time_ns", lambda: now() + LATE_NS) if self.is_late else nullcontext()

    def _made(
        self, session: Session, touched: frozenset[str] | None, started: Started = _quietly
    ) -> Made | None:
        moment = as_of(self.life.options.as_of or LATER, "UTC")
        try:
            return session.edition(moment, preview=True, touched=touched, started=started)
        except SettingsError:
            return None

    def _fresh(self) -> Whole | None:
        """What a session shows that has seen nothing before; None where the settings are wrong."""
        cache = self.folder / "fresh"
        try:
            session = Session(self._paths(cache), jobs=1)
        except SettingsError:
            return None
        with closing(session):
            made = self._made(session, None)
            whole = whole_of(made) if made else None
        shutil.rmtree(cache)
        return whole

    def _paths(self, cache: Path | None = None) -> Paths:
        return Paths(content=self.site.content, templates=self.life.templates, own_cache=cache)

    def _stamps(self) -> Stamps:
        """What tells that a file is as it was, of all files that are watched, by absolute path."""
        return {
            str(path): (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            for folder in (self.site.content, self.life.templates)
            for path in folder.rglob("*")
            if not (path.is_dir() and not path.is_symlink())
            for status in [path.lstat()]
        }


_edits: st.SearchStrategy[Edit] = steps_of(Following).filter(lambda edit: edit.name not in NOT_OURS)


class FollowingAsShipped(Following):
    """The same with the theme that is shipped."""

    themed = False


class FollowingApart(Following):
    """The same, sources being read in other processes."""

    apart = True


def whole_of(made: Made) -> Whole:
    """All that an edition shows and tells."""
    return Whole(
        pages=pages_of(made.edition, made.edition.written),
        diagnostics=Counter(made.diagnostics),
        figures=made.figures,
        refused=tuple(sorted(made.refused)),
    )


def pages_of(edition: Edition, addresses: Iterable[str]) -> dict[str, Shown]:
    """What an edition shows at some addresses."""
    return {address: _shown(edition, address) for address in addresses}


def lasting(edition: Edition) -> dict[str, Shown]:
    """What an edition shows, but for what it takes from files of the content as they are now."""
    translated = {page_of(name) for name in edition.originals}
    return pages_of(
        edition,
        (
            address
            for address, item in edition.written.items()
            if not isinstance(item, Copy | Bundle) and address not in translated
        ),
    )


def _shown(edition: Edition, address: str) -> Shown:
    try:
        return edition.data(address)
    except (OSError, LookupError) as error:
        return type(error).__name__


def assert_same(found: Whole, wanted: Whole) -> None:
    """AssertionError that names what differs."""
    assert_same_pages(found.pages, wanted.pages, "the preview is not as a fresh one")
    more, less = found.diagnostics - wanted.diagnostics, wanted.diagnostics - found.diagnostics
    assert not more, f"told also {[*more]}, not {[*less]}"
    assert not less, f"not told {[*less]}"
    assert found.figures == wanted.figures
    assert found.refused == wanted.refused


def assert_same_pages(found: dict[str, Shown], wanted: dict[str, Shown], what: str) -> None:
    """AssertionError that names the addresses in which two editions differ, and one place."""
    if found == wanted:
        return
    more, less = found.keys() - wanted.keys(), wanted.keys() - found.keys()
    other = sorted(name for name in found.keys() & wanted.keys() if found[name] != wanted[name])
    message = f"{what}: more {sorted(more)}, less {sorted(less)}, other {other}"
    if other:
        message += f"\n{other[0]}: {_difference(found[other[0]], wanted[other[0]])}"
    raise AssertionError(message)


def _difference(one: Shown, other: Shown) -> str:
    if not isinstance(one, bytes) or not isinstance(other, bytes):
        return f"{one!r}, not {other!r}"
    place = next(at for at, (left, right) in enumerate(zip_longest(one, other)) if left != right)
    start = max(0, place - 60)
    return f"at {start}: {one[start : start + 120]!r}, not {other[start : start + 120]!r}"


def _tried(machine: type[Following], base: Path, scripts: int) -> None:
    machine.base, machine.scripts, machine.followed = base, 0, Counter()
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=scripts,
                stateful_step_count=STEPS,
                deadline=None,
                phases=set(Phase) - {Phase.explain},  # it traces every line of every edition
                suppress_health_check=[*HealthCheck],
            ),
        )
    finally:
        sys.stdout.write(f"{machine.__name__}: {machine.scripts} scripts, {dict(machine.followed)}\n")


@pytest.mark.parametrize("machine", [Following, FollowingAsShipped], ids=["all is shown", "as shipped"])
def test_any_life_is_previewed_as_it_is(memory_path: Path, machine: type[Following]) -> None:
    """After any edits the preview that followed them equals a fresh one, page by page and word by word."""
    _tried(machine, memory_path, SCRIPTS)
    assert machine.followed["followed"] > machine.scripts // 4, (
        "hardly any edition was made from the one before"
    )


def test_sources_that_are_read_apart_are_previewed_alike(memory_path: Path) -> None:
    """The same holds where other processes read the sources."""
    _tried(FollowingApart, memory_path, max(1, SCRIPTS // 10))


def test_settings_that_were_read_in_vain_are_not_lost(tmp_path: Path) -> None:
    """A pass that comes to nothing, since a file went away, owes the next edition all that it took in."""
    site = Site(tmp_path)
    site.write({"1.md": dispatch(1, "The mast stood."), "archive.toml": 'title = "Old Wires"\n'})
    moment = as_of(LATER, "UTC")
    with closing(Session(Paths(content=site.content), jobs=1)) as session:
        session.edition(moment, preview=True)
        site.write({"archive.toml": 'title = "Odd Wires"\n'})
        touched = frozenset({str(site.content / "archive.toml")})
        with pytest.raises(_WentAwayError):
            session.edition(moment, preview=True, touched=touched, started=_in_vain)
        found = session.edition(moment, preview=True, touched=touched).edition.data("index.html")
    assert isinstance(found, bytes)
    assert b"Odd Wires" in found


def test_a_text_behind_a_link_is_followed(tmp_path: Path) -> None:
    """A source may be a link to a file that is itself ignored; a watcher names that file."""
    site = Site(tmp_path)
    settings = '[content]\nignore = ["shared/**"]\n'
    site.write({"shared/1.md": dispatch(1, "The mast stood."), "archive.toml": settings})
    (site.content / "1.md").symlink_to("shared/1.md")
    moment = as_of(LATER, "UTC")
    with closing(Session(Paths(content=site.content), jobs=1)) as session:
        session.edition(moment, preview=True)
        site.write({"shared/1.md": dispatch(1, "The mast fell.")})
        touched = frozenset({str(site.content / "shared/1.md")})
        found = session.edition(moment, preview=True, touched=touched).edition.data("dispatches/1.html")
    assert isinstance(found, bytes)
    assert b"The mast fell." in found


def test_each_edition_tells_what_it_parsed_itself(tmp_path: Path) -> None:
    """One that follows another does not count again what that one parsed."""
    site = Site(tmp_path)
    site.write({f"{number}.md": dispatch(number, "The mast stood.") for number in (1, 2, 3)})
    moment = as_of(LATER, "UTC")
    touched = frozenset({str(site.content / "1.md")})
    with closing(Session(Paths(content=site.content), jobs=1)) as session:
        assert session.edition(moment, preview=True).parsed == 3
        site.write({"1.md": dispatch(1, "The mast fell.")})
        made = session.edition(moment, preview=True, touched=touched)
        assert (made.parsed, made.follows) == (1, frozenset({"1.md"}))
        assert session.edition(moment, preview=True, touched=touched).parsed == 0
