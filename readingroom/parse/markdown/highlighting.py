"""Code → lines of HTML, by Pygments."""

from functools import lru_cache

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_FORMATTER = HtmlFormatter(nowrap=True)


def lines(language: str, code: str) -> list[str] | None:
    """The lines of code in a language; None where there is no lexer of that name."""
    lexer = _lexer(language)
    return None if lexer is None else highlight(code, lexer, _FORMATTER).removesuffix("\n").split("\n")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
