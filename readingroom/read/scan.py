"""The inventory of the content folder."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.settings import Settings
from readingroom.model.source import Attachment, Form, sidecar_of
from readingroom.read.attachments import examined
from readingroom.read.globs import matcher
from readingroom.read.inventory import File, Inventory, Look, OriginalFile, SourceFile
from readingroom.read.names import FORMS, MEDIA_TYPES, OTHER, SIDECAR, language_of, suffix
from readingroom.read.walk import walked

_PLAIN = {".txt": "text/plain", ".md": "text/markdown"}
"""What a dispatch's form is as an attachment, where the settings make it one."""


def look(content: Path, settings: Settings) -> Look:
    """What lies in the content folder, before anything of it is read."""
    looked_at = time.time_ns()
    walk = walked(content, matcher(settings.ignore))
    return Look(looked_at=looked_at, files=tuple(walk.files), diagnostics=tuple(walk.diagnostics))


def scan(
    content: Path, settings: Settings, known: Inventory | None = None, seen: Look | None = None
) -> Inventory:
    """What lies in the content folder. Files as they were in the inventory `known` are not read again.

    `known` is one that the same version of ours made; other settings do no harm. `seen` is a look at the
    folder with these settings, where there was one.
    """
    walk = seen or look(content, settings)
    files = {file.path: file for file in sorted(walk.files, key=lambda file: file.path)}
    attached = _attached(files, settings)
    dispatches = _dispatches([file for path, file in files.items() if path not in attached])
    originals = _originals(dispatches)
    trusts = matcher(settings.trusted)
    examiner = _Examiner(content, known or Inventory())
    found = [examiner.examine(files[path], kind) for path, kind in attached.items()]
    refused = [item for item in found if isinstance(item, Diagnostic)]
    return Inventory(
        sources=tuple(_source(file, files, trusts) for file in dispatches if file.path not in originals),
        originals=tuple(originals.values()),
        attachments=tuple(item for item in found if isinstance(item, Attachment)),
        diagnostics=tuple(
            sorted(
                [*walk.diagnostics, *refused, *_left_over(files, attached, dispatches)],
                key=lambda diagnostic: (diagnostic.path, diagnostic.code, diagnostic.message),
            )
        ),
        looked_at=walk.looked_at,
        has_links=any(file.linked for file in walk.files),
        unseen=tuple(walk.diagnostics),
        stamps={path: file.stamp for path, file in files.items()},
    )


def _attached(files: Mapping[str, File], settings: Settings) -> dict[str, str]:
    """Media types of the attachments by path: of a type on the list, or named by the settings' globs."""
    named = matcher(settings.attachments)
    types = MEDIA_TYPES | _PLAIN
    return {
        path: types.get(suffix(path), OTHER) for path in files if suffix(path) in MEDIA_TYPES or named(path)
    }


def _dispatches(files: Iterable[File]) -> list[File]:
    """Files in the form of a dispatch, each once: where it lies, else where the first link to it does."""
    formed = [file for file in files if suffix(file.path) in FORMS]
    seen = {file.real for file in formed if not file.linked}
    kept = []
    for file in formed:
        if not file.linked or file.real not in seen:
            seen.add(file.real)
            kept.append(file)
    return kept


def _originals(dispatches: Sequence[File]) -> dict[str, OriginalFile]:
    """By path, those that are the original of another: NAME.LANGUAGE.txt beside NAME, itself no original."""
    by_stem: dict[str, str] = {}
    for file in dispatches:
        by_stem.setdefault(_stem(file.path), file.path)
    found: dict[str, OriginalFile] = {}
    for path in sorted((file.path for file in dispatches), key=lambda path: (len(_stem(path)), path)):
        stem, language = language_of(path)
        of = by_stem.get(stem, "")
        if of and of not in found:
            found[path] = OriginalFile(path=path, of=of, language=language)
    return dict(sorted(found.items()))


def _stem(path: str) -> str:
    return path[: -len(suffix(path))]


def _source(file: File, files: Mapping[str, File], trusts: Callable[[str], bool]) -> SourceFile:
    form = FORMS[suffix(file.path)]
    sidecar = sidecar_of(file.path)
    return SourceFile(
        path=file.path,
        form=form,
        size=file.stamp.size,
        mtime_ns=file.stamp.mtime_ns,
        sidecar=sidecar if form is Form.TEXT and sidecar in files else "",
        trusted=trusts(file.path),
    )


def _left_over(
    files: Mapping[str, File], attached: Mapping[str, str], dispatches: Iterable[File]
) -> Iterable[Diagnostic]:
    """Side files without a plain-text dispatch, and files of a type that is not published."""
    wanted = {sidecar_of(file.path) for file in dispatches if FORMS[suffix(file.path)] is Form.TEXT}
    for path in files:
        if path in attached or path in wanted or suffix(path) in FORMS:
            continue
        if path.endswith(SIDECAR):
            name = path.removesuffix(SIDECAR)
            message = f"There is no {name.rpartition('/')[2]}.txt beside it."
            yield Diagnostic(code=Code.SIDECAR_ORPHAN, path=path, message=message)
        else:
            message = f"Files of the type {suffix(path) or 'without a suffix'} are not published."
            yield Diagnostic(code=Code.ATTACHMENT_TYPE, path=path, message=message)


class _Examiner:
    """Examines attachments, unless an earlier inventory did and they are as they were."""

    def __init__(self, content: Path, known: Inventory) -> None:
        self._content = content
        self._known = known
        self._attachments = {item.path: item for item in known.attachments}
        self._refusals = {d.path: d for d in known.diagnostics if d.code is Code.ATTACHMENT_REFUSED}

    def examine(self, file: File, media_type: str) -> Attachment | Diagnostic:
        """The record of a file, or why it has none."""
        if self._known.stamps.get(file.path) == file.stamp:
            found = self._attachments.get(file.path)
            if found and found.media_type == media_type:
                return found
            if file.path in self._refusals:
                return self._refusals[file.path]
        return examined(self._content, file.path, media_type)
