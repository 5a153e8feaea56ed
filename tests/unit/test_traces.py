"""Traces: equal inputs have equal bytes, other inputs have others."""

import os
import pickle
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from anyrecord import records
from archives import a_card, a_site, an_archive, an_entry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readingroom.model import view
from readingroom.model.dispatch import Meta
from readingroom.model.page import Composed, Excerpt, Page
from readingroom.model.settings import Settings
from readingroom.model.source import Source
from readingroom.pages.frame import site_view
from readingroom.pages.slices import Slice, slice_of
from readingroom.pipeline.settings_key import page_settings
from readingroom.read.inventory import Stamp
from readingroom.traces import canonical, digest

TESTS = Path(__file__).parents[1]
VIEWS: list[Any] = [record for name in view.__all__ if is_dataclass(record := getattr(view, name))]
RECORDS: list[Any] = [*VIEWS, Slice, Meta, Settings, Source, Composed, Excerpt]
"""What pages and composed files are made of."""

generated = settings(max_examples=50, suppress_health_check=list(HealthCheck))


def apart(value: Any) -> Any:
    """The same value made anew: no two parts of it are one object, be they equal."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: apart(getattr(value, field.name)) for field in fields(value)})
    if isinstance(value, dict):
        return {apart(key): apart(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(apart(one) for one in value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return type(value)("".join(list(value)))
    return bytes(bytearray(value)) if isinstance(value, bytes) else value


def together(value: Any, known: dict[Any, Any]) -> Any:
    """The same value with equal parts of one type as one object."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: together(getattr(value, field.name), known) for field in fields(value)}
        value = replace(value, **parts)
    elif isinstance(value, dict):
        return {together(key, known): together(one, known) for key, one in value.items()}
    elif isinstance(value, tuple):
        value = tuple(together(one, known) for one in value)
    return known.setdefault((type(value), pickle.dumps(value)), value)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@generated
@given(data=st.data())
def test_equal_values_have_equal_bytes(record: type, data: st.DataObject) -> None:
    """Whatever objects their parts share, and after they were pickled."""
    value = data.draw(records(record))
    shared = together(apart(value), {})
    for copy in (pickle.loads(pickle.dumps(value)), apart(value), shared):
        assert copy == value
        assert canonical(copy) == canonical(value)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@generated
@given(data=st.data())
def test_other_values_have_other_bytes(record: type, data: st.DataObject) -> None:
    """Any field that is another makes another digest."""
    value, other = data.draw(records(record)), data.draw(records(record))
    for field in fields(value):
        changed = replace(value, **{field.name: getattr(other, field.name)})
        assert (canonical(changed) == canonical(value)) is (changed == value), field.name
        assert (digest(canonical(changed)) == digest(canonical(value))) is (changed == value), field.name


@generated
@given(data=st.data())
def test_what_was_written_can_be_read(data: st.DataObject) -> None:
    """The bytes are the value, which may be made from them in another process."""
    kind = data.draw(st.sampled_from([Slice, *VIEWS]))
    page = Page(address="a.html", template="a", view=data.draw(records(kind)))
    assert pickle.loads(canonical(page)) == page


def test_bytes_do_not_depend_on_the_process() -> None:
    """Under other hash seeds, by which Python orders sets, the bytes are the same."""
    path = os.pathsep.join([str(TESTS), *sys.path])
    for seed in ("0", "1", "2", "random"):
        done = subprocess.run(
            [sys.executable, str(Path(__file__))],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert done.stdout.decode().split() == _digests()


def test_where_a_text_ends_makes_a_difference() -> None:
    """The same characters in other texts, other tuples or other types are another value."""
    assert canonical(("ab", "c")) != canonical(("a", "bc"))
    assert canonical(("a", ("b",))) != canonical((("a", "b"),))
    assert canonical("a") != canonical(b"a")
    assert canonical(view.Html("a")) != canonical("a")
    assert canonical(None) != canonical("")


NOW = 1_700_000_000_123_456_789
TICK, MINUTE, SECOND = 100_000_000, 60_000_000_000, 1_000_000_000
WHOLE = NOW - NOW % SECOND


@pytest.mark.parametrize(
    ("mtime", "changed", "looked_at", "expected"),
    [
        (NOW, NOW, NOW, False),
        (NOW, NOW, NOW + TICK, False),
        (NOW, NOW, NOW + TICK + 1, True),
        (NOW, NOW, NOW - MINUTE, False),
        (NOW - MINUTE, NOW, NOW + TICK, False),
        (NOW - MINUTE, NOW, NOW + TICK + 1, True),
        (NOW + MINUTE, NOW, NOW + TICK + 1, False),
        (WHOLE, WHOLE, WHOLE + SECOND, False),
        (WHOLE, WHOLE, WHOLE + 2 * SECOND, False),
        (WHOLE, WHOLE, WHOLE + 2 * SECOND + 1, True),
        (0, NOW, NOW + 2 * SECOND, False),
        (0, NOW, NOW + 2 * SECOND + 1, True),
    ],
)
def test_a_stamp_proves_what_is_older_than_a_tick(
    mtime: int, changed: int, looked_at: int, *, expected: bool
) -> None:
    """Times of files move on in ticks, of two seconds where they are whole; within one a change is not seen.

    The time that anybody can set proves nothing without the one that nobody can.
    """
    stamp = Stamp(size=1, mtime_ns=mtime, inode=1, changed_ns=changed)
    assert stamp.is_proof(looked_at) is expected


def _digests() -> list[str]:
    """The digests of what the pages of a small archive are made of, as text."""
    first = a_card(1, fields={"subjects": ["Cables", "Towers"], "people": ["A", "B"]}, corrects=("2", "3"))
    entry = an_entry(first, cited_by=["signal-dispatch/2"], cites=("signal-dispatch/2",))
    site = a_site(an_archive(entry, a_card(2), a_card(3)), silence=frozenset("abcdefgh"))
    slices = [slice_of(site, one) for one in site.archive.shown()]
    return [digest(canonical(value)) for value in (site_view(site), page_settings(site.settings), *slices)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(_digests()))
