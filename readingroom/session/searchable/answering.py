"""What stands at the addresses of the search of a preview.

The index of the last build is taken as it lies, or one that was made for the preview: the base. Of each
edition that somebody searches, what it has otherwise is indexed in a moment: the delta. Where that is much,
another base is made aside; where it is too much, the search knows the archive as the base has it meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from readingroom.index import oldest_first
from readingroom.model.authority import Authority
from readingroom.model.settings import Settings
from readingroom.pipeline.edition import Edition
from readingroom.pipeline.imprint import Imprint
from readingroom.search.layout import FOLDER, FORMAT
from readingroom.search.shards import ROOT, data_of, file, ordinals
from readingroom.session.searchable import bases
from readingroom.session.searchable.bases import Base, Stamp
from readingroom.session.searchable.delta import DELTA, Deltas
from readingroom.session.searchable.difference import Difference, difference
from readingroom.session.searchable.making import Making
from readingroom.session.warm import Session

MOST = 200
"""Dispatches of a delta; with so many it takes a second or two."""
MANY = 40
"""From so many on another base is made."""
BASES = "search"
"""The folder of bases that are made for the preview, in the cache."""


@dataclass(frozen=True, slots=True)
class _Served:
    """The index of an edition, as it is served."""

    base: Base
    root: Mapping[str, Any]
    delta: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a base fits an edition."""

    base: Base
    is_read_alike: bool
    """Whether its texts were read with the same names and fields."""
    difference: Difference

    @property
    def is_enough(self) -> bool:
        """Whether a delta brings it up to date."""
        return self.is_read_alike and self.difference.size <= MOST

    @property
    def is_close(self) -> bool:
        """Whether it does so in no time."""
        return self.is_enough and self.difference.size <= MANY


class Searchable:
    """The search of one preview."""

    def __init__(self, session: Session, earlier: Imprint | None) -> None:
        """`earlier` is what is remembered of the last build."""
        self._session = session
        self._making = Making(session.paths.cache / BASES, session.paths.cache / "cache.sqlite")
        self._lock = Lock()
        # It guards the rest.
        self._published = bases.published(earlier, session.paths.output)
        self._looked: Stamp | None = bases.stamp_of(session.paths.output)
        """What was published when it was last looked at."""
        self._base: Base | None = None
        self._deltas = Deltas()
        self._served: _Served | None = None
        self._shown: Edition | None = None
        """The edition that is served."""
        self._shared: tuple[Settings, Authority, str] | None = None

    def content(self, edition: Edition, address: str) -> bytes | None:
        """What stands at an address of the search of an edition; None where nothing does.

        OSError where the base is replaced at this very moment, or a source is.
        """
        with self._lock:
            if address == ROOT:
                return self._root(edition)
            if self._served is None:
                self._root(edition)  # a page that was open before this preview has the root already
            served = self._served
        if served is None:
            return None
        if address in served.base.addresses:
            return _read(served.base, address)
        return served.delta.get(address)

    def close(self) -> None:
        """Ends whatever is under way."""
        self._making.end()

    def _root(self, edition: Edition) -> bytes:
        fit = self._fit(edition)
        if fit is None or not fit.is_close:
            self._making.start(edition)
        state = {} if fit and fit.is_enough else {"making": True}
        if fit is None:
            return file("root", {"format": FORMAT, **state})
        served = self._served
        if served is None or served.base is not fit.base or self._shown is not edition:
            served = self._serve(edition, fit)
        return file("root", {**served.root, **state})

    def _serve(self, edition: Edition, fit: _Fit) -> _Served:
        """Serves a base from now on, with what the edition has otherwise if that is not too much."""
        self._base, self._shown = fit.base, edition
        self._served = _Served(fit.base, fit.base.root)
        if fit.difference.size and fit.difference.size <= MOST:
            its = fit.difference
            made = self._deltas.files(edition, its.fresh, fit.base.statistics)
            delta = {
                "gone": ordinals(its.gone),
                "places": ordinals(its.places),
                "root": data_of(made.pop(f"{DELTA}{ROOT.removeprefix(FOLDER)}")),
            }
            self._served = _Served(fit.base, {**fit.base.root, "delta": delta}, made)
        return self._served

    def _fit(self, edition: Edition) -> _Fit | None:
        """The base that fits an edition best; the one that is served, as long as it is close."""
        ids = [entry.id for entry in oldest_first(edition.site.archive)]
        shared = self._shared_digest(edition)
        best: _Fit | None = None
        for base in self._bases():
            apart = difference(base.texts, ids, edition.texts.digests)
            if apart is None:
                continue
            fit = _Fit(base, base.shared == shared, apart)
            if fit.is_close and base is self._base:
                return fit
            if best is None or _rank(fit) < _rank(best):
                best = fit
        return best

    def _bases(self) -> Iterator[Base]:
        """The bases that stand, first the one that is served."""
        if self._base and self._base.stands:
            yield self._base
        output = self._session.paths.output
        if (stamp := bases.stamp_of(output)) != self._looked:
            self._published = bases.published(self._session.remembered(), output)
            # What was just put there is remembered a moment later only.
            self._looked = stamp if self._published else None
        if self._published and self._published.stands:
            yield self._published
        yield from bases.made(self._folder)

    @property
    def _folder(self) -> Path:
        return self._session.paths.cache / BASES

    def _shared_digest(self, edition: Edition) -> str:
        """Of what all texts of an edition are read with."""
        known, site = self._shared, edition.site
        if known is None or known[0] is not site.settings or known[1] is not site.authority:
            known = self._shared = (site.settings, site.authority, edition.searching.shared_digest)
        return known[2]


def _rank(fit: _Fit) -> tuple[bool, int]:
    return not fit.is_read_alike, fit.difference.size


def _read(base: Base, address: str) -> bytes | None:
    try:
        return base.read(address)
    except OSError:
        return None  # it was replaced: whoever asks for the root now is told of the next
