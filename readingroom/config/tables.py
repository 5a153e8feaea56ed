"""The rows that every archive starts from: fields and kinds of insertions."""

import re

from readingroom.model.settings import Field, FieldType, InsertionKind, Settings

BUILT_IN_FIELDS = (
    Field(key="subjects", label="Subjects", singular="Subject", dublin_core="DC.subject", schema_org="about"),
    Field(
        key="places",
        label="Places",
        singular="Place",
        type=FieldType.NAME,
        dublin_core="DC.coverage",
        schema_org="spatialCoverage",
        synonyms=("countries",),
    ),
    Field(key="topics", label="Topics", singular="Topic", dublin_core="DC.subject", schema_org="keywords"),
    Field(key="people", label="People", singular="Person", type=FieldType.NAME, schema_org="mentions"),
    Field(
        key="organisations",
        label="Organisations",
        singular="Organisation",
        type=FieldType.NAME,
        schema_org="mentions",
    ),
    Field(
        key="sources",
        label="Sources",
        singular="Source",
        type=FieldType.NAME,
        dublin_core="DC.source",
        schema_org="isBasedOn",
    ),
    Field(
        key="authors",
        label="Authors",
        singular="Author",
        type=FieldType.NAME,
        facet=False,
        dublin_core="DC.creator",
        schema_org="author",
        synonyms=("author",),
    ),
    Field(
        key="translators",
        label="Translators",
        singular="Translator",
        type=FieldType.NAME,
        facet=False,
        dublin_core="DC.contributor",
        schema_org="translator",
    ),
)

_BIBLE = (
    "Gen(?:esis)?|Ex(?:od(?:us)?)?|Lev(?:iticus)?|Num(?:bers)?|Deut(?:eronomy)?|Josh(?:ua)?|Judg(?:es)?|Ruth|"
    "Sam(?:uel)?|Kings|Kgs|Chr(?:on(?:icles)?)?|Ezra|Neh(?:emiah)?|Est(?:her)?|Job|Ps(?:a(?:lms?)?)?|Prov(?:erbs)?|"
    "Eccl(?:es(?:iastes)?)?|Song(?: of (?:Songs|Solomon))?|Isa(?:iah)?|Jer(?:emiah)?|Lam(?:entations)?|"
    "Ezek(?:iel)?|Dan(?:iel)?|Hos(?:ea)?|Joel|Amos|Obad(?:iah)?|Jon(?:ah)?|Mic(?:ah)?|Nah(?:um)?|Hab(?:akkuk)?|"
    "Zeph(?:aniah)?|Hag(?:gai)?|Zech(?:ariah)?|Mal(?:achi)?|Matt(?:hew)?|Mt|Mark|Mk|Luke|Lk|John|Jn|Acts|"
    "Rom(?:ans)?|Cor(?:inthians)?|Gal(?:atians)?|Eph(?:esians)?|Phil(?:ippians)?|Col(?:ossians)?|"
    "Thess(?:alonians)?|Tim(?:othy)?|Tit(?:us)?|Philem(?:on)?|Heb(?:rews)?|Jas|James|Pet(?:er)?|Jude|Rev(?:elation)?"
)
_QURAN = r"(?:the )?(?:Holy )?(?:Qur['’ʼ]?[aā]n|Koran|S[uū]ra[ht]?\b|Q\b\.?|القرآن|قرآن|سورة)"

BUILT_IN_INSERTIONS = (
    InsertionKind(
        kind="scripture",
        label="Scripture",
        pattern=re.compile(
            r"^\s*(?:cf\.|see|based on)?\s*"
            rf"(?:{_QURAN}(?:[,\s]+\S{{1,20}}){{0,3}}?|(?:[1-3]|I{{1,3}}|First|Second|Third)?\s*(?:{_BIBLE})\b\.?)"
            r"[,\s]*[0-9٠-٩]+\s*[:.٫]\s*[0-9٠-٩]+",
            re.IGNORECASE,
        ),
    ),
    InsertionKind(
        kind="sic", label="Sic", pattern=re.compile(r"^\s*(?:sic|thus|كذا)\b.{0,3}$", re.IGNORECASE)
    ),
    InsertionKind(
        kind="illegible",
        label="Illegible",
        pattern=re.compile(
            r"\b(?:illegible|unclear|unintelligible|inaudible|unreadable|indecipherable)\b", re.IGNORECASE
        ),
    ),
    InsertionKind(
        kind="withheld",
        label="Withheld",
        pattern=re.compile(
            r"\b(?:not declassified|withheld|redacted|classified material|text not declassified)\b",
            re.IGNORECASE,
        ),
    ),
    InsertionKind(
        kind="omission",
        label="Omissions",
        pattern=re.compile(
            r"^\s*(?:…|\.\s?\.\s?\.)|(?:…|\.\s?\.\s?\.)\s*$|\b(?:omitted|omission)\b", re.IGNORECASE
        ),
    ),
    InsertionKind(kind="plain", label="Explanations", pattern=None),
)


def default_settings() -> Settings:
    """The settings of an archive that says nothing."""
    return Settings(fields=BUILT_IN_FIELDS, insertions=BUILT_IN_INSERTIONS)
