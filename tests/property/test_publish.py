"""Any sequence of publications leaves exactly what the last one put, and whatever is not ours."""

import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from publications import Files, files_in, listed_in, modes_in, publish, stamps_in

from readingroom.publish import MANIFEST, Way, planning, publishing

ADDRESSES = ("index.html", "a", "a/b", "a/b/c", "a/d", "e/f.html", "e/g.html", "é/ü.html", "x y/z")
STRANGERS = ("s", "a/s", "e/s", "t/u/v", "é/s")
CONTENTS = (b"", b"one", b"two", b"three" * 1000)


@st.composite
def sites(draw: st.DrawFn) -> Files:
    """Files of which none stands where another's folder is to be."""
    drawn = draw(st.dictionaries(st.sampled_from(ADDRESSES), st.sampled_from(CONTENTS)))
    folders = {str(folder) for address in drawn for folder in Path(address).parents}
    return {address: data for address, data in drawn.items() if address not in folders}


class Publishing(RuleBasedStateMachine):
    """The output folder beside a model of it."""

    locked = False
    """Whether the parent folder is kept from being written to, so that files change in place."""
    base = Path()
    """A folder for the folders of all examples."""

    def __init__(self) -> None:
        """An empty folder to publish into, and no record."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.base))
        self.output = self.folder / "parent" / "output"
        self.remembered = self.folder / "published.json"
        self.site: Files = {}
        self.strangers: Files = {}
        publish(self.output, {}, self.remembered)
        if self.locked:
            self.output.parent.chmod(0o500)

    def teardown(self) -> None:
        """Removes the folder."""
        self.output.parent.chmod(0o700)
        shutil.rmtree(self.folder)

    @rule(site=sites(), remembers=st.booleans())
    def publish(self, site: Files, *, remembers: bool) -> None:
        """Publishes other files; those whose place a stranger has are left out."""
        site = {address: data for address, data in site.items() if not self._is_taken(address)}
        before, old = stamps_in(self.output), self.site
        plan = planning(self.output, remembered=self.remembered)
        for address, data in site.items():
            plan.put(address, data)
        outcome = publish(self.output, site, self.remembered if remembers else None)
        after = stamps_in(self.output)
        same = {address for address in site if old.get(address) == site[address]}
        assert {*outcome.unchanged} == same
        assert {*outcome.added} == site.keys() - old.keys()
        assert {*outcome.changed} == (site.keys() & old.keys()) - same
        assert {*outcome.removed} == old.keys() - site.keys()
        assert {*outcome.carried} == self.strangers.keys()
        assert all(after[address] == before[address] for address in same | self.strangers.keys())
        assert plan.outcome().changes == outcome.changes == (site != old)
        self._check_way(outcome.way)
        self.site = site

    @rule()
    def publish_again(self) -> None:
        """The same files once more rewrite none, nor the folder."""
        before, inode = stamps_in(self.output), self.output.stat().st_ino
        assert publish(self.output, self.site, self.remembered).way is Way.NOTHING
        assert (stamps_in(self.output), self.output.stat().st_ino) == (before, inode)

    @rule(site=sites())
    def abandon(self, site: Files) -> None:
        """A publication that is not committed changes nothing."""
        before = stamps_in(self.output)
        with publishing(self.output, remembered=self.remembered) as publication:
            for address, data in site.items():
                publication.put(address, data)
        assert stamps_in(self.output) == before

    @rule(choice=st.integers(min_value=0), data=st.sampled_from(CONTENTS))
    def keep_the_rest(self, choice: int, data: bytes) -> None:
        """One file is put, all others are kept by their digests without being seen."""
        if not self.site:
            return
        edited = sorted(self.site)[choice % len(self.site)]
        self.site[edited] = data
        with publishing(self.output, remembered=self.remembered) as publication:
            for address, known in self.site.items():
                if address == edited:
                    publication.put(address, data)
                else:
                    assert publication.keep(address, sha256(known).hexdigest())
            publication.commit()

    @rule(address=st.sampled_from(STRANGERS), data=st.sampled_from(CONTENTS))
    def a_stranger_comes(self, address: str, data: bytes) -> None:
        """Somebody puts a file of theirs into the folder, where ours leave room."""
        path = self.output / address
        if any(parent.is_file() for parent in path.parents):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.strangers[address] = data

    @rule(choice=st.integers(min_value=0))
    def a_stranger_goes(self, choice: int) -> None:
        """Somebody takes a file of theirs away."""
        if self.strangers:
            address = sorted(self.strangers)[choice % len(self.strangers)]
            (self.output / address).unlink()
            del self.strangers[address]
            for folder in list((self.output / address).parents)[: address.count("/")]:
                if not any(folder.iterdir()):
                    folder.rmdir()

    @rule(choice=st.integers(min_value=0), damage=st.sampled_from(["gone", "edited", "mode"]))
    def somebody_meddles(self, choice: int, damage: str) -> None:
        """A file of ours is deleted, edited or locked; publishing the same site again mends it."""
        if not self.site:
            return
        victim = self.output / sorted(self.site)[choice % len(self.site)]
        if damage == "gone":
            victim.unlink()
        elif damage == "edited":
            victim.write_bytes(victim.read_bytes() + b"!")
        else:
            victim.chmod(0o600)
        assert publish(self.output, self.site, self.remembered).changes

    @invariant()
    def everything_is_in_its_place(self) -> None:
        """The folder is what was put last and what strangers put; the manifest lists ours."""
        assert files_in(self.output) == {**self.site, **self.strangers}
        assert listed_in(self.output) == {*self.site}
        assert ("file", 0o600) not in modes_in(self.output)
        assert [path.name for path in self.output.parent.iterdir()] == ["output"]
        tops = {address.partition("/")[0] for address in (*self.site, *self.strangers, MANIFEST)}
        assert {path.name for path in self.output.iterdir()} == tops

    def _is_taken(self, address: str) -> bool:
        return any(stranger.startswith(f"{address}/") for stranger in self.strangers)

    def _check_way(self, way: Way) -> None:
        assert (way is Way.IN_PLACE) <= self.locked or sys.platform != "linux"


class PublishingInPlace(Publishing):
    """The same where the folders cannot be exchanged."""

    locked = True


def test_publications_follow_each_other(memory_path: Path) -> None:
    """The folder equals the model after every step."""
    Publishing.base = memory_path
    run_state_machine_as_test(Publishing, settings=settings(stateful_step_count=20))


@pytest.mark.unprivileged
def test_publications_in_place_follow_each_other(tmp_path: Path) -> None:
    """The same, where every file is renamed on its own."""
    PublishingInPlace.base = tmp_path
    run_state_machine_as_test(PublishingInPlace, settings=settings(stateful_step_count=20, database=None))
