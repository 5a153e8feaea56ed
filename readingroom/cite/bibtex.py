"""BibTeX, for BibTeX and biblatex alike: an `@techreport` of UTF-8."""

import re
from collections.abc import Iterator

from readingroom.addresses import letters
from readingroom.cite.work import Person, Work

_AND = re.compile(r"\band\b", re.IGNORECASE)
_KEY = re.compile(r"[a-z0-9/-]+")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even after a backslash, so an escaped brace would still open a group.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
}
_ESCAPES = str.maketrans(_SPECIAL)


def bibtex(work: Work) -> str:
    """The entry of one work, with a line end after its last brace."""
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(work) if value)
    return f"@techreport{{{key(work)},\n{fields}\n}}\n"


def key(work: Work) -> str:
    """The citation key: "special-dispatch:10857"; letters made of the id where that is not ASCII."""
    if _KEY.fullmatch(work.id):
        return work.id.replace("/", ":")
    return f"dispatch:{letters(work.id, 10)}"


def escaped(text: str) -> str:
    """The text with TeX's special characters as commands."""
    return text.translate(_ESCAPES)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    # A second pair of braces keeps styles from changing capitals.
    yield "title", f"{{{escaped(work.title)}}}"
    yield "shorttitle", escaped(work.short_title)
    yield "author", _people(work.authors)
    yield "translator", _people(work.translators)
    yield "institution", f"{{{escaped(work.institution)}}}"
    yield "type", escaped(work.series)
    yield "number", escaped(work.number)
    if work.date:
        yield "date", work.date.text
        yield "year", work.date.first[:4]
    if work.original_date:
        yield "origdate", work.original_date.text
    yield "origtitle", escaped(work.original_title)
    yield "language", work.language
    yield "url", _verbatim(work.url)
    yield "doi", _verbatim(work.doi)
    yield "keywords", ", ".join(_listed(word, ",") for word in work.keywords)
    yield "abstract", escaped(work.summary)
    yield "copyright", escaped(work.licence)


def _people(people: tuple[Person, ...]) -> str:
    return " and ".join(map(_person, people))


def _person(person: Person) -> str:
    """Family, suffix, given: BibTeX's order; a whole name, and what would be taken apart, is braced."""
    if not person.given:
        return f"{{{escaped(person.family)}}}"
    return ", ".join(_name(part) for part in (person.family, person.suffix, person.given) if part)


def _name(part: str) -> str:
    is_apart = "," in part or _AND.search(part)
    return f"{{{escaped(part)}}}" if is_apart else escaped(part)


def _listed(word: str, separator: str) -> str:
    return f"{{{escaped(word)}}}" if separator in word else escaped(word)


def _verbatim(address: str) -> str:
    """Addresses are taken as they are; braces and blanks that they should not have are encoded."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\ " else c for c in address)
