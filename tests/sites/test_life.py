"""The life of a dispatch: what of it is published at each status, and that nothing else of it is."""

import json
import re
from pathlib import Path

import pytest
from minisite import Site, dispatch, made, region, visible

SETTINGS = 'title = "Old Wires"\nbase_url = "https://wires.example/"\ntimezone = "Europe/Paris"\n'
SECRET_FIELDS = {
    "subjects": "[Quinsy matters]",
    "people": "[Wilhelmina Quillfeather]",
    "summary": "A quixotic abstract.",
    "subtitle": "With a quaint subtitle",
    "authors": "[Quentin Quarles]",
}
SECRET_BODY = (
    "The quagga grazed beside the quay; see Dispatches No. 1 for the quarrel.[^1]\n\n"
    "## Quadrille of heads\n\n"
    "He said [quibbling editor] so. ![Quokka portrait](quokka.png) [sheet](quota.csv)\n\n"
    "[^1]: The quoin of notes, as in Dispatches No. 2."
)
SECRET_WORDS = (
    "quinsy", "quillfeather", "quixotic", "quaint", "quarles", "quagga", "quarrel", "quadrille", "quibbling",
    "quokka", "quota", "quoin", "quondam",
)  # fmt: skip
OTHERS: dict[str, str | bytes] = {
    "archive.toml": SETTINGS,
    "1.md": dispatch(1, "It mentions Dispatches No. 7 once, and [[7]] again."),
    "2.md": dispatch(2, "Another, with [a link](7.md)."),
    "quokka.png": b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d 49484452 00000002 00000001 0802000000"),
    "quota.csv": "quota,quorum\n",
}


def secret(**front: str) -> dict[str, str | bytes]:
    """An archive with one dispatch whose every word is recognisable."""
    lines = {"title": "The quondam affair", **SECRET_FIELDS, **front}
    return {**OTHERS, "7.md": dispatch(7, SECRET_BODY, **lines), "7.fr.txt": "Le quagga quittait le quai.\n"}


def leaks(site: Site) -> dict[str, list[str]]:
    """The published files that hold any of the words, in any case, by word; names of files included."""
    found = {}
    for word in SECRET_WORDS:
        files = [
            address
            for address in sorted(site.addresses())
            if word in address.casefold() or word.encode() in (site.output / address).read_bytes().lower()
        ]
        if files:
            found[word] = files
    return found


def test_a_published_dispatch_is_where_it_should_be(tmp_path: Path) -> None:
    """The words that must not leak below are all published when nothing forbids it."""
    site = made(tmp_path, secret())
    site.built()
    assert set(leaks(site)) == set(SECRET_WORDS)


@pytest.mark.parametrize(
    "front",
    [
        {"status": "draft"},
        {"status": "embargoed", "embargo_until": "2091-08-06"},
        {"embargo_until": "2091-08-06"},
    ],
    ids=["draft", "embargoed", "embargoed by date alone"],
)
def test_what_is_not_yet_published_is_nowhere(tmp_path: Path, front: dict[str, str]) -> None:
    """No word of a draft or of what is under embargo is in any file; references to it are wanted."""
    site = made(tmp_path, secret(**front))
    site.built()
    assert leaks(site) == {}
    assert not any(address.startswith("dispatches/7") for address in site.addresses())
    assert "7.html" not in site.page("dispatches/1.html")
    assert "7.html" not in site.page("dispatches/2.html")
    assert "Dispatches No. 7" in visible(site.page("references.html"))


def test_a_removed_dispatch_leaves_number_and_reason(tmp_path: Path) -> None:
    """Its words are nowhere in the archive, those it said of others neither."""
    site = made(
        tmp_path, secret(status="removed", reason="By order of a court.", aliases="[quondam/affair.html]")
    )
    site.built()
    assert leaks(site) == {}
    assert [address for address in site.addresses() if address.startswith("dispatches/7")] == [
        "dispatches/7.html"
    ]
    page = visible(site.page("dispatches/7.html"))
    assert "Dispatches No. 7 was removed" in page
    assert "By order of a court." in page
    assert '<a href="7.html"' in site.page("dispatches/1.html"), "what stands there can be linked to"


def test_a_dispatch_removed_after_it_was_published_leaves_nothing_behind(tmp_path: Path) -> None:
    """Removal takes every trace out of a site that had it, page by page."""
    site = made(tmp_path, secret())
    site.built()
    site.write(secret(status="removed", reason="By order of a court."))
    site.built()
    assert leaks(site) == {}
    fresh = made(tmp_path / "fresh", secret(status="removed", reason="By order of a court."))
    fresh.built()
    assert site.manifest() == fresh.manifest()


def test_a_withdrawn_dispatch_leaves_a_tombstone(tmp_path: Path) -> None:
    """Number, title and reason stay; text, original, attachments and what it said of others go."""
    site = made(tmp_path, secret(status="withdrawn", reason="It proved untrue."))
    site.built()
    found = leaks(site)
    assert set(found) == {"quondam"}
    assert "data/dispatches.json" not in found["quondam"]
    assert "<title>The quondam" not in site.page("feed.xml"), "those who link to it may say its title"
    assert [address for address in site.addresses() if address.startswith("dispatches/7")] == [
        "dispatches/7.html"
    ]
    page = visible(site.page("dispatches/7.html"))
    for words in ("The quondam affair", "withdrawn", "It proved untrue.", "Dispatches No. 7"):
        assert words in page
    assert (
        "No. 7"
        not in visible(region(site.page("dispatches/1.html"), "<article", "</article>")).partition(
            "Cited by"
        )[2]
    )


def test_a_plain_text_dispatch_is_removed_by_its_side_file(tmp_path: Path) -> None:
    """The side file's status holds for the text, whose very source is then kept out."""
    text = "May 24, 1844 Dispatches No. 7\n\nThe Quondam Affair\n\nThe quagga grazed.\n"
    site = made(tmp_path, OTHERS | {"7.txt": text, "7.meta.yaml": "status: removed\nreason: By order.\n"})
    site.built()
    assert leaks(site) == {}


def test_a_correction_is_told_on_both_sides(tmp_path: Path) -> None:
    """What was corrected says when, why and by what; what corrects it says so too."""
    site = made(
        tmp_path,
        {
            "archive.toml": SETTINGS,
            "1.md": dispatch(1, status="corrected", updated="1850-01-02", reason="The date was wrong."),
            "2.md": dispatch(2, corrects="1"),
        },
    )
    site.built()
    corrected, correcting = site.page("dispatches/1.html"), site.page("dispatches/2.html")
    banner = region(corrected, '<div class="banners"', '<div class="columns">')
    assert "The date was wrong." in banner
    assert '<a href="2.html">' in banner
    assert "1850" in visible(corrected)
    banner = region(correcting, '<div class="banners"', '<div class="columns">')
    assert "This dispatch corrects an earlier one." in banner
    assert '<a href="1.html">' in banner


@pytest.mark.parametrize("side", ["supersedes", "corrected_by", "follows", "translation_of"])
def test_relations_are_shown_on_both_sides(tmp_path: Path, side: str) -> None:
    """A relation that one source states links the pages of both."""
    site = made(tmp_path, {"1.md": dispatch(1), "2.md": dispatch(2, **{side: "dispatches/1"})})
    site.built()
    for own, other in (("1", "2"), ("2", "1")):
        html = site.page(f"dispatches/{own}.html")
        article = html.partition('<nav class="neighbours"')[0]
        assert f'<a href="{other}.html"' in article, own


@pytest.mark.parametrize("front", [{"status": "draft"}, {"status": "removed", "reason": "So."}])
def test_relations_tell_nothing_of_what_is_kept_back(tmp_path: Path, front: dict[str, str]) -> None:
    """Whoever corrects, follows or translates what is not shown shows nothing of it."""
    relations = dict.fromkeys(("corrects", "supersedes", "follows", "translation_of"), "7")
    tree = secret(**front, corrects="1", follows="1") | {"5.md": dispatch(5, **relations)}
    site = made(tmp_path, tree | {"6.md": dispatch(6), "8.md": dispatch(8, corrected_by="7")})
    site.built()
    assert leaks(site) == {}


def test_an_embargo_lifts_at_its_moment(tmp_path: Path) -> None:
    """Before the moment the build says when it comes; from it on the dispatch is published."""
    site = made(tmp_path, secret(embargo_until="2030-03-10T12:00"))
    run = site.built("--as-of", "2030-03-10T11:59")
    assert "The next embargo lifts at 2030-03-10T12:00:00+01:00." in run.err
    assert "dispatches/7.html" not in site.addresses()
    run = site.built("--as-of", "2030-03-10T12:00")
    assert "embargo lifts" not in run.err
    assert "dispatches/7.html" in site.addresses()
    site.built("--as-of", "2030-03-10T10:59:59Z")
    assert "dispatches/7.html" not in site.addresses()
    site.built("--as-of", "2030-03-10T11:00Z")
    assert "dispatches/7.html" in site.addresses()


def test_a_date_is_its_midnight_in_the_archives_time_zone(tmp_path: Path) -> None:
    """An embargo and an as-of time that name a day alone both mean its first moment in that zone."""
    site = made(tmp_path, secret(embargo_until="2030-03-10"))
    for time, shown in (
        ("2030-03-10", True),
        ("2030-03-09", False),
        ("2030-03-09T23:00Z", True),
        ("2030-03-09T22:59Z", False),
        ("2030-03-10T00:00", True),
    ):
        site.built("--as-of", time)
        assert ("dispatches/7.html" in site.addresses()) is shown, time


def test_the_environment_may_give_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is the as-of time where none is given; one that is no number is a usage error."""
    site = made(tmp_path, secret(embargo_until="2030-03-10T00:00Z"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1899331200")
    site.built()
    assert "dispatches/7.html" in site.addresses()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1899331199")
    site.built()
    assert "dispatches/7.html" not in site.addresses()
    site.built("--as-of", "2030-03-10T00:00Z")
    assert "dispatches/7.html" in site.addresses()
    for nonsense in ("soon", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", nonsense)
        run = site.run("build")
        assert run.status == 2
        assert "SOURCE_DATE_EPOCH" in run.err


def test_the_last_day_of_the_calendar_is_a_fair_embargo(tmp_path: Path) -> None:
    """Whoever means "never" may write the last day there is, in any zone."""
    site = made(tmp_path, secret(embargo_until="9999-12-31T23:59-12:00"))
    site.run("build")
    assert leaks(site) == {}


def test_old_addresses_lead_on(tmp_path: Path) -> None:
    """An alias is a page that leads on, and a row for hosts that redirect."""
    site = made(tmp_path, {"1.md": dispatch(1, aliases="[old/report-1.html, report.html]")})
    site.built()
    for address, href in (
        ("old/report-1.html", "../dispatches/1.html"),
        ("report.html", "dispatches/1.html"),
    ):
        page = site.page(address)
        assert f'<meta http-equiv="refresh" content="0; url={href}">' in page
        assert f'<a href="{href}">Report 1</a>' in page
    assert site.page("_redirects").splitlines() == [
        "/old/report-1.html /dispatches/1.html 301",
        "/report.html /dispatches/1.html 301",
    ]
    assert "report.html" not in site.page("data/dispatches.csv")
    site.write({"1.md": dispatch(1)})
    site.built()
    assert not {"_redirects", "report.html", "old/report-1.html"} & site.addresses()


@pytest.mark.parametrize(
    "alias", ["dispatches/2.html", "index.html", "dates/index.html", "subjects/x.html", "Dispatches/2.html"]
)
def test_an_alias_takes_no_other_address(tmp_path: Path, alias: str) -> None:
    """An old address that something stands at is an error; both dispatches are published without it."""
    site = made(tmp_path, {"1.md": dispatch(1, aliases=f"[{alias}]"), "2.md": dispatch(2)})
    run = site.run("--keep-going")
    assert run.status == 1
    assert f"1.md: error[address-clash]: The alias {alias} " in run.err
    assert "Left out" not in run.err
    assert {"dispatches/1.html", "dispatches/2.html"} <= site.addresses()


def test_wanted_numbers_are_never_dead_links(tmp_path: Path) -> None:
    """What the archive lacks stays text, whatever form names it, and is listed with the sentence."""
    body = "See Dispatches Nos. 5, 6 and 1, or Dispatches No. 99. [[98]] and [gone](97.md) are missing."
    site = made(tmp_path, {"1.md": dispatch(1), "2.md": dispatch(2, body)})
    site.built()
    text = region(site.page("dispatches/2.html"), '<div class="body">', "</div>")
    assert re.findall(r'<a class="reference" href="([^"]*)"', text) == ["1.html"]
    assert text.count("<a ") == 2, "the other is the paragraph's own"
    words = visible(text)
    assert "See Dispatches Nos. 5, 6 and 1, or Dispatches No. 99." in words
    assert "gone" in words
    assert "98" in words
    wanted = visible(region(site.page("references.html"), "Wanted numbers</h2>", "</section>"))
    for number in (5, 6, 99):
        assert f"Dispatches No. {number}" in wanted
    assert "See Dispatches Nos. 5, 6 and 1, or Dispatches No. 99." in wanted


def test_originals_stand_beside_their_pages(tmp_path: Path) -> None:
    """By default a source is published byte for byte beside its page."""
    source = "\ufeffA Title\r\n\r\nWords\u00a0of the\ttext.\r\n".encode()
    site = made(tmp_path, {"1.txt": source, "2.md": dispatch(2)})
    site.built()
    assert (site.output / "dispatches/1.txt").read_bytes() == source
    assert site.page("dispatches/2.md") == dispatch(2)
    assert 'href="1.txt"' in site.page("dispatches/1.html")


def test_originals_may_go_into_one_file_or_nowhere(tmp_path: Path) -> None:
    """`zip` bundles the sources, `none` leaves them out; no page links to what is not there."""
    settings = '[publish]\noriginals = "{}"\n'
    site = made(tmp_path, {"1.md": dispatch(1), "archive.toml": settings.format("zip")})
    site.built()
    assert "data/originals.zip" in site.addresses()
    assert "dispatches/1.md" not in site.addresses()
    first = (site.output / "data/originals.zip").read_bytes()
    site.built("--clean")
    assert (site.output / "data/originals.zip").read_bytes() == first
    site.write({"archive.toml": settings.format("none")})
    site.built()
    assert not {"data/originals.zip", "dispatches/1.md"} & site.addresses()
    assert "1.md" not in site.page("dispatches/1.html")


def test_sidecars_stand_beside_pages_where_asked_for(tmp_path: Path) -> None:
    """Each kind of side file of the settings is one more file for each dispatch, and linked."""
    settings = '[publish]\nsidecars = ["json", "bib", "ris", "csl.json"]\n'
    site = made(tmp_path, {"1.md": dispatch(1), "archive.toml": settings})
    site.built()
    for suffix in ("json", "bib", "ris", "csl.json"):
        assert f"dispatches/1.{suffix}" in site.addresses()
    assert json.loads(site.page("dispatches/1.json"))["title"] == "Report 1"


def test_an_original_stands_beside_its_translation(tmp_path: Path) -> None:
    """NAME.LANGUAGE.txt is the text that was translated: paired paragraph by paragraph where counts agree."""
    text = "A Title Of Words\n\nThe first of them.\n\nThe second of them.\n"
    site = made(tmp_path, {"1.txt": text, "1.fr.txt": "Le premier.\n\nLe second.\n"})
    site.built("--strict")
    page = site.page("dispatches/1.html")
    sources = re.findall(r'<div class="source" lang="fr" dir="ltr">(.*?)</div>', page, re.DOTALL)
    assert [visible(source) for source in sources] == ["Le premier.", "Le second."]
    site.write({"1.fr.txt": "Le premier.\n\nLe second.\n\nEt un autre.\n"})
    assert site.check().codes("notice") == ["base-url-missing", "original-unpaired"]
    site.built()
    page = site.page("dispatches/1.html")
    assert 'class="source"' not in page
    assert "Et un autre." in visible(region(page, '<section class="whole-original"', "</section>"))


def test_an_original_elsewhere_is_no_dispatch(tmp_path: Path) -> None:
    """A text that `original` names is shown with its translation, wherever it lies, and has no page."""
    tree = {
        "1.md": dispatch(1, "One.\n\nTwo.", original="texts/first.fr.txt"),
        "texts/first.fr.txt": "Un.\n\nDeux.\n",
    }
    site = made(tmp_path, tree)
    run = site.built()
    assert run.err.startswith("1 dispatch,")
    page = site.page("dispatches/1.html")
    assert page.count('<div class="source" lang="fr" dir="ltr">') == 2
    assert [address for address in site.addresses() if "first" in address] == []


def test_an_original_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A path that leads nowhere is a warning, and so is a file that holds no text."""
    site = made(tmp_path, {"1.md": dispatch(1, original="1.fr.txt")})
    assert site.check().codes("warning") == ["original-missing"]
    site.write({"1.fr.txt": b""})
    assert site.check().codes("warning") == ["original-missing"]
    assert site.run("--strict").status == 1
    assert not site.output.exists()


def test_more_files_than_a_host_takes_are_told(tmp_path: Path) -> None:
    """`check` compares the number of files with the host's limit."""
    settings = "[publish]\nhost_file_limit = 20\n"
    site = made(tmp_path, {"1.md": dispatch(1), "archive.toml": settings})
    assert site.check().codes("warning") == ["host-file-limit"]
    site.write({"archive.toml": ""})
    assert site.check().codes("warning") == []


def test_a_markdown_original_stays_a_dispatch(tmp_path: Path) -> None:
    """Only plain text is shown beside its translation, so nothing else may leave the archive for it."""
    site = made(tmp_path, {"1.md": dispatch(1, original="2.md"), "2.md": dispatch(2)})
    site.built()
    assert {"dispatches/1.html", "dispatches/2.html"} <= site.addresses()
