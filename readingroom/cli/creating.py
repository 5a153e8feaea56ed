"""`new`: a valid dispatch with the next free number."""

import argparse
import json
import re
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

from readingroom.addresses import slug
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.making import paths
from readingroom.cli.usage import UsageError
from readingroom.parse.edtf import parse_edtf
from readingroom.session import Session

FORM = """---
series: {series}
number: {number}
date: {date}
title: {title}
subjects: []
status: draft
---

"""
_DIGITS = re.compile(r"\d+")


def run(common: Common, own: argparse.Namespace, console: Console) -> int:
    """Writes the file and prints its path; returns the exit status."""
    with closing(Session(paths(common), jobs=common.jobs)) as session:
        settings = session.settings
        now = datetime.now(ZoneInfo(settings.timezone))
        date = own.date or now.date().isoformat()
        if parse_edtf(date) is None:
            message = (
                f'--date "{date}" does not exist or has no known form. Write 2023-10-12, 2023-10 or 2023.'
            )
            raise UsageError(message)
        known = settings.series_named(own.series) if own.series else None
        series = known.name if known else own.series or _usual(session)
        if not slug(series):
            message = f'--series "{series}" has no letter or digit.'
            raise UsageError(message)
        number = _next_number(session, slug(series))
    path = common.content / slug(series) / f"{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = FORM.format(series=_quoted(series), number=number, date=date, title=_quoted(own.title))
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    console.answer(path.as_posix())
    return status.CLEAN


def _usual(session: Session) -> str:
    """The first series that the settings name, else the default."""
    return session.settings.series[0].name if session.settings.series else session.settings.default_series


def _next_number(session: Session, series: str) -> int:
    """One more than the highest number of the series, those of refused and hidden sources included."""
    cards = session.cards()
    numbers = [int(_DIGITS.findall(card.meta.number)[0]) for card in cards if _is_of(card.id, series)]
    folder = session.paths.content / series
    taken = {path.stem for path in folder.glob("*")} if folder.is_dir() else set()
    number = max(numbers, default=0) + 1
    while str(number) in taken:
        number += 1
    return number


def _is_of(dispatch_id: str, series: str) -> bool:
    own, _, number = dispatch_id.partition("/")
    return own == series and bool(_DIGITS.search(number))


def _quoted(text: str) -> str:
    """A YAML scalar in double quotes, which JSON's strings are (YAML 1.2.2, section 1.3)."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
