"""One page of each type of the small archive, by what it is."""

BASE_URL = "https://lines.example/book/"

PAGES = {
    "front page": "index.html",
    "dispatch": "line-report/1.html",
    "dispatch with table, code and drawing": "line-report/2.html",
    "dispatch beside its original": "letter/1.html",
    "dispatch in Arabic": "daftar/1.html",
    "dispatch in Hebrew": "pinkas/1.html",
    "withdrawn": "line-report/4.html",
    "removed": "line-report/5.html",
    "series": "line-report/index.html",
    "field": "subjects/index.html",
    "field with names that have no page": "station/index.html",
    "name": "subjects/messages.html",
    "dates": "dates/index.html",
    "year": "dates/1851/index.html",
    "month": "dates/1851/05.html",
    "undated": "dates/undated.html",
    "kinds of insertion": "insertions/index.html",
    "insertions of a kind": "insertions/plain.html",
    "references": "references.html",
    "about": "about.html",
    "search": "search.html",
    "not found": "404.html",
}
STUB = "old/prices.html"
"""Leads on at once, so no browser stays there."""
