"""File systems of all sorts, mounted for one test in a name space of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SITE = '{"index.html": b"front", "a/1.html": b"one", "same": b"."}'
NEXT = '{"index.html": b"new front", "b/2.html": b"two", "same": b"."}'
_PRELUDE = f"""
import os
import sys
from pathlib import Path
from publications import files_in, publish
from readingroom.publish import PublishError, Way, planning
output, SITE, NEXT = Path(sys.argv[1]), {SITE}, {NEXT}
"""

Mounted = Callable[[str, str], None]


@pytest.fixture
def mounted(tmp_path: Path) -> Mounted:
    """Runs shell commands that mount, then Python that publishes into `output`; fails where either does."""
    unshare = shutil.which("unshare")
    if not sys.platform.startswith("linux") or unshare is None:
        pytest.skip("needs name spaces of Linux")
    base = [unshare, *(["--map-root-user"] if os.geteuid() else []), "--mount", "--", "sh", "-e", "-c"]
    if subprocess.run([*base, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    (tmp_path / "output").mkdir()

    def run(mounting: str, python: str) -> None:
        tests = Path(__file__).parents[1]
        script = f'{mounting}\nPYTHONPATH="{tests}:{tests.parent}" exec "$0" -c "$1" "$2"'
        command = [*base, script, sys.executable, _PRELUDE + python, str(tmp_path / "output")]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        if result.stderr.startswith("mount:"):
            pytest.skip(f"it cannot be mounted here: {result.stderr}")
        assert result.returncode == 0, result.stderr

    return run


_IN_PLACE = """
assert publish(output, SITE).way is Way.IN_PLACE
(output / "CNAME").write_bytes(b"mine")
kept = (output / "same").lstat().st_ino
outcome = publish(output, NEXT)
assert (outcome.way, outcome.carried) == (Way.IN_PLACE, ("CNAME",)), outcome
assert files_in(output) == {**NEXT, "CNAME": b"mine"}
assert (output / "same").lstat().st_ino == kept
assert publish(output, NEXT).way is Way.NOTHING
assert [path.name for path in output.parent.iterdir() if "output" in path.name] == ["output"]
assert not any(path.name.startswith(".readingroom") for path in output.iterdir())
"""


def test_a_mount_point(mounted: Mounted) -> None:
    """A folder that is one cannot be exchanged; files change in place and the outcome says why."""
    told = 'assert outcome.obstacle == "the folder is a mount point"'
    mounted("mount -t tmpfs none output", _IN_PLACE + told)


def test_a_folder_mounted_within_its_own_file_system(mounted: Mounted) -> None:
    """A bind mount has the device number of its parent and is a mount point all the same."""
    mounted("mkdir there; mount --bind there output", _IN_PLACE)


def test_a_mount_point_in_the_output_folder(mounted: Mounted) -> None:
    """What is mounted there is a stranger's, stays mounted, and keeps the folders from being exchanged."""
    python = """
publish(output, NEXT)
assert (output / "theirs" / "file").read_bytes() == b"mine"
outcome = publish(output, SITE)
assert outcome.way is Way.IN_PLACE
assert outcome.obstacle == "theirs in it is a mount point"
assert files_in(output) == {**SITE, "theirs/file": b"mine"}
"""
    mounting = "mkdir output/theirs; mount -t tmpfs none output/theirs; printf mine > output/theirs/file"
    mounted(mounting, python)


def test_an_empty_mount_point_in_the_output_folder(mounted: Mounted) -> None:
    """A bind mount of the same file system with nothing in it is noticed, too."""
    python = """
publish(output, NEXT)
outcome = publish(output, SITE)
assert outcome.obstacle == "theirs in it is a mount point", outcome
assert (output / "theirs").is_mount() or (output / "theirs").samefile("there")
assert outcome.carried == ("theirs",)
"""
    mounted("mkdir output/theirs there; mount --bind there output/theirs", python)


def test_a_folder_of_ours_on_another_file_system(mounted: Mounted) -> None:
    """No file can be renamed into it, so it is refused before anything changes."""
    python = """
try:
    publish(output, SITE)
except PublishError as error:
    assert "output/a is on another file system" in error.reason, error
else:
    raise AssertionError
assert files_in(output) == {}
publish(output, {"index.html": b"front"})
"""
    mounted("mkdir output/a; mount -t tmpfs none output/a", python)


def test_an_overlay_that_cannot_rename_folders(mounted: Mounted) -> None:
    """New folders can be exchanged there and old ones cannot: noticed late, and worked around."""
    python = """
output = Path("merged/output")
outcome = publish(output, SITE)
assert files_in(output) == {**SITE, "theirs": b"mine"}, files_in(output)
assert outcome.obstacle == "its file system cannot exchange it", outcome
publish(output, NEXT)
assert files_in(output) == {**NEXT, "theirs": b"mine"}
assert [path.name for path in Path("merged").iterdir()] == ["output"]
"""
    setting = "lowerdir=o/lower,upperdir=o/upper,workdir=o/work"
    mounting = f"""
mkdir o merged; mount -t tmpfs none o; mkdir -p o/lower/output o/upper o/work
printf mine > o/lower/output/theirs
mount -t overlay overlay -o {setting},redirect_dir=off merged
"""
    mounted(mounting, python)


def test_a_full_disk(mounted: Mounted) -> None:
    """However much room there is, the site is one edition and the sentence says that the disk is full."""
    python = """
output = Path("disk/output")
publish(output, SITE)
refused = 0
for room in range(0, 60):
    filler = Path("disk/filler")
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass
    os.truncate(filler, max(0, filler.stat().st_size - room * 4096))
    wanted = {f"{room}/{n}.html": b"y" * 5000 for n in range(5)}
    before = files_in(output)
    try:
        publish(output, wanted)
    except PublishError as error:
        assert "full" in error.reason, error
        assert files_in(output) == before
        refused += 1
    else:
        assert files_in(output) == wanted
    filler.unlink()
    publish(output, {**wanted, "ok": b""})
    assert files_in(output) == {**wanted, "ok": b""}
    assert [path.name for path in Path("disk").iterdir()] == ["output"]
assert 5 < refused < 60, refused
"""
    mounted("mkdir disk; mount -t tmpfs -o size=400k none disk", python)


def test_a_full_disk_in_place(mounted: Mounted) -> None:
    """Where there is no room nothing begins to change."""
    python = """
publish(output, SITE)
try:
    publish(output, {"large": b"x" * 500_000, "index.html": b"new"})
except PublishError as error:
    assert "full" in error.reason
else:
    raise AssertionError
assert files_in(output) == SITE
"""
    mounted("mount -t tmpfs -o size=200k none output", python)


def test_a_read_only_file_system(mounted: Mounted) -> None:
    """It is told as what it is."""
    python = """
try:
    publish(output, NEXT)
except PublishError as error:
    assert "read-only" in error.reason, error
else:
    raise AssertionError
plan = planning(output)
plan.put("index.html", b"")
assert plan.outcome().added == ("index.html",)
"""
    mounted("mount -t tmpfs none output; mount -o remount,ro output", python)
