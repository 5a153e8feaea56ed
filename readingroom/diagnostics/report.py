"""The forms a diagnostic is printed in.

Text: the `file:line:column: severity: message` of compilers (GNU coding standards, "Formatting
Error Messages"). GitHub: the workflow commands of its runners. JSON: one object a line.
"""

import json

from readingroom.diagnostics.codes import TABLE, Severity
from readingroom.diagnostics.record import Diagnostic


def as_text(diagnostic: Diagnostic, root: str = "") -> str:
    """A diagnostic over several lines; `root` is what stands before its path."""
    place = f"{root}{_printable(diagnostic.path)}" if diagnostic.path else "archive"
    if diagnostic.line:
        place += f":{diagnostic.line}:{max(1, diagnostic.column)}"
    head = f"{place}: {diagnostic.severity}[{diagnostic.code}]: {_printable(diagnostic.message)}"
    lines = [head]
    if diagnostic.excerpt:
        margin = f"{diagnostic.line:>6} | "
        lines.append(margin + _printable(diagnostic.excerpt))
        lines.append(" " * 6 + " | " + " " * (diagnostic.caret - 1) + "^" * diagnostic.width)
    lines.append(f"       = hint: {_printable(diagnostic.advice)}")
    return "\n".join(lines)


def as_json(diagnostic: Diagnostic, root: str = "") -> str:
    """One JSON object on one line."""
    return json.dumps(
        {
            "path": root + diagnostic.path if diagnostic.path else "",
            "line": diagnostic.line,
            "column": diagnostic.column,
            "severity": str(diagnostic.severity),
            "code": str(diagnostic.code),
            "message": diagnostic.message,
            "hint": diagnostic.advice,
        },
        ensure_ascii=False,
    )


def as_github(diagnostic: Diagnostic, root: str = "") -> str:
    """A workflow command: `::error file=…,line=…,col=…,title=…::message`."""
    facts = []
    if diagnostic.path:
        facts.append(f"file={_escaped(root + diagnostic.path, values=True)}")
    if diagnostic.line:
        facts += [f"line={diagnostic.line}", f"col={max(1, diagnostic.column)}"]
    facts.append(f"title={_escaped(str(diagnostic.code), values=True)}")
    message = f"{diagnostic.message} {diagnostic.advice}"
    return f"::{diagnostic.severity} {','.join(facts)}::{_escaped(message)}"


def documentation() -> str:
    """The page `docs/diagnostics.md`, made of the table of codes."""
    parts = [
        "# Diagnostics\n",
        "Every message about content carries one of these codes. Errors keep a dispatch from being "
        "published, warnings and notices do not; notices are counted, and shown with `--verbose`. "
        "A code is silenced in `archive.toml`:\n",
        '```toml\n[diagnostics]\nsilence = ["tail-cut"]\n```\n',
        "This page is made of the table in `readingroom/diagnostics/codes.py`.\n",
    ]
    for severity in Severity:
        parts.append(f"## {severity.capitalize()}s\n")
        parts += [
            f"### `{code}`\n\n{row.meaning}\n\n*What to do:* {row.remedy}\n"
            for code, row in sorted(TABLE.items())
            if row.severity is severity
        ]
    return "\n".join(parts)


def _printable(text: str) -> str:
    """The text without characters that move a terminal's cursor or colour it."""
    return "".join(c if c.isprintable() or c == " " else f"\\x{ord(c):02x}" for c in text)


def _escaped(text: str, *, values: bool = False) -> str:
    """Escapes of the workflow commands; values also escape what parts them."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if values else text
