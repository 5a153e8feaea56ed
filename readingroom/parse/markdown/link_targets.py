"""Where the links of a source lead: to a dispatch, a file, a place in the page, or out into the web."""

import re
from dataclasses import dataclass

from readingroom.addresses import slug
from readingroom.model.block import DispatchTarget, PathTarget
from readingroom.model.settings import Settings
from readingroom.parse.front.paths import resolve

_WIKI = re.compile(r"\[\[(?P<name>[^#\]]*)(?:#(?P<fragment>[^\]]*))?\]\]", re.DOTALL)
_NUMBERED = re.compile(r"(?P<series>.*\S)\s+(?:Nos?\.?|№)\s*(?P<number>\S+)", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebTarget:
    """An address that stays as it is; `external` where it is another site's page."""

    address: str
    external: bool


@dataclass(frozen=True, slots=True)
class OutsideTarget:
    """A path that leads out of the content folder."""

    path: str


LinkTarget = DispatchTarget | PathTarget | WebTarget | OutsideTarget


def target_of(address: str, source: str, settings: Settings) -> LinkTarget:
    """What an address means in the source at a path: "[[10857]]", "map.png", "https://…", "#note-3"."""
    wiki = _WIKI.fullmatch(address)
    if wiki:
        return dispatch_target(wiki["name"], wiki["fragment"] or "", settings)
    if _WEB.match(address):
        return WebTarget(f"https:{address}" if address.startswith("//") else address, external=True)
    if _SCHEME.match(address) or address.startswith("#"):
        return WebTarget(address, external=False)
    path, _, fragment = address.partition("#")
    path = path.partition("?")[0]
    if not path:
        return PathTarget(source, fragment)
    resolved = resolve(source, path)
    return OutsideTarget(path) if resolved is None else PathTarget(resolved, fragment)


def dispatch_target(name: str, fragment: str, settings: Settings) -> DispatchTarget:
    """The dispatch that a name in double brackets means.

    It is an id ("series/number"), a configured form ("SD No. 5"), "Series No. 5", or a number alone,
    which is of the source's own series. What stands before a slash is a series if it holds a letter.
    """
    name = " ".join(name.split())
    series, number = _formed(name, settings) or _numbered(name) or _parted(name)
    return DispatchTarget(slug(series), slug(number), fragment.strip())


def _formed(name: str, settings: Settings) -> tuple[str, str] | None:
    for row in settings.series:
        for form in row.forms:
            before, _, after = form.partition("{n}")
            long_enough = len(name) > len(before) + len(after)
            folded = name.casefold()
            if long_enough and folded.startswith(before.casefold()) and folded.endswith(after.casefold()):
                return row.name, name[len(before) : len(name) - len(after)]
    return None


def _numbered(name: str) -> tuple[str, str] | None:
    match = _NUMBERED.fullmatch(name)
    return (match["series"], match["number"]) if match else None


def _parted(name: str) -> tuple[str, str]:
    series, slash, number = name.partition("/")
    if slash and any(character.isalpha() for character in series):
        return series, number
    return "", name
