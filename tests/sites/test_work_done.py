"""How much a build does after an edit of one source: which files it writes, how many pages it renders."""

import os
import time
from pathlib import Path

import pytest
from minisite import Site, made
from signals import FEEDS, LISTS, NOTE, PEOPLE, SECOND, SETTINGS, TOTALS, TREE, first, signal, third
from workdone import CATALOGUE, SETTLED_SECONDS, assert_work, pages_of, rebuilt


@pytest.fixture(params=[0, SETTLED_SECONDS], ids=["young files", "settled files"])
def site(request: pytest.FixtureRequest, memory_path: Path) -> Site:
    """The archive, built once, from files of which the next build has to read each or none again."""
    site = made(memory_path, TREE)
    time.sleep(request.param)
    site.built("-j1")
    return site


class TestBody:
    """Edits of the text."""

    @pytest.mark.parametrize("typo", ["No one cared", "Nobody bared"])
    @pytest.mark.parametrize(
        ("name", "text", "address"),
        [("1.md", first(), "signal-dispatch/1"), ("2.txt", SECOND, "signal-dispatch/2")],
    )
    def test_a_typo_is_one_page(self, site: Site, name: str, text: str, address: str, typo: str) -> None:
        """The page and its original, and no list, export or feed; a typo of the same length too."""
        site.write({name: text.replace("Nobody cared", typo)})
        work = rebuilt(site)
        assert_work(work, [f"{address}.html"], [f"{address}{Path(name).suffix}"])
        own = {"root", "lexicon", "postings", "positions", "text", "documents"}
        assert own <= work.index <= own | {"lengths"}

    def test_a_typo_in_a_new_dispatch_is_in_the_feeds_too(self, site: Site) -> None:
        """Those feeds that carry the text are written again: of the whole, and of its series alone."""
        site.write({"note.txt": NOTE.replace("He slept", "He snored")})
        assert_work(rebuilt(site), ["note/1.html"], ["note/1.txt", "note/feed.xml", "feed.xml"])

    def test_a_typo_behind_the_opening_of_an_older_dispatch_is_in_no_feed(self, memory_path: Path) -> None:
        """A feed that shows the opening words of a dispatch stays as it is when later words change."""
        words = "The wire held for long. " * 20
        tree = {f"{number}.md": signal(number, f"{words}\n\nNobody cared.") for number in range(1, 13)}
        site = made(memory_path, {**tree, "archive.toml": SETTINGS})
        site.built("-j1")
        site.write({"1.md": tree["1.md"].replace("cared", "bared")})
        assert_work(rebuilt(site), ["signal-dispatch/1.html"], ["signal-dispatch/1.md"])

    def test_a_stop_is_no_matter_of_words(self, site: Site) -> None:
        """Of the search index only the text changes, and what leads to it."""
        site.write({"1.md": first().replace("Nobody cared.", "Nobody cared!")})
        assert rebuilt(site).index == {"root", "text", "documents"}

    def test_a_typo_in_a_sentence_that_cites_is_on_the_cited_page_too(self, site: Site) -> None:
        """The cited page quotes the sentence."""
        site.write({"3.md": third().replace("in this", "in that")})
        pages = ["signal-dispatch/3.html", "signal-dispatch/1.html"]
        assert_work(rebuilt(site), pages, ["signal-dispatch/3.md", "signal-dispatch/feed.xml"])

    def test_a_typo_beside_a_sentence_that_cites_is_not(self, site: Site) -> None:
        """Another paragraph of the citing dispatch is no matter of the cited one."""
        site.write({"3.md": third().replace("Nobody cared", "No one cared")})
        others = ["signal-dispatch/3.md", "signal-dispatch/feed.xml"]
        assert_work(rebuilt(site), ["signal-dispatch/3.html"], others)

    def test_a_typo_beside_an_insertion_is_on_the_page_of_its_kind_too(self, site: Site) -> None:
        """The list of insertions leads to the paragraph, whose anchor is made of its words."""
        site.write({"1.md": first().replace("at night", "by night")})
        pages = ["signal-dispatch/1.html", "insertions/plain.html"]
        assert_work(rebuilt(site), pages, ["signal-dispatch/1.md"])

    def test_a_new_reference_is_on_both_pages_and_in_the_concordance(self, site: Site) -> None:
        """The cited page names who cites it, the catalogue has both directions, the totals count one more."""
        site.write({"4.md": TREE["4.md"] + "\nSee Signal Dispatch No. 7.\n"})
        assert_work(
            rebuilt(site),
            ["signal-dispatch/4.html", "signal-dispatch/7.html", "references.html", "about.html"],
            ["signal-dispatch/4.md", *FEEDS, "data/dispatches.json", "data/dispatches.csv"],
        )


class TestMetadata:
    """Edits of what a dispatch says of itself."""

    def test_a_title_is_on_every_page_that_names_the_dispatch(self, site: Site) -> None:
        """Its lists, its neighbours, its subject, its insertions, who cites it, the concordance."""
        site.write({"1.md": first(title="The First Wire")})
        named = ["subjects/cables.html", "insertions/plain.html", "references.html"]
        around = [f"signal-dispatch/{number}.html" for number in (1, 2, 3)]
        assert_work(
            rebuilt(site),
            [*around, *LISTS, *named],
            ["signal-dispatch/1.md", *FEEDS, "subjects/cables.xml", *CATALOGUE],
        )

    def test_a_title_of_plain_text_is_too(self, site: Site) -> None:
        """The same for the other form; the latest dispatches stand on the front page besides."""
        site.write({"2.txt": SECOND.replace("The Second Wire", "Another Wire")})
        around = [f"signal-dispatch/{number}.html" for number in (1, 2, 3)]
        others = ["signal-dispatch/2.txt", *FEEDS, *CATALOGUE]
        assert_work(rebuilt(site), [*around, *LISTS, "index.html"], others)

    def test_a_summary_of_a_side_file_is_in_lists(self, site: Site) -> None:
        """What lies beside a plain text is an input of its page; the text is not copied again."""
        site.write({"2.meta.yaml": "summary: Of another wire.\n"})
        work = rebuilt(site)
        assert {"signal-dispatch/2.html", *LISTS} <= work.pages
        assert not {"signal-dispatch/2.txt", "about.html", "references.html"} & work.changed

    def test_a_date_moves_a_dispatch_between_lists(self, site: Site) -> None:
        """The old month, the new one, the years, the sitemap; its neighbours are rendered in vain."""
        site.write({"4.md": signal(4, date="1845-05-04")})
        work = rebuilt(site)
        assert work.added == {"dates/1845/index.html", "dates/1845/05.html"}
        assert_work(
            work,
            ["signal-dispatch/4.html", *LISTS, *TOTALS, "dates/1844/06.html", *work.added],
            ["signal-dispatch/4.md", *FEEDS, *CATALOGUE, "sitemap.xml"],
            in_vain=2,
        )

    def test_a_correction_is_told_in_lists(self, site: Site) -> None:
        """The page has a banner and lists have a mark; its neighbours are rendered in vain."""
        site.write({"4.md": signal(4, status="corrected", reason="A word.")})
        assert_work(
            rebuilt(site),
            ["signal-dispatch/4.html", *LISTS, "index.html"],
            ["signal-dispatch/4.md", "data/dispatches.json", "data/dispatches.csv"],
            in_vain=2,
        )

    def test_a_withdrawal_takes_a_dispatch_out_of_counts_and_exports(self, site: Site) -> None:
        """Its page says so, its original goes; its neighbours are rendered in vain."""
        site.write({"4.md": signal(4, status="withdrawn", reason="Untrue.")})
        work = rebuilt(site)
        assert work.removed == {"signal-dispatch/4.md"}
        pages = ["signal-dispatch/4.html", *LISTS, *TOTALS]
        assert_work(work, pages, [*FEEDS, *CATALOGUE, "sitemap.xml"], in_vain=2)

    def test_a_variant_of_a_name_is_on_the_page_of_the_name(self, site: Site) -> None:
        """Nothing else shows the forms that nobody used."""
        site.write({"authority/people.toml": PEOPLE.replace('"]', '", "Mr. Hale"]')})
        assert_work(rebuilt(site), ["people/hale.html"])

    def test_a_preferred_form_is_wherever_the_name_stands(self, site: Site) -> None:
        """The page of the name, the index of names, the front page, the dispatches that have it."""
        site.write({"authority/people.toml": PEOPLE.replace("Hale, John", "Hale, James")})
        names = ["people/hale.html", "people/index.html", "index.html"]
        assert_work(rebuilt(site), ["signal-dispatch/5.html", *names], ["data/dispatches.json"])


class TestFiles:
    """Sources that come, go and move."""

    def test_nothing_is_done_where_nothing_changed(self, site: Site) -> None:
        """No page is rendered and no file written, not even the manifest."""
        assert_work(rebuilt(site), [])

    @pytest.mark.parametrize(
        "name", ["4.md", "2.txt", "2.meta.yaml", "archive.toml", "authority/people.toml"]
    )
    def test_a_touch_is_no_edit(self, site: Site, name: str) -> None:
        """A file with another time and the same bytes is the same."""
        os.utime(site.content / name, (0, 0))
        assert_work(rebuilt(site), [])

    @pytest.mark.parametrize(
        "moves",
        [{"4.md": "four.md"}, {"2.txt": "two.txt", "2.meta.yaml": "two.meta.yaml"}, {"4.md": "may/4.md"}],
        ids=["markdown", "text", "to another folder"],
    )
    def test_a_rename_is_no_edit(self, site: Site, moves: dict[str, str]) -> None:
        """The address is made of series and number: no page is rendered and no file written."""
        (site.content / "may").mkdir()
        for old, new in moves.items():
            (site.content / old).rename(site.content / new)
        assert_work(rebuilt(site), [])

    def test_a_deletion_is_seen_where_the_dispatch_was_named(self, site: Site) -> None:
        """Its lists, its neighbours, the totals; what stays of it is nothing."""
        site.delete("4.md")
        work = rebuilt(site)
        assert work.removed == {"signal-dispatch/4.html", "signal-dispatch/4.md"}
        around = [f"signal-dispatch/{number}.html" for number in (3, 5)]
        assert_work(work, [*around, *LISTS, *TOTALS], [*FEEDS, *CATALOGUE, "sitemap.xml"])

    def test_an_addition_leaves_numbered_pages_alone(self, memory_path: Path) -> None:
        """In a series of 150 the page of the first hundred stays; only the end of the series changes."""
        undated = {f"{number}.md": signal(number, date="") for number in range(1, 151)}
        site = made(memory_path, {**undated, "archive.toml": 'base_url = "https://wires.example/"\n'})
        site.built("-j1")
        site.write({"151.md": signal(151, date="")})
        work = rebuilt(site)
        assert work.added == {"signal-dispatch/151.html", "signal-dispatch/151.md"}
        assert "signal-dispatch/page-1.html" in pages_of(site) - work.pages
        lists = {"signal-dispatch/index.html", "signal-dispatch/page-2.html"}
        assert lists | {"signal-dispatch/150.html", "index.html", "about.html"} <= work.pages
        assert work.rendered < 12
