"""What text and front matter say of a dispatch → its metadata, and where they disagree."""

from dataclasses import replace

import pytest

from readingroom.config import default_settings
from readingroom.diagnostics import Code, Diagnostic, Severity
from readingroom.model.dispatch import Meta, Status, Value
from readingroom.model.settings import Field, FieldType, Series, Settings
from readingroom.parse.front.edtf import parse_edtf
from readingroom.parse.front.found import Claim, DateClaim, Found
from readingroom.parse.front.front_matter import read_head, read_sidecar, split
from readingroom.parse.front.meta import build_meta

SETTINGS = default_settings()
PATH = "lines/1905/13.md"


def build(
    yaml: str, found: Found | None = None, path: str = PATH, settings: Settings = SETTINGS
) -> tuple[Meta | None, tuple[Diagnostic, ...]]:
    """The metadata of a Markdown source with that front matter."""
    text = f"---\n{yaml}\n---\nBody.\n"
    front, told = read_head(path, text, split(text))
    assert not told
    return build_meta(path, found or Found(), front, settings, text.split("\n"))


def sound(yaml: str, found: Found | None = None, path: str = PATH, settings: Settings = SETTINGS) -> Meta:
    """The metadata, where nothing is wrong."""
    meta, told = build(yaml, found, path, settings)
    assert told == ()
    assert meta
    return meta


def refused(yaml: str, found: Found | None = None) -> Diagnostic:
    """The one error of metadata that cannot be published."""
    meta, told = build(yaml, found)
    assert meta is None
    (error,) = [one for one in told if one.severity is Severity.ERROR]
    return error


def date_claim(text: str, line: int, place: str = "the banner") -> DateClaim:
    """A date that one place of a text gives."""
    date = parse_edtf(text)
    assert date
    return DateClaim(date, line, place)


def test_only_a_title_is_required() -> None:
    """Everything else has a default; the file's stem is the number."""
    meta = sound("title: The Cable")
    assert (meta.id, meta.series, meta.number) == ("dispatches/13", "Dispatches", "13")
    assert (meta.date, meta.status, meta.language, meta.direction) == (None, Status.PUBLISHED, "en", "ltr")


def test_every_key_is_read() -> None:
    """The whole table, in one head."""
    meta = sound(
        "number: 14/B\nseries: Cable Letters\ndate: 1905-03\ntitle: The Cable\nsubtitle: How it broke\n"
        "short_title: Cable\nlanguage: fr\nsummary: |\n  It\n  broke.\nupdated: 1906\nreason: Wrong.\n"
        "status: corrected\ncorrects: 12\ncorrected_by: [15, 16]\nfollows: 11\n"
        "supersedes: [cable-letters/3]\n"
        "translation_of: lettres/14\noriginal: ./13.fr.txt\noriginal_date: 1904~\n"
        "original_title: Le câble\noriginal_url: https://example.org/13\ndoi: https://doi.org/10.1234/cable.13\n"
        "aliases: [old/13.html]\n"
        "subjects: [Cables, Ships, Cables]\nauthors: Jane Doe"
    )
    assert meta.id == "cable-letters/14-b"
    assert meta.date == parse_edtf("1905-03")
    assert (meta.subtitle, meta.short_title, meta.summary) == ("How it broke", "Cable", "It broke.")
    assert (meta.language, meta.direction) == ("fr", "ltr")
    assert (meta.status, meta.reason, meta.updated) == (
        Status.CORRECTED,
        "Wrong.",
        parse_edtf("1906"),
    )
    assert (meta.corrects, meta.corrected_by) == (("12",), ("15", "16"))
    assert (meta.supersedes, meta.follows) == (("cable-letters/3",), ("11",))
    assert meta.translation_of == ("lettres/14",)
    assert meta.original
    assert (meta.original.path, meta.original.date) == ("lines/1905/13.fr.txt", parse_edtf("1904~"))
    assert (meta.original.title, meta.original.url) == ("Le câble", "https://example.org/13")
    assert (meta.doi, meta.aliases) == ("10.1234/cable.13", ("old/13.html",))
    assert meta.fields == (
        ("subjects", (Value("Cables"), Value("Ships"))),
        ("authors", (Value("Jane Doe"),)),
    )


def test_other_names_are_read_as_the_plain_ones() -> None:
    """`lang`, `dir`, `author`, `description` and `countries`."""
    meta = sound("title: T\nlang: fa\ndir: ltr\nauthor: A\ndescription: D.\ncountries: [Iran]")
    assert (meta.language, meta.direction, meta.summary) == ("fa", "ltr", "D.")
    assert meta.values("authors") == (Value("A"),)
    assert meta.values("places") == (Value("Iran"),)


def test_a_plain_name_and_its_synonym_together() -> None:
    """Two names of one key are the key given twice."""
    error = refused("title: T\nlanguage: en\nlang: fa")
    assert (error.code, error.line) == (Code.FRONT_MATTER_DUPLICATE, 4)
    assert "line 3" in error.message


def test_a_source_is_a_name_or_a_mapping_with_one() -> None:
    """What a mapping says besides is kept as detail."""
    meta = sound("title: T\nsources:\n  - Al-Ahram\n  - name: Kayhan\n    page: 3\n    edition: ~")
    assert meta.values("sources") == (
        Value("Al-Ahram"),
        Value("Kayhan", (("page", "3"), ("edition", "~"))),
    )


def test_the_archives_own_fields_are_keys_like_any_other() -> None:
    """A field declared in the archive is read and typed; its order is that of the table."""
    rows = (
        Field(key="station", label="Stations", singular="Station"),
        Field(key="sent", label="Sent", singular="Sent", type=FieldType.DATE),
    )
    settings = replace(SETTINGS, fields=(*rows, *SETTINGS.fields))
    meta = sound("title: T\nsubjects: S\nsent: 1905-03\nstation: Porthcurno", settings=settings)
    assert meta.fields == (
        ("station", (Value("Porthcurno"),)),
        ("sent", (Value("1905-03"),)),
        ("subjects", (Value("S"),)),
    )
    _, (told,) = build("title: T\nsent: soon", settings=settings)
    assert told.code == Code.DATE_INVALID


def test_an_unknown_key_is_told_once_with_the_nearest() -> None:
    """It is kept out; the dispatch is published."""
    meta, (told,) = build("title: T\nsubject: Cables")
    assert meta
    assert meta.fields == ()
    assert (told.code, told.line, told.severity) == (Code.FRONT_MATTER_UNKNOWN, 3, Severity.WARNING)
    assert "“subjects”" in told.message


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("date: 2023-02-30", Code.DATE_INVALID),
        ("date: yesterday", Code.DATE_INVALID),
        ("date: ~", Code.DATE_INVALID),
        ("updated: 2023-1", Code.DATE_INVALID),
        ("embargo_until: soon", Code.DATE_INVALID),
        ("status: secret", Code.FRONT_MATTER_VALUE),
        ("status: embargoed", Code.FRONT_MATTER_VALUE),
        ("language: en_US", Code.FRONT_MATTER_VALUE),
        ("language: English language", Code.FRONT_MATTER_VALUE),
        ("direction: left", Code.FRONT_MATTER_VALUE),
        ("subtitle: [a, b]", Code.FRONT_MATTER_VALUE),
        ("subtitle: {a: b}", Code.FRONT_MATTER_VALUE),
        ('subtitle: "a\\0b"', Code.FRONT_MATTER_VALUE),
        ("doi: 11.1/x", Code.FRONT_MATTER_VALUE),
        ("original_url: javascript:alert(1)", Code.FRONT_MATTER_VALUE),
        ("sources: [{page: 3}]", Code.FRONT_MATTER_VALUE),
        ("sources: [[a]]", Code.FRONT_MATTER_VALUE),
        ("corrects: {a: b}", Code.FRONT_MATTER_VALUE),
        ("original: ../../../secret.txt", Code.PATH_OUTSIDE),
        ("aliases: [../x.html]", Code.ALIAS_INVALID),
        ("aliases: a/../x.html", Code.ALIAS_INVALID),
        ("aliases: /x.html", Code.ALIAS_INVALID),
        ("aliases: x.htm", Code.ALIAS_INVALID),
        ("aliases: a//x.html", Code.ALIAS_INVALID),
        ('aliases: "a\\\\x.html"', Code.ALIAS_INVALID),
        ('aliases: "a\\nx.html"', Code.ALIAS_INVALID),
        ('aliases: "https://example.org/x.html"', Code.ALIAS_INVALID),
        ("number: ../../etc", Code.ID_INVALID),
        ("number: a/./b", Code.ID_INVALID),
        ('number: "a\\\\b"', Code.ID_INVALID),
        ("number: …", Code.ID_INVALID),
        ("number: index", Code.ID_INVALID),
        ("number: page-2", Code.ID_INVALID),
        ("number: CON", Code.ID_INVALID),
        ("series: Dates", Code.ID_INVALID),
        ("series: Subjects", Code.ID_INVALID),
        ("series: assets", Code.ID_INVALID),
        ("series: aux", Code.ID_INVALID),
        ("series: '***'", Code.ID_INVALID),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_at_its_line(line: str, code: Code) -> None:
    """Each with its own code, at line 3 of the file."""
    error = refused(f"title: T\n{line}")
    assert (error.code, error.line) == (code, 3)
    assert error.excerpt == line


def test_a_missing_title_is_an_error_unless_the_dispatch_was_removed() -> None:
    """Of a removed dispatch nothing but number and reason is shown."""
    assert refused("date: 1905").code == Code.TITLE_MISSING
    assert refused("title:").code == Code.TITLE_MISSING
    meta = sound("status: removed\nreason: By order of a court.")
    assert (meta.title, meta.status) == ("", Status.REMOVED)


def test_an_unfit_title_is_told_once() -> None:
    """A title of the wrong kind is not missing as well."""
    assert refused("title: [a]").code == Code.FRONT_MATTER_VALUE


def test_an_embargo_alone_makes_a_dispatch_embargoed() -> None:
    """Neither `published` nor nothing lets it out earlier; a draft stays a draft."""
    assert sound("title: T\nembargo_until: 2030-01-01").status is Status.EMBARGOED
    assert sound("title: T\nembargo_until: 2030-01-01T09:00+02:00").embargo_until == "2030-01-01T09:00+02:00"
    assert sound("title: T\nstatus: published\nembargo_until: 2030-01-01").status is Status.EMBARGOED
    assert sound("title: T\nstatus: Draft\nembargo_until: 2030-01-01").status is Status.DRAFT


@pytest.mark.parametrize("status", ["corrected", "withdrawn", "removed"])
def test_readers_are_told_why(status: str) -> None:
    """A correction, withdrawal or removal without a reason is a warning."""
    meta, (told,) = build(f"title: T\nstatus: {status}")
    assert meta
    assert (told.code, told.severity) == (Code.REASON_MISSING, Severity.WARNING)


def test_what_the_text_says_serves_where_front_matter_is_silent() -> None:
    """Banner, title and subjects line give what no key gives."""
    found = Found(
        titles=(Claim("The Cable", 3, "the title"),),
        series=(Claim("Cable Letters", 1, "the banner"),),
        numbers=(Claim("219", 1, "the banner"),),
        dates=(date_claim("1911-03-05", 1),),
        subjects=("Guam", "Cables"),
        language="fa",
        direction="rtl",
    )
    meta, told = build_meta("a/219.txt", found, None, SETTINGS)
    assert meta
    assert told == ()
    assert (meta.id, meta.title) == ("cable-letters/219", "The Cable")
    assert meta.date == parse_edtf("1911-03-05")
    assert meta.values("subjects") == (Value("Guam"), Value("Cables"))
    assert (meta.language, meta.direction) == ("fa", "rtl")


def test_front_matter_gives_the_title_that_is_shown() -> None:
    """A title for display is no conflict; neither are subjects."""
    found = Found(titles=(Claim("THE CABLE", 3, "the title"),), subjects=("Guam",))
    meta = sound("title: The Cable\nsubjects: Islands", found)
    assert meta.title == "The Cable"
    assert meta.values("subjects") == (Value("Islands"),)


def test_a_series_is_called_as_the_archive_calls_it() -> None:
    """Case and blanks don't matter; the configured spelling is shown."""
    settings = replace(SETTINGS, series=(Series(name="Cable Letters", slug="cable-letters"),))
    found = Found(series=(Claim("cable  letters", 1, "the banner"),))
    assert sound("title: T\nseries: CABLE LETTERS", found, settings=settings).series == "Cable Letters"


@pytest.mark.parametrize(
    ("yaml", "found", "code"),
    [
        ("date: 1911-03-06", Found(dates=(date_claim("1911-03-05", 9),)), Code.DATE_CONFLICT),
        ("date: 1911-04", Found(dates=(date_claim("1911-03-05", 9),)), Code.DATE_CONFLICT),
        ("number: 220", Found(numbers=(Claim("219", 9, "the banner"),)), Code.NUMBER_CONFLICT),
        ("series: Letters", Found(series=(Claim("Cable Letters", 9, "the banner"),)), Code.SERIES_CONFLICT),
    ],
)
def test_a_conflict_names_both_places(yaml: str, found: Found, code: Code) -> None:
    """The error stands at the key and names the line of the text."""
    error = refused(f"title: T\n{yaml}", found)
    assert (error.code, error.line) == (code, 3)
    assert "The front matter (line 3)" in error.message
    assert "the banner (line 9)" in error.message


def test_a_metadata_file_is_named_in_a_conflict() -> None:
    """The error stands in the file beside the dispatch."""
    front, _ = read_sidecar("a/219.meta.yaml", "title: T\nnumber: 220\n")
    found = Found(numbers=(Claim("219", 1, "the banner"),))
    _, (error,) = build_meta("a/219.txt", found, front, SETTINGS)
    assert (error.path, error.line, error.excerpt) == ("a/219.meta.yaml", 2, "number: 220")
    assert error.message == "219.meta.yaml (line 2) gives the number as 220, the banner (line 1) as 219."


def test_two_places_of_the_text_disagree() -> None:
    """The error stands at the second place of the text, with its line."""
    dates = (date_claim("1911-03-05", 1), date_claim("1911-03-06", 5, "the dateline"))
    lines = ["March 5, 1911", "", "T", "", "March 6, 1911"]
    found = Found(titles=(Claim("T", 3, "the title"),), dates=dates)
    _, (error,) = build_meta("a/219.txt", found, None, SETTINGS, lines)
    assert (error.code, error.line, error.excerpt) == (Code.DATE_CONFLICT, 5, "March 6, 1911")
    assert (
        error.message
        == "The banner (line 1) gives the date as 1911-03-05, the dateline (line 5) as 1911-03-06."
    )


def test_all_places_are_held_against_each_other() -> None:
    """A vague date that agrees with two others hides no conflict between these."""
    dates = (date_claim("1911-03-05", 1), date_claim("1911-03-06", 5, "the dateline"))
    assert refused("title: T\ndate: 1911", Found(dates=dates)).code == Code.DATE_CONFLICT


def test_the_most_precise_date_is_kept() -> None:
    """Where all agree, the one that says most."""
    assert sound("title: T\ndate: 1911", Found(dates=(date_claim("1911-03-05", 1),))).date == parse_edtf(
        "1911-03-05"
    )


def test_numbers_agree_by_their_address() -> None:
    """14/B and 14/b are one number; the spelling of the front matter is shown."""
    assert sound("title: T\nnumber: 14/B", Found(numbers=(Claim("14/b", 1, "the banner"),))).number == "14/B"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """In the order of the file."""
    _, told = build("date: soon\nlang: _\nstatus: x\nzzz: y")
    assert [one.code for one in told] == [
        Code.TITLE_MISSING,
        Code.DATE_INVALID,
        Code.FRONT_MATTER_VALUE,
        Code.FRONT_MATTER_VALUE,
        Code.FRONT_MATTER_UNKNOWN,
    ]


def test_a_dispatch_in_arabic_is_written_from_the_right() -> None:
    """The direction follows the language unless it is given."""
    assert sound("title: T\nlang: ar").direction == "rtl"
    assert sound("title: T\nlang: ar", Found(direction="ltr")).direction == "rtl"
    assert sound("title: T", path="7.md").number == "7"
