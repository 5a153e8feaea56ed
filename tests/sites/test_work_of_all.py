"""How much a build does after an edit that may be seen on any page: of settings, theme, published files."""

import time
from pathlib import Path

import pytest
from minisite import Site, dispatch, made
from signals import SETTINGS, TREE, first
from workdone import SETTLED_SECONDS, assert_work, pages_of, rebuilt

from readingroom.cli import main

FRENCH = "Un fil.\n\nDeux fils.\n\nTrois fils.\n\nQuatre fils.\n"
SILENCED = '[diagnostics]\nsilence = ["original-unpaired"]\n'


@pytest.fixture(params=[0, SETTLED_SECONDS], ids=["young files", "settled files"])
def site(request: pytest.FixtureRequest, memory_path: Path) -> Site:
    """The archive, built once, from files of which the next build has to read each or none again."""
    site = made(memory_path, TREE)
    time.sleep(request.param)
    site.built("-j1")
    return site


@pytest.fixture
def theme(memory_path: Path) -> Path:
    """A folder for templates that take the place of the built-in ones."""
    folder = memory_path / "theme"
    folder.mkdir()
    return folder


def copied(theme: Path, name: str, more: str = "") -> None:
    """Puts a built-in template or style sheet into a theme, with something added at its end."""
    built_in = Path(__file__).parents[2] / "templates" / name
    place = theme / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(built_in.read_text(encoding="utf-8") + more, encoding="utf-8")


def opened(theme: Path, name: str, words: str) -> None:
    """Puts a built-in template into a theme, with some words at the head of what the page is about."""
    copied(theme, name)
    place, block = theme / name, "{% block main %}"
    text = place.read_text(encoding="utf-8")
    assert block in text
    place.write_text(text.replace(block, block + words), encoding="utf-8")


class TestWhole:
    """Edits that may be seen anywhere."""

    def test_the_title_of_the_archive_is_on_every_page(self, site: Site) -> None:
        """Every page and feed says it, and no original does."""
        site.write({"archive.toml": SETTINGS.replace("Old Wires", "New Wires")})
        work = rebuilt(site)
        assert work.pages == pages_of(site)
        assert (work.rendered, work.reused) == (len(pages_of(site)), 0)
        assert not {"signal-dispatch/1.md", "signal-dispatch/2.txt", "assets/style.css"} & work.changed

    def test_the_description_of_a_series_is_on_three_pages(self, site: Site) -> None:
        """A setting may stand on any page, so all are rendered; those that show this one are written."""
        site.write({"archive.toml": SETTINGS.replace("Of the clerks", "Of all clerks")})
        pages = ["note/index.html", "index.html", "about.html"]
        assert_work(rebuilt(site), pages, in_vain=len(pages_of(site)) - len(pages))

    def test_a_clean_build_renders_all_and_writes_nothing(self, site: Site) -> None:
        """`--clean` remembers nothing, and comes to the same bytes."""
        assert_work(rebuilt(site, "--clean"), [], in_vain=len(pages_of(site)))

    def test_another_output_folder_is_rendered_from_nothing(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What stands in one folder says nothing of another, and stays remembered."""
        elsewhere = Site(site.root / "elsewhere")
        assert main(["-j1", "--content", str(site.content), "--output", str(elsewhere.output)]) == 0
        assert f"{len(pages_of(site))} pages rendered, 0 reused" in capsys.readouterr().err
        assert elsewhere.manifest() == site.manifest()
        assert_work(rebuilt(site), [])

    def test_other_processes_and_time_zones_render_nothing(self, site: Site) -> None:
        """What a page was made of has one digest, however Python orders its sets, in any time zone."""
        site.spawned("build", "-j1", environment={"PYTHONHASHSEED": "0"})
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"), ("3", "America/Lima")):
            run = site.spawned("build", "-j1", environment={"PYTHONHASHSEED": seed, "TZ": zone})
            assert f"0 pages rendered, {len(pages_of(site))} reused, 0 removed." in run.err

    def test_what_was_edited_before_an_error_is_not_forgotten(self, site: Site) -> None:
        """A build that published nothing leaves its edits for the next one, and no more than these."""
        site.write({"1.md": first().replace("Nobody cared", "No one cared")})
        site.write({"9.md": dispatch(9, date="never")})
        assert site.run("build", "-j1").status == 1
        site.write({"9.md": TREE["9.md"]})
        assert_work(rebuilt(site), ["signal-dispatch/1.html"], ["signal-dispatch/1.md"])

    def test_what_a_stranger_changed_is_rendered_again(self, site: Site) -> None:
        """A page that was edited or taken away where it is published is made again, and no other."""
        page, gone = (site.output / f"signal-dispatch/{number}.html" for number in (6, 7))
        page.write_text("Mine.", encoding="utf-8")
        gone.unlink()
        work = rebuilt(site)
        assert (work.rendered, work.pages) == (2, {"signal-dispatch/6.html", "signal-dispatch/7.html"})
        assert "Mine." not in site.page("signal-dispatch/6.html")


class TestTheme:
    """Edits of templates and assets."""

    @pytest.mark.parametrize(
        ("name", "pages"),
        [
            ("dates.html", {"dates/index.html", "dates/1844/index.html"}),
            ("kind.html", {"insertions/plain.html"}),
            ("uses.html", {"insertions/plain.html", "references.html"}),
            ("references.html", {"references.html"}),
        ],
    )
    def test_a_template_is_rendered_where_it_takes_part(
        self, site: Site, theme: Path, name: str, pages: set[str]
    ) -> None:
        """The pages of one type, or those that include it; where their bytes stay, none is written."""
        copied(theme, name)
        site.built("-j1", "--templates", str(theme))
        copied(theme, name, "{# Changed. #}")
        assert_work(rebuilt(site, "--templates", str(theme)), [], in_vain=len(pages))

    def test_what_a_template_includes_is_written_where_it_shows(self, site: Site, theme: Path) -> None:
        """A template of the keeper's own that one type of page includes is no matter of the others."""
        (theme / "stamp.html").write_text("<p>Seen.</p>", encoding="utf-8")
        opened(theme, "about.html", '{% include "stamp.html" %}')
        site.built("-j1", "--templates", str(theme))
        (theme / "stamp.html").write_text("<p>Seen twice.</p>", encoding="utf-8")
        assert_work(rebuilt(site, "--templates", str(theme)), ["about.html"])

    def test_the_base_of_all_templates_is_every_page(self, site: Site, theme: Path) -> None:
        """What all pages extend renders and writes all of them, and nothing else."""
        copied(theme, "base.html")
        site.built("-j1", "--templates", str(theme))
        copied(theme, "base.html", "<!-- Changed. -->")
        assert_work(rebuilt(site, "--templates", str(theme)), pages_of(site))

    def test_a_template_that_failed_is_rendered_once_it_is_mended(self, site: Site, theme: Path) -> None:
        """Its pages are due until they are published, and no others."""
        copied(theme, "kind.html")
        site.built("-j1", "--templates", str(theme))
        opened(theme, "kind.html", "{{ page.nothing_of_the_kind }}")
        assert site.run("build", "-j1", "--templates", str(theme)).status == 1
        copied(theme, "kind.html", "{# Mended. #}")
        assert_work(rebuilt(site, "--templates", str(theme)), [], in_vain=1)

    def test_a_style_sheet_renders_no_page(self, site: Site, theme: Path) -> None:
        """The sheet alone is written."""
        copied(theme, "assets/style.css/05-dispatch.css")
        site.built("-j1", "--templates", str(theme))
        copied(theme, "assets/style.css/05-dispatch.css", "/* Changed. */")
        assert_work(rebuilt(site, "--templates", str(theme)), [], ["assets/style.css"])


class TestRemarks:
    """What there is to tell about a page that is not rendered again."""

    def unpaired(self, site: Site) -> list[str]:
        """The sources whose original does not stand beside them, as a build tells."""
        told = site.built("-j1", "--format", "json").told()
        paths = [Path(one.path) for one in told if one.code == "original-unpaired"]
        return [path.relative_to(site.content).as_posix() for path in paths]

    def test_a_warning_is_told_at_each_build(self, site: Site) -> None:
        """A page that is left as it stands has its warnings still."""
        site.write({"4.fr.txt": FRENCH})
        assert self.unpaired(site) == ["4.md"]
        assert self.unpaired(site) == ["4.md"]
        assert rebuilt(site).rendered == 0

    def test_what_is_silenced_is_remembered(self, site: Site) -> None:
        """A warning that was silenced is told once it is not, though no page is rendered for it."""
        site.write({"4.fr.txt": FRENCH, "archive.toml": SETTINGS + SILENCED})
        assert self.unpaired(site) == []
        site.write({"archive.toml": SETTINGS})
        assert rebuilt(site).rendered == 0
        assert self.unpaired(site) == ["4.md"]

    def test_a_warning_names_the_file_of_today(self, site: Site) -> None:
        """After a rename the warning leads to the file where it is now."""
        site.write({"4.fr.txt": FRENCH})
        assert self.unpaired(site) == ["4.md"]
        (site.content / "4.md").rename(site.content / "four.md")
        (site.content / "4.fr.txt").rename(site.content / "four.fr.txt")
        assert self.unpaired(site) == ["four.md"]

    def test_an_original_is_an_input_of_its_page(self, site: Site) -> None:
        """An edit of the text that is translated renders the page, and no other."""
        site.write({"4.fr.txt": "Le fil tenait.\n\nPersonne ne pleurait.\n"})
        site.built("-j1")
        site.write({"4.fr.txt": "Le fil tenait.\n\nPersonne ne riait.\n"})
        assert_work(rebuilt(site), ["signal-dispatch/4.html"])
