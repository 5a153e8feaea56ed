"""Sources are read once: what is remembered, and what never is."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from readingroom import theme, theme_folders
from readingroom.config import default_settings
from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.archive import Card
from readingroom.model.settings import Field, InsertionKind, Series, Settings
from readingroom.model.source import Form, Source
from readingroom.parse import limits
from readingroom.pipeline import tasks
from readingroom.pipeline.pool import Job, Lost, Pool, Result
from readingroom.pipeline.reading import DISPATCH, Reading, read_all
from readingroom.store import Store

SETTINGS = default_settings()


@dataclass(frozen=True, slots=True)
class Desk:
    """A place where sources are read: a cache that lasts, in one process."""

    cache: Path
    pool: type[Pool[tasks.Workshop]] = Pool
    store: type[Store] = Store

    def read(self, *sources: Source, settings: Settings = SETTINGS) -> Reading:
        """What sources come to."""
        return self.load([partial(_same, source) for source in sources], settings)

    def load(
        self, loads: Sequence[Callable[[], Source | Diagnostic]], settings: Settings = SETTINGS
    ) -> Reading:
        """What loads of sources come to."""
        found, _ = theme.load(theme_folders.folders(None))
        workshop = tasks.Workshop(settings=settings, theme=found)
        with (
            self.store.open(self.cache / "cache.sqlite", "the toolchain of this test") as store,
            closing(self.pool(1, tasks.start, workshop)) as pool,
        ):
            return read_all(loads, settings, store, pool, lambda _: None)


def _same(source: Source) -> Source | Diagnostic:
    return source


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with an empty cache."""
    return Desk(tmp_path)


def markdown(path: str, body: str, head: str = "") -> Source:
    """A Markdown source with a title."""
    data = f"---\ntitle: The title of {path}\n{head}---\n\n{body}\n".encode()
    return Source(path=path, form=Form.MARKDOWN, data=data)


def plain(path: str, text: str, sidecar: str | None = None) -> Source:
    """A plain-text source."""
    side = None if sidecar is None else sidecar.encode()
    return Source(path=path, form=Form.TEXT, data=text.encode(), sidecar=side)


ONE = markdown("1.md", "Some words [sic] and Dispatches No. 2.")
TWO = plain("2.txt", "A Title Of Two\n\nIts text.\n\nShare this Report:\n")
REFUSED = markdown("3.md", "```\nnever closed")


def references(reading: Reading, path: str) -> list[tuple[str, str]]:
    """The series and numbers that a source refers to."""
    (card,) = (card for card in reading.cards if card.path == path)
    return [(reference.series, reference.number) for reference in card.references]


def test_the_same_bytes_are_not_parsed_again(desk: Desk) -> None:
    """A second reading gives the same cards, keys and diagnostics, and parses nothing."""
    first = desk.read(ONE, TWO, REFUSED)
    second = desk.read(ONE, TWO, REFUSED)
    assert first.parsed == 3
    assert second.parsed == 0
    assert replace(second, parsed=3) == first
    assert [card.path for card in second.cards] == ["1.md", "2.txt"]


def test_an_unchanged_file_still_reports(desk: Desk) -> None:
    """What was told of a source is told again each time, errors and notices alike."""
    desk.read(ONE, TWO, REFUSED)
    told = {(d.path, d.code) for d in desk.read(ONE, TWO, REFUSED).diagnostics}
    assert told == {("2.txt", Code.TAIL_CUT), ("3.md", Code.CODE_FENCE_UNCLOSED)}


@pytest.mark.parametrize(
    "changed",
    [
        replace(TWO, data=TWO.data + b"."),
        replace(TWO, path="other.txt"),
        replace(TWO, sidecar=b""),
        replace(TWO, sidecar=b"date: 1844\n"),
        replace(TWO, folder_trusted=True),
    ],
    ids=["bytes", "path", "an empty side file", "a side file", "trust"],
)
def test_whatever_a_reading_depends_on_is_part_of_its_key(desk: Desk, changed: Source) -> None:
    """A source that differs in anything is parsed; the ones beside it are not."""
    before = desk.read(ONE, TWO)
    after = desk.read(ONE, changed)
    assert after.parsed == 1
    assert after.keys[changed.path] != before.keys["2.txt"]
    assert after.keys["1.md"] == before.keys["1.md"]
    assert desk.read(ONE, TWO).parsed == 0, "what was is remembered still"


LONG = "x" * 300
OTHER_SETTINGS = {
    "tails": replace(SETTINGS, tails=("The End",)),
    "language": replace(SETTINGS, language="fr"),
    "series": replace(SETTINGS, series=(Series(name="Report", slug="report", forms=("R {n}",)),)),
    "fields": replace(SETTINGS, fields=(*SETTINGS.fields, Field(key="ship", label="Ships", singular="Ship"))),
    "trusted": replace(SETTINGS, trusted=("x/**",)),
}


@pytest.mark.parametrize("settings", OTHER_SETTINGS.values(), ids=OTHER_SETTINGS)
def test_other_settings_read_anew(desk: Desk, settings: Settings) -> None:
    """What the settings say takes part in every reading."""
    desk.read(ONE, TWO)
    assert desk.read(ONE, TWO, settings=settings).parsed == 2
    assert desk.read(ONE, TWO).parsed == 0


def test_a_pattern_counts_to_its_end(desk: Desk) -> None:
    """Two patterns of insertions that differ in their last letter only are two."""
    readings = []
    for ending in ("y", "sic"):
        kind = InsertionKind(kind="own", label="Own", pattern=re.compile(f"{LONG}|{ending}"))
        settings = replace(SETTINGS, insertions=(kind, *SETTINGS.insertions))
        readings.append(desk.read(ONE, settings=settings))
    assert [reading.parsed for reading in readings] == [1, 1]
    assert [[use.kind for use in reading.cards[0].insertions] for reading in readings] == [["sic"], ["own"]]


def test_what_only_pages_show_reads_nothing_anew(desk: Desk) -> None:
    """The archive's title and its words about itself, and what it has silenced, are no part of a reading."""
    desk.read(ONE, TWO)
    settings = replace(SETTINGS, title="T", about="A", description="D", silence=frozenset({"tail-cut"}))
    assert desk.read(ONE, TWO, settings=settings).parsed == 0


class Losing(Pool[tasks.Workshop]):
    """A pool whose process for 2.txt is lost."""

    def map(
        self,
        work: Callable[[Sequence[Job]], list[Result]],
        jobs: Iterable[Job],
        count: int,
        lost: Lost[Job, Result],
        *,
        batch: int = 1,
    ) -> Iterator[Result]:
        """The results, but one."""
        self._start(self._setup)
        for job in jobs:
            is_hit = isinstance(job, tasks.ReadJob) and job.source.path == "2.txt"
            yield lost(job) if is_hit else work([job])[0]
        del count, batch


def test_a_time_out_is_never_remembered(tmp_path: Path) -> None:
    """It says more of the machine than of the source: on a better day the source is read."""
    reading = Desk(tmp_path, pool=Losing).read(ONE, TWO)
    assert [card.path for card in reading.cards] == ["1.md"]
    assert [(d.path, d.code) for d in reading.diagnostics] == [("2.txt", Code.TIME_OUT)]
    again = Desk(tmp_path).read(ONE, TWO)
    assert again.parsed == 1
    assert [card.path for card in again.cards] == ["1.md", "2.txt"]
    assert again == replace(Desk(tmp_path / "clean").read(ONE, TWO), parsed=1)


def test_reading_is_limited_to_some_processor_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer is an error of its own, and the next run tries again."""
    with monkeypatch.context() as patch:
        patch.setattr(limits, "CPU_SECONDS", 1e-4)
        slow = Desk(tmp_path).read(markdown("1.md", "Some *words* [sic].\n\n" * 500))
    assert slow.cards == ()
    assert [(d.path, d.code) for d in slow.diagnostics] == [("1.md", Code.TIME_OUT)]
    again = Desk(tmp_path).read(markdown("1.md", "Some *words* [sic].\n\n" * 500))
    assert again.parsed == 1
    assert [card.path for card in again.cards] == ["1.md"]


CITING = markdown("9.md", "See Report No. 1, Bulletin No. 2 and Dispatches No. 3.")
OPEN = markdown("a.md", "Words.", "series: Report\nnumber: 1\n")
HIDDEN = {
    "a block": markdown("a.md", "Words.", "series: >-\n  Report\nnumber: 1\n"),
    "an escape": markdown("a.md", "Words.", 'series: "R\\u0065port"\nnumber: 1\n'),
    "a banner": plain("a.txt", "May 24, 1844 Report No. 1\n\nA Title Of Words\n\nWords.\n"),
    "a side file": plain("a.txt", "A Title Of Words\n\nWords.\n", "{series: Report, number: 1}\n"),
}
MISLEADING = markdown("b.md", "series: Bulletin\n", "number: 5\nseries: Dispatches\n")


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN)
def test_a_wrong_guess_of_series_gives_the_same_cards(desk: Desk, tmp_path: Path, source: Source) -> None:
    """Wherever a series is named, references to it are found as if it had been known from the start."""
    settings = replace(SETTINGS, series=(Series(name="Report", slug="report"),))
    known = Desk(tmp_path / "known").read(source, CITING, settings=settings)
    expected = [("report", "1"), ("dispatches", "3")]
    assert references(known, "9.md") == expected
    assert references(Desk(tmp_path / "open").read(OPEN, CITING), "9.md") == expected
    for _ in ("cold", "warm"):
        guessed = desk.read(source, CITING)
        assert references(guessed, "9.md") == expected
        assert card_of(guessed, "9.md") == card_of(known, "9.md")


def test_a_series_guessed_in_vain_leaves_no_trace(desk: Desk, tmp_path: Path) -> None:
    """A line that only looks like a series adds no form of reference."""
    plainly = Desk(tmp_path / "plainly").read(CITING)
    assert card_of(desk.read(MISLEADING, CITING), "9.md") == card_of(plainly, "9.md")


def test_a_new_series_parses_nothing_that_was_parsed(desk: Desk) -> None:
    """References are searched again in what is remembered; the new source alone is parsed."""
    assert references(desk.read(CITING), "9.md") == [("dispatches", "3")]
    grown = desk.read(CITING, OPEN)
    assert grown.parsed == 1
    assert references(grown, "9.md") == [("report", "1"), ("dispatches", "3")]
    assert references(desk.read(CITING), "9.md") == [("dispatches", "3")]


class Forgetful(Store):
    """A store that has lost every dispatch, as one that was trimmed to its limit may have."""

    def get(self, kind: str, key: str) -> bytes | None:
        """What is put, dispatches apart."""
        return None if kind == DISPATCH else super().get(kind, key)


def test_what_the_store_has_lost_is_parsed_where_it_is_needed(tmp_path: Path) -> None:
    """A store may miss what was put; references are found in the source then."""
    Desk(tmp_path).read(CITING)
    reading = Desk(tmp_path, store=Forgetful).read(CITING, OPEN)
    assert references(reading, "9.md") == [("report", "1"), ("dispatches", "3")]


def test_a_file_saved_while_it_is_read_is_remembered_by_what_was_read(desk: Desk) -> None:
    """The memo of the old bytes is not filled with the new text: going back gives the old text back."""
    old, new = markdown("1.md", "Old [words]."), markdown("1.md", "New [text].")
    looks = iter([old, new])
    during = desk.load([lambda: next(looks)])
    assert [use.text for use in during.cards[0].insertions] == ["[text]"]
    back = desk.read(old)
    assert back.parsed == 1
    assert [use.text for use in back.cards[0].insertions] == ["[words]"]
    assert desk.read(new).parsed == 0


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(desk: Desk) -> None:
    """What keeps one from being read stands among the diagnostics."""
    trouble = Diagnostic(code=Code.UNREADABLE, message="It cannot be read: no.", path="0.md")
    reading = desk.load([lambda: trouble, lambda: ONE])
    assert reading.diagnostics == (trouble,)
    assert [card.path for card in reading.cards] == ["1.md"]
    assert set(reading.keys) == {"1.md"}


def test_a_file_that_goes_away_while_it_is_read_is_the_machines_fault(desk: Desk) -> None:
    """Whoever asked may ask again; nothing is remembered of it."""
    gone = Diagnostic(code=Code.UNREADABLE, message="It cannot be read: gone.", path="1.md")
    looks: Iterator[Source | Diagnostic] = iter([ONE, gone])
    with pytest.raises(OSError, match=r"1\.md changed while it was read"):
        desk.load([lambda: next(looks)])
    assert desk.read(ONE).parsed == 1


def test_every_source_is_counted_once(tmp_path: Path) -> None:
    """Progress comes to the number of sources, whatever became of each."""
    found, _ = theme.load(theme_folders.folders(None))
    counted: list[int] = []
    trouble = Diagnostic(code=Code.UNREADABLE, message="No.", path="0.md")
    for _ in ("cold", "warm"):
        with (
            Store.open(tmp_path / "cache.sqlite", "t") as store,
            closing(Pool(1, tasks.start, tasks.Workshop(settings=SETTINGS, theme=found))) as pool,
        ):
            loads: list[Callable[[], Source | Diagnostic]] = [lambda: ONE, lambda: trouble, lambda: REFUSED]
            read_all(loads, SETTINGS, store, pool, counted.append)
        assert sum(counted) == 3
        counted.clear()


def card_of(reading: Reading, path: str) -> Card:
    """The card of one source."""
    (card,) = (card for card in reading.cards if card.path == path)
    return card
