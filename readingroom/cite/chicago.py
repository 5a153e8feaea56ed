"""A citation to read and copy, by the Chicago Manual of Style (17th edition, bibliography form).

```
citation = authors "." title "." [translators "."] designation "." [institution ","] date "." [address "."]
```
The style is one of English, whatever the archive's language.
"""

import re
from collections.abc import Iterator

from readingroom import language
from readingroom.cite.work import Person, Work

STYLE_LANGUAGE = "en"
MOST_AUTHORS, SHOWN_OF_MORE = 10, 7
"""Of more than ten authors the first seven are named."""

_FINAL = ".?!…؟。"
_STRAIGHT = re.compile(r'"([^"]*)"')
_MARKS = re.compile(r"[“”]|‘([^‘’“”]*)’(?!\w)")


def chicago(work: Work) -> str:
    """The citation as plain text."""
    return " ".join(_sentences(work))


def designation(series: str, number: str) -> str:
    """What a dispatch is called: "Special Dispatch No. 10857"; a name without digits is no number."""
    return f"{series} No. {number}" if any(c.isdigit() for c in number) else f"{series}, {number}"


def _sentences(work: Work) -> Iterator[str]:
    yield _stopped(_authors(work.authors) or work.institution)
    yield f"“{_stopped(inner_quotes(work.title))}”"
    if work.translators:
        yield _stopped(f"Translated by {_series([p.natural for p in work.translators])}")
    date = language.display_date(work.date, STYLE_LANGUAGE) if work.date else "n.d."
    named = designation(work.series, work.number)
    if work.authors:
        yield _stopped(named)
        yield _stopped(f"{work.institution}, {date}")
    else:
        yield _stopped(f"{named}, {date}")
    if address := f"https://doi.org/{work.doi}" if work.doi else work.url:
        yield f"{address}."


def inner_quotes(title: str) -> str:
    """A title as it stands within quotation marks: double marks become single, and single ones double."""
    return _MARKS.sub(_turned, _STRAIGHT.sub(r"“\1”", title))


def _turned(match: re.Match[str]) -> str:
    if match[1] is not None:
        return f"“{match[1]}”"
    return "‘" if match[0] == "“" else "’"


def _authors(people: tuple[Person, ...]) -> str:
    if not people:
        return ""
    names = [people[0].inverted, *(person.natural for person in people[1:])]
    if len(names) > MOST_AUTHORS:
        return ", ".join(names[:SHOWN_OF_MORE]) + ", et al."
    return _series(names, comma=bool(people[0].given))


def _series(names: list[str], *, comma: bool = False) -> str:
    """Names in a row; a comma also stands before "and" where the first is inverted or there are three."""
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + (", and " if comma or names[2:] else " and ") + names[-1]


def _stopped(text: str) -> str:
    """The text with a full stop, where it does not end with a mark that serves.

    A quotation mark that closes what was opened in the text stands after the stop.
    """
    body = text.rstrip("”’")
    closing = text[len(body) :]
    if body.endswith(tuple(_FINAL)):
        return text
    return f"{body}.{closing}" if closing and ("‘" in body or "“" in body) else f"{text}."
