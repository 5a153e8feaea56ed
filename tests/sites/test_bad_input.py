"""Bad input: each fault is told with its place, and the rest of the archive is published all the same."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from minisite import Run, Site, dispatch, made, visible

SOUND = {
    "1.md": dispatch(1, "The first report. See Dispatches No. 3."),
    "2.txt": "May 25, 1844 Dispatches No. 2\n\nA Second Report\n\nIts words are plain text.\n",
}
PUBLISHED = {"dispatches/1.html", "dispatches/1.md", "dispatches/2.html", "dispatches/2.txt"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A source that is refused: where its fault is told, and how."""

    text: str | bytes
    code: str
    line: int
    column: int
    message: str


def around(*lines: str) -> str:
    """A dispatch whose front matter has these lines."""
    return "\n".join(["---", "number: 3", *lines, "---", "", "The words of a bad one.", ""])


FAULTS = {
    "no title": Fault(around("date: 1844"), "title-missing", 0, 0, "The dispatch has no title."),
    "a day that no month has": Fault(
        around("title: T", "date: 2023-02-30"), "date-invalid", 4, 7, "2023-02-30"
    ),
    "a date in words": Fault(around("title: T", "date: soon"), "date-invalid", 4, 7, "soon"),
    "quotation marks that stay open": Fault(
        around('title: "open'), "front-matter-syntax", 3, 13, "no valid YAML"
    ),
    "a colon in a plain value": Fault(
        around("title: News: none"), "front-matter-syntax", 3, 12, "no valid YAML"
    ),
    "front matter that stays open": Fault(
        "---\nnumber: 3\ntitle: T\n\nWords.\n", "front-matter-unclosed", 1, 1, "never closed"
    ),
    "a tag": Fault(
        around("title: !!python/object/apply:os.system [id]"), "front-matter-tag", 3, 8, "os.system"
    ),
    "an anchor": Fault(around("title: &here T"), "front-matter-tag", 3, 8, "the anchor &here"),
    "an alias": Fault(around("title: T", "summary: *here"), "front-matter-tag", 4, 10, "the alias *here"),
    "aliases that grow without end": Fault(
        around("title: T", "people: &a [x, x]", "places: [*a, *a, *a]"), "front-matter-tag", 4, 9, "&a"
    ),
    "a key twice": Fault(around("title: T", "title: U"), "front-matter-duplicate", 4, 1, "stands twice"),
    "a list where a text should be": Fault(around("title: [T]"), "front-matter-value", 3, 8, "title"),
    "a status that there is not": Fault(
        around("title: T", "status: secret"), "front-matter-value", 4, 9, "secret"
    ),
    "an open code fence": Fault(
        dispatch(3, "Words.\n\n```python\nprint()\n\nMore words."),
        "code-fence-unclosed",
        9,
        1,
        "never closed",
    ),
    "a note defined twice": Fault(
        dispatch(3, "Words.[^1]\n\n[^1]: One.\n\n[^1]: Two."),
        "note-defined-twice",
        11,
        1,
        "in line 9 and here",
    ),
    "bytes that are no text": Fault(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(range(256)) * 4, "not-text", 0, 0, "no encoding"
    ),
    "a control character": Fault(dispatch(3, "A bell \x07 rings."), "not-text", 7, 8, "U+0007"),
    "nothing at all": Fault(b"", "empty", 0, 0, "no text"),
    "blanks alone": Fault(" \n\n\t\n", "empty", 0, 0, "no text"),
    "a head alone": Fault(
        around("title: T").replace("The words of a bad one.", ""), "empty", 0, 0, "no text"
    ),
    "50 million bytes": Fault(
        dispatch(3).encode() + b"words and words\n\n" * 3_000_000, "too-large", 0, 0, "5,000,000 are allowed"
    ),
    "8 KB of opening brackets": Fault(
        dispatch(3, "[" * 8192), "too-many-brackets", -1, 1, "could take minutes"
    ),
    "20 KB of marked sections": Fault(
        dispatch(3, "<![ " * 5120), "too-many-brackets", 7, 1, "could take minutes"
    ),
    "300 nested lists": Fault(
        dispatch(3, "\n".join("    " * depth + "- item" for depth in range(300))),
        "too-deep",
        39,
        1,
        "nests 33 levels",
    ),
    "300 markers in a line": Fault(dispatch(3, "- " * 300 + "item"), "too-deep", 7, 1, "nests 300 levels"),
    "300 nested elements": Fault(dispatch(3, "<div>" * 300 + "words"), "too-deep", 7, 1, "elements"),
    "a step up in a number": Fault(dispatch("../../3"), "id-invalid", 2, 1, "“..”"),
    "a step up in a series": Fault(dispatch(3, series="../3"), "id-invalid", 5, 1, "“..”"),
    "a step up in an alias": Fault(dispatch(3, aliases="[../3.html]"), "alias-invalid", 5, 11, "../3.html"),
    "an alias from the root": Fault(dispatch(3, aliases="[/3.html]"), "alias-invalid", 5, 11, "/3.html"),
    "an alias that is no page": Fault(dispatch(3, aliases="[3.php]"), "alias-invalid", 5, 11, "3.php"),
    "an original outside": Fault(dispatch(3, original="../../3.txt"), "path-outside", 5, 1, "../../3.txt"),
    "a number of no letter": Fault(dispatch("…"), "id-invalid", 2, 1, "no letter or digit"),
    "a number that is an index page's": Fault(dispatch("index"), "id-invalid", 2, 1, "is kept for"),
    "a series that is an index's": Fault(dispatch(3, series="Subjects"), "id-invalid", 5, 1, "is kept for"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_and_the_rest_is_published(tmp_path: Path, fault: Fault) -> None:
    """One diagnostic of level error, at its place; the other dispatches are published, this one is not."""
    site = made(tmp_path, SOUND | {"bad/3.md": fault.text})
    run = site.run("--keep-going", "--format", "json")
    assert run.status == 1
    errors = [one for one in run.told() if one.severity == "error"]
    assert [(one.code, one.path) for one in errors] == [(fault.code, f"{site.content}/bad/3.md")]
    assert fault.message in errors[0].message
    assert errors[0].hint
    assert errors[0].column == fault.column
    assert fault.line in {-1, errors[0].line}
    assert "Left out: bad/3.md." in run.err
    assert dispatch_files(site) == PUBLISHED


def test_what_is_left_out_is_wanted(tmp_path: Path) -> None:
    """A reference to a refused dispatch is no dead link; the number is on the list of wanted ones."""
    site = made(tmp_path, SOUND | {"bad/3.md": around("date: 1844")})
    assert site.run("--keep-going").status == 1
    assert "3.html" not in site.page("dispatches/1.html")
    assert "Dispatches No. 3" in visible(site.page("references.html"))


def test_two_dispatches_with_one_number_are_both_refused(tmp_path: Path) -> None:
    """Nobody can say which of them is meant, so each is an error that names the other."""
    run = kept_going(tmp_path, {"a.md": dispatch(3), "b.md": dispatch("3", title="Another")})
    told = {Path(one.path).name: one.message for one in run.told() if one.code == "id-duplicate"}
    assert told == {
        "a.md": "Dispatches, number 3, is also the series and number of b.md.",
        "b.md": "Dispatches, number 3, is also the series and number of a.md.",
    }
    assert "Left out: a.md, b.md." in run.err


def test_numbers_that_differ_by_case_are_one(tmp_path: Path) -> None:
    """`3-A` and `3-a` would be one file on some disks."""
    run = kept_going(tmp_path, {"a.md": dispatch("3-A"), "b.md": dispatch("3-a")})
    assert run.codes() == ["id-duplicate"]


def test_dates_that_disagree_are_an_error_in_both_places(tmp_path: Path) -> None:
    """The message names both places and both dates."""
    text = "October 12, 2023 Dispatches No. 3\n\nA Title Of Some Words\n\nThe words of a bad one.\n"
    run = kept_going(tmp_path, {"3.txt": text, "3.meta.yaml": "subjects: [A]\ndate: 2023-10-13\n"})
    (told,) = [one for one in run.told() if one.severity == "error"]
    assert (Path(told.path).name, told.line, told.code) == ("3.meta.yaml", 2, "date-conflict")
    assert "2023-10-13" in told.message
    assert "2023-10-12" in told.message
    assert "Left out: 3.txt." in run.err


def test_numbers_that_disagree_are_an_error(tmp_path: Path) -> None:
    """Banner and side file must give one number."""
    text = "October 12, 2023 Dispatches No. 4\n\nA Title Of Some Words\n\nThe words of a bad one.\n"
    run = kept_going(tmp_path, {"3.txt": text, "3.meta.yaml": "number: 3\n"})
    assert run.codes() == ["number-conflict"]


def test_a_broken_side_file_is_told_by_its_own_name(tmp_path: Path) -> None:
    """The place is in the file that has the fault."""
    text = "October 12, 2023 Dispatches No. 3\n\nA Title Of Some Words\n\nThe words of a bad one.\n"
    run = kept_going(tmp_path, {"3.txt": text, "3.meta.yaml": "subjects: [A\n"})
    (told,) = [one for one in run.told() if one.severity == "error"]
    assert (Path(told.path).name, told.code) == ("3.meta.yaml", "front-matter-syntax")
    assert told.line
    assert "Left out: 3.txt." in run.err


def test_a_name_with_a_line_end_is_refused(tmp_path: Path) -> None:
    """The name is told in one line that moves no terminal's cursor."""
    site = made(tmp_path, SOUND | {"bad\n3.md": dispatch(3)})
    run = site.run("--keep-going")
    assert run.status == 1
    assert r"bad\x0a3.md: error[path-invalid]: Its name has a line end" in run.err
    assert dispatch_files(site) == PUBLISHED


def test_a_link_out_of_the_content_is_not_followed(tmp_path: Path) -> None:
    """Neither a file nor a folder outside is read, whether it is linked as a dispatch or as an image."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "3.md").write_text(dispatch(3, "Secret words."), encoding="utf-8")
    (secret / "a.csv").write_text("secret,words\n", encoding="utf-8")
    site = made(tmp_path / "archive", SOUND | {"5.md": dispatch(5, "[data](a.csv) [up](../../secret/a.csv)")})
    (site.content / "3.md").symlink_to(secret / "3.md")
    (site.content / "a.csv").symlink_to(secret / "a.csv")
    (site.content / "folder").symlink_to(secret)
    run = site.run("--keep-going", "--format", "json")
    assert run.status == 1
    assert [
        Path(one.path).name for one in run.told() if one.code == "path-outside" and one.severity == "error"
    ]
    assert site.holding("Secret words") == []
    assert site.holding("secret,words") == []
    assert dispatch_files(site) == PUBLISHED | {"dispatches/5.html", "dispatches/5.md"}


def test_a_link_that_leads_round_in_a_circle_ends(tmp_path: Path) -> None:
    """A folder linked into itself is looked at once."""
    site = made(tmp_path, SOUND)
    (site.content / "again").symlink_to(site.content)
    site.built()
    assert dispatch_files(site) == PUBLISHED


@pytest.mark.unprivileged
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """It is an error of the content, and the rest is published."""
    site = made(tmp_path / "archive", SOUND | {"bad/3.md": dispatch(3)})
    (site.content / "bad/3.md").chmod(0)
    run = site.run("--keep-going", "-j1")
    assert run.status == 1
    assert "bad/3.md: error[unreadable]: It cannot be read: Permission denied." in run.err
    assert "Left out: bad/3.md." in run.err
    assert dispatch_files(site) == PUBLISHED


def test_scripts_never_reach_a_page(tmp_path: Path) -> None:
    """Elements, handlers, addresses and styles that run are taken out, each told with its place."""
    body = (
        'One <script>alert("run-1")</script> two.\n\n'
        '<img src="x.png" alt="x" onerror="run-2()">\n\n'
        '[three](javascript:run-3) <a href=" java\tscript:run-4">four</a>\n\n'
        '<iframe srcdoc="&lt;script&gt;run-5()&lt;/script&gt;"></iframe>\n\n'
        'Six\n{: onclick="run-6()" style="background:url(run-7)" .kind }\n\n'
        '<svg><script>run-8()</script></svg>\n\n<math><mi xlink:href="data:x,run-9">x</mi></math>\n'
    )
    site = made(tmp_path, SOUND | {"3.md": dispatch(3, body)})
    run = site.built("--format", "json")
    page = site.page("dispatches/3.html")
    for number in range(1, 10):
        assert f"run-{number}" not in page, number
    assert "onerror" not in page
    assert "onclick" not in page
    assert '<p id="p-' in page
    lines = {one.line for one in run.told() if one.code == "html-removed"}
    assert {7, 9, 11, 13, 16, 18} <= lines


def test_scripts_of_a_trusted_folder_do_not_survive_either(tmp_path: Path) -> None:
    """A trusted folder may have forms; nothing of it runs."""
    body = (
        '<form action="https://a.example/"><input name="q" onfocus="run()"></form>\n\n<script>run()</script>'
    )
    site = made(
        tmp_path, {"house/3.md": dispatch(3, body), "archive.toml": '[content]\ntrusted = ["house/**"]'}
    )
    site.built()
    page = site.page("dispatches/3.html")
    assert '<input name="q">' in page
    assert "run()" not in page


def test_a_drawing_with_a_script_is_refused(tmp_path: Path) -> None:
    """The drawing is an error with its line, and not published; the dispatch that shows it is."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg">\n<script>alert(1)</script>\n</svg>'
    site = made(tmp_path, SOUND | {"3.md": dispatch(3, "![A drawing](a.svg)"), "a.svg": drawing})
    run = site.run("--keep-going", "--format", "json")
    (told,) = [one for one in run.told() if one.severity == "error"]
    assert (Path(told.path).name, told.line, told.code) == ("a.svg", 2, "attachment-refused")
    assert "<script>" in told.message
    assert run.status == 1
    assert not any(address.endswith("a.svg") for address in site.addresses())
    assert "A drawing" in visible(site.page("dispatches/3.html"))


def test_control_characters_of_a_source_stay_out_of_the_terminal(tmp_path: Path) -> None:
    """A title with an escape sequence is written out in the messages about it."""
    site = made(tmp_path, {"3.md": dispatch(3, status="\x1b[31mred")})
    run = site.run("check")
    assert run.status == 1
    assert "\x1b" not in run.err


def kept_going(folder: Path, tree: dict[str, str | bytes]) -> Run:
    """A build with faults in which the sound dispatches, and no other, are published."""
    site = made(folder, SOUND | tree)
    run = site.run("--keep-going", "--format", "json")
    assert run.status == 1
    assert dispatch_files(site) == PUBLISHED
    return run


def dispatch_files(site: Site) -> set[str]:
    """What is published of dispatches: pages, sources, attachments."""
    return {address for address in site.addresses() if address.startswith("dispatches/")} - {
        "dispatches/index.html"
    }
