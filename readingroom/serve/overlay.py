"""What is wrong, as HTML: shown over the last good page, or as a page of its own where there is none."""

from collections.abc import Sequence
from html import escape

from readingroom.diagnostics import Diagnostic

MOST = 20
STYLE = "/rr-preview/preview.css"


def section(problems: Sequence[Diagnostic]) -> str:
    """The part of a page that lists problems; empty where there are none."""
    if not problems:
        return ""
    count = len(problems)
    more = f"<li><p>And {count - MOST} more, which the terminal lists.</p></li>" if count > MOST else ""
    return (
        '<section id="rr-preview-errors" role="alert" aria-label="Problems of the archive" lang="en">'
        f'<div class="rr-head"><h2>{count} error{"s" * (count != 1)}</h2>'
        '<button type="button">Close</button></div>'
        f"<ol>{''.join(map(_entry, problems[:MOST]))}{more}</ol></section>"
    )


def page(problem: Diagnostic) -> bytes:
    """A page in place of one that cannot be rendered."""
    return (
        '<!DOCTYPE html><html lang="en" data-rr-trouble><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>This page cannot be rendered</title><link rel="stylesheet" href="{STYLE}"></head>'
        f"<body><main><h1>This page cannot be rendered</h1>{section([problem])}</main></body></html>"
    ).encode()


def _entry(problem: Diagnostic) -> str:
    place = problem.path or "The archive"
    if problem.line:
        place += f":{problem.line}:{max(1, problem.column)}"
    return (
        f'<li><p class="rr-place"><bdi>{escape(place)}</bdi> [{escape(problem.code)}]</p>'
        f'<p class="rr-message" dir="auto">{escape(problem.message)}</p>'
        f"{_excerpt(problem)}"
        f'<p class="rr-hint" dir="auto">{escape(problem.advice)}</p></li>'
    )


def _excerpt(problem: Diagnostic) -> str:
    """The line with the caret beneath; an unseen copy of what stands before keeps the caret in its place."""
    if not problem.excerpt:
        return ""
    margin = f"{problem.line:>4} │ "
    before = problem.excerpt[: problem.caret - 1]
    return (
        f'<pre tabindex="0" aria-label="Line {problem.line}"><span class="rr-margin">{margin}</span>'
        f"{escape(problem.excerpt)}\n"
        f'<span aria-hidden="true"><span class="rr-pad">{margin}{escape(before)}</span>'
        f'<span class="rr-caret">{"^" * problem.width}</span></span></pre>'
    )
