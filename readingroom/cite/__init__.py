"""Citations of a dispatch: BibTeX, RIS, CSL-JSON, and one to read."""

from readingroom.cite.bibtex import bibtex
from readingroom.cite.chicago import chicago, designation
from readingroom.cite.csl import csl, csl_json
from readingroom.cite.files import files, sidecars
from readingroom.cite.ris import ris
from readingroom.cite.work import Work, work

__all__ = [
    "Work",
    "bibtex",
    "chicago",
    "csl",
    "csl_json",
    "designation",
    "files",
    "ris",
    "sidecars",
    "work",
]
