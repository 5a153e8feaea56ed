"""Fenced code → HTML: highlighted by Pygments in classes that the theme colours, every line with an anchor.

A language that Pygments does not know, or none, is shown plain; nothing is guessed.
"""

from html import escape

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
    return not language or _lines(language, "") is not None


def _highlighted(fence: Fence) -> list[str]:
    """The lines as HTML; plain where a lexer would not give as many as the source has."""
    plain = escape(fence.code, quote=False).split("\n")
    lines = _lines(fence.language, fence.code) if fence.language else None
    return lines if lines is not None and len(lines) == len(plain) else plain


def _lines(language: str, code: str) -> list[str] | None:
    """The lines of code in a language; None where no lexer knows it."""
    from readingroom.parse.markdown import highlighting  # noqa: PLC0415 - few sources hold code, and it loads slowly

    return highlighting.lines(language, code)
