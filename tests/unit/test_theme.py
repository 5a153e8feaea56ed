"""The theme: its folders laid over each other, and what each template draws upon."""

from pathlib import Path

from readingroom import assets, theme, theme_folders
from readingroom.diagnostics import Code, Diagnostic
from readingroom.theme import Theme


def _folder(path: Path, **files: str) -> Path:
    """A folder of templates; `a__b` is a.html in folder a."""
    for name, text in files.items():
        file = path / (name.replace("__", "/") + ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def _load(*places: Path) -> tuple[Theme, tuple[Diagnostic, ...]]:
    return theme.load(places)


def test_the_built_in_theme_is_sound() -> None:
    """Every template of the built-in theme parses, and draws upon templates that are there."""
    built, found = theme.load(theme_folders.folders(None))
    assert found == ()
    assert "dispatch.html" in built.templates
    assert built.closures["dispatch.html"] == ("base.html", "dispatch.html", "macros.html")


def test_no_template_of_the_built_in_theme_lets_markup_through_by_itself() -> None:
    """Only views decide what is safe markup: no template marks anything so."""
    built, _ = theme.load(theme_folders.folders(None))
    assert not [
        name for name, row in built.templates.items() if "safe" in row.text or "autoescape" in row.text
    ]


def test_a_closure_holds_what_is_extended_included_and_imported_at_any_depth(tmp_path: Path) -> None:
    """A template's closure is itself and all that it draws upon."""
    place = _folder(
        tmp_path,
        page='{% extends "base.html" %}{% from "macros.html" import m %}',
        base='{% include "parts/foot.html" %}',
        macros="{% macro m() %}{% endmacro %}",
        parts__foot="foot",
        other="other",
    )
    built, found = _load(place)
    assert found == ()
    assert built.closures["page.html"] == ("base.html", "macros.html", "page.html", "parts/foot.html")
    assert built.closures["other.html"] == ("other.html",)


def test_a_circle_of_imports_ends(tmp_path: Path) -> None:
    """Templates that import each other have a closure all the same."""
    place = _folder(tmp_path, a='{% import "b.html" as b %}', b='{% import "a.html" as a %}')
    assert _load(place)[0].closures["a.html"] == ("a.html", "b.html")


def test_a_digest_changes_with_the_closure_and_nothing_else(tmp_path: Path) -> None:
    """An edit is seen in the digest of whatever draws upon the edited template, and only there."""
    place = _folder(tmp_path, page='{% include "foot.html" %}', foot="one", other="other")
    before, _ = _load(place)
    _folder(tmp_path, foot="two")
    after, _ = _load(place)
    changed = {name for name in after.templates if before.digest(name) != after.digest(name)}
    assert changed == {"page.html", "foot.html"}


def test_an_optional_include_is_seen_when_it_comes_to_be(tmp_path: Path) -> None:
    """A file that an `ignore missing` names changes the digest once it is there."""
    place = _folder(tmp_path, page='{% include "banner.html" ignore missing %}')
    before, found = _load(place)
    assert found == ()
    _folder(tmp_path, banner="Hello")
    assert _load(place)[0].digest("page.html") != before.digest("page.html")


def test_the_same_theme_elsewhere_has_the_same_digests(tmp_path: Path) -> None:
    """Where a theme lies plays no part in its digests."""
    one, other = (_folder(tmp_path / name, page="text", foot="foot") for name in ("one", "other"))
    assert _load(one)[0].digest("page.html") == _load(other)[0].digest("page.html")


def test_an_overlay_replaces_file_by_file(tmp_path: Path) -> None:
    """A template of the overlay takes the place of its namesake; the others stay."""
    below = _folder(tmp_path / "below", base="below", page="page")
    above = _folder(tmp_path / "above", base="above")
    built, _ = _load(below, above)
    assert built.templates["base.html"].text == "above"
    assert built.templates["page.html"].text == "page"


def test_a_computed_include_is_refused(tmp_path: Path) -> None:
    """A name that is known at render time only is an error at its line."""
    place = _folder(tmp_path, page="<p>\n{% include page.part %}\n</p>")
    _, found = _load(place)
    assert [(d.code, d.line, d.path) for d in found] == [
        (Code.TEMPLATE_ERROR, 2, (tmp_path / "page.html").as_posix())
    ]
    assert "computed" in found[0].message


def test_a_list_of_names_is_allowed(tmp_path: Path) -> None:
    """Of several constant names the first that is there is used, and all are in the closure."""
    place = _folder(tmp_path, page='{% include ["own.html", "foot.html"] %}', foot="foot")
    built, found = _load(place)
    assert found == ()
    assert built.closures["page.html"] == ("foot.html", "own.html", "page.html")


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """A template that extends one that is not there is an error at its line, with the name marked."""
    place = _folder(tmp_path, page='{% extends "nowhere.html" %}')
    _, (only,) = _load(place)
    assert (only.line, only.column, only.width) == (1, 13, len("nowhere.html"))
    assert "nowhere.html" in only.message


def test_broken_syntax_is_told_with_its_line(tmp_path: Path) -> None:
    """A template that does not parse is an error at its line, and the rest of the theme is read."""
    place = _folder(tmp_path, page="one\n{% if %}\n", other="other")
    built, (only,) = _load(place)
    assert (only.code, only.line) == (Code.TEMPLATE_ERROR, 2)
    assert only.excerpt == "{% if %}"
    assert "other.html" in built.templates


def test_a_template_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """A template in another encoding is an error, not a crash."""
    (tmp_path / "page.html").write_bytes(b"caf\xe9")
    built, (only,) = _load(tmp_path)
    assert only.code is Code.TEMPLATE_ERROR
    assert built.templates == {}


def test_assets_and_hidden_files_are_no_templates(tmp_path: Path) -> None:
    """What lies in assets/, and what is hidden, is never a template."""
    place = _folder(tmp_path, page="page", assets__sample="sample")
    (place / ".draft.html").write_text("draft", encoding="utf-8")
    assert list(_load(place)[0].templates) == ["page.html"]


def test_theme_files_are_laid_over_each_other(tmp_path: Path) -> None:
    """Assets of the overlay replace their namesakes; editors' copies and hidden files stay behind."""
    for name, text in {"below/assets/style.css": "below", "below/assets/fonts/a.woff2": "a"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    above = tmp_path / "above" / "assets"
    above.mkdir(parents=True)
    for name in ("style.css", "style.css~", ".style.css.swp"):
        (above / name).write_text("above", encoding="utf-8")
    found = {f.address: f.data for f in assets.theme_files([tmp_path / "below", tmp_path / "above"])}
    assert found == {"assets/fonts/a.woff2": b"a", "assets/style.css": b"above"}


def _assets(*places: Path) -> dict[str, str]:
    return {file.address: file.data.decode() for file in assets.theme_files(places)}


def _write(place: Path, **files: str) -> Path:
    """A theme with those files in its assets; `a__b` is b.css in folder a.css."""
    for name, text in files.items():
        path = place / "assets" / ("/".join(f"{part}.css" for part in name.split("__")))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


def test_a_folder_named_like_a_style_sheet_is_one(tmp_path: Path) -> None:
    """Its files are joined in the order of their names, and an overlay replaces them one by one."""
    below = _write(tmp_path / "below", style__2="two ", style__1="one ", other="other")
    above = _write(tmp_path / "above", style__2="TWO ", style__3="three ")
    assert _assets(below) == {"assets/other.css": "other", "assets/style.css": "one two "}
    assert _assets(below, above)["assets/style.css"] == "one TWO three "


def test_a_whole_file_takes_the_place_of_parts(tmp_path: Path) -> None:
    """An overlay may have a style sheet in one piece where the theme has parts, and the other way round."""
    parts = _write(tmp_path / "parts", style__1="one ", style__2="two ")
    whole = _write(tmp_path / "whole", style="whole")
    assert _assets(parts, whole) == {"assets/style.css": "whole"}
    assert _assets(whole, parts) == {"assets/style.css": "one two "}


def test_every_asset_that_the_theme_names_is_there() -> None:
    """The built-in templates name no asset that the theme lacks."""
    built, _ = theme.load(theme_folders.folders(None))
    have = {file.address for file in assets.theme_files(theme_folders.folders(None))}
    text = built.templates["base.html"].text
    named = {part.split('"')[0] for part in text.split("page.head.root }}")[1:]}
    assert {name for name in named if name.startswith("assets/")} <= have
