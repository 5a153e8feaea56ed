"""Reads and checks `archive.toml`.

```
archive.toml = archive keys, [[series]], [[field]], [[insertion]], [content], [publish], [diagnostics]
```
Every mistake is reported in one go, each under its dotted key.
"""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from readingroom.addresses import slug
from readingroom.config.errors import ConfigError
from readingroom.config.lines import key_lines
from readingroom.config.rows import field_rows, insertion_rows, series_rows
from readingroom.config.tables import default_settings
from readingroom.config.take import Table
from readingroom.diagnostics import Code
from readingroom.model.settings import Settings

FILE_NAME = "archive.toml"
SIDECARS = ("json", "bib", "ris", "csl.json")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_POSITION = re.compile(r"\(at line (\d+), column \d+\)")


def load(content: Path) -> tuple[Settings, tuple[ConfigError, ...]]:
    """The settings of the archive in a content folder; without the file, the defaults.

    Returns the settings and all that is wrong with them; with errors the settings are not to be used.
    OSError where the file is there and cannot be read.
    """
    try:
        data = (content / FILE_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return default_settings(), ()
    return read(data)


def read(data: bytes) -> tuple[Settings, tuple[ConfigError, ...]]:
    """Settings from the bytes of the file, and all that is wrong with them."""
    try:
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        return default_settings(), (ConfigError("", "is not UTF-8.", "Save it as UTF-8."),)
    except tomllib.TOMLDecodeError as error:
        at = _POSITION.search(str(error))
        line = int(at[1]) if at else len(text.splitlines())
        message = f"is no valid TOML: {_POSITION.sub('', str(error)).strip()}."
        return default_settings(), (ConfigError("", message, line=line),)
    settings, errors = _settings(values)
    lines = key_lines(text)
    return settings, tuple(replace(error, line=_line(error.key, lines)) for error in errors)


def _line(key: str, lines: dict[str, int]) -> int:
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def _settings(values: dict[str, Any]) -> tuple[Settings, list[ConfigError]]:
    errors: list[ConfigError] = []
    top, plain = Table(values, "", errors), default_settings()
    fields = field_rows(top, plain.fields)
    content, publish, report = top.table("content"), top.table("publish"), top.table("diagnostics")
    settings = Settings(
        title=top.text("title", plain.title),
        subtitle=top.text("subtitle"),
        description=top.text("description"),
        about=top.text("about"),
        base_url=_base_url(top),
        language=_language(top, plain.language),
        timezone=_timezone(top, plain.timezone),
        institution=top.text("institution"),
        licence=top.text("licence"),
        licence_url=_web_address(top, "licence_url"),
        contact=top.text("contact"),
        default_series=_default_series(top, plain.default_series),
        series=series_rows(top, fields),
        fields=fields,
        insertions=insertion_rows(top, plain.insertions),
        tails=content.texts("tails", plain.tails),
        ignore=content.texts("ignore"),
        attachments=content.texts("attachments"),
        trusted=content.texts("trusted"),
        originals=publish.choice("originals", ("beside", "zip", "none"), plain.originals),
        sidecars=_sidecars(publish),
        host_file_limit=publish.number("host_file_limit", plain.host_file_limit),
        content_security_policy=_policy(publish, plain.content_security_policy),
        silence=_silence(report),
    )
    for table in (top, content, publish, report):
        table.finish()
    return settings, errors


def _base_url(top: Table) -> str:
    address = _web_address(top, "base_url")
    return address and address.rstrip("/") + "/"


def _web_address(table: Table, name: str) -> str:
    address = table.text(name)
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        sound = False
    if address and not sound:
        table.wrong(name, f'is "{address}", no web address.', "Write it as https://archive.example/.")
        return ""
    return address


def _language(top: Table, default: str) -> str:
    tag = top.text("language", default)
    if _LANGUAGE.fullmatch(tag):
        return tag
    top.wrong("language", f'is "{tag}", no language tag.', 'Write it as "en" or "pt-BR" (BCP 47).')
    return default


def _timezone(top: Table, default: str) -> str:
    name = top.text("timezone", default)
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        top.wrong("timezone", f'is "{name}", no known time zone.', 'Write it as "Europe/Paris" or "UTC".')
        return default
    return name


def _default_series(top: Table, default: str) -> str:
    name = top.text("default_series", default)
    if slug(name):
        return name
    top.wrong("default_series", "has no letter or digit.")
    return default


def _sidecars(publish: Table) -> tuple[str, ...]:
    kinds = publish.texts("sidecars")
    for kind in kinds:
        if kind not in SIDECARS:
            publish.wrong("sidecars", f'has "{kind}".', f"It can hold {', '.join(SIDECARS)}.")
    return kinds


def _policy(publish: Table, default: str) -> str:
    policy = publish.text("content_security_policy", default)
    if any(c in policy for c in '\r\n"<>'):
        publish.wrong("content_security_policy", "has a character that no policy has.")
        return default
    return policy


def _silence(report: Table) -> frozenset[str]:
    codes = report.texts("silence")
    known = {str(code) for code in Code}
    for code in codes:
        if code not in known:
            report.wrong("silence", f'has "{code}", no known code.', "docs/diagnostics.md lists them.")
    return frozenset(codes)
