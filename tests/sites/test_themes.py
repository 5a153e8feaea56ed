"""A theme of one's own: file by file over the built-in one, its mistakes told with file and line."""

from pathlib import Path

import pytest
from minisite import Site, dispatch, made
from publications import stamps_in


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An archive, built with the built-in theme, beside an empty folder for another."""
    site = made(tmp_path, {"1.md": dispatch(1), "2.md": dispatch(2), "archive.toml": 'title = "Old Wires"'})
    site.built()
    (tmp_path / "theme" / "assets").mkdir(parents=True)
    return site


def themed(site: Site, *arguments: str, **files: str) -> list[str]:
    """Arguments for a build with these files in the theme; "__" stands for a slash, the suffix is .html."""
    for name, text in files.items():
        (site.root / "theme" / f"{name}.html").write_text(text, encoding="utf-8")
    return [*arguments, "--templates", str(site.root / "theme")]


def test_a_template_takes_the_place_of_its_namesake(site: Site) -> None:
    """The pages of one template change, those of others stay as they were."""
    before = stamps_in(site.output)
    page = '{% extends "base.html" %}\n{% block main %}<h1>Lost: {{ site.title }}</h1>{% endblock %}\n'
    site.built(*themed(site, not_found=page))
    assert "<h1>Lost: Old Wires</h1>" in site.page("404.html")
    changed = {address for address, stamp in stamps_in(site.output).items() if before[address] != stamp}
    assert changed == {"404.html", "manifest-sha256.txt"}
    site.built()
    assert "Lost" not in site.page("404.html")


def test_a_style_sheet_of_ones_own_changes_no_page(site: Site) -> None:
    """Theme files keep their names, so an edit of the style touches that file alone."""
    before = stamps_in(site.output)
    (site.root / "theme/assets/style.css").write_text("body { color: teal }", encoding="utf-8")
    (site.root / "theme/assets/extra.txt").write_text("More.", encoding="utf-8")
    site.built(*themed(site))
    assert site.page("assets/style.css") == "body { color: teal }"
    assert site.page("assets/extra.txt") == "More."
    changed = {address for address, stamp in stamps_in(site.output).items() if before.get(address) != stamp}
    assert changed == {"assets/style.css", "assets/extra.txt", "manifest-sha256.txt"}


def test_a_name_that_is_not_there_is_told_with_file_and_line(site: Site) -> None:
    """A mistake that shows only on rendering names the template's line, once; the site stays as it was."""
    before = stamps_in(site.output)
    broken = '{% extends "base.html" %}\n{% block main %}\n{{ page.colour }}\n{% endblock %}\n'
    run = site.run(*themed(site, "build", "--format", "json", dispatch=broken))
    assert run.status == 1
    (told,) = [one for one in run.told() if one.severity == "error"]
    assert (told.path, told.line, told.code) == (f"{site.root}/theme/dispatch.html", 3, "template-error")
    assert "colour" in told.message
    assert "dispatches/" in told.hint
    assert "Nothing was published" in run.err
    assert stamps_in(site.output) == before


def test_broken_syntax_is_told_with_file_and_line(site: Site) -> None:
    """A mistake of syntax is found before anything is rendered."""
    run = site.run(*themed(site, "check", about="<p>\n{% if page %}\n<p>\n{% endfor %}\n"))
    assert run.status == 1
    assert f"{site.root}/theme/about.html:4:1: error[template-error]: " in run.err


def test_nothing_is_published_with_a_broken_template(site: Site) -> None:
    """Pages link to each other, so an archive without one is not sound: `--keep-going` keeps it back."""
    before = stamps_in(site.output)
    run = site.run(*themed(site, "build", "--keep-going", dates="{{ nothing }}"))
    assert run.status == 1
    assert "error[template-error]" in run.err
    assert stamps_in(site.output) == before


def test_a_template_cannot_run_what_it_should_not(site: Site) -> None:
    """Neither the modules behind a record nor another file are in reach of a template."""
    for text in (
        "{{ page.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ site['__init__'] }}",
        '{% include "../content/1.md" %}',
        "{% include page.head.title %}",
    ):
        run = site.run(*themed(site, "check", about=text))
        assert run.status == 1, text
        assert "error[template-error]" in run.err, text


def test_words_of_a_source_are_never_a_template(site: Site) -> None:
    """Double braces in titles, texts and fields stand on the page as they are."""
    braces = "{{ 7 * 7 }} {% raw %}"
    site.write({"3.md": dispatch(3, f"Words {braces}.", title=f'"{braces}"', subjects=f'["{braces}"]')})
    site.built()
    assert "{{ 7 * 7 }} {% raw %}" in site.page("dispatches/3.html")
    assert "49" not in site.page("dispatches/3.html")


def test_a_theme_folder_that_is_not_there_is_a_usage_error(site: Site) -> None:
    """A mistyped folder would otherwise be an archive without its theme."""
    run = site.run("build", "--templates", str(site.root / "thème"))
    assert run.status == 2
    assert "thème" in run.err
