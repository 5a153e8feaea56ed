"""Whatever was edited, killed, damaged or restored before: a build comes to what a clean one comes to.

`READINGROOM_SCRIPTS` sets how many scripts of edits are tried with each theme; `make fuzz` tries thousands.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from minisite import Site
from siteauthor import choices
from sitedamage import CACHE_DAMAGE, OUTPUT_DAMAGE, CacheDamage, OutputDamage
from siteedits import CHANGES, Change, edited, typo
from sitekeeper import Keeper
from sitesteps import step, steps_of

from readingroom.publish import MANIFEST
from readingroom.session import Paths, Session, SettingsError

if sys.platform == "win32":
    pytest.skip("needs fork", allow_module_level=True)

SCRIPTS = int(os.environ.get("READINGROOM_SCRIPTS", "50"))
STEPS = 10
SETTINGS = settings(
    max_examples=SCRIPTS,
    stateful_step_count=STEPS,
    deadline=None,
    phases=set(Phase) - {Phase.explain},  # it traces every line of every build
    suppress_health_check=[*HealthCheck],
)
STRANGERS = (
    "CNAME",
    "a/mine.txt",
    "signal/mine.html",
    "signal/6.html",
    "dispatches/5.html",
    "dispatches/6.html/x",
    "empty/",
    "s/index.html",
)


class Rebuilding(Keeper):
    """The same archive, built after each step, unless steps are held back; other things happen to it too."""

    scripts = 0
    """How many were run."""

    def __init__(self) -> None:
        """No step is held back."""
        super().__init__()
        type(self).scripts += 1
        self.held = 0

    def teardown(self) -> None:
        """Builds what was held back, and removes the folder."""
        try:
            if self.held:
                self.life.check_build()
        finally:
            shutil.rmtree(self.folder)

    @invariant()
    def a_build_equals_a_clean_one(self) -> None:
        """Bytes, files, modes, status and diagnostics; a second build changes nothing."""
        if self.held:
            self.held -= 1
        else:
            self.life.check_build()

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Any step."""
        data.draw(steps_of(type(self))).take(self)

    @step(steps=st.integers(1, 4))
    def hold(self, steps: int) -> None:
        """The next steps are built together."""
        self.held = steps

    @step(operation=st.integers(1, 500), by_signal=st.booleans())
    def kill(self, operation: int, *, by_signal: bool) -> None:
        """A build is killed."""
        self.life.kill(operation, by_signal=by_signal)

    @step(operation=st.integers(1, 60), choice=choices, change=st.sampled_from(CHANGES), place=choices)
    def save_during_build(self, operation: int, choice: int, change: Change, place: int) -> None:
        """A source is saved while it is being built."""
        if path := self._one_of(choice, ".md", ".txt"):
            file = self.site.content / path
            text = file.read_bytes().decode(errors="replace")
            # Saved just before as well: within a tick of the clock the two saves have one time.
            file.write_text(edited(path, text, typo, place + 1), encoding="utf-8")
            self.life.save_during_build(operation, file, edited(path, text, change, place).encode())

    @step(command=st.sampled_from(("check", "dry run", "clean", "elsewhere", "allowing removals")))
    def run_something_else(self, command: str) -> None:
        """Another command runs with the same cache, or a build into another folder."""
        if command == "check":
            self.life.run(command="check")
        elif command == "elsewhere":
            self.life.run(site=_Elsewhere(self.site.root))
        else:
            self.life.run({"dry run": "--dry-run", "clean": "--clean"}.get(command, "--allow-removals"))

    @step(year=st.sampled_from((2018, 2020, 2042)), renders=st.booleans())
    def preview(self, year: int, *, renders: bool) -> None:
        """The preview has the same archive, drafts and what is under embargo included."""
        paths = Paths(
            content=self.site.content, templates=self.life.templates if self.life.options.themed else None
        )
        try:
            session = Session(paths, jobs=1)
        except SettingsError:
            return
        with closing(session):
            made = session.edition(datetime(year, 1, 1, tzinfo=UTC), preview=True)
            for address in made.edition.written if renders else ():
                with suppress(OSError):
                    made.edition.data(address)

    @step(damage=st.sampled_from(CACHE_DAMAGE), choice=choices)
    def damage_cache(self, damage: CacheDamage, choice: int) -> None:
        """The cache is lost, torn, foreign."""
        damage(self.site.root / ".readingroom", choice)

    @step()
    def keep_copies(self) -> None:
        """Everything is copied aside, times included."""
        earlier = self.folder / "earlier"
        shutil.rmtree(earlier, ignore_errors=True)
        shutil.copytree(self.site.root, earlier / "site", symlinks=True)
        shutil.copytree(self.life.strangers, earlier / "strangers", symlinks=True)

    @step(what=st.sampled_from((".readingroom", "output", "content", "templates")))
    def restore(self, what: str) -> None:
        """A folder is put back as it was when it was copied, times included."""
        if not (self.folder / "earlier").is_dir():
            return
        pairs = [(self.folder / "earlier" / "site" / what, self.site.root / what)]
        if what == "output":
            pairs.append((self.folder / "earlier" / "strangers", self.life.strangers))
        for old, now in pairs:
            shutil.rmtree(now, ignore_errors=True)
            if old.is_dir():
                shutil.copytree(old, now, symlinks=True)

    @step(address=st.sampled_from(STRANGERS), data=st.sampled_from((b"mine", b"hers")))
    def a_stranger_comes(self, address: str, data: bytes) -> None:
        """Something that is not ours is put into the output folder."""
        if self.site.output.is_dir() and self.life.is_free(address):
            self.life.put_stranger(address, data)

    @step()
    def strangers_go(self) -> None:
        """All that is not ours is taken out of the output folder, and the folders that it leaves empty."""
        for path in sorted(self.life.strangers.rglob("*"), reverse=True):
            for place in (path, self.site.output / path.relative_to(self.life.strangers)):
                if place.is_dir():
                    if not any(place.iterdir()):
                        place.rmdir()
                else:
                    place.unlink(missing_ok=True)

    @step(damage=st.sampled_from(OUTPUT_DAMAGE), choice=choices)
    def meddle(self, damage: OutputDamage, choice: int) -> None:
        """A published file of ours is changed, deleted, closed to others."""
        files = sorted(self._ours())
        if files:
            damage(files[choice % len(files)])

    @step()
    def wipe(self) -> None:
        """The output folder is deleted."""
        for folder in (self.site.output, self.life.strangers):
            shutil.rmtree(folder, ignore_errors=True)
        self.life.strangers.mkdir()

    def _ours(self) -> Iterator[Path]:
        for path in self.site.output.rglob("*"):
            address = path.relative_to(self.site.output)
            if path.is_file() and address.name != MANIFEST and not (self.life.strangers / address).exists():
                yield path


class RebuildingAsShipped(Rebuilding):
    """The same, beginning with the theme that is shipped."""

    themed = False


class _Elsewhere(Site):
    """The same content, published into another folder."""

    __slots__ = ()

    @property
    def output(self) -> Path:
        """Another folder."""
        return self.root / "other"


@pytest.mark.parametrize("machine", [Rebuilding, RebuildingAsShipped], ids=["all is shown", "as shipped"])
def test_any_life_comes_to_what_a_clean_build_comes_to(memory_path: Path, machine: type[Rebuilding]) -> None:
    """After any steps an incremental build equals a clean one, and the next one does nothing."""
    machine.base, machine.scripts = memory_path, 0
    try:
        run_state_machine_as_test(machine, settings=SETTINGS)
    finally:
        sys.stdout.write(f"{machine.__name__}: {machine.scripts} scripts\n")
