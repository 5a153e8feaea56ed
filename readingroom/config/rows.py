"""The tables of `archive.toml` that have rows: series, fields, kinds of insertions."""

import re
from dataclasses import replace

from readingroom.addresses import RESERVED_SERIES, slug
from readingroom.config.take import Table
from readingroom.model.settings import Field, FieldType, InsertionKind, Series

OTHER_KEYS = frozenset(
    """
    number series date title subtitle short_title language direction summary status embargo_until
    updated corrects corrected_by supersedes follows reason original original_date original_title
    original_url translation_of doi aliases lang dir author description countries
    """.split()  # noqa: SIM905 - as a list it would take thirty lines
)
"""Keys of the front matter that no field of an archive may take."""
OF_SEARCH = frozenset(
    {"q", "sort", "from", "to", "page", "heading", "body", "note", "insertion", "before", "after"}
)
"""What a question, or the address of one, says of something else."""

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_KIND = re.compile(r"[a-z][a-z0-9-]*")


def field_rows(top: Table, built_in: tuple[Field, ...]) -> tuple[Field, ...]:
    """The field table: the built-in rows, changed where `[[field]]` names one, then the archive's own."""
    rows = {row.key: row for row in built_in}
    declared: set[str] = set()
    for table in top.rows("field"):
        key = table.text("key", required=True)
        row = _field(table, rows.get(key), key)
        if key in declared:
            table.wrong("key", f'"{key}" is declared twice.')
        elif key and (problem := _key_problem(key)):
            table.wrong("key", problem)
        elif key:
            rows[key] = row
        declared.add(key)
        table.finish()
    return tuple(rows.values())


def _key_problem(key: str) -> str:
    if not _KEY.fullmatch(key):
        return f'is "{key}"; it can have small letters, digits and underscores, a letter first.'
    if key in OTHER_KEYS or key in RESERVED_SERIES:
        return f'"{key}" has a meaning already.'
    if key in OF_SEARCH:
        return f'"{key}" has a meaning in searches.'
    return ""


def _field(table: Table, known: Field | None, key: str) -> Field:
    name = key.replace("_", " ").capitalize()
    plain = known or Field(key=key, label=name, singular=name)
    label = table.text("label", plain.label)
    row = replace(
        plain,
        label=label,
        singular=table.text("singular", plain.singular if known and label == plain.label else label),
        type=FieldType(table.choice("type", tuple(FieldType), plain.type)),
        index=table.flag("index", default=plain.index),
        facet=table.flag("facet", default=plain.facet),
        dublin_core=table.text("dc", plain.dublin_core),
        schema_org=table.text("schema_org", plain.schema_org),
        min_dispatches=table.number("min_dispatches", plain.min_dispatches),
        synonyms=table.texts("synonyms", plain.synonyms),
    )
    for other in row.synonyms:
        if other in OTHER_KEYS and other not in plain.synonyms:
            table.wrong("synonyms", f'"{other}" has a meaning already.')
    return row


def series_rows(top: Table, fields: tuple[Field, ...]) -> tuple[Series, ...]:
    """The archive's series."""
    rows: list[Series] = []
    taken = RESERVED_SERIES | {field.key for field in fields}
    for table in top.rows("series"):
        name = table.text("name", required=True)
        row = Series(
            name=name,
            slug=slug(name),
            forms=table.texts("forms"),
            plural=table.text("plural"),
            not_after=table.texts("not_after"),
            description=table.text("description"),
        )
        table.finish()
        if name and not row.slug:
            table.wrong("name", "has no letter or digit.")
        elif row.slug in taken:
            table.wrong(
                "name", f'"{row.slug}" is an address that the archive needs itself.', "Choose another."
            )
        elif any(row.slug == other.slug for other in rows):
            table.wrong("name", f'"{name}" has the address of another series.')
        for form in row.forms:
            if form.count("{n}") != 1:
                table.wrong("forms", f'"{form}" does not say where the number stands.', 'Write "SD No. {n}".')
        rows.append(row)
    return tuple(rows)


def insertion_rows(top: Table, built_in: tuple[InsertionKind, ...]) -> tuple[InsertionKind, ...]:
    """The kinds of insertions: the archive's own first, since the first that fits decides."""
    own: dict[str, InsertionKind] = {}
    for table in top.rows("insertion"):
        kind = table.text("kind", required=True)
        pattern = _pattern(table, table.text("pattern", required=True))
        label = table.text("label", kind.replace("-", " ").capitalize())
        table.finish()
        if kind and not _KIND.fullmatch(kind):
            table.wrong(
                "kind", f'is "{kind}"; it can have small letters, digits and hyphens, a letter first.'
            )
        elif kind == "plain":
            table.wrong("kind", '"plain" takes whatever no other kind does, and has no pattern.')
        elif kind in own:
            table.wrong("kind", f'"{kind}" is declared twice.')
        elif kind:
            own[kind] = InsertionKind(kind=kind, label=label, pattern=pattern)
    return (*own.values(), *(row for row in built_in if row.kind not in own))


def _pattern(table: Table, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        table.wrong("pattern", f"is no regular expression: {error}.")
        return re.compile(r"(?!)")
