"""The life of a small archive, and what must hold after each of its builds, whatever came before.

A build in the folder of the site is compared with one of the same content in a folder that never saw
another build. Builds run in this process, by the function that the command line calls.
"""

import os
import re
import shutil
import stat
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from itertools import zip_longest
from pathlib import Path
from unittest.mock import patch

from compiled import compiled_once
from minisite import Run, Site
from publications import is_killed_at, stamps_in
from sitesaves import saving_at
from sitetools import made_with

from readingroom.publish import MANIFEST

Entries = dict[str, tuple[int, bytes]]
"""Kind and permissions, and bytes, of all that stands in a folder, by address."""

LATE_NS = 10_000_000_000
REMEMBERED = 400
"""So many clean builds are remembered: many steps leave the content as it was."""
_RENDERED = re.compile(r"(\S+) (?:pages? )?rendered, (\S+) reused, (\S+) removed")
_NOTHING_CHANGED = "0 files added, 0 changed, 0 removed"
_STAYS = {"content", "templates", "output", "other", ".readingroom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a build is told, besides where things lie."""

    as_of: str = "2020-01-01"
    """Empty where the environment's SOURCE_DATE_EPOCH is to tell it."""
    epoch: str = ""
    keep_going: bool = False
    strict: bool = False
    themed: bool = True
    """Whether the folder of templates lies over the built-in theme."""
    tools: str = ""
    """Which toolchain builds."""

    def arguments(self, root: Path) -> list[str]:
        """The options as the command line takes them, for a site in a folder."""
        given = ["--format", "json", "-j1"]
        given += ["--as-of", self.as_of] if self.as_of else []
        given += ["--keep-going"] if self.keep_going else []
        given += ["--strict"] if self.strict else []
        return given + (["--templates", str(root / "templates")] if self.themed else [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """What a build of some content comes to in a fresh folder."""

    status: int
    told: str
    """Its diagnostics."""
    complaint: str
    """Standard error, where it could not even begin."""
    published: Entries | None
    """What it published, with what strangers had put there; None where it published nothing."""


class Life:
    """A site with its theme, its options, and what strangers put into its output."""

    def __init__(self, folder: Path) -> None:
        """An archive without a source."""
        self.folder = folder
        self.site = Site(folder / "site")
        self.templates = self.site.root / "templates"
        self.strangers = folder / "strangers"
        """What is not ours in the output folder, once more."""
        self.options = Options()
        self.clean_builds: OrderedDict[str, Clean] = OrderedDict()
        for made in (self.site.content, self.templates, self.strangers):
            made.mkdir(parents=True)

    def run(
        self, *arguments: str, site: Site | None = None, command: str = "build", is_late: bool = True
    ) -> Run:
        """Runs a command with the options of now.

        A late one has a clock that is ahead, so that what was saved just before seems to be long saved:
        what is not looked at again does not depend on how fast the test is.
        """
        place = site or self.site
        now = time.time_ns
        late = patch("time.time_ns", lambda: now() + LATE_NS) if is_late else nullcontext()
        with late, _environment(self.options.epoch), made_with(self.options.tools), compiled_once():
            return place.run(command, *arguments, *self.options.arguments(place.root))

    def check_build(self) -> None:
        """Builds twice; all that must hold of a build is looked at."""
        before, clean = entries_in(self.site.output), self.clean()
        run = self.run()
        self._check_words(run, clean)
        after = entries_in(self.site.output)
        if clean.published is None:
            assert_same(after, before, "a build that publishes nothing changed the output")
        else:
            assert_same(after, clean.published, "the build is not as a clean one")
            left = {path.name for path in self.site.root.iterdir()} - _STAYS
            assert not left, f"left beside the output: {left}"
        self._check_again(clean)

    def _check_words(self, run: Run, clean: Clean) -> None:
        told = plain(run.out, self.site.root)
        ours, theirs = set(told.splitlines()), set(clean.told.splitlines())
        assert run.status == clean.status, f"status {run.status}, not {clean.status}: {run.err}"
        assert told == clean.told, (
            f"told also {sorted(ours - theirs)}, not {sorted(theirs - ours)}, or in another order: {run.err}"
        )
        if clean.status > 1:
            assert plain(run.err, self.site.root) == clean.complaint

    def _check_again(self, clean: Clean) -> None:
        """A second build at once renders nothing, writes nothing, and says the same."""
        before = _stamps(self.site.output)
        run = self.run()
        self._check_words(run, clean)
        assert _stamps(self.site.output) == before, "a second build wrote files again"
        if clean.published is not None:
            counted = _RENDERED.search(run.err)
            assert counted or _NOTHING_CHANGED in run.err, run.err
            assert not counted or (counted[1], counted[3]) == ("0", "0"), run.err

    def clean(self) -> Clean:
        """What a build comes to that knows nothing of any other."""
        key = self._key()
        found = self.clean_builds.pop(key, None) or self._build_clean()
        self.clean_builds[key] = found
        if len(self.clean_builds) > REMEMBERED:
            self.clean_builds.popitem(last=False)
        return found

    def _build_clean(self) -> Clean:
        fresh = Site(self.folder / "fresh" / "site")
        shutil.copytree(self.site.content, fresh.content, symlinks=True, copy_function=shutil.copyfile)
        shutil.copytree(self.templates, fresh.root / "templates", copy_function=shutil.copyfile)
        if any(self.strangers.iterdir()):
            shutil.copytree(self.strangers, fresh.output, symlinks=True)
        run = self.run(site=fresh)
        published = entries_in(fresh.output) if (fresh.output / MANIFEST).is_file() else None
        clean = Clean(
            status=run.status,
            told=plain(run.out, fresh.root),
            complaint=plain(run.err, fresh.root) if run.status > 1 else "",
            published=published,
        )
        shutil.rmtree(fresh.root)
        return clean

    def _key(self) -> str:
        digest = blake2b(repr(self.options).encode())
        for folder in (self.site.content, self.templates, self.strangers):
            digest.update(repr(sorted(entries_in(folder).items())).encode())
        return digest.hexdigest()

    def kill(self, operation: int, *, by_signal: bool) -> bool:
        """A build that dies before its n-th file operation leaves the old site or the new one, as a whole.

        Gives whether it came to that.
        """
        before, clean = entries_in(self.site.output), self.clean()
        killed = is_killed_at(operation, self._run_or_tell, by_signal=by_signal)
        found = entries_in(self.site.output)
        if found != before:
            assert clean.published is not None, "a build that has nothing to publish changed the output"
            assert_same(found, clean.published, "neither the old site nor the new")
        return killed

    def _run_or_tell(self) -> None:
        """A build in a forked child, out of which no exception may come."""
        try:
            self.run()
        except BaseException:  # noqa: BLE001 - the parent takes an odd status for a failure
            os._exit(70)

    def save_during_build(self, operation: int, path: Path, data: bytes) -> None:
        """A file is saved when the build comes to its n-th file operation; it may end in any way."""
        with saving_at(operation, path, data):
            self.run(is_late=False)

    def put_stranger(self, address: str, data: bytes) -> None:
        """Somebody puts a file, or an empty folder at an address that ends in "/", where nothing stands."""
        for base in (self.site.output, self.strangers):
            path = base / address
            if address.endswith("/"):
                path.mkdir(parents=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def is_free(self, address: str) -> bool:
        """Whether a stranger could put something at an address of the output folder."""
        path = self.site.output / address
        return not os.path.lexists(path) and not any(
            parent.is_file() or parent.is_symlink() for parent in path.parents
        )


def entries_in(folder: Path) -> Entries:
    """All that stands in a folder; nothing where there is none."""
    found: Entries = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        mode = path.lstat().st_mode
        data = b""
        if stat.S_ISREG(mode):
            data = path.read_bytes()
        elif stat.S_ISLNK(mode):
            data = os.fsencode(path.readlink())
        found[path.relative_to(folder).as_posix()] = mode, data
    return found


def assert_same(found: Entries, wanted: Entries, what: str) -> None:
    """AssertionError that names the addresses in which two folders differ, and one place."""
    if found == wanted:
        return
    more, less = found.keys() - wanted.keys(), wanted.keys() - found.keys()
    other = sorted(address for address in found.keys() & wanted.keys() if found[address] != wanted[address])
    message = f"{what}: more {sorted(more)}, less {sorted(less)}, other {other}"
    if other:
        message += f"\n{other[0]}: {_difference(found[other[0]], wanted[other[0]])}"
    raise AssertionError(message)


def _difference(one: tuple[int, bytes], other: tuple[int, bytes]) -> str:
    if one[0] != other[0]:
        return f"mode {one[0]:o}, not {other[0]:o}"
    pairs = enumerate(zip_longest(one[1], other[1]))
    place = next(at for at, (left, right) in pairs if left != right)
    start = max(0, place - 60)
    return f"at {place}: {one[1][start : place + 60]!r}, not {other[1][start : place + 60]!r}"


def plain(text: str, root: Path) -> str:
    """What a command wrote, without the folder that it ran in."""
    return text.replace(str(root), "ROOT")


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return stamps_in(folder) if folder.is_dir() else {}


@contextmanager
def _environment(epoch: str) -> Iterator[None]:
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": epoch} if epoch else {}):
        if not epoch:
            os.environ.pop("SOURCE_DATE_EPOCH", None)
        yield
