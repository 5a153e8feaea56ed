"""The whole catalogue as citations, and one file a dispatch where the archive asks for it."""

from collections.abc import Callable, Iterator

from readingroom.cite.bibtex import bibtex
from readingroom.cite.csl import csl_json
from readingroom.cite.ris import LINE_END, ris
from readingroom.cite.work import Work, work
from readingroom.model.page import File, FileRecipe
from readingroom.model.site import Site

SIDECARS: dict[str, Callable[[Work], str]] = {
    "bib": bibtex,
    "ris": ris,
    "csl.json": lambda item: f"[{csl_json(item)}]\n",
}
"""What `sidecars` may name beside "json"."""


def files(_site: Site) -> Iterator[FileRecipe]:
    """`data/dispatches.bib`, `.ris` and `.csl.json`: the shown dispatches in the archive's order."""
    yield FileRecipe(address="data/dispatches.bib", data=lambda site: _joined(site, bibtex, "\n"))
    yield FileRecipe(address="data/dispatches.ris", data=lambda site: _joined(site, ris, LINE_END))
    yield FileRecipe(address="data/dispatches.csl.json", data=_csl)


def _csl(site: Site) -> bytes:
    items = _joined(site, csl_json, ",\n")
    return b"[\n" + items + b"\n]\n" if items else b"[]\n"


def sidecars(site: Site) -> Iterator[File]:
    """The citation files beside each shown dispatch that the settings ask for."""
    forms = [(suffix, form) for suffix, form in SIDECARS.items() if suffix in site.settings.sidecars]
    for entry in site.archive.shown() if forms else ():
        item = work(entry.card, site.settings, site.authority)
        for suffix, form in forms:
            yield File(address=f"{entry.id}.{suffix}", data=_bytes(form(item)))


def _joined(site: Site, form: Callable[[Work], str], separator: str) -> bytes:
    works = (work(entry.card, site.settings, site.authority) for entry in site.archive.shown())
    return separator.encode().join(_bytes(form(item)) for item in works)


def _bytes(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which a YAML escape can make, becomes a question mark."""
    return text.encode("utf-8", "replace")
