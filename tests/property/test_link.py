"""What holds of every archive, however its cards are linked and in whatever order they come."""

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from linking import by_path, files, linked, made, named, to

from readingroom.model.archive import INVERSE, Archive, Card, LeadsToDispatch, Presence
from readingroom.model.dispatch import Status

SERIES = ("Signal", "Note")
NUMBERS = ("1", "2", "9", "10", "10-A", "11")
IDS = [f"{series.lower()}/{number.lower()}" for series in SERIES for number in NUMBERS]
NAMES = [f"{series} {number}" for series in SERIES for number in NUMBERS]
MEANT = st.sampled_from([*IDS, *NUMBERS, *NAMES, "zone/1", "99"])

references = st.builds(
    to,
    st.sampled_from([*IDS, "zone/1", "signal/99"]),
    fragment=st.sampled_from(["", "note-1", "note-2"]),
    sentence=st.sampled_from(["One.", "Two."]),
    width=st.sampled_from([0, 5]),
    start=st.integers(0, 3),
)
links = st.one_of(
    st.builds(named, st.sampled_from([*NUMBERS, *NAMES, "99"]), st.sampled_from(["", *SERIES, "zone"])),
    st.builds(by_path, st.sampled_from(["Signal/1.md", "Note/10.md", "a.png", "b/a.png", "gone.pdf"])),
)
cards = st.builds(
    made,
    st.sampled_from(NAMES),
    path=st.sampled_from([f"{n}.md" for n in range(40)]),
    date=st.sampled_from(["", "1911", "1911-03", "1911-03-17", "1912"]),
    status=st.sampled_from([*Status, Status.PUBLISHED, Status.PUBLISHED]),
    embargo_until=st.sampled_from(["", "", "2020-01-01", "2030-01-01"]),
    references=st.lists(references, max_size=4).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    anchors=st.frozensets(st.sampled_from(["note-1", "note-2"])),
    attachments=st.sampled_from([(), ("a.png",), ("a.png", "b/a.png")]),
    aliases=st.sampled_from([(), ("old.html",), ("old.html/x.html",), ("signal/1.html",)]),
    corrects=st.lists(MEANT, max_size=2).map(tuple),
    supersedes=st.lists(MEANT, max_size=1).map(tuple),
    follows=st.lists(MEANT, max_size=1).map(tuple),
    translation_of=st.lists(MEANT, max_size=1).map(tuple),
)
decks = st.lists(cards, max_size=10, unique_by=lambda card: card.path)
sound_decks = st.lists(cards, max_size=10, unique_by=(lambda card: card.path, lambda card: card.id))
FILES = files("a.png", "b/a.png", "unused.png")


@given(deck=decks, random=st.randoms(use_true_random=False), preview=st.booleans())
def test_the_archive_does_not_depend_on_the_order_of_the_cards(
    deck: list[Card], random: Random, *, preview: bool
) -> None:
    """The same cards shuffled give the same archive in the same order, and the same diagnostics."""
    shuffled = list(deck)
    random.shuffle(shuffled)
    one, told = linked(*deck, attachments=FILES, preview=preview)
    other, told_again = linked(*shuffled, attachments=FILES, preview=preview)
    assert one == other
    assert told == told_again
    assert list(one.entries) == list(other.entries)
    assert list(one.aliases) == list(other.aliases)


@given(deck=decks)
def test_every_relation_has_its_inverse(deck: list[Card]) -> None:
    """Both sides show it."""
    archive = _archive(deck)
    for entry in archive.entries.values():
        for relation in entry.relations:
            inverse = [(row.kind, row.id) for row in archive.entries[relation.id].relations]
            assert (INVERSE[relation.kind], entry.id) in inverse


@given(deck=decks)
def test_no_link_leads_to_what_is_absent(deck: list[Card]) -> None:
    """Every id that an entry names is an entry, and every fragment one of its anchors."""
    archive = _archive(deck)
    for entry in archive.entries.values():
        own = [target for target in entry.targets if isinstance(target, LeadsToDispatch)]
        places = [*((one.id, one.fragment) for one in entry.links), *((one.id, one.fragment) for one in own)]
        for name, fragment in places:
            assert not fragment or fragment in archive.entries[name].card.anchors
        named_ids = {
            *(name for name, _ in places),
            *entry.cites,
            *(one.id for one in entry.cited_by),
            *(one.id for one in entry.relations),
            *filter(None, (entry.previous, entry.next)),
        }
        assert named_ids <= archive.entries.keys()
        assert set(entry.card.attachments) <= archive.attachments.keys()
    assert set(archive.aliases.values()) <= archive.entries.keys()
    assert set(archive.by_path.values()) <= archive.entries.keys()


@given(deck=decks)
def test_previous_and_next_form_one_chain_a_series(deck: list[Card]) -> None:
    """From its first dispatch every other of the series is reached, and back again."""
    archive = _archive(deck)
    for series in {name.partition("/")[0] for name in archive.entries}:
        members = {name for name in archive.entries if name.startswith(f"{series}/")}
        (first,) = (name for name in members if not archive.entries[name].previous)
        walked = [first]
        while after := archive.entries[walked[-1]].next:
            assert archive.entries[after].previous == walked[-1]
            walked.append(after)
        assert len(walked) == len(members)
        assert set(walked) == members


@given(deck=sound_decks)
def test_every_reference_is_resolved_or_wanted(deck: list[Card]) -> None:
    """Each reference of what may be read leads to another dispatch or to the list of wanted numbers."""
    archive = _archive(deck)
    wanted = {(row.id, citation.id) for row in archive.wanted for citation in row.cited_by}
    for card in deck:
        entry = archive.entries.get(card.id)
        readable = entry is not None and entry.presence is Presence.PAGE
        for reference in card.references:
            meant = f"{reference.series}/{reference.number}"
            if not readable or meant == card.id:
                assert (meant, card.id) not in wanted
            elif meant in archive.entries:
                assert entry is not None
                assert meant in entry.cites
                assert card.id in {one.id for one in archive.entries[meant].cited_by}
                assert (meant, card.id) not in wanted
            else:
                assert (meant, card.id) in wanted


@given(deck=decks)
def test_nothing_of_what_is_not_readable_is_in_the_archive(deck: Sequence[Card]) -> None:
    """Tombstones have no words, removed dispatches no title either, drafts nothing at all."""
    archive = _archive(deck)
    for card in deck:
        entry = archive.entries.get(card.id)
        if card.meta.status is Status.DRAFT:
            assert entry is None or entry.card.meta.status is not Status.DRAFT
        if entry and entry.presence is not Presence.PAGE:
            assert entry.card.path == ""
            assert (entry.cites, entry.links, entry.targets, entry.card.references) == ((), (), (), ())
            assert (entry.card.meta.title == "") is (entry.presence is Presence.GONE)
            assert {one.sentence for one in entry.cited_by} <= {""}


def _archive(deck: Sequence[Card]) -> Archive:
    return linked(*deck, attachments=FILES)[0]
