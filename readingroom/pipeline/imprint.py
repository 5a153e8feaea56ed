"""What the last build into an output folder was made from, and what it came to.

It lies in the store as one value for each output folder, is written after the folder was published,
and is all that a shortcut needs. One that is lost, or of another version of ours, means a full pass.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readingroom.diagnostics import Diagnostic
from readingroom.model.source import Attachment
from readingroom.pipeline.reading import Kept
from readingroom.read import Inventory, Stamp
from readingroom.store import Store
from readingroom.traces import Trace, digest

IMPRINT = "imprint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The inputs of a build, and its pages."""

    looked_at: int
    """When the content was looked at, in nanoseconds since the epoch: what is younger proves nothing."""
    stamps: Mapping[str, Stamp]
    """Of every file of the content folder, by path."""
    attachments: tuple[Attachment, ...]
    inventory_told: tuple[Diagnostic, ...]
    reading: str
    """Digest of the settings that sources were read with."""
    kept: Mapping[str, Kept]
    """Of every source, by path."""
    traces: Mapping[str, Trace]
    """Of every page and composed file, by address."""

    @property
    def inventory(self) -> Inventory:
        """As much of the inventory as spares another one from reading attachments again."""
        return Inventory(
            attachments=self.attachments, diagnostics=self.inventory_told, stamps=self.proven_stamps()
        )

    def proven_stamps(self) -> dict[str, Stamp]:
        """The stamps of files that cannot have changed since without changing their stamp."""
        return {path: stamp for path, stamp in self.stamps.items() if stamp.is_proof(self.looked_at)}


def load(store: Store, output: Path) -> Imprint | None:
    """The imprint of the last build into an output folder; None where it is not remembered."""
    data = store.get(IMPRINT, _key(output))
    if data is None:
        return None
    found: Imprint = pickle.loads(data)  # noqa: S301 - of our own making
    return found


def save(store: Store, output: Path, imprint: Imprint) -> None:
    """Remembers the imprint of a build."""
    store.put(IMPRINT, _key(output), pickle.dumps(imprint, pickle.HIGHEST_PROTOCOL))


def forget(store: Store, output: Path) -> None:
    """Forgets it: what follows leaves the folder in a state that no imprint tells."""
    store.put(IMPRINT, _key(output), pickle.dumps(None))


def _key(output: Path) -> str:
    return digest(str(output.resolve()).encode("utf-8", "surrogateescape"))
