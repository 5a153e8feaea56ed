"""Edits of a source's text, as an author makes them, and the sources that a small archive begins with."""

import re
from collections.abc import Callable

from minisite import Tree, dispatch

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="30"/>'
START: Tree = {
    "a/1.md": dispatch(1, "The first mast stood.\n\nIt fell [sic] in May.", subjects="[Cables]"),
    "a/2.md": dispatch(
        2,
        "It follows Dispatches No. 1 in all.[^1] See S 4.\n\n[^1]: As Dispatches No. 3 says.",
        subjects="[Cables, Towers]",
        people="[E. Branly]",
        date="1844-06",
    ),
    "3.txt": (
        "May 24, 1845 Dispatches No. 3\n\nA Third Report\n\nIt is of plain text.[1] Dispatches No. 2 is not."
        "\n\nThe mast [decoded so] was tall.\n\n[1] See Signal No. 4.\n"
    ),
    "3.meta.yaml": "subjects: [Towers]\n",
    "3.fa.txt": "این یک متن است.\n\nدکل بلند بود.\n",
    "b/4.md": dispatch(
        4, "![Plan](plan.svg)\n\nBy Dispatches No. 6. Read [the first](../a/1.md).", series="Signal"
    ),
    "b/plan.svg": SVG.format(40),
    "6.md": dispatch(
        6, "Dispatches No. 2 and [[3]] knew.", status="embargoed", embargo_until="2019-12-31T22:30+00:00"
    ),
}

PARAGRAPHS = (
    "It follows Dispatches No. {n} in all. The next sentence is short.",
    "See [[{n}]], Signal No. {n}, Sg. {n} and S {n}.",
    "Dispatches Nos. {n}, 12 and 3 agree.[^1]\n\n[^1]: As in Dispatches No. {n}.",
    "A note stands here.[1]\n\n[1] See Signal No. {n}.",
    "The mast [sic] was [decoded so] and [Gen. 1:{n}] was read.",
    "![Plan](plan.svg) and [the other](../a/{n}.md), [the text](../3.txt).",
    "É. Branly saw the towers with E. Branly.",
    "> Quoted words of No. {n}.",
    "# A Heading Of {n}",
    "Some words <script>x</script> and <b>others</b>, www.example.org/{n}.",
    "```python\nx = {n}\n```",
    "[[dispatches/99]] and [[2#note-1]] are links.",
    "بسم الله No. {n}",
)
FRONT: dict[str, tuple[str, ...]] = {
    "title": ("The Mast", "The Must", "Mist in May", ""),
    "date": ("1844-05-24", "1844-05-25", "1850", "1849-12~", "never", ""),
    "number": ("1", "2", "3", "4", "5", "14/B", ""),
    "series": ("Signal", "Papers", "Dispatches", ""),
    "subjects": ("[Cables]", "[Towers, Masts]", "[Cables, E. Branly]", ""),
    "places": ("[Örebro]", "[Zürich, Ålborg]", ""),
    "people": ("[E. Branly]", '["Branly, Édouard"]', ""),
    "authors": ("[E. Branly]", "[A. Nother]", ""),
    "station": ("North", "South", ""),
    "language": ("en", "sv", "fa", ""),
    "summary": ("What it says.", "What it sags.", ""),
    "subtitle": ("Or so", ""),
    "aliases": ("[old/1.html]", "[old/2.html, old/3.html]", "[dispatches/2.html]", ""),
    "follows": ("1", "dispatches/2", "signal/4", ""),
    "corrects": ("1", "2", ""),
    "supersedes": ("2", "3", ""),
    "translation_of": ("1", "dispatches/3", ""),
    "original": ("../3.txt", "../3.fa.txt", "nowhere.txt", ""),
    "updated": ("2001-02-03", "2001-02-04", ""),
    "doi": ("https://doi.org/10.1234/one.1", ""),
    "embargo_until": ("2019-06-01", "2020-01-01T00:00+02:00", "2041-01-01", ""),
    "status": ("draft", "embargoed", "withdrawn", "removed", "corrected", "published", ""),
    "reason": ("It was untrue.", "By law.", ""),
    "unheard": ("of", ""),
}
NUMBERS = (1, 2, 3, 4, 5, 6)

_HEAD = re.compile(r"\A---\n.*?^---\n\n?", re.DOTALL | re.MULTILINE)
_TEXT_HEAD = 2
"""Paragraphs of a plain text before its body: banner and title."""

Change = Callable[[list[str], int], None]
"""Changes a list of paragraphs in place, at a place that is taken modulo their number."""


def typo(paragraphs: list[str], place: int) -> None:
    """One letter becomes another of the same length."""
    index = place % len(paragraphs)
    text = paragraphs[index]
    letters = [at for at, letter in enumerate(text) if letter.isascii() and letter.isalnum()]
    if letters:
        at = letters[place // len(paragraphs) % len(letters)]
        paragraphs[index] = text[:at] + _next(text[at]) + text[at + 1 :]


def _next(letter: str) -> str:
    if letter.isdigit():
        return str((int(letter) + 1) % 10)
    return {"z": "a", "Z": "A"}.get(letter) or chr(ord(letter) + 1)


def longer(paragraphs: list[str], place: int) -> None:
    """A word more in a paragraph."""
    paragraphs[place % len(paragraphs)] += f" Word {place}."


def shorter(paragraphs: list[str], place: int) -> None:
    """A paragraph goes."""
    del paragraphs[place % len(paragraphs)]


def twice(paragraphs: list[str], place: int) -> None:
    """A paragraph comes again."""
    paragraphs.insert(0, paragraphs[place % len(paragraphs)])


def turned(paragraphs: list[str], place: int) -> None:
    """Two neighbours change places."""
    index = place % len(paragraphs)
    paragraphs[index - 1], paragraphs[index] = paragraphs[index], paragraphs[index - 1]


CHANGES: tuple[Change, ...] = (typo, longer, shorter, twice, turned)


def edited(path: str, text: str, change: Change, place: int) -> str:
    """A source with its body changed; a front matter, or a plain text's banner and title, stay."""
    head, body = _parted(path, text)
    paragraphs = body.split("\n\n")
    change(paragraphs, place)
    return head + "\n\n".join(paragraphs)


def with_paragraph(path: str, text: str, paragraph: str, *, first: bool) -> str:
    """A source with a paragraph more at the beginning of its body or at its end."""
    head, body = _parted(path, text)
    return f"{head}{paragraph}\n\n{body}" if first else f"{head}{body.rstrip()}\n\n{paragraph}\n"


def _parted(path: str, text: str) -> tuple[str, str]:
    if path.endswith(".md"):
        head = _HEAD.match(text)
        return text[: head.end() if head else 0], text[head.end() if head else 0 :]
    parts = text.split("\n\n", _TEXT_HEAD)
    return "\n\n".join([*parts[:-1], ""]), parts[-1]


def with_front(text: str, key: str, value: str) -> str:
    """A Markdown source with one key of its front matter set; without the key where the value is empty."""
    head = _HEAD.match(text)
    if head is None:
        return f"---\n{key}: {value}\n---\n\n{text}"
    lines = with_line(head[0].removeprefix("---\n").partition("---\n")[0], key, value)
    return f"---\n{lines}---\n\n{text[head.end() :]}"


def with_line(text: str, key: str, value: str) -> str:
    """YAML of one key a line, with one of them set; without it where the value is empty."""
    kept = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
    return "".join(f"{line}\n" for line in [*kept, *([f"{key}: {value}"] if value else [])])
