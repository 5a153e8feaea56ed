"""Building again: what changes, what stays, and what is never lost by accident."""

import shutil
import stat
from pathlib import Path

import pytest
from minisite import Site, dispatch, dispatches, made, region
from publications import stamps_in

from readingroom.cli import main

SETTINGS = 'title = "Old Wires"\nbase_url = "https://wires.example/"\n'
TREE = {
    "archive.toml": SETTINGS,
    "1.md": dispatch(1, "The first one.", subjects="[Cables]"),
    "2.md": dispatch(2, "It follows Dispatches No. 1.", subjects="[Cables, Towers]"),
    "3.txt": "May 24, 1845 Dispatches No. 3\n\nA Third Report\n\nIt is of plain text.\n",
    "plan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    "4.md": dispatch(4, "![The plan](plan.svg)"),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A small archive, built once."""
    site = made(tmp_path, TREE)
    site.built()
    return site


def test_a_second_build_touches_no_file(site: Site) -> None:
    """Where nothing changed no file is written again: each keeps its inode and its time."""
    before = stamps_in(site.output)
    run = site.built()
    assert "(0 of 4 sources read anew)" in run.err
    assert "0 files added, 0 changed, 0 removed" in run.err
    assert stamps_in(site.output) == before


def test_a_clean_build_gives_the_same_files(site: Site) -> None:
    """`--clean` reads everything anew and finds nothing to change."""
    before = stamps_in(site.output)
    run = site.built("--clean")
    assert "(4 of 4 sources read anew)" in run.err
    assert stamps_in(site.output) == before


def test_an_edit_changes_the_page_and_what_shows_it(site: Site) -> None:
    """After an edit of the text the page says the new words, and pages that show none of them stay."""
    before = stamps_in(site.output)
    site.write({"1.md": dispatch(1, "The first one, mended.", subjects="[Cables]")})
    run = site.built()
    assert "(1 of 4 sources read anew)" in run.err
    assert "The first one, mended." in region(site.page("dispatches/1.html"), '<div class="body">', "</div>")
    changed = {address for address, stamp in stamps_in(site.output).items() if before.get(address) != stamp}
    assert {"dispatches/1.html", "dispatches/1.md", "manifest-sha256.txt"} <= changed
    assert not {"dispatches/2.html", "dispatches/3.html", "subjects/towers.html", "404.html"} & changed


def test_incremental_and_clean_agree_after_each_of_many_edits(tmp_path: Path, site: Site) -> None:
    """Whatever is edited, the build from the cache and one from nothing give the same bytes."""
    edits = [
        {"1.md": dispatch(1, "Other words.", subjects="[Masts]", date="1850")},
        {"archive.toml": SETTINGS + 'institution = "The Institute"\n'},
        {"archive.toml": SETTINGS + '[[series]]\nname = "Report"\nforms = ["R {n}"]\n'},
        {"5.md": dispatch(7, "See R 1, Dispatches No. 2 and [[3]].", series="Report")},
        {"3.meta.yaml": "status: withdrawn\nreason: Untrue.\n"},
        {"authority/topics.toml": '[[entity]]\nid = "m"\nname = "Masts"\nvariants = ["Cables"]\n'},
    ]
    for count, edit in enumerate(edits):
        site.write(edit)
        site.built()
        files = {path.relative_to(site.content).as_posix(): path for path in site.content.rglob("*")}
        tree = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
        fresh = made(tmp_path / f"fresh-{count}", tree)
        fresh.built()
        assert site.manifest() == fresh.manifest(), edit
        assert site.addresses() == fresh.addresses(), edit


def test_a_deleted_source_takes_its_pages_with_it(site: Site) -> None:
    """Page, source, attachments and folders go; references to it become wanted numbers."""
    site.delete("1.md", "4.md", "plan.svg")
    site.built()
    gone = {address for address in site.addresses() if address.startswith(("dispatches/1", "dispatches/4"))}
    assert not gone
    assert not (site.output / "dispatches/4").exists()
    assert '<a href="1.html' not in site.page("dispatches/2.html")
    assert "Dispatches No. 1" in site.page("references.html")


def test_a_renamed_source_keeps_its_address(site: Site) -> None:
    """The address is made of series and number, not of the file's name: no byte of any page changes."""
    before = site.manifest()
    (site.content / "archive-of-old").mkdir()
    (site.content / "2.md").rename(site.content / "archive-of-old" / "second.md")
    site.built()
    assert site.manifest() == before


def test_errors_leave_the_published_site_as_it_was(site: Site) -> None:
    """With an error in the content not a single file is touched, whatever else was edited."""
    before = stamps_in(site.output)
    site.write({"1.md": dispatch(1, "Edited."), "9.md": dispatch(9, date="never")})
    assert site.run("build").status == 1
    assert stamps_in(site.output) == before


def test_a_dispatch_that_fails_is_absent_as_in_a_clean_build(tmp_path: Path, site: Site) -> None:
    """Under `--keep-going` the page of a dispatch that now fails goes; the old one is not kept."""
    broken = {"1.md": dispatch(1, date="never")}
    site.write(broken)
    run = site.run("--keep-going")
    assert run.status == 1
    assert "Left out: 1.md." in run.err
    assert "dispatches/1.html" not in site.addresses()
    fresh = made(tmp_path / "fresh", TREE | broken)
    assert fresh.run("--keep-going").status == 1
    assert site.manifest() == fresh.manifest()
    site.write({"1.md": TREE["1.md"]})
    site.built()
    assert "dispatches/1.html" in site.addresses()


def test_a_dry_run_lists_and_writes_nothing(site: Site) -> None:
    """`--dry-run` names what would be added, changed and removed, and touches neither site nor lock."""
    before, manifest = stamps_in(site.output), site.manifest()
    site.write({"5.md": dispatch(5), "1.md": dispatch(1, "Edited.", subjects="[Cables]")})
    site.delete("4.md")
    run = site.run("build", "--dry-run")
    assert run.status == 0
    lines = run.out.splitlines()
    assert {"+ dispatches/5.html", "~ dispatches/1.html", "- dispatches/4.html"} <= set(lines)
    assert "~ dispatches/2.html" not in lines, "what it shows of others did not change"
    assert stamps_in(site.output) == before
    assert site.manifest() == manifest
    assert sorted(path.name for path in site.root.iterdir()) == [".readingroom", "content", "output"]


def test_a_dry_run_before_the_first_build_makes_no_folder(tmp_path: Path) -> None:
    """Where nothing was published all is listed as added."""
    site = made(tmp_path, TREE)
    run = site.run("build", "--dry-run")
    assert run.status == 0
    assert all(line.startswith("+ ") for line in run.out.splitlines())
    assert not site.output.exists()


def test_check_writes_nothing_but_the_cache(tmp_path: Path) -> None:
    """`check` leaves content and output alone."""
    site = made(tmp_path, TREE)
    before = stamps_in(site.content)
    assert site.run("check").status == 0
    assert stamps_in(site.content) == before
    assert sorted(path.name for path in site.root.iterdir()) == [".readingroom", "content"]


def test_many_removals_stop_the_build(tmp_path: Path) -> None:
    """More than a tenth of the dispatches, and at least ten: the content folder may not be mounted."""
    site = made(tmp_path, dispatches(range(30)))
    site.built()
    before = stamps_in(site.output)
    site.delete(*(f"{number}.md" for number in range(10)))
    rehearsed = site.run("build", "--dry-run")
    assert rehearsed.status == 1
    assert "error[mass-removal]" in rehearsed.err
    run = site.run("build")
    assert run.status == 1
    assert "error[mass-removal]: This build would remove 10 of 30 published dispatches." in run.err
    assert "--allow-removals" in run.err
    assert stamps_in(site.output) == before
    assert site.run("build", "--keep-going").status == 1, "to keep going is not to agree"
    site.built("--allow-removals")
    assert "dispatches/9.html" not in site.addresses()


def test_few_removals_go_through(tmp_path: Path) -> None:
    """Nine of thirty are below the least number, ten of a hundred are no more than a tenth."""
    few = made(tmp_path / "few", dispatches(range(30)))
    few.built()
    few.delete(*(f"{number}.md" for number in range(9)))
    few.built()
    share = made(tmp_path / "share", dispatches(range(100)))
    share.built("-j1")
    share.delete(*(f"{number}.md" for number in range(10)))
    share.built("-j1")


def test_lists_that_go_are_no_dispatches(tmp_path: Path) -> None:
    """Pages of names and dates may go in any number: they come and go with the fields."""
    names = ", ".join(f"Name {number}" for number in range(40))
    site = made(tmp_path, {"1.md": dispatch(1, people=f"[{names}]"), "2.md": dispatch(2)})
    site.built()
    site.write({"1.md": dispatch(1)})
    run = site.built()
    assert "41 removed" in run.err


def test_an_empty_content_folder_does_not_wipe_the_site(tmp_path: Path) -> None:
    """A folder that lost all its files is the accident that the guard is for."""
    site = made(tmp_path, dispatches(range(12)))
    site.built()
    site.delete(*(f"{number}.md" for number in range(12)))
    assert site.run("build").status == 1
    assert "dispatches/3.html" in site.addresses()


def test_files_of_others_stay(site: Site) -> None:
    """What we did not write is carried over and named; at an address of ours it is an error."""
    (site.output / "CNAME").write_text("wires.example", encoding="utf-8")
    site.write({"5.md": dispatch(5)})
    run = site.built("--verbose")
    assert "notice[file-unknown]: CNAME" in run.err
    assert site.page("CNAME") == "wires.example"
    (site.output / "dispatches/6.html").write_text("mine", encoding="utf-8")
    site.write({"6.md": dispatch(6)})
    run = site.run("build", "--keep-going")
    assert run.status == 1
    assert "error[address-occupied]: dispatches/6.html" in run.err
    assert "Nothing was published" in run.err
    assert site.page("dispatches/6.html") == "mine"


def test_a_broken_cache_is_no_error(site: Site) -> None:
    """A cache of another kind, or of none, means that all is read anew."""
    before = stamps_in(site.output)
    for junk in (b"", b"no database" * 999, b"SQLite format 3\0" + bytes(2000)):
        for path in (site.root / ".readingroom").iterdir():
            if path.is_file() and path.name != "published":
                path.unlink()
        (site.root / ".readingroom/cache.sqlite").write_bytes(junk)
        assert "(4 of 4 sources read anew)" in site.built().err
        assert stamps_in(site.output) == before


def test_a_lost_cache_is_no_loss(site: Site) -> None:
    """The cache may be deleted at any time, the whole folder of it."""
    before = stamps_in(site.output)
    shutil.rmtree(site.root / ".readingroom")
    site.built()
    assert stamps_in(site.output) == before


def test_permissions_are_those_of_a_web_site(site: Site) -> None:
    """Regular files of 0644 in folders of 0755, whatever the sources have."""
    (site.content / "1.md").chmod(0o600)
    site.built("--clean")
    for path in site.output.rglob("*"):
        mode = path.lstat().st_mode
        assert stat.S_IMODE(mode) == (0o755 if stat.S_ISDIR(mode) else 0o644), path
        assert stat.S_ISDIR(mode) or stat.S_ISREG(mode)


@pytest.mark.unprivileged
def test_content_that_may_only_be_read_is_published_elsewhere(tmp_path: Path) -> None:
    """Where there can be no cache beside the content the build does without."""
    site = made(tmp_path / "archive", TREE)
    site.root.chmod(0o555)
    public = Site(tmp_path / "public")
    status = main(["-j1", "--quiet", "--content", str(site.content), "--output", str(public.output)])
    site.root.chmod(0o755)
    assert status == 0
    assert "dispatches/1.html" in public.addresses()
    assert sorted(path.name for path in site.root.iterdir()) == ["content"]


def test_names_with_blanks_and_of_any_script_are_fine(tmp_path: Path) -> None:
    """The folders may be called anything, the files too."""
    site = made(
        tmp_path / "Ünsere Ärchive 2024 (kopie)" / "أرشيف #1",
        {
            "Jahr 1844/erster bericht.md": dispatch(
                1, "![Plan](Plan%20é%20%231%20100%25.svg) [two](../Jahr%201845/zwei.md)"
            ),
            "Jahr 1844/Plan é #1 100%.svg": TREE["plan.svg"],
            "Jahr 1845/zwei.md": dispatch(2),
        },
    )
    site.built()
    assert "dispatches/1/Plan é #1 100%.svg" in site.addresses()
    assert '<a href="2.html"' in site.page("dispatches/1.html")
    assert 'src="1/Plan%20%C3%A9%20%231%20100%25.svg"' in site.page("dispatches/1.html")


def test_content_alone_is_enough(tmp_path: Path) -> None:
    """Without archive.toml the defaults serve; one notice says what a base_url would add."""
    site = made(tmp_path, {"1.txt": "A Report\n\nOf few words.\n"})
    run = site.built("--format", "json")
    assert [one.code for one in run.told()] == ["base-url-missing"]
    assert "dispatches/1.html" in site.addresses()
    assert "feed.xml" not in site.addresses()
    assert "sitemap.xml" not in site.addresses()


def test_no_dispatches_make_an_archive_too(tmp_path: Path) -> None:
    """An empty folder gives a front page that says so."""
    site = made(tmp_path, {})
    site.built()
    assert "no dispatches yet" in site.page("index.html")
