"""Whether there is nothing to build: each thing that a build depends on makes it look closer."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import time_ns
from unittest.mock import patch

import pytest
from compiled import compiled_once
from minisite import Site, dispatch
from sitelife import LATE_NS
from sitesaves import WAYS, Way

from readingroom import config
from readingroom.cli.arguments import parse
from readingroom.cli.building import options
from readingroom.config import Paths
from readingroom.pipeline.toolchain import toolchain
from readingroom.publish import stage
from readingroom.read import look
from readingroom.store import Store
from readingroom.unchanged import Receipt, remember, unchanged, unpacked

LIFTS = "2019-06-01T00:00+00:00"
AS_OF = "2020-01-01T00:00+00:00"
PAGE = "dispatches/1.html"


@dataclass(frozen=True, slots=True)
class Built:
    """An archive that was built, and the question whether there is anything to build."""

    site: Site

    @property
    def paths(self) -> Paths:
        """Where it lies."""
        root = self.site.root
        return Paths(content=self.site.content, templates=root / "templates", output=self.site.output)

    def cache(self, tools: str = "", *, read_only: bool = True) -> Store:
        """Its cache, as a toolchain sees it."""
        return Store.open(self.paths.cache / "cache.sqlite", tools or toolchain(), read_only=read_only)

    def receipt(self, *arguments: str, as_of: str = AS_OF, tools: str = "") -> Receipt | None:
        """The receipt of the last build; None where another with these options has work to do."""
        _, common, _ = parse(["build", *arguments, *self.site.arguments()])
        settings, _ = config.load(self.paths.content)
        seen = look(self.paths.content, settings)
        moment = datetime.fromisoformat(as_of)
        with closing(self.cache(tools)) as store:
            return unchanged(self.paths, seen, store, options=options(common), as_of=moment)


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """A small archive, built when all its files were long saved."""
    site = Site(tmp_path / "site")
    site.write(
        {
            "1.md": dispatch(1, "The first mast stood.", people="[E. Branly]"),
            "a/2.md": dispatch(2, "It fell.", status="embargoed", embargo_until=LIFTS),
            "a/plan.pdf": b"%PDF-1.7",
            "archive.toml": 'title = "Old Wires"\n',
            "authority/people.toml": '[[entity]]\nid = "b"\nname = "Branly"\nvariants = ["E. Branly"]\n',
        }
    )
    for name, text in (("foot.html", "<hr>"), ("assets/own.css", "p {}")):
        file = site.root / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    _build(site)
    return Built(site)


def _build(site: Site, as_of: str = AS_OF) -> None:
    now = time_ns
    late = patch("time.time_ns", lambda: now() + LATE_NS)
    with compiled_once(), late:
        site.built("-j1", "--as-of", as_of, "--templates", str(site.root / "templates"))


def test_after_a_build_there_is_nothing_to_build(built: Built) -> None:
    """The receipt has what was told and how it ended."""
    receipt = built.receipt()
    assert receipt is not None
    assert receipt.status == 0
    assert {str(one.code) for told in unpacked(receipt.told) for one in told} == {"base-url-missing"}
    assert receipt.closing


def test_a_build_right_after_a_save_leaves_no_receipt(tmp_path: Path) -> None:
    """Within a tick of the clock a file can be saved again and keep its stamp."""
    site = Site(tmp_path / "site")
    site.write({"1.md": dispatch(1, "The first mast stood.")})
    (site.root / "templates").mkdir()
    now = time_ns()
    with patch("time.time_ns", lambda: now):
        site.built("-j1", "--as-of", AS_OF, "--templates", str(site.root / "templates"))
    assert Built(site).receipt() is None


@pytest.mark.parametrize("option", ["--strict", "--keep-going"])
def test_other_options_may_end_otherwise(built: Built, option: str) -> None:
    """What counts as an error, and whether one stops the build, is asked anew."""
    assert built.receipt(option) is None


def test_another_toolchain_builds_otherwise(built: Built) -> None:
    """A receipt of another version proves nothing."""
    assert built.receipt(tools="another") is None


def test_a_receipt_can_be_taken_back(built: Built) -> None:
    """A build that proves nothing to the next one leaves none."""
    with closing(built.cache(read_only=False)) as store:
        remember(store, built.paths.output, None)
    assert built.receipt() is None


def test_another_output_folder_has_a_receipt_of_its_own(built: Built) -> None:
    """One of another folder is neither found nor lost."""
    with closing(built.cache(read_only=False)) as store:
        remember(store, built.site.root / "elsewhere", None)
    assert built.receipt() is not None
    built.site.output.rename(built.site.root / "elsewhere")
    assert Built(built.site).receipt() is None


def test_embargoes_are_compared_in_both_directions(built: Built) -> None:
    """No time after the embargo makes a difference; any time before it does, until it is built."""
    before, after = "2019-05-31T23:59:59+00:00", "2030-01-01T00:00+00:00"
    assert [built.receipt(as_of=time) is not None for time in (before, LIFTS, AS_OF, after)] == [
        False,
        True,
        True,
        True,
    ]
    _build(built.site, before)
    earliest = "2018-01-01T00:00+00:00"
    assert [built.receipt(as_of=time) is not None for time in (earliest, before, LIFTS, after)] == [
        True,
        True,
        False,
        False,
    ]


def test_times_are_compared_wherever_they_are_told(built: Built) -> None:
    """An hour in Kathmandu is the same hour elsewhere."""
    assert built.receipt(as_of="2019-06-01T05:45+05:45") is not None
    assert built.receipt(as_of="2019-06-01T05:44+05:45") is None


@pytest.mark.parametrize("path", ["1.md", "a/2.md", "a/plan.pdf", "archive.toml", "authority/people.toml"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_file_that_is_saved_is_looked_at(built: Built, path: str, way: Way) -> None:
    """However an editor saves it, and though it keeps its size and its time."""
    file = built.site.content / path
    data = file.read_bytes()
    way(file, data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
    assert built.receipt() is None


def test_a_file_that_only_has_another_time_is_looked_at(built: Built) -> None:
    """Nobody can tell without reading it that it is as it was."""
    os.utime(built.site.content / "1.md", (1, 1))
    assert built.receipt() is None


@pytest.mark.parametrize(
    "path", ["3.md", "a/3.txt", "1.fa.txt", "scan.png", "a.docx", "authority/places.toml"]
)
def test_a_file_that_comes_is_seen(built: Built, path: str) -> None:
    """Whatever it is: a source, an original, an attachment, a file of names."""
    built.site.write({path: "x"})
    assert built.receipt() is None


@pytest.mark.parametrize("path", ["1.md", "a/plan.pdf", "archive.toml", "authority/people.toml"])
def test_a_file_that_goes_is_missed(built: Built, path: str) -> None:
    """Under its name there is nothing."""
    built.site.delete(path)
    assert built.receipt() is None


def test_a_folder_that_is_renamed_is_seen(built: Built) -> None:
    """Its files are as they were, and have other names."""
    (built.site.content / "a").rename(built.site.content / "b")
    assert built.receipt() is None


@pytest.mark.parametrize("path", [".hidden.md", "1.md~", "a/.1.md.swp", ".git/config"])
def test_what_is_no_content_is_passed_over(built: Built, path: str) -> None:
    """Hidden files and editors' copies come and go."""
    built.site.write({path: "x"})
    assert built.receipt() is not None


def test_what_cannot_be_looked_at_is_told(built: Built) -> None:
    """A link that leads out of the content folder is an error that was not told before."""
    (built.site.content / "out.md").symlink_to("/etc/passwd")
    assert built.receipt() is None


@pytest.mark.unprivileged
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """An empty folder is no content; one that is closed is an error."""
    site = Site(tmp_path / "site")
    site.write({"1.md": dispatch(1, "The first mast stood.")})
    for folder in (site.root / "templates", site.content / "closed"):
        folder.mkdir()
    _build(site)
    assert Built(site).receipt() is not None
    (site.content / "closed").chmod(0)
    assert Built(site).receipt() is None
    (site.content / "closed").chmod(0o755)
    assert Built(site).receipt() is not None


@pytest.mark.parametrize("name", ["foot.html", "assets/own.css"])
@pytest.mark.parametrize("data", [b"<br>", None], ids=["changed", "gone"])
def test_the_theme_counts(built: Built, name: str, data: bytes | None) -> None:
    """A template or an asset that changes or goes."""
    file = built.site.root / "templates" / name
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    assert built.receipt() is None


@pytest.mark.parametrize("name", ["list.html", "assets/new.css", "sub/more.html"])
def test_a_new_file_of_the_theme_counts(built: Built, name: str) -> None:
    """It may stand before one that is built in."""
    file = built.site.root / "templates" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("", encoding="utf-8")
    assert built.receipt() is None


def test_a_template_saved_as_it_was_is_the_same(built: Built) -> None:
    """Settings, names and theme are read, so that their times do not matter."""
    for file in (built.site.root / "templates/foot.html", built.site.content / "archive.toml"):
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
    receipt = built.receipt()
    assert receipt is not None


def _touched(output: Path) -> None:
    os.utime(output / PAGE, (1, 1))


def _altered_unseen(output: Path) -> None:
    page = output / PAGE
    times = page.stat()
    page.write_bytes(page.read_bytes().replace(b"mast", b"post"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))


def _added(output: Path) -> None:
    (output / "CNAME").write_text("wires.example", encoding="utf-8")


def _folder_added(output: Path) -> None:
    (output / "empty").mkdir()


def _removed(output: Path) -> None:
    (output / PAGE).unlink()


def _closed(output: Path) -> None:
    (output / PAGE).chmod(0o600)


def _folder_closed(output: Path) -> None:
    (output / "dispatches").chmod(0o700)


def _linked(output: Path) -> None:
    (output / PAGE).rename(output.parent / "page.html")
    (output / PAGE).symlink_to(output.parent / "page.html")


def _moved(output: Path) -> None:
    output.rename(output.with_name("old"))


@pytest.mark.parametrize(
    "meddle",
    [
        _touched,
        _altered_unseen,
        _added,
        _folder_added,
        _removed,
        _closed,
        _folder_closed,
        _linked,
        _moved,
    ],
)
def test_an_output_folder_that_somebody_touched_is_looked_at(
    built: Built, meddle: Callable[[Path], None]
) -> None:
    """A file or folder of ours that was changed, closed, replaced or taken, or one that is not ours."""
    meddle(built.site.output)
    assert built.receipt() is None


@pytest.mark.parametrize("place", [0, 1], ids=["beside", "inside"])
def test_a_staging_folder_that_was_left_is_cleared_away(built: Built, place: int) -> None:
    """A killed run left it; the next one has that to do."""
    Path(stage.places(os.path.realpath(built.site.output))[place]).mkdir()
    assert built.receipt() is None


def test_a_look_changes_nothing(built: Built) -> None:
    """However often it is asked, and whoever reads the pages: there is nothing to build."""
    for file in built.site.output.rglob("*.html"):
        file.read_bytes()
    assert built.receipt() is not None
    assert built.receipt() == built.receipt()
