"""Rendering: pages of records, and errors that name their line."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from archives import a_site, an_archive

from readingroom import theme
from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.page import Page
from readingroom.model.view import Html
from readingroom.pages.frame import site_view
from readingroom.render import Renderer

SITE = site_view(a_site(an_archive(), title="The <Archive>"))


BODY = Html("<p>One</p>")


@dataclass(frozen=True, slots=True)
class _View:
    title: str = "Cables & <Wires>"
    body: Html = BODY


def _render(place: Path, view: object = _View(), **files: str) -> bytes | Diagnostic:
    for name, text in files.items():
        (place / f"{name}.html").write_text(text, encoding="utf-8")
    built, found = theme.load([place])
    assert found == ()
    return Renderer(built).render(Page(address="a/b.html", template="page.html", view=view), SITE)


def _problem(place: Path, **files: str) -> Diagnostic:
    result = _render(place, **files)
    assert isinstance(result, Diagnostic)
    assert result.code is Code.TEMPLATE_ERROR
    return result


def test_text_is_escaped_and_html_is_not(tmp_path: Path) -> None:
    """Every string is escaped but for what a view says is markup."""
    result = _render(tmp_path, page="{{ page.title }}{{ page.body }}{{ site.title }}")
    assert result == b"Cables &amp; &lt;Wires&gt;<p>One</p>The &lt;Archive&gt;"


def test_a_body_is_never_a_template(tmp_path: Path) -> None:
    """Braces in a text are text."""
    view = _View(title="{{ site.title }}{% raw %}", body=Html("{{ 7 * 6 }}"))
    assert _render(tmp_path, view, page="{{ page.title }}{{ page.body }}") == (
        b"{{ site.title }}{% raw %}{{ 7 * 6 }}"
    )


def test_what_is_not_there_is_an_error_at_its_place(tmp_path: Path) -> None:
    """A misspelt name is told with file, line and column, and marked."""
    found = _problem(tmp_path, page="<h1>\n  {{ page.titel }}\n</h1>")
    assert (found.path, found.line, found.column) == ((tmp_path / "page.html").as_posix(), 2, 11)
    assert found.width == len("titel")
    assert "titel" in found.message
    assert "a/b.html" in found.hint


def test_an_error_in_an_included_template_names_that_template(tmp_path: Path) -> None:
    """The file of an error is the one that it stands in, not the one that was asked for."""
    found = _problem(tmp_path, page='{% include "foot.html" %}', foot="\n\n{{ page.nothing }}")
    assert (Path(found.path).name, found.line) == ("foot.html", 3)


def test_a_name_that_nobody_gave_is_an_error(tmp_path: Path) -> None:
    """Templates see `page` and `site` and nothing else."""
    assert "settings" in _problem(tmp_path, page="{{ settings.title }}").message


def test_an_error_of_python_is_told_like_any_other(tmp_path: Path) -> None:
    """A template that divides by zero is an error at its line."""
    found = _problem(tmp_path, page="one\n{{ 1 // 0 }}")
    assert (found.line, "ZeroDivisionError" in found.message) == (2, True)


def test_a_template_that_the_theme_lacks_is_told(tmp_path: Path) -> None:
    """A page whose template is missing is an error that names it."""
    assert "page.html" in _problem(tmp_path, other="other").message


@pytest.mark.parametrize(
    "reach",
    [
        "page.__class__",
        "page['__class__']",
        "page.title.__class__.__mro__",
        "site.__init__.__globals__",
        "[page] | map(attribute='__class__') | list",
    ],
)
def test_a_template_cannot_reach_past_its_records(tmp_path: Path, reach: str) -> None:
    """The machinery behind a record is out of a template's reach."""
    assert "out of a template's reach" in _problem(tmp_path, page=f"{{{{ {reach} }}}}").message


@pytest.mark.parametrize("chance", ["{{ lipsum() }}", "{{ [1, 2, 3] | random }}"])
def test_nothing_in_a_template_is_left_to_chance(tmp_path: Path, chance: str) -> None:
    """What Jinja offers of random text is not there."""
    (tmp_path / "page.html").write_text(chance, encoding="utf-8")
    built, _ = theme.load([tmp_path])
    result = Renderer(built).render(Page(address="a.html", template="page.html", view=_View()), SITE)
    assert isinstance(result, Diagnostic)


def test_half_a_surrogate_pair_does_not_stop_a_page(tmp_path: Path) -> None:
    """A character that UTF-8 cannot write becomes a question mark."""
    assert _render(tmp_path, _View(title="a\ud800b"), page="{{ page.title }}") == b"a?b"


def test_two_renderers_give_the_same_bytes(tmp_path: Path) -> None:
    """A page is made of theme, site and view alone."""
    files = {"page": "{% for n in range(3) %}{{ page.title }}{% endfor %}"}
    assert _render(tmp_path, **files) == _render(tmp_path, **files)
