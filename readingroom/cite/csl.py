"""CSL-JSON: an item of type "report" (Citation Style Language 1.0.2)."""

import json
from typing import Any

from readingroom.cite.work import Person, Work
from readingroom.model.dispatch import Date


def csl_json(work: Work) -> str:
    """The item of one work as a JSON object on one line."""
    return json.dumps(csl(work), ensure_ascii=False)


def csl(work: Work) -> dict[str, Any]:
    """The item of one work; what is unknown is absent."""
    item = {
        "id": work.id,
        "type": "report",
        "title": work.title,
        "title-short": work.short_title,
        "author": [_name(person) for person in work.authors],
        "translator": [_name(person) for person in work.translators],
        "genre": work.series,
        "number": work.number,
        "publisher": work.institution,
        "issued": _date(work.date),
        "original-date": _date(work.original_date),
        "original-title": work.original_title,
        "abstract": work.summary,
        "keyword": ", ".join(work.keywords),
        "language": work.language,
        "source": work.archive,
        "DOI": work.doi,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _name(person: Person) -> dict[str, str]:
    if not person.given:
        return {"literal": person.family}
    name = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {part: value for part, value in name.items() if value}


def _date(date: Date | None) -> dict[str, Any]:
    if date is None:
        return {}
    ends = date.text.split("/")
    parts = [[int(part) for part in end.rstrip("~").split("-")] for end in ends]
    return {"date-parts": parts, **({"circa": True} if date.approximate else {})}
