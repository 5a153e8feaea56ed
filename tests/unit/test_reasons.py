"""`build --why PAGE`: in words, why a page is other than it was.

Each test edits a small archive that was built before, and asks about pages that the edit reaches.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from minisite import ROOT, Site, made
from signals import PEOPLE, SETTINGS, TREE, first, signal, third

Edit = Callable[[Site], object]
FIRST, SEVENTH = "signal-dispatch/1", "signal-dispatch/7"
CITING = {"13.md": signal(13, "It follows Signal Dispatch No. 1.")}
OTHER_WORDS = {"7.md": signal(7, "Other words.")}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The archive of signals, built, with an overlay of the theme that is empty yet."""
    site = made(tmp_path, TREE)
    (tmp_path / "theme").mkdir()
    build(site)
    return site


def build(site: Site, *arguments: str) -> list[str]:
    """Builds; the lines that it answers."""
    return site.built("-j1", "--templates", str(site.root / "theme"), *arguments).out.splitlines()


def why(site: Site, page: str) -> list[str]:
    """The lines about a page that a build would change, which leaves all as it was for the next question."""
    lines = build(site, "--dry-run", "--allow-removals", "--why", page)
    return [line for line in lines if not re.match(r"[-+~] ", line)]


def own_template(site: Site, name: str, old: str, new: str) -> None:
    """Lays a template over the theme's own."""
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert old in text
    (site.root / "theme" / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def edited_template(site: Site) -> None:
    """Changes what every dispatch's page is made with."""
    own_template(site, "dispatch.html", "<article", "<article data-own")


def test_a_new_citation_is_named_with_what_cites(site: Site) -> None:
    """A page is told to be cited by what is new, and by nothing else."""
    site.write(CITING)
    assert why(site, FIRST) == [f"{FIRST}.html changed:", "  cited by signal-dispatch/13, which is new"]


def test_a_dispatch_that_was_there_begins_to_cite(site: Site) -> None:
    """It is not told to be new; and the page that cites says whom."""
    site.write({"7.md": signal(7, "It follows Signal Dispatch No. 1.")})
    assert "  cited by signal-dispatch/7, which did not cite it before" in why(site, FIRST)
    assert "  it cites signal-dispatch/1" in why(site, SEVENTH)


def test_a_draft_that_is_published_was_not_published_before(site: Site) -> None:
    """A citation from what the archive knew already, but did not show, says so."""
    site.write({"13.md": signal(13, "It follows Signal Dispatch No. 1.", status="draft")})
    build(site)
    site.write(CITING)
    assert "  cited by signal-dispatch/13, which was not published before" in why(site, FIRST)


def test_a_citing_dispatch_that_is_deleted_is_gone(site: Site) -> None:
    """What cited the page is named, and that it is gone; neighbours name whom they have instead."""
    site.delete("3.md")
    assert why(site, FIRST) == [
        f"{FIRST}.html changed:",
        "  no longer cited by signal-dispatch/3, which is gone",
    ]
    (reason,) = why(site, "signal-dispatch/2")[1:]
    assert "signal-dispatch/4" in reason
    assert "after it" in reason


def test_a_citation_that_is_taken_out(site: Site) -> None:
    """What no longer cites is not told to be gone while it stands there."""
    site.write({"3.md": third("The wire held.")})
    assert why(site, FIRST)[1:] == ["  no longer cited by signal-dispatch/3"]
    assert "  it no longer cites signal-dispatch/1" in why(site, "signal-dispatch/3")


def test_a_citing_dispatch_that_is_made_a_draft_is_not_published_any_more(site: Site) -> None:
    """It is there, and is not shown."""
    site.write({"3.md": signal(3, "It follows Signal Dispatch No. 1.", status="draft")})
    assert why(site, FIRST)[1:] == ["  no longer cited by signal-dispatch/3, which is not published any more"]


def test_a_citing_sentence_that_changes(site: Site) -> None:
    """The page that quotes it names where it comes from."""
    site.write({"3.md": third("The wire held long. It truly follows Signal Dispatch No. 1 in this.")})
    assert why(site, FIRST)[1:] == [
        "  the sentence with which signal-dispatch/3 cites it, or its place, changed"
    ]


def test_the_title_of_a_neighbour(site: Site) -> None:
    """Pages that name a dispatch say that its title changed, and lists that their entry did."""
    site.write({"3.md": third().replace("Report 3", "The Third Wire")})
    for page in (FIRST, "signal-dispatch/2", "signal-dispatch/4"):
        assert why(site, page)[1:] == ["  the title of signal-dispatch/3, which it names, changed"]
    assert "  its title changed" in why(site, "signal-dispatch/3")
    assert why(site, "dates/1844/05")[1:] == ["  its entry for signal-dispatch/3 changed"]


def test_a_page_whose_own_text_changed(site: Site) -> None:
    """Its text is the one reason, and pages that only name it did not change."""
    site.write(OTHER_WORDS)
    assert why(site, SEVENTH) == [f"{SEVENTH}.html changed:", "  its text changed"]
    assert why(site, "signal-dispatch/8") == ["signal-dispatch/8.html did not change."]
    assert why(site, "feed.xml") == ["feed.xml changed:", "  a text that it shows changed"]


def test_each_edited_key_of_the_front_matter_is_named(site: Site) -> None:
    """A title, a subject, a status with its reason; and lists tell that the dispatch came to them."""
    site.write({"7.md": signal(7, title="Seventh", subjects="[Cables]", status="corrected", reason="Slip.")})
    reasons = why(site, SEVENTH)
    for key in ("title", "subjects", "status", "reason"):
        assert f"  its {key} changed" in reasons
    assert not any("date" in reason for reason in reasons)
    assert "  lists signal-dispatch/7" in why(site, "subjects/cables")


def test_a_relation_is_named_on_both_sides(site: Site) -> None:
    """The page that is corrected says by which dispatch, the other one which it corrects."""
    site.write({"7.md": signal(7, corrects="signal-dispatch/6")})
    assert why(site, "signal-dispatch/6")[1:] == [
        "  it is related to signal-dispatch/7 (corrected by)",
    ]
    assert "  it is related to signal-dispatch/6 (corrects)" in why(site, SEVENTH)


def test_a_template_is_named_where_it_is_used(site: Site) -> None:
    """The template that changed is the reason, on pages that are made with it and no others."""
    edited_template(site)
    assert why(site, SEVENTH) == [f"{SEVENTH}.html changed:", "  the template dispatch.html changed"]
    assert why(site, "about") == ["about.html did not change."]


def test_an_edit_of_a_template_that_changes_no_byte(site: Site) -> None:
    """A page that came to the same did not change, and what was edited is named all the same."""
    own_template(site, "macros.html", "{%", "{# a word to colleagues #}{%")
    assert why(site, SEVENTH) == [
        f"{SEVENTH}.html did not change. What it is made of changed, and came to the same bytes:",
        "  the template macros.html changed",
    ]


def test_the_form_of_a_name_in_an_authority_file(site: Site) -> None:
    """A dispatch says that the form of its people changed, though its source is as it was."""
    site.write({"authority/people.toml": PEOPLE.replace("Hale, John", "Hale, Jonathan")})
    (reason,) = why(site, "signal-dispatch/5")[1:]
    assert "the form of its people" in reason
    assert why(site, "signal-dispatch/6") == ["signal-dispatch/6.html did not change."]
    assert why(site, "people/index")[1:] == ["  its entry for people/hale changed"]


def test_the_title_of_the_archive(site: Site) -> None:
    """Every page says that the archive's title changed."""
    site.write({"archive.toml": SETTINGS.replace("Old Wires", "New Wires")})
    for page in (SEVENTH, "index", "feed.xml", "dates/1844/05"):
        assert "  the archive's title changed" in why(site, page)


def test_lists_name_what_came_and_what_went(site: Site) -> None:
    """A list tells the entries that are new and those that are gone."""
    site.write(CITING)
    site.delete("4.md")
    for page in ("signal-dispatch/index", "dates/1844/05"):
        reasons = why(site, page)
        assert "  lists signal-dispatch/13, which is new" in reasons
        assert "  no longer lists signal-dispatch/4, which is gone" in reasons


def test_the_order_of_a_list(site: Site) -> None:
    """A date moves an entry: it changed, and so did the order."""
    site.write({"7.md": signal(7, date="1844-05-30")})
    assert why(site, "dates/1844/05")[1:] == [
        "  its entry for signal-dispatch/7 changed",
        "  the order of its entries changed",
    ]


def test_a_page_that_is_new(site: Site) -> None:
    """It is told to be new, with no further reason."""
    site.write(CITING)
    assert why(site, "signal-dispatch/13") == ["signal-dispatch/13.html is new."]


@pytest.mark.parametrize("page", ["note/1.html", "note/index.html", "dates/1844/06.html"])
def test_a_page_that_is_gone(site: Site, page: str) -> None:
    """An address at which the last build had a page is gone, a list's like a dispatch's."""
    site.delete("note.txt")
    assert why(site, page) == [f"{page} is gone: nothing of the content stands there any more."]


@pytest.mark.parametrize("page", ["note/1", "note.txt", "note"])
def test_a_page_that_is_gone_is_found_by_every_name(site: Site, page: str) -> None:
    """What named a page while it stood there names it when it is gone."""
    assert "did not change" in why(site, page)[0], "as long as it stands there"
    site.delete("note.txt")
    assert "is gone" in why(site, page)[0]


@pytest.mark.parametrize("page", ["nothing/here", "../outside", "Signal Dispatch No. 7"])
def test_what_is_no_page_is_told_with_what_to_name(site: Site, page: str) -> None:
    """A name that leads nowhere is repeated, with the kinds of names that are known."""
    assert why(site, page) == [
        f"{page} is no page of this archive. Name an address, an id, or the path of a source."
    ]


def test_a_file_that_no_template_makes(site: Site) -> None:
    """Exports and originals have no reasons, but it is told whether they are other than they were."""
    site.write(OTHER_WORDS)
    told = "It is a file that no template makes."
    assert why(site, "signal-dispatch/7.md") == [f"signal-dispatch/7.md changed. {told}"]
    assert why(site, "assets/style.css") == [f"assets/style.css did not change. {told}"]
    site.write(CITING)
    assert why(site, "signal-dispatch/13.md") == [f"signal-dispatch/13.md is new. {told}"]


def test_without_an_earlier_build_nothing_can_be_compared(tmp_path: Path) -> None:
    """The first build says that nothing is remembered, rather than that all is new."""
    site = made(tmp_path, TREE)
    (tmp_path / "theme").mkdir()
    (line,) = build(site, "--why", SEVENTH)
    assert (
        line == f"{SEVENTH}.html: nothing is remembered of an earlier build, so it was made like all others."
    )


def test_a_page_that_never_changed(site: Site) -> None:
    """It did not change, and there is no last time to tell of."""
    assert why(site, SEVENTH) == [f"{SEVENTH}.html did not change."]


@pytest.mark.parametrize(
    ("edit", "page", "reason"),
    [
        (lambda site: site.write(OTHER_WORDS), SEVENTH, "  its text changed"),
        (lambda site: site.write(OTHER_WORDS), "signal-dispatch/feed.xml", "  a text that it shows changed"),
        (edited_template, SEVENTH, "  its templates changed"),
        (lambda site: site.write(CITING), "dates/1844/05", "  lists signal-dispatch/13"),
    ],
    ids=["text", "feed", "template", "list"],
)
def test_why_it_changed_last(site: Site, edit: Edit, page: str, reason: str) -> None:
    """Where nothing changed, the reason of the last change is still known, two builds later, too."""
    edit(site)
    build(site)
    site.write({"note.txt": TREE["note.txt"].replace("tired", "awake")})
    build(site)
    told, last, *reasons = why(site, page)
    assert told.endswith(" did not change.")
    assert last == "When it changed last, that was because:"
    assert reasons == [reason]


@pytest.mark.parametrize(
    "named",
    [
        "signal-dispatch/7",
        "signal-dispatch/7.html",
        "/signal-dispatch/7/",
        "signal-dispatch\\7.html",
        "7.md",
        "./7.md",
        "{output}/signal-dispatch/7.html",
        "{content}/7.md",
    ],
)
def test_a_page_is_found_by_its_names(site: Site, named: str) -> None:
    """An id, an address, the path of its source or of its file in the output folder lead to one page."""
    site.write(OTHER_WORDS)
    page = named.format(output=site.output.as_posix(), content=site.content.as_posix())
    assert why(site, page) == [f"{SEVENTH}.html changed:", "  its text changed"]


@pytest.mark.parametrize("named", ["index", "index.html", "/", "{output}/"])
def test_the_front_page_is_found_by_its_names(site: Site, named: str) -> None:
    """It has no id, so a slash names it as well as its address does."""
    assert why(site, named.format(output=site.output.as_posix())) == ["index.html did not change."]


@pytest.mark.parametrize("named", ["signal-dispatch", "signal-dispatch/", "signal-dispatch/index.html"])
def test_a_folder_names_its_index(site: Site, named: str) -> None:
    """A series is named as in the address bar."""
    assert why(site, named) == ["signal-dispatch/index.html did not change."]


@pytest.mark.parametrize(
    ("edit", "page"),
    [
        (lambda site: site.write(OTHER_WORDS), SEVENTH),
        (lambda site: site.write(OTHER_WORDS), "signal-dispatch/8"),
        (lambda site: site.write({"7.md": signal(7, title="Seventh")}), "signal-dispatch/6"),
        (lambda site: site.write(CITING), FIRST),
        (lambda site: site.write({"1.md": first("Without an insertion.")}), FIRST),
        (lambda site: site.delete("3.md"), "dates/1844/05"),
        (edited_template, SEVENTH),
    ],
    ids=["text", "other text", "title", "citation", "insertion", "deletion", "template"],
)
def test_a_build_gives_the_reasons_that_its_rehearsal_gave(site: Site, edit: Edit, page: str) -> None:
    """By a shortcut or by a pass over the whole archive, rehearsed or published, the words are the same."""
    edit(site)
    rehearsed = why(site, page)
    assert build(site, "--why", page) == rehearsed


def test_a_rehearsal_that_says_why_writes_nothing(site: Site) -> None:
    """With --dry-run the reasons stand beneath the list of changes, and the archive as it was."""
    before = site.manifest()
    site.write(OTHER_WORDS)
    lines = build(site, "--dry-run", "--why", SEVENTH)
    assert lines[-2:] == [f"{SEVENTH}.html changed:", "  its text changed"]
    assert f"~ {SEVENTH}.html" in lines
    assert site.manifest() == before
