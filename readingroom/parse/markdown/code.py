"""Fenced code → HTML: highlighted by Pygments in classes that the theme colours, every line with an anchor.

A language that Pygments does not know, or none, is shown plain; nothing is guessed.
"""

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from readingroom.addresses import letters, own_anchor
from readingroom.parse.markdown.fences import Fence


def to_html(fence: Fence) -> str:
    """The code as HTML: a line is a span with the id "code-7f3k9-12", its letters made of the code."""
    anchor = own_anchor(fence.id) if fence.id else f"code-{letters(fence.code, 5)}"
    name = f' id="{escape(anchor)}"' if fence.id else ""
    lines = _highlighted(fence)
    body = "".join(
        f'<span class="{_class(fence, number)}" id="{escape(anchor)}-{number}">{line}\n</span>'
        for number, line in enumerate(lines, 1)
    )
    label = f' class="language-{escape(fence.language)}"' if fence.language else ""
    return f'<div class="highlight"{name}><pre tabindex="0"><code{label}>{body}</code></pre></div>'


def _class(fence: Fence, line: int) -> str:
    return "line hll" if line in fence.marked else "line"


def is_known(language: str) -> bool:
    """Whether Pygments has a lexer of that name."""
    return not language or _lexer(language) is not None


def _highlighted(fence: Fence) -> list[str]:
    """The lines as HTML; plain where a lexer would not give as many as the source has."""
    plain = escape(fence.code, quote=False).split("\n")
    lexer = _lexer(fence.language) if fence.language else None
    if lexer is None:
        return plain
    lines = highlight(fence.code, lexer, _FORMATTER).removesuffix("\n").split("\n")
    return lines if len(lines) == len(plain) else plain


_FORMATTER = HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
