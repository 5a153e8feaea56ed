"""What lies in the content folder, and what is read of it."""

import os
import shutil
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import pytest

from readingroom.config import default_settings
from readingroom.diagnostics import Code, Diagnostic, Severity, as_text
from readingroom.model.source import Form, Source
from readingroom.read import Inventory, SourceFile, load, load_bytes, scan

SETTINGS = default_settings()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An empty content folder, with a file outside that nobody may read."""
    (tmp_path / "secret.txt").write_bytes(b"secret")
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def lay(content: Path, *paths: str, data: bytes = b"x") -> None:
    """Puts files of the same bytes into the content folder."""
    for path in paths:
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def sources(inventory: Inventory) -> list[str]:
    """The paths of the dispatches."""
    return [source.path for source in inventory.sources]


def codes(inventory: Inventory) -> list[tuple[Code, str]]:
    """Code and path of each diagnostic."""
    return [(diagnostic.code, diagnostic.path) for diagnostic in inventory.diagnostics]


def read(content: Path, path: str) -> Source | Diagnostic:
    """One dispatch of the folder."""
    file = next(file for file in scan(content, SETTINGS).sources if file.path == path)
    return load(content, file)


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG, as far as its size."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + crc32(header).to_bytes(4, "big")


def test_files_are_sorted_by_kind_and_path(content: Path) -> None:
    """Dispatches of both forms and attachments, each once, in the order of their paths."""
    lay(content, "b.md", "a/2.txt", "a/10.TXT", "a.png", "z/scan.PDF", "a/data.csv")
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == ["a/10.TXT", "a/2.txt", "b.md"]
    assert [source.form for source in inventory.sources] == [Form.TEXT, Form.TEXT, Form.MARKDOWN]
    assert [item.path for item in inventory.attachments] == ["a.png", "a/data.csv", "z/scan.PDF"]
    assert [item.media_type for item in inventory.attachments] == ["image/png", "text/csv", "application/pdf"]
    assert inventory.diagnostics == ()
    assert scan(content, SETTINGS) == inventory


def test_a_source_is_told_from_an_older_one(content: Path) -> None:
    """Size and time of every file that counts are in the inventory, those of side files too."""
    lay(content, "1.txt", "1.meta.yaml", "a.png", data=b"four")
    inventory = scan(content, SETTINGS)
    assert sorted(inventory.stamps) == ["1.meta.yaml", "1.txt", "a.png"]
    assert inventory.sources[0].size == 4
    assert inventory.sources[0].mtime_ns == (content / "1.txt").stat().st_mtime_ns
    os.utime(content / "1.meta.yaml", (1, 1))
    assert scan(content, SETTINGS).stamps != inventory.stamps


@pytest.mark.parametrize(
    "path",
    [
        "archive.toml",
        "authority/people.toml",
        "authority/notes.md",
        ".git/config.txt",
        "a/.hidden.md",
        "a/1.md~",
        "#1.md#",
        ".#1.md",
        "~$1.txt",
        "1.txt.bak",
        "1.md.swp",
        "1.md.tmp",
        "1.txt.orig",
        "Thumbs.db",
        "a/desktop.ini",
        "4913",
        "1.md___jb_tmp___",
        "scan.pdf.crdownload",
    ],
)
def test_what_is_no_content_is_passed_over(content: Path, path: str) -> None:
    """The archive's own files, hidden files and what editors leave behind: not even a diagnostic."""
    lay(content, path)
    assert scan(content, SETTINGS) == Inventory()


def test_only_the_archives_own_files_are_passed_over(content: Path) -> None:
    """Files of the same names further down are content."""
    lay(content, "a/authority/1.md", "a/archive.toml", "authority.md")
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == ["a/authority/1.md", "authority.md"]
    assert codes(inventory) == [(Code.ATTACHMENT_TYPE, "a/archive.toml")]


@pytest.mark.parametrize(
    ("glob", "passed_over"),
    [
        ("*.md", ["a.md", "a/b.md", "a/b/c.md"]),
        ("/*.md", ["a.md"]),
        ("a/*.md", ["a/b.md"]),
        ("a/**/*.md", ["a/b.md", "a/b/c.md"]),
        ("**/b/*", ["a/b/c.md"]),
        ("b", ["a/b/c.md"]),
        ("b/", ["a/b/c.md"]),
        ("a", ["a/b.md", "a/b/c.md", "a/x1.txt", "a/x2.txt"]),
        ("a/b", ["a/b/c.md"]),
        ("a/**", ["a/b.md", "a/b/c.md", "a/x1.txt", "a/x2.txt"]),
        ("x?.txt", ["a/x1.txt", "a/x2.txt"]),
        ("x[1].txt", ["a/x1.txt"]),
        ("x[!1].txt", ["a/x2.txt"]),
        ("x[.txt", []),
        ("a.+", []),
        ("", []),
        ("/", []),
    ],
)
def test_globs_of_the_settings_are_passed_over(content: Path, glob: str, passed_over: list[str]) -> None:
    """A name at any depth without a slash, a path with one; what lies in a folder goes with it."""
    paths = ["a.md", "a/b.md", "a/b/c.md", "a/x1.txt", "a/x2.txt"]
    lay(content, *paths)
    found = scan(content, replace(SETTINGS, ignore=(glob,)))
    assert sources(found) == [path for path in paths if path not in passed_over]
    assert found.diagnostics == ()


def test_folders_can_be_trusted(content: Path) -> None:
    """Every dispatch in a folder that the settings name, and no other."""
    lay(content, "old/1.md", "old/deep/2.md", "new/3.md")
    inventory = scan(content, replace(SETTINGS, trusted=("old",)))
    assert {source.path: source.trusted for source in inventory.sources} == {
        "new/3.md": False,
        "old/1.md": True,
        "old/deep/2.md": True,
    }
    loaded = load(content, inventory.sources[1])
    assert isinstance(loaded, Source)
    assert loaded.folder_trusted


def test_a_type_that_is_not_published_is_told(content: Path) -> None:
    """Anything off the list is a warning; a glob of the settings lets it in."""
    lay(content, "a.docx", "b.html", "README", "c.markdown")
    assert codes(scan(content, SETTINGS)) == [
        (Code.ATTACHMENT_TYPE, path) for path in ("README", "a.docx", "b.html", "c.markdown")
    ]
    inventory = scan(content, replace(SETTINGS, attachments=("*.docx", "README")))
    assert {item.path: item.media_type for item in inventory.attachments} == {
        "README": "application/octet-stream",
        "a.docx": "application/octet-stream",
    }


def test_a_dispatchs_form_may_be_attached(content: Path) -> None:
    """What a glob of attachments names is one, though its suffix is a dispatch's."""
    lay(content, "1.txt", "tables/raw.txt", "tables/readme.md")
    inventory = scan(content, replace(SETTINGS, attachments=("tables/*",)))
    assert sources(inventory) == ["1.txt"]
    assert [item.media_type for item in inventory.attachments] == ["text/plain", "text/markdown"]


def test_a_side_file_belongs_to_its_dispatch(content: Path) -> None:
    """It is read with it, bytes and all."""
    lay(content, "a/1.txt", data=b"text")
    lay(content, "a/1.meta.yaml", data=b"number: 1")
    lay(content, "a/2.txt", "3.TXT", "3.meta.yaml")
    inventory = scan(content, SETTINGS)
    assert [source.sidecar for source in inventory.sources] == ["3.meta.yaml", "a/1.meta.yaml", ""]
    loaded = read(content, "a/1.txt")
    assert loaded == Source(path="a/1.txt", form=Form.TEXT, data=b"text", sidecar=b"number: 1")
    assert inventory.diagnostics == ()


@pytest.mark.parametrize("beside", ["1.md", "2.txt", "a/1.txt", "1.pdf"])
def test_a_side_file_without_a_plain_text_dispatch_is_told(content: Path, beside: str) -> None:
    """Also where only a Markdown dispatch has that name: its metadata stand in itself."""
    lay(content, "1.meta.yaml", beside)
    inventory = scan(content, SETTINGS)
    assert codes(inventory) == [(Code.SIDECAR_ORPHAN, "1.meta.yaml")]
    assert "1.txt" in inventory.diagnostics[0].message


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("1.fa.txt", "fa"),
        ("1.he.TXT", "he"),
        ("1.ckb.txt", "ckb"),
        ("1.zh-Hant-TW.txt", "zh-Hant-TW"),
        ("1.sr-Latn.txt", "sr-Latn"),
        ("1.de-1901.txt", "de-1901"),
    ],
)
@pytest.mark.parametrize("form", ["md", "txt"])
def test_a_text_in_another_language_is_an_original(
    content: Path, path: str, language: str, form: str
) -> None:
    """Beside the dispatch of the same name, with a language tag before its suffix."""
    lay(content, f"1.{form}", path)
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == [f"1.{form}"]
    assert [(file.path, file.of, file.language) for file in inventory.originals] == [
        (path, f"1.{form}", language)
    ]


@pytest.mark.parametrize(
    "path",
    [
        "1.old.txt",
        "1.final.txt",
        "1.2.txt",
        "1.v2.txt",
        "1.xx.txt",
        "1.fa.md",
        "2.fa.txt",
        "a/1.fa.txt",
        "fa.txt",
        "1fa.txt",
        "1.fa-.txt",
        "1.fa-IR-.txt",
        "1..txt",
    ],
)
def test_other_names_are_dispatches(content: Path, path: str) -> None:
    """No tag, a word that is no language, another form, no dispatch of that name beside it."""
    lay(content, "1.txt", path)
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == sorted(["1.txt", path])
    assert inventory.originals == ()


def test_an_original_has_no_original(content: Path) -> None:
    """A second tag makes a dispatch of its own, since there is no dispatch of the name before it."""
    lay(content, "1.txt", "1.fa.txt", "1.fa.en.txt")
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == ["1.fa.en.txt", "1.txt"]
    assert [file.path for file in inventory.originals] == ["1.fa.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names on Windows")
@pytest.mark.parametrize(
    "name", ["a\nb.txt", "a\tb.md", "a\x7f.txt", "a\\b.txt", "a\u2028b.txt", "a\x1b[31m.txt"]
)
def test_a_name_that_no_address_has_is_an_error(content: Path, name: str) -> None:
    """It is named in a form that a terminal shows, and the rest is read."""
    lay(content, "1.txt", f"in/{name}")
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == ["1.txt"]
    assert [code for code, _ in codes(inventory)] == [Code.PATH_INVALID]
    assert as_text(inventory.diagnostics[0]).splitlines()[0].isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_an_error(content: Path) -> None:
    """Bytes that are no UTF-8 are written out."""
    Path(os.fsdecode(os.fsencode(content) + b"/caf\xe9.txt")).write_bytes(b"x")
    inventory = scan(content, SETTINGS)
    assert codes(inventory) == [(Code.PATH_INVALID, "caf\\xe9.txt")]
    as_text(inventory.diagnostics[0]).encode()


def test_a_folder_of_such_a_name_is_one_error(content: Path) -> None:
    """Not one for each file in it."""
    lay(content, "a\nb/1.txt", "a\nb/2.txt")
    assert codes(scan(content, SETTINGS)) == [(Code.PATH_INVALID, "a\nb")]


@pytest.mark.parametrize(
    "target", ["../secret.txt", "..", "/etc/passwd", "../content-2", "sub/../../secret.txt"]
)
def test_a_link_out_of_the_folder_is_an_error(content: Path, target: str) -> None:
    """A file or folder outside, also one whose name begins like ours, is not even looked at."""
    lay(content, "sub/1.txt")
    lay(content.parent / "content-2", "2.txt")
    (content / "link.txt").symlink_to(target)
    inventory = scan(content, SETTINGS)
    assert codes(inventory) == [(Code.PATH_OUTSIDE, "link.txt")]
    assert inventory.diagnostics[0].severity is Severity.ERROR
    assert sources(inventory) == ["sub/1.txt"]


def test_a_link_to_a_link_out_of_the_folder_is_an_error(content: Path) -> None:
    """What counts is where the file really lies."""
    (content / "one.txt").symlink_to("two.txt")
    (content / "two.txt").symlink_to("../secret.txt")
    assert [code for code, _ in codes(scan(content, SETTINGS))] == [Code.PATH_OUTSIDE] * 2


def test_a_dispatch_is_read_once_whatever_links_to_it(content: Path) -> None:
    """Where it lies; an attachment has a path more, since links to it are relative."""
    lay(content, "2023/1.txt", "2023/a.png")
    (content / "latest").symlink_to("2023")
    (content / "copy.txt").symlink_to("2023/1.txt")
    (content / "self").symlink_to(".")
    (content / "2023" / "up").symlink_to("..")
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == ["2023/1.txt"]
    assert [item.path for item in inventory.attachments] == ["2023/a.png", "latest/a.png"]
    assert inventory.diagnostics == ()


def test_a_link_to_what_is_else_passed_over_is_followed(content: Path) -> None:
    """A dispatch may lie in a hidden folder and be linked from where it belongs, once."""
    lay(content, ".store/ab12", data=b"text")
    (content / "b.txt").symlink_to(".store/ab12")
    (content / "a.txt").symlink_to(".store/ab12")
    assert sources(scan(content, SETTINGS)) == ["a.txt"]
    loaded = read(content, "a.txt")
    assert isinstance(loaded, Source)
    assert loaded.data == b"text"


def test_folders_that_link_to_each_other_end(content: Path) -> None:
    """However links are laid, a scan ends, and no file is missed."""
    for name in "abcdefgh":
        lay(content, f"{name}/{name}.txt", f"{name}/{name}.png")
        for other in "abcdefgh":
            (content / name / f"to-{other}").symlink_to(f"../{other}")
    inventory = scan(content, SETTINGS)
    assert sources(inventory) == [f"{name}/{name}.txt" for name in "abcdefgh"]
    assert len(inventory.attachments) == 8 + 8 * 7
    assert inventory.diagnostics == ()


@pytest.mark.parametrize("target", ["absent.txt", "link.txt"])
def test_a_link_that_leads_nowhere_is_an_error(content: Path, target: str) -> None:
    """No file, or the link itself."""
    (content / "link.txt").symlink_to(target)
    assert codes(scan(content, SETTINGS)) == [(Code.UNREADABLE, "link.txt")]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files on Windows")
def test_a_pipe_is_no_dispatch(content: Path) -> None:
    """It is an error, and nobody waits for what never comes."""
    os.mkfifo(content / "1.txt")
    assert codes(scan(content, SETTINGS)) == [(Code.UNREADABLE, "1.txt")]
    loaded = load_bytes(content, "1.txt")
    assert isinstance(loaded, Diagnostic)
    assert loaded.code is Code.UNREADABLE


def test_a_folder_may_have_the_name_of_a_dispatch(content: Path) -> None:
    """It is a folder."""
    lay(content, "1.txt/2.txt")
    assert sources(scan(content, SETTINGS)) == ["1.txt/2.txt"]


def test_no_folder_at_all(tmp_path: Path) -> None:
    """A content folder that is not there is a diagnostic like any other."""
    assert codes(scan(tmp_path / "absent", SETTINGS)) == [(Code.UNREADABLE, "")]


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/passwd", "sub/../../secret.txt", "../content/../secret.txt"]
)
def test_no_path_leads_out(content: Path, path: str) -> None:
    """Whatever a source names, nothing outside the folder is read."""
    lay(content, "sub/1.txt")
    loaded = load_bytes(content, path)
    assert isinstance(loaded, Diagnostic)


def test_a_parent_folder_that_is_swapped_is_noticed(content: Path) -> None:
    """A folder that becomes a link to the outside after the scan gives nothing away."""
    lay(content, "sub/secret.txt", data=b"public")
    file = scan(content, SETTINGS).sources[0]
    shutil.rmtree(content / "sub")
    (content / "sub").symlink_to(content.parent)
    loaded = load(content, file)
    assert isinstance(loaded, Diagnostic)
    assert loaded.code is Code.PATH_OUTSIDE


def test_a_content_folder_behind_a_link_is_read(content: Path, tmp_path: Path) -> None:
    """The folder itself may be a link; what counts is what lies in it."""
    lay(content, "1.txt", data=b"text")
    (tmp_path / "alias").symlink_to(content)
    inventory = scan(tmp_path / "alias", SETTINGS)
    loaded = load(tmp_path / "alias", inventory.sources[0])
    assert isinstance(loaded, Source)
    assert loaded.data == b"text"


def test_a_dispatch_that_vanished_is_a_diagnostic(content: Path) -> None:
    """So is one whose side file did."""
    lay(content, "1.txt", "2.txt", "2.meta.yaml")
    first, second = scan(content, SETTINGS).sources
    (content / "1.txt").unlink()
    (content / "2.meta.yaml").unlink()
    for file, path in ((first, "1.txt"), (second, "2.meta.yaml")):
        loaded = load(content, file)
        assert isinstance(loaded, Diagnostic)
        assert (loaded.code, loaded.path) == (Code.UNREADABLE, path)


def test_a_huge_file_is_not_read(content: Path) -> None:
    """A file that would fill the memory is refused by its size."""
    with (content / "1.txt").open("wb") as file:
        file.truncate(65 << 20)
    loaded = read(content, "1.txt")
    assert isinstance(loaded, Diagnostic)
    assert loaded.code is Code.TOO_LARGE


@pytest.mark.unprivileged
def test_what_may_not_be_read_is_an_error(content: Path) -> None:
    """A locked file and a locked folder are named, the rest is read."""
    lay(content, "1.txt", "2.txt", "locked/3.txt", "a.png")
    for name, mode in (("2.txt", 0), ("a.png", 0), ("locked", 0)):
        (content / name).chmod(mode)
    inventory = scan(content, SETTINGS)
    assert codes(inventory) == [(Code.UNREADABLE, "a.png"), (Code.UNREADABLE, "locked")]
    assert sources(inventory) == ["1.txt", "2.txt"]
    loaded = load(content, inventory.sources[1])
    assert isinstance(loaded, Diagnostic)
    assert (loaded.code, loaded.path) == (Code.UNREADABLE, "2.txt")
    (content / "locked").chmod(0o700)


def test_an_attachment_is_hashed_and_measured(content: Path) -> None:
    """Its digest is that of its bytes; the size of an image is that of its header."""
    lay(content, "a.png", data=png(640, 480))
    lay(content, "b.csv", data=b"a,b\n" * 1_000_000)
    lay(content, "c.gif", data=b"no image at all")
    image, table, broken = scan(content, SETTINGS).attachments
    assert (image.width, image.height) == (640, 480)
    assert image.digest == sha256(png(640, 480)).hexdigest()
    assert (table.size, table.digest) == (4_000_000, sha256(b"a,b\n" * 1_000_000).hexdigest())
    assert (table.width, broken.width, broken.height) == (0, 0, 0)


def test_attachments_as_they_were_are_not_read_again(content: Path) -> None:
    """A file with the stamp that an earlier inventory knows is taken from there, refusals too."""
    lay(content, "a.png", data=png(1, 2))
    lay(content, "b.svg", data=b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>")
    lay(content, "c.csv", data=b"1")
    known = scan(content, SETTINGS)
    forged = replace(known, attachments=tuple(replace(item, digest="known") for item in known.attachments))
    lay(content, "c.csv", data=b"22")
    inventory = scan(content, SETTINGS, forged)
    assert [item.digest for item in inventory.attachments] == ["known", sha256(b"22").hexdigest()]
    assert codes(inventory) == [(Code.ATTACHMENT_REFUSED, "b.svg")]
    lay(content, "b.svg", data=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert codes(scan(content, SETTINGS, inventory)) == []


def test_the_order_of_a_folder_does_not_matter(content: Path, tmp_path: Path) -> None:
    """Two folders that were filled in opposite order give one inventory, stamps aside."""
    paths = [
        f"{folder}/{name}" for folder in "abc" for name in ("1.txt", "1.fa.txt", "2.md", "x.png", "y.zip")
    ]
    lay(content, *paths)
    lay(tmp_path / "other", *reversed(paths))
    one, other = scan(content, SETTINGS), scan(tmp_path / "other", SETTINGS)
    assert replace(one, stamps={}, sources=()) == replace(other, stamps={}, sources=())
    assert sources(one) == sources(other)


@pytest.mark.corpus
def test_real_dispatches_are_all_found(corpus: Path) -> None:
    """Every file of the corpus in a dispatch's form is a source, and its bytes are read as they are."""
    inventory = scan(corpus, SETTINGS)
    expected = sorted(
        path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.suffix in {".md", ".txt"}
    )
    assert sorted([*sources(inventory), *(file.path for file in inventory.originals)]) == expected
    for file in inventory.sources[::200]:
        loaded = load(corpus, file)
        assert isinstance(loaded, Source)
        assert loaded.data == (corpus / file.path).read_bytes()


def test_a_source_file_can_be_made_by_hand(content: Path) -> None:
    """`load` needs no scan."""
    lay(content, "1.md", data=b"# 1")
    loaded = load(content, SourceFile(path="1.md", form=Form.MARKDOWN, size=3, mtime_ns=0))
    assert loaded == Source(path="1.md", form=Form.MARKDOWN, data=b"# 1")
