"""A look at a few files sees what a look at the whole folder sees, or says that it cannot tell."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readingroom.config import default_settings
from readingroom.model.settings import Settings
from readingroom.read import Inventory, rescan, scan

SETTINGS = replace(default_settings(), ignore=("drafts/**", "*.old"))
TEXTS = ("1.md", "a/2.md", "3.txt", "3.meta.yaml", "3.fa.txt")
"""Two dispatches, a third with its side file and the text that it translates."""
OTHERS = ("a/plan.pdf", "a/scan.docx", "5.meta.yaml")
"""An attachment, one that is refused, a side file without a dispatch."""
Change = Callable[[Path], object]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with everything that counts, and a few things that do not."""
    folder = tmp_path / "content"
    for path in (*TEXTS, *OTHERS, "drafts/9.md", "8.md.old", ".hidden.md", "authority/people.toml"):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
        os.utime(file, (1, 1))
    return folder


def _seen(content: Path, settings: Settings = SETTINGS) -> Inventory:
    return scan(content, settings)


def _is_same(found: Inventory | None, wanted: Inventory) -> bool:
    """Whether two looks see the same, whenever they were."""
    return found is not None and replace(found, looked_at=0) == replace(wanted, looked_at=0)


@pytest.mark.parametrize("path", TEXTS)
def test_a_text_that_is_saved_is_seen(content: Path, path: str) -> None:
    """A dispatch, its side file, the text that it translates: with their stamps and sizes of now."""
    known = _seen(content)
    (content / path).write_bytes(b"longer")
    found = rescan(content, SETTINGS, known, [path])
    assert found is not None
    assert found.stamps[path].size == 6
    assert found != known
    assert _is_same(found, _seen(content))


def test_several_texts_are_seen_at_once(content: Path) -> None:
    """Whatever their order."""
    known = _seen(content)
    for path in TEXTS:
        (content / path).write_bytes(path.encode())
    assert _is_same(rescan(content, SETTINGS, known, reversed(TEXTS)), _seen(content))


def test_what_is_not_named_is_not_looked_at(content: Path) -> None:
    """Its stamp stays, and counts as of the time when it was looked at."""
    known = _seen(content)
    for path in ("1.md", "a/2.md"):
        (content / path).write_bytes(b"longer")
    found = rescan(content, SETTINGS, known, ["1.md"])
    assert found is not None
    assert found.stamps["1.md"] != known.stamps["1.md"]
    assert found.stamps["a/2.md"] == known.stamps["a/2.md"]


def test_what_proved_nothing_proves_nothing_later(content: Path) -> None:
    """A file saved within the tick of a first look may be saved again unseen, whatever is looked at later."""
    (content / "a/2.md").write_bytes(b"just now")
    known = replace(_seen(content), looked_at=(content / "a/2.md").stat().st_mtime_ns + 1)
    (content / "1.md").write_bytes(b"later")
    found = rescan(content, SETTINGS, known, ["1.md"])
    assert found is not None
    assert not found.stamps["a/2.md"].is_proof(found.looked_at)


def test_nothing_named_is_nothing_changed(content: Path) -> None:
    """The inventory is what it was; a file that was not touched changes nothing either."""
    known = _seen(content)
    assert rescan(content, SETTINGS, known, []) == known
    assert rescan(content, SETTINGS, known, TEXTS) == known


@pytest.mark.parametrize(
    "path",
    [
        ".hidden.md",
        ".git/HEAD",
        ".x/y/1.md",
        "1.md~",
        "a/#2.md#",
        "a/.2.md.swp",
        "4913",
        "a/2.md.tmp",
        "1.md___jb_tmp___",
        "drafts/9.md",
        "drafts/new.md",
        "8.md.old",
        "a/new.old",
    ],
)
def test_what_is_no_content_is_passed_over(content: Path, path: str) -> None:
    """Hidden files, editors' copies, and what the settings ignore: whether they are there or not."""
    known = _seen(content)
    for is_there in (True, False):
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if is_there:
            file.write_bytes(b"new")
        (content / "1.md").write_bytes(b"saved" * (1 + is_there))
        found = rescan(content, SETTINGS, known, [path, "1.md"])
        assert _is_same(found, _seen(content))


def test_what_came_and_went_is_passed_over(content: Path) -> None:
    """A name that nothing has, and that nothing had; a path that no file can have."""
    known = _seen(content)
    paths = ["4.md", "gone/5.txt", "1.md/below", "a/\0.md", "x" * 5000, "a/new.png"]
    assert rescan(content, SETTINGS, known, paths) == known


def _comes(path: str) -> Change:
    def come(content: Path) -> None:
        (content / path).parent.mkdir(exist_ok=True)
        (content / path).write_bytes(b"x")

    return come


def _is_saved(path: str) -> Change:
    return lambda content: (content / path).write_bytes(b"saved")


def _goes(path: str) -> Change:
    return lambda content: (content / path).unlink()


def _becomes_a_folder(content: Path) -> None:
    (content / "1.md").unlink()
    (content / "1.md").mkdir()


def _becomes_a_link(content: Path) -> None:
    (content / "1.md").rename(content / "drafts/1.md")
    (content / "1.md").symlink_to("drafts/1.md")


def _becomes_a_pipe(content: Path) -> None:
    (content / "1.md").unlink()
    os.mkfifo(content / "1.md")


def _changes_case(content: Path) -> None:
    (content / "1.md").rename(content / "1.MD")


def _folder_goes(content: Path) -> None:
    (content / "a").rename(content / "b")


def _folder_comes(content: Path) -> None:
    (content / "c").mkdir()


@pytest.mark.parametrize(
    ("path", "change"),
    [
        *((path, _comes(path)) for path in ("4.md", "a/4.txt", "1.fa.txt", "a/b.png", "c/x.docx")),
        ("3.sv.txt", _comes("3.sv.txt")),
        *((path, _goes(path)) for path in (*TEXTS, *OTHERS)),
        *((path, _is_saved(path)) for path in OTHERS),
        *(
            ("1.md", change)
            for change in (_becomes_a_folder, _becomes_a_link, _becomes_a_pipe, _changes_case)
        ),
        ("1.MD", _changes_case),
        ("a/2.md", _folder_goes),
        ("b", _folder_goes),
        ("b/2.md", _folder_goes),
        ("c", _folder_comes),
    ],
)
def test_all_else_takes_a_look_at_the_whole_folder(content: Path, path: str, change: Change) -> None:
    """A file that comes, goes or becomes something else; an attachment; a folder: others may mean it."""
    known = _seen(content)
    change(content)
    assert rescan(content, SETTINGS, known, [path]) is None
    assert rescan(content, SETTINGS, known, ["1.md", path, "a/2.md"]) is None


def test_one_such_file_among_others_is_enough(content: Path) -> None:
    """However many texts were saved beside it."""
    known = _seen(content)
    for path in TEXTS:
        (content / path).write_bytes(b"saved")
    assert rescan(content, SETTINGS, known, [*TEXTS, "a/plan.pdf"]) is None


def test_settings_decide_what_is_passed_over(content: Path) -> None:
    """What one archive ignores is the source of another."""
    settings = default_settings()
    known = _seen(content, settings)
    (content / "drafts/9.md").write_bytes(b"saved")
    assert _is_same(rescan(content, settings, known, ["drafts/9.md"]), _seen(content, settings))
    (content / "drafts/new.md").write_bytes(b"new")
    assert rescan(content, settings, known, ["drafts/new.md"]) is None


def test_links_are_looked_at_with_the_whole_folder(content: Path) -> None:
    """A source that is a link, and the file that it leads to, whose own name the settings ignore."""
    (content / "9.md").symlink_to("drafts/9.md")
    known = _seen(content)
    assert "9.md" in known.stamps
    (content / "drafts/9.md").write_bytes(b"saved")
    for path in ("9.md", "drafts/9.md"):
        found = rescan(content, SETTINGS, known, [path])
        assert found is None or _is_same(found, _seen(content)), path
