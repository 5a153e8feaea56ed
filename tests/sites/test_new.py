"""`new` and `explain`: beginning a dispatch, and seeing how one was read."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from minisite import Site, dispatch, made, region

SETTINGS = (
    'timezone = "Pacific/Kiritimati"\n[[series]]\nname = "Special Dispatch"\n[[series]]\nname = "Report"\n'
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An archive with some numbers taken."""
    return made(
        tmp_path,
        {
            "archive.toml": SETTINGS,
            "a.md": dispatch("114-A", series="Special Dispatch"),
            "b.md": dispatch(9, series="Report", status="draft"),
            "special-dispatch/115.md": "This one cannot be read.",
        },
    )


def new(site: Site, *arguments: str) -> Path:
    """The file that `new` writes and names."""
    run = site.run("new", *arguments)
    assert run.status == 0, run.err
    return Path(run.out.removesuffix("\n"))


@pytest.mark.parametrize(
    "title",
    [
        "A plain title",
        'It\'s "quoted": # no comment, {braces} & [brackets]',
        "- dash, ? question, * star, !bang %percent @at `tick`",
        "عنوان عربي مع نصف‌فاصلة",
        "  blanks \t and\nlines  ",
        "2023-10-12",
        "null",
        "\\n is no line end",
        "<script>alert(1)</script>",
    ],
)
def test_a_new_dispatch_is_valid_and_keeps_its_title(site: Site, title: str) -> None:
    """Whatever the title holds, the file reads back with it and builds clean once it has words."""
    site.delete("special-dispatch/115.md")
    path = new(site, title)
    assert path == site.content / "special-dispatch/115.md"
    text = path.read_text(encoding="utf-8")
    assert "status: draft" in text
    path.write_text(text.replace("status: draft\n", "") + "Words.\n", encoding="utf-8")
    site.built("--strict")
    heading = region(site.page("special-dispatch/115.html"), '<h1 data-pagefind-meta="title">', "</h1>")
    shown = " ".join(title.split())
    assert heading == shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace(
        '"', "&#34;"
    ).replace("'", "&#39;")


def test_a_new_dispatch_builds_clean_as_it_is(site: Site) -> None:
    """A draft without words is no error: its author has only begun."""
    site.delete("special-dispatch/115.md")
    new(site, "Begun")
    site.built("--strict")


def test_the_next_number_is_after_the_highest(site: Site) -> None:
    """Numbers count that are drafts, that have a letter, and whose file cannot be read."""
    assert new(site, "One") == site.content / "special-dispatch/116.md"
    assert new(site, "Two") == site.content / "special-dispatch/117.md"
    assert new(site, "Three", "--series", "report") == site.content / "report/10.md"
    assert new(site, "Four", "--series", "Other Series") == site.content / "other-series/1.md"
    assert 'series: "Report"\n' in (site.content / "report/10.md").read_text(encoding="utf-8")


def test_the_date_is_todays_in_the_archives_time_zone(site: Site) -> None:
    """Today is what it is where the archive is; another date may be given."""
    zone = ZoneInfo("Pacific/Kiritimati")
    before = datetime.now(zone).date().isoformat()
    text = new(site, "One").read_text(encoding="utf-8")
    assert any(f"date: {day}\n" in text for day in (before, datetime.now(zone).date().isoformat()))
    text = new(site, "Two", "--date", "1955-09~").read_text(encoding="utf-8")
    assert "date: 1955-09~\n" in text


def test_new_overwrites_nothing(site: Site) -> None:
    """A file of another form that has the next number's name is stepped over."""
    site.write(
        {"special-dispatch/116.txt": "A Title\n\nWords of it.\n", "special-dispatch/117.draft.md": "x"}
    )
    assert new(site, "One") == site.content / "special-dispatch/117.md"


def test_explain_names_blocks_rules_and_lines(site: Site) -> None:
    """Each block has its lines, its kind and the rule that decided; the path and the id mean the same."""
    text = (
        "October 12, 2023 Report No. 12\n\nA Title Of Some Words\n\nIran, Palestinians | Report No. 12\n\n"
        'The text begins here.[1]\n\n"A quotation of one paragraph."\n\n[1] A note.\n\nShare this Report:\n'
    )
    site.write({"texts/12.txt": text})
    by_path = site.run("explain", "texts/12.txt")
    assert by_path.status == 0
    assert site.run("explain", "report/12").out == by_path.out
    assert site.run("explain", str(site.content / "texts/12.txt")).out == by_path.out
    lines = by_path.out.splitlines()
    assert lines[0] == "texts/12.txt: report/12, Report No. 12"
    blocks = [(line.split()[1], line.split("-")[0].strip()) for line in lines[lines.index("") + 1 :]]
    assert blocks == [
        ("banner", "1"),
        ("title", "3"),
        ("subjects", "5"),
        ("paragraph", "7"),
        ("quotation", "9"),
        ("note", "11"),
        ("tail", "13"),
    ]
    assert all(
        rule.strip() for rule in (line[26:].partition("|")[0] for line in lines[lines.index("") + 1 :])
    )


@pytest.mark.parametrize("status", ["draft", "withdrawn", "removed", "embargoed"])
def test_explain_reads_what_is_not_published(site: Site, status: str) -> None:
    """Whatever a dispatch's life, its editor may ask how it was read."""
    site.write(
        {"7.md": dispatch(7, series="Report", status=status, embargo_until="2091-01-01", reason="So.")}
    )
    run = site.run("explain", "report/7")
    assert run.status == 0, run.err
    assert run.out.startswith("7.md: report/7,")


def test_explain_tells_why_a_source_is_refused(site: Site) -> None:
    """A source that cannot be read ends with 1 and its diagnostics."""
    run = site.run("explain", "special-dispatch/115.md")
    assert run.status == 1
    assert "error[title-missing]" in run.err


def test_the_first_steps_work(tmp_path: Path) -> None:
    """From an empty folder: `new`, some words, `check`, and the archive is there."""
    empty = made(tmp_path, {})
    path = new(empty, "Our first dispatch")
    assert path == empty.content / "dispatches/1.md"
    draft = path.read_text(encoding="utf-8")
    path.write_text(draft.replace("status: draft", "status: published") + "Words.\n", encoding="utf-8")
    assert empty.run("check", "--strict").status == 0
    empty.built()
    assert "Our first dispatch" in empty.page("dispatches/1.html")
