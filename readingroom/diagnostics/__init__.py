"""What is wrong or noteworthy in the content: values with a code, a place and a hint."""

from readingroom.diagnostics.codes import TABLE, Code, Row, Severity
from readingroom.diagnostics.record import Diagnostic, at
from readingroom.diagnostics.report import as_github, as_json, as_text, documentation

__all__ = [
    "TABLE",
    "Code",
    "Diagnostic",
    "Row",
    "Severity",
    "as_github",
    "as_json",
    "as_text",
    "at",
    "documentation",
]
