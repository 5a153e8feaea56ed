"""When the machine refuses, the site stays as it was and one sentence says why."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from publications import files_in, publish, stamps_in

from readingroom.publish import PublishError, Way, planning, publishing

if sys.platform == "win32":
    pytest.skip("limits and permissions are POSIX's", allow_module_level=True)

import resource

SITE = {"index.html": b"front", "a/1.html": b"one"}
NEXT = {"index.html": b"new front", "b/2.html": b"two" * 30_000}

pytestmark = pytest.mark.unprivileged


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where the site is published."""
    return tmp_path / "output"


def _refusal(output: Path, files: dict[str, bytes] = NEXT) -> PublishError:
    """Publishes over SITE, which must fail and leave no trace."""
    before = stamps_in(output)
    with pytest.raises(PublishError) as caught:
        publish(output, files)
    assert stamps_in(output) == before
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def _reason(action: Callable[[], object]) -> str:
    """Why an action was refused, empty where it was not."""
    try:
        action()
    except PublishError as error:
        return error.reason
    return ""


def _all_descriptors() -> list[int]:
    """Opens files until the system gives no more."""
    opened = []
    with suppress(OSError):
        while True:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    return opened


def test_a_file_too_large_for_the_system(output: Path) -> None:
    """Beyond RLIMIT_FSIZE nothing is published, and the file is named."""
    publish(output, SITE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    refusal = _refusal(output)
    assert "larger" in refusal.reason
    assert "b/2.html" in refusal.reason
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert [path.name for path in output.parent.iterdir()] == ["output"]
    publish(output, NEXT)
    assert files_in(output) == NEXT


def test_a_limit_that_is_met_at_any_byte(output: Path) -> None:
    """Whichever of the files is the one too large, manifest included, the site is one edition."""
    publish(output, SITE)
    files = {f"{number}.html": b"x" * 40 for number in range(20)}
    for limit in (0, 39, 50, 200, 1000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        _refusal(output, files)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    publish(output, files)
    assert files_in(output) == files


def test_no_descriptors(output: Path) -> None:
    """With any number of free descriptors the site is one edition, and the next run is whole."""
    publish(output, SITE)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(100, hard), hard))
    reasons = []
    for spare in range(6):
        taken = _all_descriptors()
        for descriptor in taken[:spare]:
            os.close(descriptor)
        reasons.append(_reason(lambda: publish(output, NEXT)))
        for descriptor in taken[spare:]:
            os.close(descriptor)
        assert files_in(output) in (SITE, NEXT)
        publish(output, SITE)
        assert [path.name for path in output.parent.iterdir()] == ["output"]
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert "too many files" in reasons[0]
    assert reasons[-1] == ""


def test_a_read_only_output_folder(output: Path) -> None:
    """Neither the folder nor its parent may be written to: refused, and untouched."""
    publish(output, SITE)
    output.chmod(0o500)
    output.parent.chmod(0o500)
    assert "permission denied" in _refusal(output).reason
    output.parent.chmod(0o700)
    assert "permission denied" in _refusal(output).reason


def test_a_folder_in_it_that_cannot_be_written_to(output: Path) -> None:
    """Where a file of ours is to change in a locked folder, nothing changes anywhere."""
    publish(output, SITE)
    (output / "a").chmod(0o500)
    assert "a: permission denied" in _refusal(output, {"a/1.html": b"new", "index.html": b"new"}).reason


def test_a_strangers_locked_folder_is_worked_around(output: Path) -> None:
    """It could not be taken out of an old edition, so files change in place and it is not touched."""
    publish(output, SITE)
    (output / "theirs").mkdir()
    (output / "theirs" / "file").write_bytes(b"mine")
    (output / "theirs").chmod(0o500)
    outcome = publish(output, NEXT)
    assert (outcome.way, outcome.obstacle) == (Way.IN_PLACE, "theirs cannot be written to")
    assert files_in(output) == {**NEXT, "theirs/file": b"mine"}


def test_a_parent_that_cannot_be_written_to(output: Path) -> None:
    """Then files are replaced in place, and the outcome says so."""
    publish(output, SITE)
    output.parent.chmod(0o500)
    kept = stamps_in(output)["a/1.html"]
    outcome = publish(output, {**NEXT, "a/1.html": b"one"})
    assert outcome.way is Way.IN_PLACE
    assert outcome.obstacle == "the folder around it cannot be written to"
    assert files_in(output) == {**NEXT, "a/1.html": b"one"}
    assert stamps_in(output)["a/1.html"] == kept


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": b"file"}, {"a/b": b"in a folder"}),
        ({"a/b": b"in a folder"}, {"a": b"file"}),
        ({"Page.html": b"x"}, {"page.html": b"x"}),
        ({"a/b/c": b"deep", "x": b"y"}, {"x": b"y"}),
    ],
)
def test_in_place_a_name_may_become_another_thing(
    output: Path, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    """Removals come first, and empty folders go with them."""
    publish(output, before)
    output.parent.chmod(0o500)
    assert publish(output, after).way is Way.IN_PLACE
    assert files_in(output) == after
    assert {path.name for path in output.iterdir() if path.is_dir()} == {
        address.partition("/")[0] for address in after if "/" in address
    }


def test_no_place_for_a_new_folder(tmp_path: Path) -> None:
    """A first publication into a locked folder is refused."""
    tmp_path.chmod(0o500)
    with pytest.raises(PublishError, match="permission denied"):
        publish(tmp_path / "output", SITE)
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_cannot_be_read(output: Path) -> None:
    """It is not taken for an empty one."""
    publish(output, SITE)
    output.chmod(0o300)
    with pytest.raises(PublishError, match="permission denied"):
        planning(output)
    with pytest.raises(PublishError, match="permission denied"):
        publish(output, NEXT)
    output.chmod(0o755)
    assert files_in(output) == SITE


def test_a_file_that_cannot_be_read_is_written_anew(output: Path) -> None:
    """A published file of ours that lost its mode counts as changed."""
    publish(output, SITE)
    (output / "index.html").chmod(0)
    assert publish(output, SITE).changed == ("index.html",)
    assert files_in(output) == SITE


def test_a_source_that_cannot_be_read(output: Path, tmp_path: Path) -> None:
    """A file to be copied that is locked, gone or a folder stops the publication."""
    publish(output, SITE)
    (tmp_path / "locked").write_bytes(b"")
    (tmp_path / "locked").chmod(0)
    for source in (tmp_path / "locked", tmp_path / "absent", tmp_path):
        with pytest.raises(PublishError), publishing(output) as publication:
            publication.copy("copy", source)
        assert files_in(output) == SITE
