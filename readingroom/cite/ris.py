"""RIS: a report, with the tags that reference managers read for one."""

from collections.abc import Iterator

from readingroom.cite.work import Work
from readingroom.model.dispatch import Date

LINE_END = "\r\n"


def ris(work: Work) -> str:
    """The record of one work, from its TY line to its ER line."""
    lines = [f"{tag}  - {value}" for tag, value in _lines(work) if value]
    return LINE_END.join(["TY  - RPRT", *lines, "ER  - ", ""])


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TI", work.title
    yield "ST", work.short_title
    for person in work.authors:
        yield "AU", person.inverted
    for person in work.translators:
        yield "A4", person.inverted
    yield "M3", work.series
    yield "SN", work.number
    yield "PB", work.institution
    if work.date:
        yield "PY", work.date.first[:4]
        yield "DA", day(work.date)
    yield "LA", work.language
    yield "AB", work.summary
    for word in work.keywords:
        yield "KW", word
    yield "DB", work.archive
    yield "DO", work.doi
    yield "UR", work.url


def day(date: Date) -> str:
    """The date as year/month/day/other: "2023/10/12/", "1955/09//circa", "1955///1955/1957"."""
    if not date.precision:
        return f"{date.first[:4]}///{date.text}"
    year, month, day_of_month = (*date.text.rstrip("~").split("-"), "", "")[:3]
    return f"{year}/{month}/{day_of_month}/{'circa' if date.approximate else ''}"
