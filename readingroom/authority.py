"""Reads the authority files: `authority/people.toml` holds the people, and so on.

```
file   = [[entity]] …
entity = id, name, [display], [variants], [description], [identifiers]
```
The file's name is the kind. Every mistake is reported, and the sound records are used.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from readingroom.addresses import slug
from readingroom.config.errors import ConfigError
from readingroom.config.lines import key_lines
from readingroom.config.take import Table
from readingroom.diagnostics import Code, Diagnostic, at
from readingroom.model.authority import Authority, Entity, folded

_POSITION = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
_KIND = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(slots=True)
class _Register:
    """Records and names while they are gathered."""

    entities: dict[tuple[str, str], Entity] = field(default_factory=dict)
    names: dict[tuple[str, str], Entity] = field(default_factory=dict)


def load(files: Mapping[str, bytes]) -> tuple[Authority, tuple[Diagnostic, ...]]:
    """The authority of the files, given by path beneath the content folder, and what is wrong with them.

    Of two records that claim one name, the first has it: files count in the order of their paths.
    """
    register = _Register()
    diagnostics: list[Diagnostic] = []
    for path in sorted(files):
        diagnostics += _read_file(path, files[path], register)
    return Authority(entities=register.entities, names=register.names), tuple(diagnostics)


def _read_file(path: str, data: bytes, register: _Register) -> Iterator[Diagnostic]:
    parsed = _parsed(path, data)
    if isinstance(parsed, Diagnostic):
        yield parsed
        return
    text, values = parsed
    errors: list[ConfigError] = []
    entities = _entities(values, PurePosixPath(path).stem, errors)
    lines, source = key_lines(text), text.splitlines()
    for error in errors:
        message = f"{error.key} {error.message}"
        yield at(Code.AUTHORITY_INVALID, path, source, _line(error.key, lines), message, hint=error.hint)
    for key, entity in entities:
        for code, message in _enter(entity, register):
            yield at(code, path, source, _line(key, lines), message)


def _parsed(path: str, data: bytes) -> tuple[str, dict[str, Any]] | Diagnostic:
    """The text of a file and what it says, or why it cannot be used."""
    kind = PurePosixPath(path).stem
    if not _KIND.fullmatch(kind):
        message = f'"{kind}" is no kind of names; a file is named like a field, "people.toml".'
        return Diagnostic(code=Code.AUTHORITY_INVALID, path=path, message=message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Diagnostic(code=Code.AUTHORITY_INVALID, path=path, message="The file is not UTF-8.")
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax(path, text, str(error))
    except RecursionError:
        message = "The file is nested too deeply to be read."
        return Diagnostic(code=Code.AUTHORITY_INVALID, path=path, message=message)


def _syntax(path: str, text: str, error: str) -> Diagnostic:
    place = _POSITION.search(error)
    message = f"The file is no valid TOML: {_POSITION.sub('', error)}."
    line, column = (int(place[1]), int(place[2])) if place else (len(text.splitlines()), 1)
    return at(Code.AUTHORITY_INVALID, path, text.splitlines(), line, message, column=column)


def _entities(values: dict[str, Any], kind: str, errors: list[ConfigError]) -> list[tuple[str, Entity]]:
    """The sound records of a file, each with its dotted key."""
    top = Table(values, "", errors)
    entities = [
        (f"entity[{number}]", _entity(table, row, kind))
        for number, (table, row) in enumerate(
            zip(top.rows("entity"), values.get("entity", ()), strict=False), 1
        )
    ]
    top.finish()
    return [(key, entity) for key, entity in entities if entity]


def _entity(table: Table, row: Mapping[str, Any], kind: str) -> Entity | None:
    """The record of one row; None where it lacks what it cannot do without."""
    name, own_id = table.text("name", required=True), table.text("id", required=True)
    if own_id and slug(own_id) != own_id:
        table.wrong(
            "id", f'is "{own_id}", which cannot be part of an address.', f'Write it as "{slug(own_id)}".'
        )
        own_id = ""
    entity = Entity(
        kind=kind,
        id=own_id,
        name=name,
        display=table.text("display"),
        variants=table.texts("variants"),
        description=table.text("description"),
        identifiers=_identifiers(table, row.get("identifiers")),
    )
    table.finish()
    return entity if name and own_id else None


def _identifiers(table: Table, schemes: object) -> tuple[tuple[str, str], ...]:
    """Every scheme is welcome; its number is text."""
    numbers = table.table("identifiers")
    return tuple((scheme, numbers.text(scheme)) for scheme in (schemes if isinstance(schemes, dict) else ()))


def _enter(entity: Entity, register: _Register) -> Iterator[tuple[Code, str]]:
    """Enters a record under its id and its names; yields what others have claimed before."""
    if (entity.kind, entity.id) in register.entities:
        yield Code.AUTHORITY_INVALID, f'The id "{entity.id}" stands twice.'
        return
    register.entities[entity.kind, entity.id] = entity
    for name in dict.fromkeys((entity.name, entity.display, *entity.variants)):
        if not folded(name):
            continue
        holder = register.names.setdefault((entity.kind, folded(name)), entity)
        if holder is not entity:
            yield (
                Code.AUTHORITY_CLASH,
                f'"{name}" is a name of "{holder.id}" and of "{entity.id}"; the first has it.',
            )


def _line(key: str, lines: Mapping[str, int]) -> int:
    """The line of a dotted key, or of the nearest table around it."""
    while key and key not in lines and f"{key}[1]" not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key) or lines.get(f"{key}[1]", 0)
