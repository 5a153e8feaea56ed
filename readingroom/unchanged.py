"""Whether there is anything to build at all: the first question of every build.

All inputs and all outputs are looked at, none is read: where their stamps, the settings, the theme, the
toolchain and what the clock decides are those of the last build, it would come to the same. What that
told is told again.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from readingroom import theme_folders
from readingroom.config import FILE_NAME, Paths
from readingroom.diagnostics import Diagnostic
from readingroom.publish import fingerprint, is_settled
from readingroom.read import Look, Stamp
from readingroom.store import Store

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the last build into an output folder was given, what it left there, and what it told."""

    options: str
    """Those that decide what is told, and how it ends."""
    configuration: str
    content: str
    """Digest of the stamps of all files of the content folder, and of what cannot be looked at."""
    output: str
    """Digest of what stands in the output folder."""
    as_of: str
    lifts: tuple[str, ...]
    """Every moment when an embargo lifts, ISO 8601."""
    told: bytes
    """What was told, as `packed` gives it: thousands of records that most builds have no need of."""
    closing: tuple[str, ...]
    """The lines that sum it up."""
    status: int


def packed(told: tuple[tuple[Diagnostic, ...], ...]) -> bytes:
    """What was told, in its order: of the content, then of the pages and the output folder."""
    return pickle.dumps(told, pickle.HIGHEST_PROTOCOL)


def unpacked(told: bytes) -> tuple[tuple[Diagnostic, ...], ...]:
    """What `packed` made bytes of."""
    found: tuple[tuple[Diagnostic, ...], ...] = pickle.loads(told)  # noqa: S301 - of our own making
    return found


def unchanged(paths: Paths, seen: Look, store: Store, *, options: str, as_of: datetime) -> Receipt | None:
    """The receipt of the last build, where another would come to the same; None where it might not.

    `seen` is a look at the content folder.
    """
    data = store.get(RECEIPT, _key(paths.output))
    if data is None:
        return None
    stamps = {file.path: file.stamp for file in seen.files}
    receipt: Receipt | None = pickle.loads(data)  # noqa: S301 - of our own making
    is_same = (
        receipt is not None
        and receipt.options == options
        and same_embargoes(receipt.as_of, as_of, receipt.lifts)
        and receipt.configuration == configuration(paths)
        and receipt.content == stamped(stamps, seen.diagnostics)
        and is_settled(paths.output)
        and receipt.output == fingerprint(paths.output)
    )
    return receipt if is_same else None


def remember(store: Store, output: Path, receipt: Receipt | None) -> None:
    """Keeps the receipt of a build; None where the next one has to look closer."""
    store.put(RECEIPT, _key(output), pickle.dumps(receipt, pickle.HIGHEST_PROTOCOL))


def stamped(stamps: Mapping[str, Stamp], unseen: Iterable[Diagnostic]) -> str:
    """The digest of the stamps of all files of the content folder, and of what cannot be looked at."""
    digest = blake2b(digest_size=16)
    for path, stamp in sorted(stamps.items()):
        digest.update(f"{path}\0{stamp.size} {stamp.mtime_ns} {stamp.inode} {stamp.changed_ns}\n".encode())
    for told in sorted(unseen, key=lambda one: (one.path, one.message)):
        digest.update(f"{told.path}\0{told.code}\0{told.message}\n".encode())
    return digest.hexdigest()


def same_embargoes(before: str, as_of: datetime, lifts: Sequence[str]) -> bool:
    """Whether no embargo lifts between two times; `before` and `lifts` are ISO 8601 with offset."""
    first, last = sorted((datetime.fromisoformat(before), as_of))
    return not any(first < datetime.fromisoformat(moment) <= last for moment in lifts)


def configuration(paths: Paths) -> str:
    """The digest of what is read besides content: settings, authority files, theme, names included."""
    digest = blake2b(digest_size=16)
    for path in _files(paths):
        digest.update(f"{path.as_posix()}\0".encode("utf-8", "surrogateescape"))
        digest.update(_bytes(path))
    return digest.hexdigest()


def _files(paths: Paths) -> Iterator[Path]:
    yield paths.content / FILE_NAME
    yield from sorted((paths.content / "authority").glob("*.toml"))
    for folder in theme_folders.folders(paths.templates):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _bytes(path: Path) -> bytes:
    """The bytes of a file after their number; one that cannot be read counts as yet another file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return b"absent"
    except OSError as error:
        return f"unreadable: {error.errno}".encode()
    return len(data).to_bytes(8, "big") + data


def _key(output: Path) -> str:
    return blake2b(str(output.resolve()).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
