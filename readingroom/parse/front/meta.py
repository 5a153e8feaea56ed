"""What a text says of itself and what its front matter says → its metadata, and where they disagree.

Front matter and text must agree on date (as precisely as both know it), number and series; the
title of front matter is the one shown.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from readingroom import addresses, language
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.dispatch import Date, Meta, Original, Status, Value
from readingroom.model.settings import Settings
from readingroom.parse.front import claims, edtf, paths, schema
from readingroom.parse.front.claims import Said
from readingroom.parse.front.found import Found
from readingroom.parse.front.front_matter import FrontMatter
from readingroom.parse.front.given import Given
from readingroom.parse.front.schema import Key

T = TypeVar("T")

_REASONED = frozenset({Status.CORRECTED, Status.WITHDRAWN, Status.REMOVED})


@dataclass(frozen=True, slots=True)
class _Life:
    status: Status
    embargo_until: str
    reason: str


def build_meta(
    path: str, found: Found, front: FrontMatter | None, settings: Settings, lines: Sequence[str] = ()
) -> tuple[Meta | None, tuple[Diagnostic, ...]]:
    """The metadata of the source at `path` and what is wrong with it; None where an error forbids publishing.

    `lines` are the source's, for excerpts of what disagrees within the text itself.
    """
    given = Given(path, front, settings, tuple(lines))
    meta = _meta(given, found, settings, path)
    refused = any(found.severity is Severity.ERROR for found in given.diagnostics)
    told = sorted(given.diagnostics, key=lambda found: (found.path, found.line, found.column))
    return None if refused else meta, tuple(told)


def _meta(given: Given, found: Found, settings: Settings, path: str) -> Meta:
    life = _life(given)
    series, number = _series(given, found, settings), _number(given, found, path)
    _check_id(given, series, number, settings)
    tag = given.get(schema.LANGUAGE)
    spoken = tag or found.language or settings.language
    detected = "" if tag else found.direction
    return Meta(
        id=addresses.dispatch_id(series, number),
        series=series,
        number=number,
        title=_title(given, found, life.status),
        subtitle=given.get(schema.SUBTITLE) or "",
        short_title=given.get(schema.SHORT_TITLE) or "",
        summary=given.get(schema.SUMMARY) or "",
        date=_date(given, found),
        updated=given.get(schema.UPDATED),
        status=life.status,
        embargo_until=life.embargo_until,
        reason=life.reason,
        language=spoken,
        direction=given.get(schema.DIRECTION) or detected or language.direction(spoken),
        fields=tuple(_fields(given, found, settings)),
        corrects=given.get(schema.CORRECTS) or (),
        corrected_by=given.get(schema.CORRECTED_BY) or (),
        supersedes=given.get(schema.SUPERSEDES) or (),
        follows=given.get(schema.FOLLOWS) or (),
        translation_of=given.get(schema.TRANSLATION_OF) or (),
        original=_original(given),
        doi=given.get(schema.DOI) or "",
        aliases=given.get(schema.ALIASES) or (),
    )


def _title(given: Given, found: Found, status: Status) -> str:
    title = given.get(schema.TITLE) or next((claim.value for claim in found.titles), "")
    if not title and status is not Status.REMOVED and not given.entry(schema.TITLE):
        given.tell(Code.TITLE_MISSING, schema.TITLE, "The dispatch has no title.")
    return title


def _life(given: Given) -> _Life:
    """Where the dispatch stands: an embargo alone makes it embargoed, and being embargoed needs an end."""
    status, until = given.get(schema.STATUS), given.get(schema.EMBARGO_UNTIL) or ""
    if until and status in {None, Status.PUBLISHED}:
        status = Status.EMBARGOED
    if status is Status.EMBARGOED and not given.entry(schema.EMBARGO_UNTIL):
        hint = "Add `embargo_until:` with the day on which it may be published."
        message = "The status is embargoed, and nothing says until when."
        given.tell(Code.FRONT_MATTER_VALUE, schema.STATUS, message, hint)
    reason = given.get(schema.REASON) or ""
    if status in _REASONED and not reason:
        given.tell(Code.REASON_MISSING, schema.STATUS, f"The status is {status}, and no reason is given.")
    return _Life(status or Status.PUBLISHED, until, reason)


def _series(given: Given, found: Found, settings: Settings) -> str:
    said = [*_own(given, schema.SERIES), *claims.said(found.series)]
    _compare(given, Code.SERIES_CONFLICT, schema.SERIES, said, _same_name)
    name = said[0].value if said else settings.default_series
    configured = settings.series_named(name)
    return configured.name if configured else name


def _number(given: Given, found: Found, path: str) -> str:
    said = [*_own(given, schema.NUMBER), *claims.said(found.numbers)]
    _compare(given, Code.NUMBER_CONFLICT, schema.NUMBER, said, _same_slug)
    return said[0].value if said else paths.stem(path)


def _date(given: Given, found: Found) -> Date | None:
    """The most precise of the dates that the source gives, all of which must agree."""
    date = given.get(schema.DATE)
    own = [Said(date, date.text, given.place, given.line(schema.DATE))] if date else []
    said = [*own, *claims.dates_said(found.dates)]
    _compare(given, Code.DATE_CONFLICT, schema.DATE, said, edtf.agree)
    return reduce(edtf.more_precise, (one.value for one in said)) if said else None


def _own(given: Given, key: Key[str]) -> list[Said[str]]:
    value = given.get(key)
    return [Said(value, value, given.place, given.line(key))] if value else []


def _compare(
    given: Given, code: Code, key: Key[T], said: Sequence[Said[T]], agree: Callable[[T, T], bool]
) -> None:
    pair = claims.conflict(said, agree)
    if not pair:
        return
    message = claims.in_words(*pair, key.name)
    if given.entry(key) and pair[0] is said[0]:
        given.tell(code, key, message)
    else:
        given.tell_text(code, message, pair[1].line, pair[1].column)


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _same_slug(one: str, other: str) -> bool:
    return addresses.slug(one) == addresses.slug(other)


def _check_id(given: Given, series: str, number: str, settings: Settings) -> None:
    problem = _unusable(series) or _series_taken(addresses.slug(series), settings)
    if problem:
        given.tell(Code.ID_INVALID, schema.SERIES, f"The series “{series}” {problem}.")
    problem = _unusable(number)
    if not problem and addresses.is_reserved_number(addresses.slug(number)):
        problem = "would stand at an address that is kept for an index page or a device"
    if problem:
        given.tell(Code.ID_INVALID, schema.NUMBER, f"The number “{number}” {problem}.")


def _unusable(name: str) -> str:
    if paths.has_control_characters(name) or "\\" in name or {".", ".."} & set(name.split("/")):
        return "holds a step of a path (“..”), a backslash or a control character"
    return "" if addresses.slug(name) else "has no letter or digit to make an address of"


def _series_taken(series_slug: str, settings: Settings) -> str:
    taken = addresses.RESERVED_SERIES | {addresses.slug(row.key) for row in settings.fields}
    if series_slug in taken | addresses.WINDOWS_DEVICES:
        return "would stand at an address that is kept for something else"
    return ""


def _fields(given: Given, found: Found, settings: Settings) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The values of each field that has some; the text's own subjects serve where front matter has none."""
    for key in schema.field_keys(settings):
        values = given.get(key) or ()
        if not values and key.name == "subjects":
            values = tuple(Value(subject) for subject in found.subjects)
        if values:
            yield key.name, values


def _original(given: Given) -> Original | None:
    original = Original(
        path=_original_path(given),
        date=given.get(schema.ORIGINAL_DATE),
        title=given.get(schema.ORIGINAL_TITLE) or "",
        url=given.get(schema.ORIGINAL_URL) or "",
    )
    return None if original == Original() else original


def _original_path(given: Given) -> str:
    written = given.get(schema.ORIGINAL)
    if not written:
        return ""
    path = paths.resolve(given.path, written)
    if not path:
        message = f"The original “{written}” leads out of the content folder."
        given.tell(Code.PATH_OUTSIDE, schema.ORIGINAL, message)
    return path or ""
