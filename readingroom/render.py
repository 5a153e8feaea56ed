"""Pages → bytes, with the theme's templates.

A template sees `page` and `site` and nothing else; what it asks for and does not find is an error
that names its line, never an empty place on the page.
"""

import re
import traceback
from dataclasses import replace
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.page import Page
from readingroom.model.view import SiteView
from readingroom.theme import Template, Theme, problem

_QUOTED = re.compile(r"'([^']+)'(?! object)")

_NO_GLOBALS = ("lipsum",)
_NO_FILTERS = ("random", "attr")
"""What Jinja offers whose result is another each time, or that goes around the rules of the environment."""

_OUT_OF_REACH = "'{}' is out of a template's reach"


class Renderer:
    """Renders pages of one theme, from any thread; keeps the compiled templates for its lifetime."""

    def __init__(self, theme: Theme, compiled: BytecodeCache | None = None) -> None:
        """Nothing is compiled before it is needed, nor what `compiled` remembers."""
        self._theme = theme
        self._environment = _environment(theme, compiled)

    def render(self, page: Page, site: SiteView) -> bytes | Diagnostic:
        """The bytes of a page of a site, or what is wrong with its template."""
        try:
            template = self._environment.get_template(page.template)
            return template.render(page=page.view, site=site).encode("utf-8", "replace")
        except Exception as error:  # noqa: BLE001 - whatever a template raises is the template's fault
            return self._diagnosed(page, error)

    def _diagnosed(self, page: Page, error: Exception) -> Diagnostic:
        template, line = self._place(page, error)
        if template is None:
            return Diagnostic(code=Code.TEMPLATE_ERROR, message=f"{page.template}: {error}")
        message = _message(error)
        quoted = _QUOTED.findall(message)
        return replace(
            problem(template, line, message, quoted[-1] if quoted else ""),
            hint=f"Mend it there; it came up on {page.address}.",
        )

    def _place(self, page: Page, error: Exception) -> tuple[Template | None, int]:
        """The template and line where an error came up, the innermost there is."""
        by_place = {template.place: template for template in self._theme.templates.values()}
        if isinstance(error, TemplateSyntaxError) and error.filename in by_place:
            return by_place[error.filename], error.lineno
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in by_place:
                return by_place[frame.filename], frame.lineno or 1
        return self._theme.templates.get(page.template), 1


def _message(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"The theme has no template {error}."
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    return f"{type(error).__name__}: {error}"


class _Environment(Environment):
    """Keeps a template from reaching past the records to the machinery that made them.

    Jinja's sandbox does this and more, at twice the time a page takes; themes are the keeper's own,
    so what is left to prevent is the accident of depending on what no record promises.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        """The attribute of a record; whatever begins with an underscore is refused."""
        if attribute.startswith("_"):
            raise SecurityError(_OUT_OF_REACH.format(attribute))
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """The same for a name in brackets."""
        if isinstance(argument, str) and argument.startswith("_"):
            raise SecurityError(_OUT_OF_REACH.format(argument))
        return super().getitem(obj, argument)


def _environment(theme: Theme, compiled: BytecodeCache | None) -> Environment:
    environment = _Environment(
        loader=FunctionLoader(lambda name: _source(theme, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
    )
    for name in _NO_GLOBALS:
        environment.globals.pop(name, None)
    for name in _NO_FILTERS:
        environment.filters.pop(name, None)
    return environment


def _source(theme: Theme, name: str) -> tuple[str, str, Any] | None:
    template = theme.templates.get(name)
    return (template.text, template.place, None) if template else None
