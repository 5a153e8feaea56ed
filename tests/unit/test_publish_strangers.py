"""Files in the output folder that are not ours: nothing happens to them."""

import os
from pathlib import Path

import pytest
from publications import files_in, publish, stamps_in

from readingroom.publish import MANIFEST, OutputRefusedError, Way, heal, planning, publishing
from readingroom.publish.tree import ignores_case

SITE = {"index.html": b"front", "a/1.html": b"one"}
NEXT = {"index.html": b"new front", "b/2.html": b"two"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A published folder."""
    publish(tmp_path / "output", SITE)
    return tmp_path / "output"


def test_a_strangers_file_is_carried_over_and_named(output: Path) -> None:
    """It keeps its bytes, inode and mode, beside our files and in folders that we no longer need."""
    strangers = {"CNAME": b"archive.example", "a/notes.txt": b"mine", ".well-known/security.txt": b"contact"}
    for address, data in strangers.items():
        path = output / address
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o640)
    before = stamps_in(output)
    outcome = publish(output, NEXT)
    assert files_in(output) == {**NEXT, **strangers}
    assert outcome.carried == tuple(sorted(strangers))
    assert all(stamps_in(output)[address] == before[address] for address in strangers)
    assert publish(output, NEXT).carried == tuple(sorted(strangers))


def test_what_is_neither_file_nor_folder_is_carried_over(output: Path) -> None:
    """Links stay links, wherever they lead; pipes stay pipes; empty folders stay, with their mode."""
    (output / "link").symlink_to("/nowhere")
    os.mkfifo(output / "pipe")
    (output / "empty" / "folder").mkdir(parents=True)
    (output / "empty" / "folder").chmod(0o700)
    assert publish(output, NEXT).carried == ("empty/folder", "link", "pipe")
    assert (output / "link").readlink() == Path("/nowhere")
    assert (output / "pipe").is_fifo()
    assert (output / "empty" / "folder").stat().st_mode & 0o777 == 0o700
    assert files_in(output) == NEXT


def test_a_folder_that_was_never_ours_loses_nothing(tmp_path: Path) -> None:
    """Publishing into a folder full of somebody's files adds ours to them."""
    output = tmp_path / "documents"
    output.mkdir()
    (output / "letter.txt").write_bytes(b"dear")
    publish(output, SITE)
    publish(output, {})
    assert files_in(output) == {"letter.txt": b"dear"}


@pytest.mark.parametrize(
    ("stranger", "kind"),
    [
        ("b/2.html", "file"),
        ("b/2.html", "folder"),
        ("b/2.html", "link"),
        ("b/2.html/in/it.txt", "file"),
        ("b", "file"),
        ("b", "link"),
    ],
)
def test_a_stranger_at_an_address_of_ours_is_an_error(output: Path, stranger: str, kind: str) -> None:
    """Nothing at all is changed, and what is in the way is named."""
    path = output / stranger
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        path.write_bytes(b"mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(output.parent)
    before = stamps_in(output)
    plan = planning(output)
    for address, data in NEXT.items():
        plan.put(address, data)
    assert plan.outcome().occupied == (stranger,)
    with pytest.raises(OutputRefusedError, match=stranger):
        publish(output, NEXT)
    assert stamps_in(output) == before
    assert [found.name for found in output.parent.iterdir()] == ["output"]


@pytest.mark.parametrize("replacement", ["link", "folder"])
def test_what_took_the_place_of_our_file_is_a_strangers(
    output: Path, tmp_path: Path, replacement: str
) -> None:
    """We write regular files; a link or folder under a listed name is not what we wrote, and stays."""
    (tmp_path / "theirs").write_bytes(b"theirs")
    victim = output / "a/1.html"
    victim.unlink()
    if replacement == "link":
        victim.symlink_to(tmp_path / "theirs")
    else:
        victim.mkdir()
        (victim / "x").write_bytes(b"theirs")
    with pytest.raises(OutputRefusedError):
        publish(output, SITE)
    publish(output, NEXT)
    assert victim.is_symlink() or (victim / "x").read_bytes() == b"theirs"
    assert (tmp_path / "theirs").read_bytes() == b"theirs"


@pytest.mark.parametrize(
    "content",
    [
        "my own list\n",
        f"{'0' * 64}  ../../victim\n",
        f"{'0' * 64}  /etc/passwd\n",
        f"{'0' * 64}  a/1.html",
        f"{'0' * 63}  a/1.html\n",
        f"{'0' * 64} *a/1.html\n",
        f"{'0' * 64}  {MANIFEST}\n",
    ],
)
def test_a_manifest_that_we_would_not_write_is_not_ours(output: Path, tmp_path: Path, content: str) -> None:
    """Then no file in the folder is ours, so that nothing is deleted on its word."""
    (tmp_path / "victim").write_bytes(b"safe")
    (output / MANIFEST).write_text(content)
    outcome = planning(output).outcome()
    assert outcome.removed == ()
    assert outcome.occupied == (MANIFEST,)
    with pytest.raises(OutputRefusedError):
        publish(output, NEXT)
    assert (tmp_path / "victim").read_bytes() == b"safe"
    assert (output / "a/1.html").read_bytes() == b"one"


def test_a_manifest_with_other_line_ends_is_ours(output: Path) -> None:
    """Version control may have changed them; the next publication writes it anew."""
    manifest = output / MANIFEST
    original = manifest.read_bytes()
    manifest.write_bytes(original.replace(b"\n", b"\r\n"))
    publish(output, SITE)
    assert manifest.read_bytes() == original


def test_a_file_that_arrives_while_we_publish_survives(output: Path) -> None:
    """Put there after the folder was looked at, it moves into the new edition."""
    with publishing(output) as publication:
        for address, data in NEXT.items():
            publication.put(address, data)
        (output / "late").mkdir()
        (output / "late" / "file.txt").write_bytes(b"mine")
        publication.commit()
    assert files_in(output) == {**NEXT, "late/file.txt": b"mine"}


def test_a_late_file_at_a_new_address_of_ours_is_kept_beside(output: Path) -> None:
    """Ours stands at the address, theirs under the same name with an ending."""
    with publishing(output) as publication:
        for address, data in NEXT.items():
            publication.put(address, data)
        (output / "b").mkdir()
        (output / "b" / "2.html").write_bytes(b"mine")
        way = publication.commit().way
    if way is Way.IN_PLACE:
        pytest.skip("there a late file is indistinguishable from ours")
    assert files_in(output) == {**NEXT, "b/2.html.kept": b"mine"}


def test_a_strangers_folder_at_our_working_place_is_left_alone(output: Path) -> None:
    """A folder of the name that we use ourselves, which we did not make, is neither emptied nor used."""
    theirs = output.parent / ".output.next"
    theirs.mkdir()
    (theirs / "thesis.txt").write_bytes(b"years of work")
    with pytest.raises(OutputRefusedError, match="in the way"):
        publish(output, NEXT)
    assert (theirs / "thesis.txt").read_bytes() == b"years of work"
    assert files_in(output) == SITE


def test_healing_an_untouched_folder_does_nothing(output: Path) -> None:
    """Where no run was killed there is nothing to end, and it says so."""
    before = stamps_in(output)
    assert not heal(output)
    assert stamps_in(output) == before


@pytest.mark.parametrize(
    "journal",
    [
        '{"place": [], "remove": ["../victim", "/etc/passwd", 7, null]}',
        '{"place": ["../../victim"], "remove": []}',
        '{"place": []}',
        "[]",
        "7",
        "{",
        "",
    ],
)
def test_a_journal_that_we_would_not_write_does_no_harm(output: Path, journal: str) -> None:
    """Nothing outside the folder is touched on its word, and the next publication goes through."""
    (output.parent / "victim").write_bytes(b"safe")
    working = output.parent / ".output.next"
    (working / "tree").mkdir(parents=True)
    (working / "about-this-folder.txt").write_bytes(b"")
    (working / "journal.json").write_text(journal)
    publish(output, NEXT)
    assert files_in(output) == NEXT
    assert (output.parent / "victim").read_bytes() == b"safe"


def test_names_that_differ_by_case_are_one_where_the_system_says_so(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There a stranger's B/2.HTML stands at our address b/2.html; elsewhere the two are neighbours."""
    (output / "B").mkdir()
    (output / "B" / "2.HTML").write_bytes(b"mine")
    for folds, occupied in ((False, ()), (True, ("B/2.HTML",))):
        monkeypatch.setattr("readingroom.publish.plan.ignores_case", lambda _folder, folds=folds: folds)
        plan = planning(output)
        plan.put("b/2.html", b"ours")
        assert plan.outcome().occupied == occupied


def test_whether_case_matters_is_asked_of_the_file_system(tmp_path: Path) -> None:
    """The answer is that of the folder itself: whether it is found by its name in other letters."""
    folder = tmp_path / "Output"
    folder.mkdir()
    assert ignores_case(str(folder)) == (tmp_path / "oUTPUT").exists()
    (tmp_path / "123").mkdir()
    assert not ignores_case(str(tmp_path / "123"))
