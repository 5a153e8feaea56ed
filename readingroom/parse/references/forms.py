"""How an archive names its dispatches before a number.

```
form  = name [sign] "{n}" [rest]
name  = a series' name, its plural, what precedes "{n}" in one of its configured forms, or the plural of that
sign  = "No." and its like; needed after the bare name of a series that archive.toml does not know,
        and after a configured form that has one
```
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from readingroom.addresses import slug
from readingroom.model.settings import Series, Settings
from readingroom.parse.references import numbers

_ALIKE = str.maketrans(
    {"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "&": " and "}
    | dict.fromkeys("\u061c\u200b\u200e\u200f\u2066\u2067\u2068\u2069\ufeff\u00ad")
)
_LAST_RUN = re.compile(r"(\w+)\W*\Z")
_PUNCTUATION = " ,;:-"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Name:
    """One way to name a series before a number."""

    words: str
    """Folded; empty where a form has nothing before the number, or its sign alone."""
    series: str
    """Slug."""
    signed: bool = False
    """Whether a number sign must stand between the name and the number."""
    plural: bool = False
    """Whether several numbers may follow, whatever the sign."""
    either: bool = False
    """Whether the name is its own plural, so that a sign decides whether several may follow."""
    glued: bool = False
    """Whether the number follows without a blank."""
    capital: bool = False
    """Whether it is a single word with a capital: without a sign, a small one is another word."""
    rest: str = ""
    """What stands after the number."""


@dataclass(frozen=True, slots=True)
class Forms:
    """All names by which an archive's dispatches are referred to."""

    names: tuple[Name, ...]
    not_after: tuple[tuple[str, tuple[str, ...]], ...]
    """By series slug: the words that make a number another work's."""
    by_words: Mapping[str, tuple[Name, ...]] = field(compare=False, repr=False)
    last_runs: Mapping[str, None] = field(compare=False, repr=False)
    """The last run of letters and digits of each name, for a quick no."""
    longest: int = field(compare=False, repr=False)
    """Characters of the longest name."""

    @property
    def key(self) -> str:
        """Equal for equal forms and different for different ones, in every process."""
        return repr((self.names, self.not_after))

    def words_that_end(self, series: str) -> tuple[str, ...]:
        """The `not_after` words of a series."""
        return next((words for name, words in self.not_after if name == series), ())


def compile_forms(settings: Settings, series_names: Iterable[str] = ()) -> Forms:
    """The forms of an archive, from its settings and the names of the series that its dispatches have."""
    names = set(_configured(settings.series))
    known = {row.slug for row in settings.series}
    for seen in sorted({settings.default_series, *series_names}):
        if slug(seen) and slug(seen) not in known:
            names |= set(_variants(seen, slug(seen), signed=True))
    ordered = tuple(sorted(names))
    by_words: dict[str, tuple[Name, ...]] = {}
    for name in ordered:
        by_words[name.words] = (*by_words.get(name.words, ()), name)
    return Forms(
        names=ordered,
        not_after=tuple(sorted((row.slug, row.not_after) for row in settings.series if row.not_after)),
        by_words=by_words,
        last_runs={last_run(name.words): None for name in ordered},
        longest=max((len(name.words) for name in ordered), default=0),
    )


def fold(text: str) -> str:
    """A name as it is compared: case, blanks, dashes, apostrophes and "&" made alike."""
    plain = unicodedata.normalize("NFC", text.translate(_ALIKE)).casefold()
    return " ".join(plain.split())


def last_run(text: str) -> str:
    """The last run of letters and digits in a text."""
    found = _LAST_RUN.search(text)
    return found[1] if found else ""


def _configured(rows: Iterable[Series]) -> Iterator[Name]:
    for row in rows:
        yield from _variants(row.name, row.slug, plural=row.plural)
        for form in row.forms:
            before, _, rest = form.partition("{n}")
            stem = numbers.SIGN_AT_END.sub("", before)
            yield from _variants(
                stem.strip(_PUNCTUATION),
                row.slug,
                signed=stem != before,
                glued=stem == before and bool(before) and not before[-1:].isspace(),
                stem=before.strip(),
                rest=rest.rstrip(),
            )


def _variants(
    name: str,
    series: str,
    *,
    plural: str = "",
    signed: bool = False,
    glued: bool = False,
    stem: str = "",
    rest: str = "",
) -> Iterator[Name]:
    """A name and its plural."""
    words = fold(stem if glued else name)
    capital = not (" " in words or signed) and (stem or name)[:1].isupper()
    yield Name(
        words=words,
        series=series,
        signed=signed,
        glued=glued,
        capital=capital,
        rest=rest,
        either=_is_plural(words) and not plural,
    )
    many = fold(plural or pluralised(words))
    if words and not (glued or rest or many == words):
        yield Name(words=many, series=series, signed=signed, plural=True, capital=capital)


def _is_plural(words: str) -> bool:
    return words.endswith("s") and not words.endswith(("ss", "us", "is", "'s", "series", "news"))


_ES = re.compile(r"(?:s|x|z|ch|sh)\Z")
_IES = re.compile(r"(?<=[b-df-hj-np-tv-z])y\Z")


def pluralised(words: str) -> str:
    """The plural of a folded name by the rules of English spelling; of a plural, the name itself."""
    if _is_plural(words) or words.endswith("series"):
        return words
    if words.endswith("sis"):
        return words[:-2] + "es"
    if _IES.search(words):
        return words[:-1] + "ies"
    return words + ("es" if _ES.search(words) else "s")
