"""What holds of indexes whatever the archive holds."""

from dataclasses import replace
from itertools import groupby

from archives import a_card, an_archive
from hypothesis import given
from hypothesis import strategies as st

from readingroom.addresses import is_reserved_number, slug
from readingroom.config import default_settings
from readingroom.index import field_index, pages_of
from readingroom.index.slugs import distinct
from readingroom.model.archive import Index
from readingroom.model.authority import Authority, folded
from readingroom.model.settings import Field, FieldType

NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text("aA-+ .'’1", min_size=1, max_size=4),
    st.sampled_from(["index", "page-1", "x page 2", "con", "C++", "C#", "ß", "SS", "ﬁ", "İ", "é", "e\u0301"]),
)
SIZES = st.integers(1, 5)
COUNTS = st.integers(0, 40)


def _ids(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(count)))


@given(COUNTS, SIZES)
def test_an_addition_touches_the_last_page_only(count: int, size: int) -> None:
    """A new newest dispatch changes the list's own page, the last numbered one, and no other."""
    before, after = pages_of(_ids(count), size), pages_of(_ids(count + 1), size)
    kept = [page for page in before if page.number and page.number < len(before) - 1]
    assert kept == list(after[1 : 1 + len(kept)])
    assert len(after) - len(before) in ((0, 1) if len(before) > 1 or count < size else (2,))


@given(COUNTS, SIZES)
def test_numbered_pages_hold_the_list_once(count: int, size: int) -> None:
    """Where there are numbered pages they hold every dispatch once, oldest first, each but the last full."""
    own, *numbered = pages_of(_ids(count), size)
    assert own.ids == tuple(reversed(_ids(count)))[:size]
    assert bool(numbered) is (count > size)
    if numbered:
        assert [id_ for page in numbered for id_ in reversed(page.ids)] == list(_ids(count))
        assert {len(page.ids) for page in numbered[:-1]} <= {size}


@given(COUNTS, SIZES)
def test_whoever_goes_on_to_older_pages_sees_everything(count: int, size: int) -> None:
    """From the list's own page by "older" to the end, no dispatch is left out."""
    pages = pages_of(_ids(count), size)
    page, seen = pages[0], set(pages[0].ids)
    while page.older is not None:
        page = pages[page.older]
        seen |= set(page.ids)
    assert seen == set(_ids(count))


@given(st.lists(NAMES, unique_by=folded))
def test_slugs_are_distinct_and_usable(names: list[str]) -> None:
    """Each name of an index has a slug that no other has, that no other page needs, on any disk."""
    slugs = distinct((name, slug(name)) for name in names)
    assert len({text.casefold() for text in slugs}) == len(names)
    for text in slugs:
        assert text
        assert not is_reserved_number(text)
        assert "/" not in text
        assert len(text.encode()) <= 100


@given(st.lists(NAMES, unique_by=folded), st.lists(NAMES))
def test_names_that_come_later_take_no_slug_away(names: list[str], more: list[str]) -> None:
    """The slugs of the first names are the same, whatever follows."""
    wanted = [(name, slug(name)) for name in names]
    assert distinct([*wanted, *((name, slug(name)) for name in more)])[: len(names)] == distinct(wanted)


def _index(kind: FieldType, names: list[str], tag: str = "en") -> Index:
    row = Field(key="station", label="Stations", singular="Station", type=kind)
    cards = [a_card(number, fields={"station": [name]}) for number, name in enumerate(names, 1)]
    return field_index(an_archive(*cards), replace(default_settings(), language=tag), row, Authority())


@given(st.sampled_from(FieldType), st.lists(NAMES, max_size=12))
def test_each_name_stands_in_one_group(kind: FieldType, names: list[str]) -> None:
    """Every name leads to the one group that lists its dispatch, and spellings of one name share it."""
    index = _index(kind, names)
    for number, name in enumerate(names, 1):
        if name.strip():
            group = index.by_name[name]
            assert f"signal-dispatch/{number}" in group.ids
            assert group in index.groups
            assert all(index.by_name[same] is group for same in names if folded(same) == folded(name))
    assert sum(len(group.ids) for group in index.groups) == sum(1 for name in names if name.strip())


@given(
    st.sampled_from(FieldType), st.lists(NAMES, max_size=20), st.sampled_from(["en", "sv", "ar", "he", "ja"])
)
def test_a_heading_stands_once(kind: FieldType, names: list[str], tag: str) -> None:
    """Names under one heading stand together, whatever scripts the names are in."""
    headings = [group.initial for group in _index(kind, names, tag).groups]
    assert len([first for first, _ in groupby(headings)]) == len(set(headings))


@given(st.sampled_from(FieldType), st.data())
def test_the_order_of_names_is_that_of_the_names(kind: FieldType, chance: st.DataObject) -> None:
    """In whatever order dispatches come, names stand in the same one."""
    names = chance.draw(st.lists(NAMES, max_size=12, unique_by=folded))
    ordered = [group.label for group in _index(kind, names).groups]
    other = _index(kind, chance.draw(st.permutations(names)))
    assert ordered == [group.label for group in other.groups]
