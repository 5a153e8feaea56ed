"""What a keeper changes in a small archive: its settings, names and theme."""

from collections.abc import Mapping

from minisite import ROOT

SETTINGS: dict[str, tuple[str, ...]] = {
    "title": ('title = "Old Wires"', 'title = "Odd Wires"', "", "title = 3"),
    "base_url": ('base_url = "https://wires.example/"', "", 'base_url = "https://wires.example/sub/"'),
    "language": ('language = "en"', 'language = "sv"', 'language = "fa"'),
    "timezone": ("", 'timezone = "Asia/Kathmandu"'),
    "about": ("", 'about = "Of **masts**.[^1]\\n\\n[^1]: A note."', 'about = "Of <script>x</script> masts."'),
    "institution": ("", 'institution = "The Institute"'),
    "default_series": ("", 'default_series = "Papers"'),
    "series": (
        '[[series]]\nname = "Signal"\nforms = ["S {n}"]',
        '[[series]]\nname = "Signal"\nforms = ["Sg. {n}"]',
        '[[series]]\nname = "Signal"\nforms = ["S {n}"]\nnot_after = ["See"]\ndescription = "Short."',
        "",
    ),
    "field": (
        "",
        '[[field]]\nkey = "station"\nlabel = "Stations"\nsingular = "Station"\ntype = "name"\nindex = true',
        '[[field]]\nkey = "subjects"\nmin_dispatches = 2',
    ),
    "insertion": (
        "",
        '[[insertion]]\nkind = "decoded"\nlabel = "Decoded"\npattern = \'^decoded\'',
        '[[insertion]]\nkind = "decoded"\nlabel = "Decoded"\npattern = \'^sic\'',
        '[[insertion]]\nkind = "decoded"\nlabel = "Decoded"\npattern = \'(\'',
    ),
    "content": ("", '[content]\nignore = ["b/**"]', '[content]\ntrusted = ["a/**"]\ntails = ["The mast"]'),
    "publish": (
        "",
        '[publish]\noriginals = "zip"',
        '[publish]\noriginals = "none"\nsidecars = ["json", "bib"]',
        "[publish]\ncontent_security_policy = \"default-src 'none'\"",
        "[publish]\nhost_file_limit = 5",
    ),
    "diagnostics": (
        "",
        '[diagnostics]\nsilence = ["base-url-missing", "original-unpaired", "front-matter-unknown"]',
    ),
}
"""The parts of `archive.toml`, each in several forms, the first of which is there at the beginning."""

NAMES: dict[str, tuple[str, ...]] = {
    "people": (
        '[[entity]]\nid = "branly"\nname = "Branly, Édouard"\nvariants = ["E. Branly"]\n',
        '[[entity]]\nid = "branly"\nname = "Branly, Edouard"\nvariants = ["E. Branly", "É. Branly"]\n',
        '[[entity]]\nid = "branly-2"\nname = "Branly, Édouard"\ndisplay = "Édouard Branly"\n',
        '[[entity]]\nname = "Nobody"\n',
        "",
    ),
    "topics": (
        "",
        '[[entity]]\nid = "masts"\nname = "Towers"\nvariants = ["Masts", "Cables"]\ndescription = "Tall."\n',
        '[[entity]]\nid = "masts"\nname = "Masts"\nvariants = ["Towers"]\n',
    ),
    "station": ("", '[[entity]]\nid = "north"\nname = "The North"\nvariants = ["North"]\n'),
}
"""The files of names, each in several forms; an empty one is not there."""

DUMP = '{% include "foot.html" %}{{ page }}\n{{ site }}\n'
"""A page that shows everything that a template could show of it."""
THEME = {path.name: DUMP for path in sorted((ROOT / "templates").glob("*.html"))} | {"foot.html": "<hr>\n"}
TEMPLATES = {
    "foot.html": ("<hr>\n", "<br>\n", "<hr>{{ page.head.title }}\n", "{{ page.nothing }}", None),
    "dispatch.html": (DUMP, '{% include "late.html" ignore missing %}' + DUMP, "{% if %}", None),
    "front.html": (DUMP, DUMP + "!", b"\xff\xfe\xff", "{% include page.head.title %}", None),
    "list.html": (DUMP, '{% import "macros.html" as m %}' + DUMP, None),
    "base.html": (DUMP, "{% block main %}{% endblock %}", None),
    "macros.html": (DUMP, "{% set a = 1 %}", None),
    "late.html": (None, "Late.", "Lake."),
    "sub/folder.html": (None, "Beneath."),
    "assets/style.css": (None, "p { color: red }", "p { color: tan }"),
    "assets/own/more.css": (None, "p {}"),
    "assets/theme.js": (None, "let a;"),
}
"""Files of the theme, each in several forms; None is not there, so that the built-in one shows."""


def settings_text(chosen: Mapping[str, int]) -> str:
    """An `archive.toml` with one form of each part."""
    return "".join(f"{forms[chosen.get(part, 0)]}\n" for part, forms in SETTINGS.items())
