"""Publishing a set of files: what stands in the output folder before and after."""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from publications import files_in, listed_in, modes_in, publish, stamps_in

from readingroom.diagnostics import Code
from readingroom.publish import (
    MANIFEST,
    OutputRefusedError,
    PublishError,
    Way,
    planning,
    publishing,
)

SITE = {"index.html": b"front", "a/1.html": b"one", "a/b/2.html": b"two", "assets/x.css": b"p {}"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder that does not exist yet."""
    return tmp_path / "output"


def test_the_first_publication_makes_the_folder(output: Path) -> None:
    """What was put stands there, and the outcome says that all is new."""
    outcome = publish(output, SITE)
    assert files_in(output) == SITE
    assert outcome.added == tuple(sorted(SITE))
    assert outcome.way is Way.NEW


def test_the_manifest_satisfies_sha256sum(output: Path) -> None:
    """The program that everybody has verifies what we published, names of every script included."""
    publish(output, {**SITE, "سلام/تلگراف.html": b"peace", "with blank.txt": b"."})
    checker = shutil.which("sha256sum")
    if checker is None:
        pytest.skip("there is no sha256sum")
    result = subprocess.run(
        [checker, "--check", "--strict", MANIFEST], cwd=output, capture_output=True, check=False
    )
    assert result.returncode == 0
    assert listed_in(output) == {*SITE, "سلام/تلگراف.html", "with blank.txt"}


def test_the_manifest_is_sorted_and_leaves_itself_out(output: Path) -> None:
    """One line for each file, by address, and none for the manifest."""
    publish(output, SITE)
    lines = (output / MANIFEST).read_text().splitlines()
    assert [line.split("  ")[1] for line in lines] == sorted(SITE)
    assert lines[0].split("  ")[0] == sha256(SITE["a/1.html"]).hexdigest()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_umask_does_not_matter(output: Path, mask: int) -> None:
    """Files are 0644 and folders 0755, whoever publishes."""
    before = os.umask(mask)
    try:
        publish(output, SITE)
        publish(output, {**SITE, "c/3.html": b"three"})
    finally:
        os.umask(before)
    assert modes_in(output) == {("file", 0o644), ("folder", 0o755)}


def _publish_and_fail(output: Path) -> None:
    with publishing(output) as publication:
        publication.put("index.html", b"another front")
        raise ZeroDivisionError


def test_nothing_is_visible_before_the_commit(output: Path) -> None:
    """Putting files changes nothing, and what is never committed leaves no trace."""
    publish(output, SITE)
    before = stamps_in(output)
    with publishing(output) as publication:
        publication.put("index.html", b"another front")
        publication.put("new.html", b"new")
        assert stamps_in(output) == before
    assert stamps_in(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def test_an_exception_abandons_the_publication(output: Path) -> None:
    """Where the builder fails half way, the site is as it was and nothing lies about."""
    publish(output, SITE)
    with pytest.raises(ZeroDivisionError):
        _publish_and_fail(output)
    assert files_in(output) == SITE
    assert [path.name for path in output.parent.iterdir()] == ["output"]


@pytest.mark.parametrize("with_record", [True, False])
def test_a_second_publication_rewrites_nothing(output: Path, tmp_path: Path, *, with_record: bool) -> None:
    """The same files again keep every inode and time, those of the folder and the manifest too."""
    remembered = tmp_path / "cache" / "published.json" if with_record else None
    publish(output, SITE, remembered)
    before, inode = stamps_in(output), output.stat().st_ino
    outcome = publish(output, SITE, remembered)
    assert (stamps_in(output), output.stat().st_ino) == (before, inode)
    assert outcome.way is Way.NOTHING
    assert outcome.unchanged == tuple(sorted(SITE))
    assert not outcome.changes


def test_an_edit_touches_one_file(output: Path) -> None:
    """One changed, one added, one removed: every other file is the same inode as before."""
    publish(output, SITE)
    before = stamps_in(output)
    wanted = {**SITE, "a/1.html": b"one, mended", "c/3.html": b"three"}
    del wanted["a/b/2.html"]
    outcome = publish(output, wanted)
    assert files_in(output) == wanted
    assert (outcome.added, outcome.changed, outcome.removed) == (
        ("c/3.html",),
        ("a/1.html",),
        ("a/b/2.html",),
    )
    assert not (output / "a/b").exists()
    for address in ("index.html", "assets/x.css"):
        assert stamps_in(output)[address] == before[address]


def test_folders_change_places_in_one_call(output: Path) -> None:
    """On a file system that can, the way is the exchange and there is no obstacle."""
    publish(output, SITE)
    plan = planning(output)
    plan.put("index.html", b"new")
    outcome = publish(output, {"index.html": b"new"})
    if outcome.way is Way.IN_PLACE:
        pytest.skip(f"not on this file system: {outcome.obstacle}")
    assert outcome.way is Way.EXCHANGE
    assert plan.outcome() == outcome


def test_a_site_may_become_empty(output: Path) -> None:
    """No file at all is a publication like any other, twice too."""
    publish(output, SITE)
    assert publish(output, {}).removed == tuple(sorted(SITE))
    assert publish(output, {}).way is Way.NOTHING
    assert files_in(output) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": b"file"}, {"a/b": b"in a folder"}),
        ({"a/b": b"in a folder"}, {"a": b"file"}),
        ({"a/b/c": b"deep"}, {"a/b": b"less deep"}),
        ({"Page.html": b"x"}, {"page.html": b"x"}),
        ({"page.html": b"x"}, {"PAGE.html": b"y"}),
    ],
)
def test_a_name_may_become_another_thing(
    output: Path, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    """A file gives way to a folder, a folder to a file, a name to the same in another case."""
    publish(output, before)
    publish(output, after)
    assert files_in(output) == after


@pytest.mark.parametrize("with_record", [True, False])
@pytest.mark.parametrize("damage", ["edited", "shortened", "readable by all", "gone", "a folder's mode"])
def test_damage_is_mended(output: Path, tmp_path: Path, damage: str, *, with_record: bool) -> None:
    """A published file that somebody changed or deleted is put right by the next publication."""
    remembered = tmp_path / "published.json" if with_record else None
    publish(output, SITE, remembered)
    victim = output / "a/1.html"
    if damage == "edited":
        victim.write_bytes(b"eno")
    elif damage == "shortened":
        os.truncate(victim, 1)
    elif damage == "readable by all":
        victim.chmod(0o666)
    elif damage == "gone":
        victim.unlink()
    else:
        victim.parent.chmod(0o700)
    publish(output, SITE, remembered)
    assert files_in(output) == SITE
    assert modes_in(output) == {("file", 0o644), ("folder", 0o755)}


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b'{"a/1.html": 7}', b'{"a/1.html": ["x", 1]}', b"\xff"])
def test_a_broken_record_is_no_record(output: Path, tmp_path: Path, record: bytes) -> None:
    """Whatever stands in the file of stamps, the site comes out right."""
    remembered = tmp_path / "published.json"
    publish(output, SITE, remembered)
    remembered.write_bytes(record)
    assert publish(output, SITE, remembered).way is Way.NOTHING
    assert files_in(output) == SITE


def test_the_record_of_another_folder_does_no_harm(output: Path, tmp_path: Path) -> None:
    """Stamps of one folder say nothing about the files of another."""
    remembered = tmp_path / "published.json"
    publish(output, SITE, remembered)
    publish(tmp_path / "other", {**SITE, "index.html": b"other"}, remembered)
    (output / "index.html").write_bytes(b"other")
    publish(output, {**SITE, "index.html": b"other"}, remembered)
    assert files_in(output) == {**SITE, "index.html": b"other"}


def test_a_published_file_can_be_kept_unseen(output: Path) -> None:
    """`keep` takes a file that stands there with the digest asked for, and no other."""
    publish(output, SITE)
    with publishing(output) as publication:
        assert publication.keep("index.html", sha256(b"front").hexdigest())
        assert not publication.keep("a/1.html", sha256(b"another").hexdigest())
        assert not publication.keep("absent.html", sha256(b"front").hexdigest())
        publication.put("a/1.html", b"another")
        outcome = publication.commit()
    assert files_in(output) == {"index.html": b"front", "a/1.html": b"another"}
    assert outcome.unchanged == ("index.html",)


def test_a_file_is_copied(output: Path, tmp_path: Path) -> None:
    """A copy has the bytes, not the inode, time or mode of what was copied; a second copy is none."""
    source = tmp_path / "scan.pdf"
    source.write_bytes(b"%PDF" * 1_000_000)
    source.chmod(0o600)
    for way in (Way.NEW, Way.NOTHING):
        with publishing(output) as publication:
            publication.copy("a/scan.pdf", source)
            assert publication.commit().way is way
    assert files_in(output) == {"a/scan.pdf": source.read_bytes()}
    assert modes_in(output) == {("file", 0o644), ("folder", 0o755)}
    assert (output / "a/scan.pdf").stat().st_ino != source.stat().st_ino


def test_a_copy_of_known_digest_is_of_those_bytes(output: Path, tmp_path: Path) -> None:
    """A file that changed after it was looked at is not published, and the site stays."""
    publish(output, SITE)
    source = tmp_path / "scan.pdf"
    source.write_bytes(b"as it was looked at")
    digest = sha256(source.read_bytes()).hexdigest()
    source.write_bytes(b"something else")
    with pytest.raises(PublishError, match="changed"), publishing(output) as publication:
        publication.copy("a/scan.pdf", source, digest)
    assert files_in(output) == SITE


def test_a_copy_of_known_digest_that_stands_is_not_read(output: Path, tmp_path: Path) -> None:
    """Where the published file is the one wanted, the source need not even be there."""
    publish(output, SITE)
    with publishing(output) as publication:
        publication.copy("index.html", tmp_path / "absent", sha256(b"front").hexdigest())
        publication.commit()
    assert files_in(output) == {"index.html": b"front"}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/.",
        "./a",
        "a\\b",
        "a\nb",
        "a\0b",
        "\udc80",
    ],
)
def test_what_is_no_address_is_refused(output: Path, address: str) -> None:
    """No name that leads out of the folder, or that some system cannot write, is ever put."""
    with publishing(output) as publication, pytest.raises(ValueError, match="no address"):
        publication.put(address, b"")


@pytest.mark.parametrize(
    "pair",
    [("a.html", "A.html"), ("a", "a/b"), ("a/b", "A"), ("é.html", "e\u0301.html"), ("straße", "STRASSE")],
)
def test_two_files_cannot_share_a_place(output: Path, pair: tuple[str, str]) -> None:
    """Addresses that some file system takes for one, or a file's and its folder's, are refused."""
    with publishing(output) as publication:
        publication.put(pair[0], b"")
        with pytest.raises(ValueError, match="another file of ours"):
            publication.put(pair[1], b"")
    assert not output.exists()


@pytest.mark.parametrize("address", [MANIFEST, MANIFEST.upper(), f"{MANIFEST}/x"])
def test_the_manifest_is_ours_alone_to_write(output: Path, address: str) -> None:
    """Nobody puts a file at its address, in any case, or beneath it."""
    with publishing(output) as publication, pytest.raises(ValueError, match="another file of ours"):
        publication.put(address, b"")


def test_an_address_is_put_once(output: Path) -> None:
    """A second file for one address is a mistake of the caller, even with the same bytes."""
    with publishing(output) as publication:
        publication.put("a", b"")
        with pytest.raises(ValueError, match="another file of ours"):
            publication.put("a", b"")


def test_an_unfit_output_folder_is_refused(tmp_path: Path) -> None:
    """A file, a link, and folders that hold or lie in what is read are told apart from failures."""
    content = tmp_path / "site" / "content"
    content.mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "alias").symlink_to(content)
    unfit = [content, content / "output", tmp_path / "site", tmp_path, tmp_path / "file", tmp_path / "link"]
    for output in [*unfit, tmp_path / "alias" / "output", Path("/"), content / ".." / "content"]:
        with pytest.raises(OutputRefusedError), publishing(output, apart_from=[content]):
            pass
        with pytest.raises(OutputRefusedError):
            planning(output, apart_from=[content])
    assert list(content.iterdir()) == []


def test_a_plan_writes_nothing(output: Path) -> None:
    """A dry run gives the outcome of the real one and leaves even a folder's times as they were."""
    publish(output, SITE)
    before = {path: path.lstat() for path in (output.parent, *output.parent.rglob("*"))}
    plan = planning(output)
    plan.put("index.html", b"another")
    plan.put("new.html", b"new")
    outcome = plan.outcome()
    assert (outcome.added, outcome.changed) == (("new.html",), ("index.html",))
    assert outcome.removed == ("a/1.html", "a/b/2.html", "assets/x.css")
    assert {path: path.lstat() for path in (output.parent, *output.parent.rglob("*"))} == before


def test_a_plan_needs_no_folder(output: Path) -> None:
    """Before the first publication everything is new, and a dry run makes no folder."""
    plan = planning(output)
    plan.put("index.html", b"front")
    assert plan.outcome().way is Way.NEW
    assert not output.exists()


def test_the_outcome_is_known_before_the_commit(output: Path) -> None:
    """A guard can look at what would be removed and still abandon."""
    publish(output, SITE)
    with publishing(output) as publication:
        publication.put("index.html", b"front")
        assert publication.outcome().removed == ("a/1.html", "a/b/2.html", "assets/x.css")
        assert publication.published.keys() == SITE.keys()
    assert files_in(output) == SITE


def test_the_parent_folders_are_made(tmp_path: Path) -> None:
    """An output folder may lie where there is no folder yet."""
    publish(tmp_path / "not" / "there" / "yet", SITE)
    assert files_in(tmp_path / "not" / "there" / "yet") == SITE


def test_an_output_behind_a_link_is_the_folder_itself(tmp_path: Path) -> None:
    """Links in the path to the folder are followed; only the folder must not be one."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish(tmp_path / "link" / "output", SITE)
    publish(tmp_path / "link" / "output", {"index.html": b"new"})
    assert files_in(tmp_path / "real" / "output") == {"index.html": b"new"}
    assert (tmp_path / "link").is_symlink()


def test_what_is_not_ours_is_told(output: Path) -> None:
    """Carried files are notices and files in the way errors, each naming its file."""
    publish(output, SITE)
    (output / "CNAME").write_bytes(b"archive.example")
    (output / "new.html").write_bytes(b"mine")
    plan = planning(output)
    plan.put("new.html", b"ours")
    told = plan.outcome().diagnostics()
    assert [diagnostic.code for diagnostic in told] == [Code.FILE_UNKNOWN, Code.ADDRESS_OCCUPIED]
    assert "CNAME" in told[0].message
    assert "new.html" in told[1].message
