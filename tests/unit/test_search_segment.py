"""A segment holds what the index needs, however dispatches are parted, whoever makes it, whatever is lost."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import SETTINGS, a_dispatch, a_record, an_authority, an_index, an_outline
from searchtexts import authorities, sources

from readingroom import theme, theme_folders
from readingroom.model.authority import Authority
from readingroom.model.dispatch import Dispatch
from readingroom.pipeline import tasks
from readingroom.pipeline.pool import Pool
from readingroom.pipeline.searching import HEAD, SLICE, TEXTS, Searching
from readingroom.pipeline.tasks import Workshop
from readingroom.search import arrays, plainly
from readingroom.search.gathering import Gatherer
from readingroom.search.layout import SEVERAL
from readingroom.search.names import names_of
from readingroom.search.parts import texts, values
from readingroom.store import Store

NAMES = an_authority(
    [
        a_record("people", "Édouard Branly", "Branly"),
        a_record("organisations", "حزب الله", "Hezbollah", number=2),
    ]
)
TEXTS_OF_ALL_SORTS = (
    "The [wire] of Édouard Branly [and his] cable. The cable, the cable; No. 12.",
    f"{'cable ' * (SEVERAL + 2)}\n\n## cable [cable]\n\nwire[^1]\n\n[^1]: [sic] cable Müller",
    "حزب الله والحرس\n{: lang=ar }\n\nHezbollah flying",
    "…",
    f"Müller {'[the] wire ' * 70}",
)


def gathered(dispatches: Iterable[Dispatch], authority: Authority) -> Gatherer:
    """The words of dispatches."""
    found = Gatherer(names_of(authority))
    for dispatch in dispatches:
        found.begin()
        for part in chain(texts(dispatch), values(dispatch, authority)):
            found.take(part)
    return found


def renamed(dispatches: Sequence[Dispatch], ids: Iterable[str]) -> tuple[Dispatch, ...]:
    """Dispatches with other ids."""
    return tuple(
        replace(one, meta=replace(one.meta, id=name)) for one, name in zip(dispatches, ids, strict=False)
    )


@st.composite
def decks(draw: st.DrawFn, most: int = 7) -> tuple[tuple[Dispatch, ...], Authority]:
    """Dispatches with their authority files."""
    its = [a_dispatch(draw(sources(number))) for number in range(draw(st.integers(1, most)))]
    return tuple(its), draw(authorities())


@settings(max_examples=25)
@given(decks())
def test_one_place_at_a_time_comes_to_the_same(deck: tuple[tuple[Dispatch, ...], Authority]) -> None:
    """Many places at a time and one after the other: two ways to the same lists."""
    found = gathered(*deck)
    assert plainly.coded(found) == arrays.coded(found)


@pytest.mark.parametrize("repeated", [1, 3, 400])
def test_both_ways_agree_on_long_lists(repeated: int) -> None:
    """Words that stand often, far from one another, in documents far from one another."""
    often = [
        a_dispatch(f"---\ntitle: Report\nnumber: {n}\n---\n{text}\n")
        for n, text in enumerate(TEXTS_OF_ALL_SORTS)
    ]
    rare = a_dispatch(
        "---\ntitle: Report\nnumber: 9\nlanguage: de\n---\nzebra zebra " + "\n\nwire" * 80 + " zebra\n"
    )
    found = gathered([rare, *(often * repeated), rare], NAMES)
    lists = plainly.coded(found)
    assert lists == arrays.coded(found)
    assert (lists["zebra"].first, lists["zebra"].last) == (0, 5 * repeated + 1)


def test_no_words_are_no_lists() -> None:
    """Of a segment without a word."""
    found = Gatherer(names_of(Authority()))
    found.begin()
    assert plainly.coded(found) == arrays.coded(found) == {}


@settings(max_examples=25)
@given(decks(), st.lists(st.integers(0, 3), max_size=4))
def test_however_segments_are_cut_the_index_is_the_same(
    deck: tuple[tuple[Dispatch, ...], Authority], sizes: list[int]
) -> None:
    """Each dispatch for itself, all as one, or anything between."""
    dispatches, authority = deck
    whole = an_index(dispatches, authority)
    assert an_index(dispatches, authority, sizes=[1] * len(dispatches)) == whole
    assert an_index(dispatches, authority, sizes=sizes) == whole


class Forgetful(Store):
    """A store that loses what it is asked for at each so manyth time."""

    every = 3
    asked = 0

    def get_many(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """What it has not lost."""
        found = super().get_many(kind, keys)
        kept = {}
        for key, value in found.items():
            self.asked += 1
            if self.asked % self.every:
                kept[key] = value
        return kept


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    """What processes are set up with."""
    found, _ = theme.load(theme_folders.folders(None))
    return Workshop(settings=SETTINGS, theme=found)


@pytest.fixture
def pool(request: pytest.FixtureRequest, workshop: Workshop) -> Iterator[Pool[Workshop]]:
    """So many processes."""
    with closing(Pool(request.param, tasks.start, workshop)) as made:
        yield made


def ids_of_runs(runs: int, length: int) -> list[str]:
    """Ids that part an archive into runs of so many dispatches."""
    every = (f"report/{number}" for number in count())
    found: list[str] = []
    for name in every:
        is_last = len(found) % length == length - 1
        if (crc32(name.encode()) % 128 == 0) == is_last:
            found.append(name)
        if len(found) == runs * length:
            return found
    return found


def an_archive() -> tuple[Dispatch, ...]:
    """Dispatches that fall into four segments."""
    its = [
        a_dispatch(f"---\nnumber: {number}\ntitle: Report {number}\n---\n{text} {number}\n")
        for number in range(4)
        for text in TEXTS_OF_ALL_SORTS
    ]
    return renamed(its, ids_of_runs(4, len(TEXTS_OF_ALL_SORTS)))


def searching(dispatches: Sequence[Dispatch], store: Store, pool: Pool[Workshop]) -> Searching:
    """The making of their index."""
    by_id = {one.meta.id: pickle.dumps(one) for one in dispatches}
    digests = {name: f"{crc32(data):08x}" for name, data in by_id.items()}
    return Searching(an_outline(dispatches), digests, by_id.__getitem__, NAMES, store, pool)


@pytest.mark.parametrize("pool", [1, 2], indirect=True)
def test_processes_and_memory_make_no_difference(pool: Pool[Workshop], tmp_path: Path) -> None:
    """In one process or several, from nothing, from what is remembered, or from half of that."""
    dispatches = an_archive()
    clean, counted = an_index(dispatches, NAMES)
    for _ in ("cold", "warm"):
        with Store.open(tmp_path / "cache.sqlite", "t") as store:
            made = searching(dispatches, store, pool)
            assert dict(made.files()) == clean
            assert made.imprint().statistics == counted
    with Forgetful.open(tmp_path / "cache.sqlite", "t") as forgetful:
        assert dict(searching(dispatches, forgetful, pool).files()) == clean
        assert forgetful.asked > Forgetful.every


@pytest.mark.parametrize("pool", [1], indirect=True)
def test_an_edit_makes_its_own_segment_again(pool: Pool[Workshop], tmp_path: Path) -> None:
    """The others are what is remembered."""
    dispatches = an_archive()
    other = replace(a_dispatch("---\ntitle: Report\nnumber: 0\n---\nzebra\n"), meta=dispatches[7].meta)
    edited = (*dispatches[:7], other, *dispatches[8:])
    with Store.open(tmp_path / "cache.sqlite", "t") as store:
        assert dict(searching(dispatches, store, pool).files()) == an_index(dispatches, NAMES)[0]
        again = searching(edited, store, pool)
        known = store.get_many(HEAD, again._runs)
        assert len(again._runs) - len(known) == 1
        assert dict(again.files()) == an_index(edited, NAMES)[0]


@pytest.mark.parametrize("pool", [1], indirect=True)
@pytest.mark.parametrize("kind", [HEAD, SLICE, TEXTS])
def test_a_lost_part_is_made_again(pool: Pool[Workshop], tmp_path: Path, kind: str) -> None:
    """Of a segment whose other parts are remembered."""

    class Losing(Store):
        def get_many(self, wanted: str, keys: Iterable[str]) -> dict[str, bytes]:
            return {} if wanted == kind else super().get_many(wanted, keys)

    dispatches = an_archive()
    with Losing.open(tmp_path / "cache.sqlite", "t") as store:
        for _ in ("cold", "warm"):
            assert dict(searching(dispatches, store, pool).files()) == an_index(dispatches, NAMES)[0]
