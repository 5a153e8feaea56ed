"""The theme: templates of the built-in one, overlaid file by file, with what each of them draws upon.

A template's closure is itself and whatever it extends, includes or imports, at any depth. Its
digest decides whether a page must be rendered again, so a name that is only known at render time
is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from readingroom.diagnostics import Code, Diagnostic, at
from readingroom.theme_folders import ASSETS

SUFFIX = ".html"

_ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template as it lies on disk."""

    name: str
    """Beneath the theme's folder, with "/" between its parts."""
    place: str
    """Where it lies, for messages."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Every template by name, and the names in the closure of each."""

    templates: Mapping[str, Template]
    closures: Mapping[str, tuple[str, ...]]

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        of_text = {name: sha256(row.text.encode()).hexdigest() for name, row in self.templates.items()}
        return {
            name: sha256(
                "\n".join(f"{part}\t{of_text.get(part, _ABSENT)}" for part in closure).encode()
            ).hexdigest()
            for name, closure in self.closures.items()
        }

    def digest(self, name: str) -> str:
        """What the output of a template depends on, besides its page and the site."""
        return self._digests[name]


def load(places: Sequence[Path]) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme of those folders, and what is wrong with its templates."""
    templates: dict[str, Template] = {}
    diagnostics: list[Diagnostic] = []
    for folder in places:
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            try:
                text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                diagnostics.append(_unreadable(path, error))
            else:
                templates[name] = Template(name=name, place=path.as_posix(), text=text)
    uses, found = _uses(templates)
    theme = Theme(
        templates=dict(sorted(templates.items())),
        closures={name: _closure(name, uses) for name in sorted(templates)},
    )
    return theme, (*diagnostics, *found)


def problem(template: Template, line: int, message: str, word: str = "") -> Diagnostic:
    """A diagnostic about a line of a template; the caret is under `word`, else under the line's first tag."""
    lines = template.text.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    column = max(0, text.find(word)) if word and word in text else len(text) - len(text.lstrip())
    width = len(word) if word and word in text else 1
    return at(Code.TEMPLATE_ERROR, template.place, lines, line, message, column=column + 1, width=width)


def _files(folder: Path) -> Iterator[Path]:
    """The templates beneath a folder, in the order of their names; assets and hidden files are none."""
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        parts = path.relative_to(folder).parts
        if parts[0] != ASSETS and not any(part.startswith(".") for part in parts) and path.is_file():
            yield path


def _unreadable(path: Path, error: UnicodeDecodeError) -> Diagnostic:
    return Diagnostic(
        code=Code.TEMPLATE_ERROR,
        message=f"The template is not UTF-8: byte {error.start + 1} cannot be read.",
        path=path.as_posix(),
        hint="Save it as UTF-8.",
    )


def _uses(templates: Mapping[str, Template]) -> tuple[dict[str, tuple[str, ...]], list[Diagnostic]]:
    """The names that each template draws upon itself."""
    # Only parses, nothing is run or rendered here.
    environment = Environment(autoescape=True)
    uses: dict[str, tuple[str, ...]] = {}
    diagnostics: list[Diagnostic] = []
    for name, template in sorted(templates.items()):
        try:
            tree = environment.parse(template.text)
        except TemplateSyntaxError as error:
            diagnostics.append(problem(template, error.lineno, error.message or "The template is broken."))
            continue
        found = list(_references(tree))
        uses[name] = tuple(used for use in found for used in use.names)
        diagnostics += [d for use in found for d in _wrong(use, template, templates)]
    return uses, diagnostics


@dataclass(frozen=True, slots=True)
class _Use:
    """One extends, include or import; no names where they are only known at render time."""

    names: tuple[str, ...]
    line: int
    optional: bool


def _references(tree: nodes.Template) -> Iterator[_Use]:
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            optional = isinstance(node, nodes.Include) and node.ignore_missing
            yield _Use(_constant_names(node.template), node.lineno, optional)


def _constant_names(expression: nodes.Expr) -> tuple[str, ...]:
    """The names in "a.html" or ["a.html", "b.html"]; none of anything else."""
    try:
        value = expression.as_const()
    except nodes.Impossible:
        return ()
    names = (value,) if isinstance(value, str) else value
    return tuple(names) if isinstance(names, list | tuple) and all(isinstance(n, str) for n in names) else ()


def _wrong(use: _Use, template: Template, templates: Mapping[str, Template]) -> Iterator[Diagnostic]:
    if not use.names:
        yield problem(
            template, use.line, "The name of a template must stand there as it is, not be computed."
        )
    elif not use.optional and not any(name in templates for name in use.names):
        shown = " or ".join(use.names)
        yield problem(template, use.line, f"The theme has no template {shown}.", use.names[0])


def _closure(name: str, uses: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A template and what it draws upon, sorted; absent ones too, since one may come to be there."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting += uses.get(current, ())
    return tuple(sorted(reached))
