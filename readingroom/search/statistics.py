"""What is counted over all texts of an index."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol


class Counted(Protocol):
    """What a segment knows of its texts, each list with an item for each text."""

    @property
    def lengths(self) -> tuple[tuple[int, int], ...]:
        """Words of the body, of the notes."""

    @property
    def alphabets(self) -> tuple[str, ...]:
        """Its characters, each once."""

    @property
    def languages(self) -> tuple[tuple[str, ...], ...]:
        """Its languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What an edit of one text changes of the archive as a whole."""

    lengths: tuple[int, int]
    """Words of all bodies, of all notes."""
    characters: Mapping[str, int]
    """In how many texts each is; the names of the authority files are one more text."""
    languages: Mapping[str, int]
    """In how many texts words of each stand."""


def statistics(heads: Iterable[Counted], in_names: str = "") -> Statistics:
    """The statistics of all segments, and of the characters of names, each once."""
    counted: Counter[str] = Counter(in_names)
    languages: Counter[str] = Counter()
    bodies = notes = 0
    for head in heads:
        for alphabet in head.alphabets:
            counted.update(alphabet)
        for spoken in head.languages:
            languages.update(spoken)
        bodies += sum(length for length, _ in head.lengths)
        notes += sum(length for _, length in head.lengths)
    return Statistics(lengths=(bodies, notes), characters=dict(counted), languages=dict(languages))


def texts_digest(ids: Sequence[str], digests: Mapping[str, str]) -> str:
    """The digest of texts in the order of their ids, in hexadecimal."""
    return blake2b("".join(digests[name] for name in ids).encode(), digest_size=16).hexdigest()
