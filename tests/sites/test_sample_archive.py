"""The sample archive, as it is published: sound throughout, and every feature really on a page."""

import csv
import hashlib
import io
import json
import re
import shutil

import pytest
from minisite import ROOT, Run, Site, region, visible
from published import problems

BASE_URL = "https://wire-and-wave.example/"
DISPATCH = re.compile(r"(signal-dispatch|press-translation|technical-note|برقيات|מברקים)/[^/]+\.html")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Run]:
    """A copy of the sample archive, built once, and what the build said."""
    site = Site(tmp_path_factory.mktemp("sample"))
    shutil.copytree(ROOT / "content", site.content)
    return site, site.run("build", "--format", "json")


@pytest.fixture
def sample(built: tuple[Site, Run]) -> Site:
    """The sample archive, built."""
    return built[0]


@pytest.fixture(scope="module")
def texts(built: tuple[Site, Run]) -> dict[str, str]:
    """The article of each dispatch, by address."""
    site = built[0]
    return {
        address: region(site.page(address), "<article", "</article>")
        for address in sorted(site.addresses())
        if DISPATCH.fullmatch(address) and "<article" in site.page(address)
    }


def test_it_has_no_error_and_one_warning_that_shows_a_feature(built: tuple[Site, Run]) -> None:
    """The only thing to be warned of is the note whose source was lost."""
    run = built[1]
    assert run.status == 0
    assert run.codes("error") == []
    assert run.codes("warning") == ["note-source-missing"]


def test_no_link_is_broken_and_no_id_stands_twice(sample: Site) -> None:
    """Every internal link leads to a file, every fragment to a place, in every page."""
    assert list(problems(sample.output, BASE_URL)) == []


def test_the_manifest_is_true(sample: Site) -> None:
    """It lists every file but itself, with its digest."""
    rows = [line.partition("  ") for line in sample.manifest().splitlines()]
    listed = {address: digest for digest, _, address in rows}
    assert set(listed) == sample.addresses() - {"manifest-sha256.txt"}
    for address, digest in listed.items():
        assert hashlib.sha256((sample.output / address).read_bytes()).hexdigest() == digest, address


def test_pages_ask_for_nothing_from_elsewhere_and_run_no_inline_script(sample: Site) -> None:
    """Under `default-src 'self'` no page would be missing anything."""
    for address in sorted(sample.addresses()):
        if not address.endswith(".html") or address == "404.html":
            continue
        page = sample.page(address)
        assert not re.search(r"<(?:script|img|source|audio|video|iframe)[^>]*\ssrc=\"(?:https?:)?//", page), (
            address
        )
        assert not re.search(r"<link rel=\"(?:stylesheet|icon)\" href=\"(?:https?:)?//", page), address
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page), address
        assert not re.search(r"<style", page), address
        assert all(
            "src=" in tag or "application/ld+json" in tag for tag in re.findall(r"<script[^>]*>", page)
        ), address


def test_it_has_enough_dispatches_of_several_series_and_of_both_forms(
    sample: Site, texts: dict[str, str]
) -> None:
    """At least 36 dispatches in five series, plain text and Markdown, from 1791 to 1991."""
    assert len(texts) >= 36
    assert len({address.partition("/")[0] for address in texts}) == 5
    for suffix in (".txt", ".md"):
        assert sum(address.removesuffix(".html") + suffix in sample.addresses() for address in texts) >= 12
    years = {address.split("/")[1] for address in sample.addresses() if re.match(r"dates/\d{4}/", address)}
    assert {"1791", "1991"} <= years


def test_notes_lead_back_to_each_of_their_references(texts: dict[str, str]) -> None:
    """Nearly every dispatch has notes; a note that is called twice has two ways back."""
    with_notes = [text for text in texts.values() if 'role="doc-endnotes"' in text]
    assert len(with_notes) >= 36
    for text in texts.values():
        calls = re.findall(r'role="doc-noteref" id="([^"]+)" href="#([^"]+)"', text)
        backs = re.findall(r'role="doc-backlink" href="#([^"]+)"', text)
        assert sorted(call for call, _ in calls) == sorted(backs)
    assert any(re.search(r'href="#noteref-\d+-2"', text) for text in texts.values())


def test_cross_references_are_links_with_the_citing_sentence_on_the_other_side(
    texts: dict[str, str],
) -> None:
    """References in all forms link, also in notes, and those who are cited say by whom."""
    assert sum('class="reference"' in text for text in texts.values()) >= 30
    notes = [text.partition('role="doc-endnotes"')[2].partition("</section>")[0] for text in texts.values()]
    assert any('class="reference"' in note for note in notes)
    cited = region(texts["signal-dispatch/101.html"], 'id="rr-cited-by"', "</section>")
    assert 'class="sentences"' in cited
    lists = "".join(texts.values())
    assert re.search(r'Nos\. \d+[,–-].*?class="reference"|class="reference"[^>]*>[^<]*Nos\. \d+', lists)


def test_wanted_numbers_are_listed_and_lead_nowhere(sample: Site, texts: dict[str, str]) -> None:
    """The numbers that the archive lacks, and those it keeps back, are wanted and never linked."""
    wanted = region(sample.page("references.html"), 'id="rr-wanted"', "</section>")
    for number in ("Signal Dispatch No. 139", "Signal Dispatch No. 141", "Technical Note No. 21"):
        assert number in visible(wanted)
    for address, text in texts.items():
        for number in ("131", "132", "139", "141", "142"):
            assert f"signal-dispatch/{number}.html" not in text, address


def test_a_long_quotation_holds_insertions(texts: dict[str, str]) -> None:
    """One quotation of several paragraphs is one block, and the editors' brackets in it are marked."""
    quotations = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", "".join(texts.values()), re.DOTALL)
    assert any(text.count("<p id=") >= 3 and text.count('class="insertion') >= 3 for text in quotations)


@pytest.mark.parametrize(
    "kind", ["scripture", "omission", "sic", "illegible", "withheld", "plain", "decoded"]
)
def test_each_kind_of_insertion_has_its_index(sample: Site, texts: dict[str, str], kind: str) -> None:
    """The built-in kinds and the archive's own are marked in the text and listed on a page of their own."""
    mark = 'class="insertion"' if kind == "plain" else f'class="insertion {kind}"'
    shown = [text.partition('<aside class="legend"')[0] for text in texts.values()]
    assert any(mark in text for text in shown)
    assert f'href="{kind}.html"' in sample.page("insertions/index.html")
    assert 'class="sentences"' in sample.page(f"insertions/{kind}.html")


def test_insertions_nest(texts: dict[str, str]) -> None:
    """A bracket within a bracket is an insertion within an insertion."""
    assert re.search(r'<span class="insertion[^>]*>[^<]*<span class="insertion', "".join(texts.values()))


def test_tables_code_and_images_are_there(sample: Site, texts: dict[str, str]) -> None:
    """A table with heads, highlighted code, drawings and pictures with words and size."""
    everything = "".join(texts.values())
    assert re.search(r"<table.*?<th", everything, re.DOTALL)
    assert 'class="highlight"' in everything
    assert re.search(r'<span class="(?:k|kn|nf)">', everything), "a keyword is marked as one"
    images = re.findall(r"<img [^>]*>", everything)
    assert len(images) >= 6
    for image in images:
        assert re.search(r' alt="[^"]{20,}"', image), image
        assert re.search(r' width="\d+" height="\d+"', image), image
    suffixes = {
        address.rpartition(".")[2] for address in sample.addresses() if DISPATCH.match(address) is None
    }
    assert {"svg", "png", "csv"} <= suffixes


@pytest.mark.parametrize(("address", "tag"), [("برقيات/1.html", "ar"), ("מברקים/1.html", "he")])
def test_a_dispatch_from_right_to_left_is_one(sample: Site, address: str, tag: str) -> None:
    """Arabic and Hebrew dispatches carry language and direction, and what is around them its own."""
    page = sample.page(address)
    assert f'<html lang="{tag}" dir="rtl">' in page
    assert '<header class="masthead" lang="en" dir="ltr">' in page
    assert f'lang="{tag}" dir="rtl"' in sample.page("index.html") + sample.page(
        address.rpartition("/")[0] + "/index.html"
    )


def test_a_persian_passage_carries_its_language(texts: dict[str, str]) -> None:
    """Within an English dispatch a foreign passage says what it is."""
    text = texts["press-translation/49.html"]
    assert '<blockquote lang="fa" dir="rtl">' in text
    assert re.search(r'<p [^>]*(?:dir="rtl" lang="fa"|lang="fa" dir="rtl")', text)


@pytest.mark.parametrize(
    ("address", "tag"),
    [
        ("press-translation/41.html", "fr"),
        ("press-translation/42.html", "fr"),
        ("press-translation/47.html", "de"),
    ],
)
def test_originals_stand_beside_translations(texts: dict[str, str], address: str, tag: str) -> None:
    """Each paragraph has the one that it translates beside it, in its language."""
    text = texts[address]
    sources = re.findall(rf'<div class="source" lang="{tag}" dir="ltr">(.*?)</div>', text, re.DOTALL)
    assert len(sources) >= 3
    assert all(visible(source) for source in sources)


def test_corrections_are_told_on_both_sides(texts: dict[str, str]) -> None:
    """What was corrected says why and by what; what corrects it says of what."""
    for corrected, correcting in (
        ("signal-dispatch/102", "press-translation/42"),
        ("technical-note/7", "technical-note/7-a"),
    ):
        banner = region(texts[f"{corrected}.html"], "banner-corrected", "</div>\n</div>")
        assert f"{correcting.partition('/')[2]}.html" in banner
        assert f"{corrected.partition('/')[2]}.html" in region(
            texts[f"{correcting}.html"], "banner-corrects", "</div>\n</div>"
        )


def test_a_supersession_is_told_on_both_sides(texts: dict[str, str]) -> None:
    """The old one names the new, the new the old."""
    assert 'href="104-a.html"' in region(texts["signal-dispatch/104.html"], '<div class="banners"', "columns")
    assert 'href="104.html"' in texts["signal-dispatch/104-a.html"]


def test_a_withdrawn_dispatch_is_a_tombstone(sample: Site, texts: dict[str, str]) -> None:
    """Number, title and reason are there; its text is in no file."""
    text = texts["press-translation/44.html"]
    assert 'class="tombstone"' in text
    assert "could not trace the story to any witness" in visible(text)
    body = (sample.content / "press-translation/44.txt").read_text(encoding="utf-8")
    for paragraph in body.split("\n\n")[3:]:
        if len(paragraph) > 80:
            assert sample.holding(paragraph[10:60]) == []


def test_a_removed_dispatch_leaves_no_word(sample: Site, texts: dict[str, str]) -> None:
    """Its number and the reason are all that is left."""
    assert "Removed in 2019 at the request of the family" in visible(texts["signal-dispatch/133.html"])
    assert sample.holding("Recollections of a Telephone Operator") == []


@pytest.mark.parametrize("name", ["131.txt", "132.md"])
def test_what_is_kept_back_is_nowhere(sample: Site, name: str) -> None:
    """No sentence of the draft or of what is under embargo is in any file."""
    text = (sample.content / "signal-dispatch" / name).read_text(encoding="utf-8")
    paragraphs = [
        paragraph for paragraph in text.split("\n\n") if len(paragraph) > 120 and "---" not in paragraph
    ]
    assert len(paragraphs) > 3
    for paragraph in paragraphs:
        assert sample.holding(paragraph[40:100]) == []
    assert not {address for address in sample.addresses() if f"/{name.partition('.')[0]}." in address}


def test_undated_dispatches_have_their_place(sample: Site) -> None:
    """A dispatch without a date is listed with the undated ones."""
    assert "press-translation/" in sample.page("dates/undated.html") or "technical-note/" in sample.page(
        "dates/undated.html"
    )
    assert 'href="undated.html"' in sample.page("dates/index.html")


def test_fields_of_the_archives_own_have_indexes(sample: Site) -> None:
    """Stations and apparatus are declared in the settings alone, and have pages like any other field."""
    for key in ("station", "apparatus"):
        assert f'href="{key}/index.html"' in sample.page("index.html")
        assert len([address for address in sample.addresses() if address.startswith(f"{key}/")]) >= 3


def test_variants_of_a_name_lead_to_one_page(sample: Site) -> None:
    """What an authority record joins stands on one page, which names the variants."""
    variants = [
        address
        for address in sample.addresses()
        if address.startswith(("people/", "places/", "organisations/"))
        and "Also written" in sample.page(address)
    ]
    assert variants


def test_old_addresses_lead_on(sample: Site) -> None:
    """Each alias of a source is a page that leads on."""
    assert 'url=signal-dispatch/101.html"' in sample.page("chappe.html")
    assert "/articles/sos.html /signal-dispatch/117.html 301" in sample.page("_redirects")


def test_a_note_whose_source_was_lost_says_so(texts: dict[str, str]) -> None:
    """It is kept word for word, and marked."""
    note = region(texts["signal-dispatch/107.html"], '<li id="note-4"', "</li>")
    assert "source-missing" in note
    assert ", 12 May 1845." in visible(note)


def test_the_tail_is_cut(sample: Site) -> None:
    """Boilerplate is on no page, and in the sources still."""
    found = sample.holding("Share this Report:")
    assert found
    assert all(address.endswith(".txt") for address in found)


def test_the_catalogue_is_whole_in_every_format(sample: Site, texts: dict[str, str]) -> None:
    """JSON, CSV, BibTeX, RIS and CSL-JSON have the dispatches whose words may be read, and no others."""
    shown = {
        address.removesuffix(".html") for address, text in texts.items() if 'class="tombstone"' not in text
    }
    catalogue = json.loads(sample.page("data/dispatches.json"))
    rows = catalogue["dispatches"] if isinstance(catalogue, dict) else catalogue
    assert {row["id"] for row in rows} == shown
    assert {
        row["id"]
        for row in csv.DictReader(io.StringIO(sample.page("data/dispatches.csv").removeprefix("\ufeff")))
    } == shown
    assert {row["id"] for row in json.loads(sample.page("data/dispatches.csl.json"))} == shown
    assert sample.page("data/dispatches.bib").count("\n@") + 1 == len(shown)
    assert len(re.findall(r"^ER {2}-", sample.page("data/dispatches.ris"), re.MULTILINE)) == len(shown)


def test_the_machines_files_are_there(sample: Site) -> None:
    """Feeds, sitemap and what hosts read."""
    for address in (
        "feed.xml",
        "signal-dispatch/feed.xml",
        "sitemap.xml",
        "robots.txt",
        "llms.txt",
        "_headers",
    ):
        assert address in sample.addresses()
    assert any(re.fullmatch(r"subjects/[^/]+\.xml", address) for address in sample.addresses())
    assert f"{BASE_URL}signal-dispatch/101.html" in sample.page("sitemap.xml")


def test_every_dispatch_can_be_cited_and_read_by_machines(sample: Site, texts: dict[str, str]) -> None:
    """Each page has its canonical address, JSON-LD, Dublin Core and the metadata of a report."""
    for address, text in texts.items():
        if 'class="tombstone"' in text:
            continue
        head = sample.page(address).partition("</head>")[0]
        assert '<link rel="canonical" href="' + BASE_URL in head, address
        assert 'name="citation_technical_report_institution" content="The Wire &amp; Wave Institute"' in head
        assert 'name="DC.title"' in head
        data = json.loads(region(head, '<script type="application/ld+json">', "</script>"))
        assert data["@type"] == "Report" or "Report" in json.dumps(data), address


def test_sources_are_published_byte_for_byte(sample: Site, texts: dict[str, str]) -> None:
    """Beside each page lies the file that it was made of."""
    for address, text in texts.items():
        if 'class="tombstone"' in text:
            continue
        (source,) = (
            path
            for suffix in (".txt", ".md")
            if (path := sample.output / (address.removesuffix(".html") + suffix)).exists()
        )
        assert any(
            source.read_bytes() == path.read_bytes() for path in sample.content.rglob(f"*{source.suffix}")
        ), address


def test_no_path_of_this_machine_is_published(sample: Site) -> None:
    """Neither the folder that it was built in nor the checkout's is in any file."""
    assert sample.holding(str(sample.root)) == []
    assert sample.holding(str(ROOT)) == []
