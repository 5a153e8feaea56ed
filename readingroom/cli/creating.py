"""`new`: a valid dispatch with the next free number."""

import argparse
import json
import re
import unicodedata
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

from readingroom.addresses import RESERVED_SERIES, WINDOWS_DEVICES, slug
from readingroom.cli import status
from readingroom.cli.arguments import Common
from readingroom.cli.console import Console
from readingroom.cli.making import paths
from readingroom.cli.usage import UsageError
from readingroom.model.settings import Settings
from readingroom.parse.front.edtf import parse_edtf
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
    title = _words(own.title, "The title")
    with closing(Session(paths(common), jobs=common.jobs)) as session:
        date = _date(own.date, session.settings)
        series = _series(own.series, session.settings)
        number = _next_number(session, slug(series))
    path = common.content / slug(series) / f"{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = FORM.format(series=_quoted(series), number=number, date=date, title=_quoted(title))
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    console.answer(path.as_posix())
    return status.CLEAN


def _words(text: str, what: str) -> str:
    """An argument with its blanks folded; UsageError where it could not stand in a file."""
    words = " ".join(text.split())
    if not words or any(unicodedata.category(c) in {"Cc", "Cs"} for c in words):
        message = f"{what} is empty, or holds characters that are no text."
        raise UsageError(message)
    return words


def _date(given: str | None, settings: Settings) -> str:
    """The date asked for, else today's in the archive's time zone."""
    if given is None:
        return datetime.now(ZoneInfo(settings.timezone)).date().isoformat()
    if parse_edtf(given) is None:
        message = f'--date "{given}" does not exist or has no known form. Write 2023-10-12, 2023-10 or 2023.'
        raise UsageError(message)
    return given


def _series(given: str | None, settings: Settings) -> str:
    """The series asked for, as the settings write it; else the first that they name, or the default."""
    if given is None:
        return settings.series[0].name if settings.series else settings.default_series
    known = settings.series_named(given)
    name = known.name if known else _words(given, "--series")
    if not slug(name):
        message = f'--series "{name}" has no letter or digit.'
        raise UsageError(message)
    if slug(name) in RESERVED_SERIES | WINDOWS_DEVICES | {slug(row.key) for row in settings.fields}:
        message = f'--series "{name}" would stand at an address that is kept for something else.'
        raise UsageError(message)
    return name


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
    return json.dumps(text, ensure_ascii=False)
