"""Linking: identity, life, order, links, relations and old addresses of dispatches."""

from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

import pytest
from linking import AS_OF, archive_of, by_path, codes, files, linked, linking, made, named, to

from readingroom.config import default_settings
from readingroom.model.archive import (
    Card,
    Citation,
    ExplicitLink,
    ImageUse,
    InsertionUse,
    LeadsNowhere,
    LeadsToDispatch,
    LeadsToFile,
    Presence,
    Relation,
    RelationKind,
    ResolvedReference,
    joined_anchors,
)
from readingroom.model.block import DispatchTarget, PathTarget, Span
from readingroom.model.dispatch import Status
from readingroom.model.settings import Series

SETTINGS = replace(
    default_settings(),
    series=(Series(name="Signal", slug="signal", forms=("SG No. {n}", "Wire-{n}")),),
)


# Identity


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Signal 12", "Signal 12"),
        ("Signal 12", "SIGNAL 12"),
        ("Signal 14/B", "Signal 14-B"),
        ("Signal 14-b", "Signal 14-B"),
        ("Signal & Noise 3", "Signal Noise 3"),
        ("Séance 3", "Se\u0301ance 3"),
        ("STRASSE 3", "Straße 3"),
        ("Signal No.12", "Signal No-12"),
        ("Signal’s 12", "Signals 12"),
        ("تقرير 12", "تقرير 12"),
    ],
)
def test_two_sources_of_one_id_are_errors_and_both_left_out(first: str, second: str) -> None:
    """Each error names the other file; the rest of the archive stands."""
    archive, told = linked(made(first, path="a.md"), made(second, path="b.md"), made("Other 1"))
    assert list(archive.entries) == ["other/1"]
    assert codes(told) == ["id-duplicate", "id-duplicate"]
    assert [(one.path, "b.md" in one.message, "a.md" in one.message) for one in told] == [
        ("a.md", True, False),
        ("b.md", False, True),
    ]


def test_three_sources_of_one_id_name_each_other() -> None:
    """Every file of a clash is named in each of its errors."""
    _, told = linked(*(made("Signal 1", path=path) for path in ("a.md", "b.md", "c.md")))
    assert [one.message.count(".md") for one in told] == [2, 2, 2]


def test_addresses_that_differ_only_by_case_are_errors() -> None:
    """Ids that a file system could take for one are refused, whatever made them."""
    other = made("Signal 1", path="b.md")
    other = replace(other, meta=replace(other.meta, id="Signal/1"))
    archive, told = linked(made("Signal 1", path="a.md"), other)
    assert not archive.entries
    assert codes(told) == ["address-clash", "address-clash"]


# Life


@pytest.mark.parametrize(
    ("status", "until", "shown", "in_preview"),
    [
        (Status.PUBLISHED, "", Presence.PAGE, Presence.PAGE),
        (Status.CORRECTED, "", Presence.PAGE, Presence.PAGE),
        (Status.WITHDRAWN, "", Presence.TOMBSTONE, Presence.TOMBSTONE),
        (Status.REMOVED, "", Presence.GONE, Presence.GONE),
        (Status.DRAFT, "", None, Presence.PREVIEW),
        (Status.DRAFT, "2020-01-01", None, Presence.PREVIEW),
        (Status.EMBARGOED, "2024-01-02", None, Presence.PREVIEW),
        (Status.EMBARGOED, "2024-01-01", Presence.PAGE, Presence.PAGE),
        (Status.EMBARGOED, "2023-12-31", Presence.PAGE, Presence.PAGE),
        (Status.EMBARGOED, "2024-01-01T00:00:01", None, Presence.PREVIEW),
        (Status.EMBARGOED, "2024-01-01T01:00:00+02:00", Presence.PAGE, Presence.PAGE),
        (Status.EMBARGOED, "2023-12-31T23:00:00-02:00", None, Presence.PREVIEW),
        (Status.EMBARGOED, "", None, Presence.PREVIEW),
        (Status.EMBARGOED, "soon", None, Presence.PREVIEW),
        (Status.PUBLISHED, "2024-06-01", None, Presence.PREVIEW),
        (Status.WITHDRAWN, "2024-06-01", None, Presence.TOMBSTONE),
        (Status.REMOVED, "2024-06-01", None, Presence.GONE),
    ],
)
def test_status_and_embargo_decide_what_is_shown(
    status: Status, until: str, shown: Presence | None, in_preview: Presence
) -> None:
    """At midnight of New Year 2024, UTC."""
    card = made("Signal 1", status=status, embargo_until=until)
    public, preview = archive_of(card), archive_of(card, preview=True)
    assert [entry.presence for entry in public.entries.values()] == ([shown] if shown else [])
    assert preview.entries["signal/1"].presence is in_preview


@pytest.mark.parametrize(
    ("zone", "until", "shown"),
    [
        ("Europe/Paris", "2024-01-01", True),
        ("America/New_York", "2024-01-01", False),
        ("Pacific/Kiritimati", "2024-01-01T14:00:00", True),
        ("Pacific/Kiritimati", "2024-01-01T14:00:01", False),
        ("UTC", "2024-01-01T00:00:00Z", True),
    ],
)
def test_an_embargo_is_meant_in_the_time_zone_of_the_archive(zone: str, until: str, *, shown: bool) -> None:
    """A date alone is its midnight there."""
    card = made("Signal 1", status=Status.EMBARGOED, embargo_until=until)
    archive = archive_of(card, settings=replace(default_settings(), timezone=zone))
    assert bool(archive.entries) is shown


def test_a_time_without_offset_is_meant_in_the_time_zone_of_the_archive() -> None:
    """So is the as-of time, where it has no offset."""
    card = made("Signal 1", status=Status.EMBARGOED, embargo_until="2024-01-01")
    settings = replace(default_settings(), timezone="America/New_York")
    assert archive_of(card, settings=settings, as_of=datetime.fromisoformat("2024-01-01")).entries
    assert not archive_of(
        card, settings=settings, as_of=datetime.fromisoformat("2023-12-31T23:59:59")
    ).entries


def test_the_archive_says_when_the_next_embargo_lifts() -> None:
    """The earliest that lies ahead, in the archive's time zone; a draft has none."""
    times = ("2023-01-01", "2024-07-01", "2024-03-01T00:00:00+05:00", "2025-01-01")
    cards = [made(f"Signal {n}", status=Status.EMBARGOED, embargo_until=time) for n, time in enumerate(times)]
    draft = made("Signal 9", status=Status.DRAFT, embargo_until="2024-02-01")
    settings = replace(default_settings(), timezone="Europe/Paris")
    assert archive_of(*cards, draft, settings=settings).next_embargo == "2024-02-29T20:00:00+01:00"
    assert archive_of(*cards, settings=settings).next_embargo == "2024-02-29T20:00:00+01:00"
    assert archive_of(cards[0], draft).next_embargo == ""


def test_of_a_withdrawn_dispatch_number_title_and_reason_remain() -> None:
    """Nothing else of its card reaches the archive."""
    archive = archive_of(_full(Status.WITHDRAWN), attachments=files("a.png"))
    card = archive.entries["signal/1"].card
    assert (card.meta.number, card.meta.title, card.meta.reason) == ("1", "Secret title", "A mistake.")
    assert "secret" not in repr(archive).lower().replace("secret title", "").replace("secret/path.md", "")
    assert card.path == ""


def test_of_a_removed_dispatch_number_and_reason_remain() -> None:
    """Not one of its words, its file's name among them, is anywhere in the archive."""
    archive = archive_of(_full(Status.REMOVED), attachments=files("a.png"))
    card = archive.entries["signal/1"].card
    assert (card.meta.number, card.meta.reason) == ("1", "A mistake.")
    assert "secret" not in repr(archive).lower()


def _full(status: Status) -> Card:
    return made(
        "Signal 1",
        title="Secret title",
        status=status,
        reason="A mistake.",
        path="secret/path.md",
        summary="Secret summary",
        subtitle="Secret subtitle",
        date="1999-12-31",
        corrects=("secret",),
        insertions=(InsertionUse("sic", "[secret: sic]", "p-00000"),),
        anchors=joined_anchors(["secret-heading"]),
        references=(to("signal/2", sentence="A secret sentence."),),
        links=(linking(PathTarget("secret.md"), "A secret link."),),
        images=(ImageUse("a.png"),),
        attachments=("a.png",),
        aliases=("old/1.html",) if status is Status.WITHDRAWN else ("secret/1.html",),
    )


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REMOVED, Status.DRAFT])
def test_what_is_not_readable_cites_nobody(status: Status) -> None:
    """No citing sentence, wanted number or relation comes of it."""
    citing = made(
        "Signal 1",
        status=status,
        references=(to("signal/2"), to("signal/99")),
        links=(named("2"),),
        corrects=("2",),
    )
    archive = archive_of(citing, made("Signal 2"))
    assert archive.entries["signal/2"].cited_by == ()
    assert archive.entries["signal/2"].relations == ()
    assert archive.wanted == ()


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REMOVED])
def test_what_cites_a_withdrawn_or_removed_dispatch_is_named_without_its_sentence(status: Status) -> None:
    """The citing sentence may repeat words that are gone."""
    citing = made("Signal 2", references=(to("signal/1"), to("signal/1", sentence="It said “secret”.")))
    entry = archive_of(made("Signal 1", status=status), citing).entries["signal/1"]
    assert entry.cited_by == (Citation("signal/2", "p-00000", ""),)


# Order


def test_the_archive_is_in_the_order_of_dates_series_and_numbers() -> None:
    """The day before what is less precise of the same start; undated dispatches last."""
    cards = [
        made("Signal 10"),
        made("Signal 9"),
        made("Note 1", date="1911-03-17"),
        made("Signal 2", date="1911-03-17"),
        made("Signal 10-A", date="1911-03-17"),
        made("Signal 11", date="1911-03-17"),
        made("Signal 3", date="1911"),
        made("Signal 4", date="1911-01-01"),
        made("Signal 5", date="1910/1912"),
    ]
    assert list(archive_of(*cards).entries) == [
        "signal/5",
        "signal/4",
        "signal/3",
        "note/1",
        "signal/2",
        "signal/10-a",
        "signal/11",
        "signal/9",
        "signal/10",
    ]


def test_previous_and_next_follow_the_numbers_of_the_series() -> None:
    """As people count: 9, 10, 10-A, 10-B, 11, 100, then words; dates don't matter."""
    numbers = ["9", "10", "10-A", "10-B", "11", "100", "A", "last-word"]
    cards = [made(f"Signal {number}", date=str(2000 - place)) for place, number in enumerate(numbers)]
    entries = archive_of(*reversed(cards), made("Note 10")).entries
    ids = [card.id for card in cards]
    assert [entries[name].next for name in ids] == [*ids[1:], ""]
    assert [entries[name].previous for name in ids] == ["", *ids[:-1]]
    assert (entries["note/10"].previous, entries["note/10"].next) == ("", "")


def test_what_is_not_shown_is_no_neighbour() -> None:
    """A draft is stepped over, a tombstone is not."""
    cards = [
        made("Signal 1"),
        made("Signal 2", status=Status.DRAFT),
        made("Signal 3", status=Status.WITHDRAWN),
    ]
    entries = archive_of(*cards, made("Signal 4")).entries
    assert entries["signal/1"].next == "signal/3"
    assert entries["signal/4"].previous == "signal/3"


# References


def test_a_reference_becomes_a_link_and_a_citation() -> None:
    """Words of the text lead to the id; the dispatch meant shows the sentence."""
    citing = made("Signal 1", references=(to("signal/2", sentence="See it."),))
    entries = archive_of(citing, made("Signal 2")).entries
    assert entries["signal/1"].links == (ResolvedReference(None, Span(0, 0, 5), "signal/2"),)
    assert entries["signal/1"].cites == ("signal/2",)
    assert entries["signal/2"].cited_by == (Citation("signal/1", "p-00000", "See it."),)


@pytest.mark.parametrize("status", [None, Status.DRAFT, Status.EMBARGOED])
def test_a_number_that_is_not_shown_is_wanted(status: Status | None) -> None:
    """Missing, a draft or under embargo: no link, and a notice; each number once for each dispatch."""
    cards = [made("Signal 1", references=(to("signal/9", sentence="A."), to("signal/9", sentence="B.")))]
    if status:
        cards.append(made("Signal 9", status=status))
    archive, told = linked(*cards)
    assert archive.entries["signal/1"].links == ()
    assert archive.entries["signal/1"].cites == ()
    (wanted,) = archive.wanted
    assert (wanted.series, wanted.number, wanted.id) == ("Signal", "9", "signal/9")
    assert [one.sentence for one in wanted.cited_by] == ["A.", "B."]
    assert codes(told) == ["reference-wanted"]
    assert told[0].line == 3


def test_in_preview_what_is_under_embargo_is_linked() -> None:
    """Its page is there."""
    cards = made("Signal 1", references=(to("signal/9"),)), made("Signal 9", status=Status.DRAFT)
    assert archive_of(*cards, preview=True).entries["signal/1"].cites == ("signal/9",)


def test_wanted_numbers_are_in_the_order_of_their_series() -> None:
    """By series, then as people count; a series that no dispatch has is called by its slug."""
    references = tuple(to(name) for name in ("zone/1", "signal/10", "signal/9", "signal/9-a", "alpha/2"))
    archive, _ = linked(made("Signal 1", references=references))
    assert [row.id for row in archive.wanted] == ["alpha/2", "signal/9", "signal/9-a", "signal/10", "zone/1"]
    assert [row.series for row in archive.wanted] == ["alpha", "Signal", "Signal", "Signal", "zone"]


def test_a_number_within_a_range_is_cited_without_a_link() -> None:
    """No words of the text stand for it."""
    citing = made("Signal 1", references=(to("signal/2"), to("signal/3", width=0), to("signal/4")))
    entries = archive_of(citing, made("Signal 2"), made("Signal 3"), made("Signal 4")).entries
    assert [one.id for one in entries["signal/1"].links] == ["signal/2", "signal/4"]
    assert entries["signal/1"].cites == ("signal/2", "signal/3", "signal/4")
    assert len(entries["signal/3"].cited_by) == 1


def test_the_note_that_a_reference_means_is_kept_where_it_exists() -> None:
    """A note that the dispatch does not have is dropped from the link, with a warning."""
    target = made("Signal 2", anchors=joined_anchors(["note-3"]))
    good = made("Signal 1", references=(to("signal/2", fragment="note-3"),))
    assert archive_of(good, target).entries["signal/1"].links[0].fragment == "note-3"
    bad = made("Signal 1", references=(to("signal/2", fragment="note-4"),))
    archive, told = linked(bad, target)
    assert archive.entries["signal/1"].links[0].fragment == ""
    assert codes(told) == ["fragment-broken"]
    assert "note “4”" in told[0].message


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REMOVED])
def test_a_note_of_what_is_withdrawn_is_dropped_silently(status: Status) -> None:
    """The link leads to what is left of it."""
    citing = made(
        "Signal 1", references=(to("signal/2", fragment="note-3"),), links=(named("2", fragment="note-3"),)
    )
    archive = archive_of(citing, made("Signal 2", status=status, anchors=joined_anchors(["note-3"])))
    assert archive.entries["signal/1"].links[0].fragment == ""
    (target,) = archive.entries["signal/1"].targets
    assert isinstance(target, LeadsToDispatch)
    assert (target.fragment, target.title) == ("", "Title of Signal 2" if status is Status.WITHDRAWN else "")


def test_digits_of_every_script_are_one_number() -> None:
    """A reference to 12 finds the dispatch whose number is written ١٢."""
    archive = archive_of(made("Signal 1", references=(to("signal/12"),)), made("Signal ١٢"))
    assert archive.entries["signal/1"].cites == ("signal/١٢",)


def test_citations_are_in_the_order_of_the_archive() -> None:
    """The dispatches that cite by date, each in the order of its text; the same words once."""
    twice = (to("signal/9", sentence="B."), to("signal/9", sentence="A."), to("signal/9", sentence="B."))
    late = made("Signal 1", date="1912", references=(to("signal/9"),))
    early = made("Signal 2", date="1911", references=twice)
    cited = archive_of(late, early, made("Signal 9")).entries["signal/9"].cited_by
    assert [(one.id, one.sentence[:2]) for one in cited] == [
        ("signal/2", "B."),
        ("signal/2", "A."),
        ("signal/1", "It"),
    ]


# Links of the source's own


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (named("12"), "signal/12"),
        (named("12", "signal"), "signal/12"),
        (named("12", "Signal"), "signal/12"),
        (named("14/B"), "signal/14-b"),
        (named("B", "14"), "signal/14-b"),
        (named("77"), "note/77"),
        (named("12", "Note"), "note/12"),
        (named("Note No. 12"), "note/12"),
        (named("Signal No. 12"), "signal/12"),
        (named("Note 77"), "note/77"),
        (named("SG No. 12"), "signal/12"),
        (named("Wire-12"), "signal/12"),
        (named("١٢"), "signal/12"),
        (by_path("Note/77.md"), "note/77"),
        (by_path("Signal/1.md"), "signal/1"),
    ],
    ids=lambda value: str(getattr(value, "target", value)),
)
def test_a_link_finds_its_dispatch(link: ExplicitLink, expected: str) -> None:
    """By number of its own series, by a number that one other series has, by id, name or path."""
    cards = [made("Signal 1", links=(link,)), made("Signal 12"), made("Signal 14/B"), made("Note 77")]
    archive = archive_of(*cards, made("Note 12"), settings=SETTINGS)
    assert archive.entries["signal/1"].targets == (
        LeadsToDispatch(link.target, expected, title=archive.entries[expected].card.meta.title),
    )
    own = expected == "signal/1"
    assert archive.entries["signal/1"].cites == (() if own else (expected,))
    assert archive.entries[expected].cited_by == (
        () if own else (Citation("signal/1", "p-11111", "It links."),)
    )


def test_a_citing_sentence_has_the_titles_that_its_links_show() -> None:
    """A link without words shows the title of its target; where it leads nowhere, what it names."""
    sentence = "See [[note/3]], [[99]], [[Signal/2.md]] and [[4]]."
    links = tuple(
        linking(target, sentence)
        for target in (
            DispatchTarget("note", "3"),
            DispatchTarget("", "99"),
            PathTarget("Signal/2.md"),
            DispatchTarget("", "4"),
        )
    )
    cards = [made("Signal 1", links=links), made("Note 3", title="A"), made("Signal 2", title="B")]
    archive, _ = linked(*cards, made("Signal 4", title="C", status=Status.REMOVED))
    assert archive.entries["note/3"].cited_by[0].sentence == "See A, 99, B and 4."
    assert archive.entries["signal/4"].cited_by[0].sentence == ""


@pytest.mark.parametrize(
    ("link", "code"),
    [
        (named("99"), "link-broken"),
        (named("99", "signal"), "link-broken"),
        (named("12", "nowhere"), "link-broken"),
        (named("Circular No. 12"), "link-broken"),
        (named("5"), "link-ambiguous"),
        (by_path("Signal/99.md"), "link-broken"),
        (by_path("Signal/99.txt"), "link-broken"),
        (by_path("plan.pdf"), "attachment-missing"),
        (by_path("somewhere"), "attachment-missing"),
        (named("8"), "link-broken"),
    ],
    ids=lambda value: str(getattr(value, "target", value)),
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(link: ExplicitLink, code: str) -> None:
    """It is never a dead link: its words stay, and lead nowhere."""
    cards = [made("Signal 1", links=(link,)), made("Signal 8", status=Status.DRAFT)]
    archive, told = linked(*cards, made("Note 5"), made("Atlas 5"))
    assert codes(told) == [code]
    assert (told[0].path, told[0].line) == ("Signal/1.md", 4)
    assert archive.entries["signal/1"].targets == (LeadsNowhere(link.target),)


def test_a_link_to_a_place_checks_the_place() -> None:
    """A fragment that the dispatch lacks is dropped and told; the link stays."""
    links = (named("2", fragment="a-heading"), named("2", fragment="note-9"))
    cards = made("Signal 1", links=links), made("Signal 2", anchors=joined_anchors(["a-heading"]))
    archive, told = linked(*cards)
    fragments = [
        one.fragment for one in archive.entries["signal/1"].targets if isinstance(one, LeadsToDispatch)
    ]
    assert fragments == ["a-heading", ""]
    assert codes(told) == ["fragment-broken"]
    assert told[0].line == 4


# Files


def test_files_are_those_that_are_shown_or_linked_and_exist() -> None:
    """A source is none, a missing one is told once, what nobody uses is not published."""
    card = made(
        "Signal 1",
        images=(ImageUse("a.png", 6), ImageUse("gone.png", 7)),
        links=(by_path("b.pdf"), by_path("Signal/2.md")),
        attachments=("a.png", "gone.png", "Signal/2.md"),
    )
    archive, told = linked(card, made("Signal 2"), attachments=files("a.png", "b.pdf", "unused.png"))
    entry = archive.entries["signal/1"]
    assert entry.card.attachments == ("a.png", "b.pdf")
    assert list(archive.attachments) == ["a.png", "b.pdf"]
    assert entry.targets == (
        LeadsToFile(PathTarget("b.pdf"), archive.attachments["b.pdf"]),
        LeadsToDispatch(PathTarget("Signal/2.md"), "signal/2", title="Title of Signal 2"),
        LeadsToFile(PathTarget("a.png"), archive.attachments["a.png"]),
        LeadsNowhere(PathTarget("gone.png")),
    )
    assert codes(told) == ["attachment-missing"]
    assert told[0].line == 7


@pytest.mark.parametrize("other", ["other/a.png", "other/A.PNG", "a.PNG"])
def test_two_files_of_one_base_name_are_an_error(other: str) -> None:
    """Both would stand at one address, so neither is published with the dispatch; others can use them."""
    card = made("Signal 1", images=(ImageUse("a.png", 6), ImageUse(other, 7)), attachments=("a.png", other))
    user = made("Signal 2", images=(ImageUse("a.png", 6),), attachments=("a.png",))
    archive, told = linked(card, user, attachments=files("a.png", other))
    assert codes(told) == ["address-clash"]
    assert "a.png" in told[0].message
    assert PurePosixPath(other).name in told[0].message
    assert archive.entries["signal/1"].card.attachments == ()
    assert list(archive.attachments) == ["a.png"]


def test_files_of_what_is_not_readable_are_not_published() -> None:
    """What is withdrawn or removed takes its files with it."""
    cards = [
        made(f"Signal {n}", status=status, attachments=(f"{n}.png",), images=(ImageUse(f"{n}.png"),))
        for n, status in enumerate((Status.WITHDRAWN, Status.REMOVED, Status.DRAFT))
    ]
    archive = archive_of(*cards, attachments=files("0.png", "1.png", "2.png"))
    assert archive.attachments == {}


# Relations


@pytest.mark.parametrize(
    ("key", "kind", "inverse"),
    [
        ("corrects", RelationKind.CORRECTS, RelationKind.CORRECTED_BY),
        ("corrected_by", RelationKind.CORRECTED_BY, RelationKind.CORRECTS),
        ("supersedes", RelationKind.SUPERSEDES, RelationKind.SUPERSEDED_BY),
        ("follows", RelationKind.FOLLOWS, RelationKind.FOLLOWED_BY),
        ("translation_of", RelationKind.TRANSLATION_OF, RelationKind.TRANSLATED_AS),
    ],
)
@pytest.mark.parametrize(
    "name", ["note/3", "Note No. 3", "Note 3", "note/٣", "Note number 3", "NOTE #3", "Note/3"]
)
def test_a_relation_is_shown_on_both_sides(
    key: str, kind: RelationKind, inverse: RelationKind, name: str
) -> None:
    """Each is named by an id or by series and number."""
    entries = archive_of(made("Signal 1", **{key: (name,)}), made("Note 3")).entries
    assert entries["signal/1"].relations == (Relation(kind, "note/3"),)
    assert entries["note/3"].relations == (Relation(inverse, "signal/1"),)


@pytest.mark.parametrize("name", ["3", "14/B", "SG No. 3", "Wire-3", "Signal No. 3"])
def test_a_bare_number_is_one_of_its_own_series(name: str) -> None:
    """So is a configured form; another series with that number does not matter."""
    cards = made("Signal 1", corrects=(name,)), made("Signal 3"), made("Signal 14/B"), made("Note 3")
    (relation,) = archive_of(*cards, settings=SETTINGS).entries["signal/1"].relations
    assert relation.id == ("signal/14-b" if name == "14/B" else "signal/3")


def test_a_relation_that_both_sides_declare_is_shown_once() -> None:
    """On each side, in the order of kinds and of the archive."""
    cards = made("Signal 1", corrects=("3", "2")), made("Signal 2", corrected_by=("1",)), made("Signal 3")
    entries = archive_of(*cards).entries
    assert entries["signal/1"].relations == (
        Relation(RelationKind.CORRECTS, "signal/2"),
        Relation(RelationKind.CORRECTS, "signal/3"),
    )
    assert entries["signal/2"].relations == (Relation(RelationKind.CORRECTED_BY, "signal/1"),)


@pytest.mark.parametrize("name", ["99", "note/99", "Note No. 99", "nowhere/1", "1", "8", "7"])
def test_a_relation_that_leads_nowhere_is_told(name: str) -> None:
    """The dispatch is absent, a draft, under embargo, or the dispatch itself."""
    cards = [
        made("Signal 1", corrects=(name,)),
        made("Signal 8", status=Status.DRAFT),
        made("Signal 7", status=Status.EMBARGOED),
    ]
    archive, told = linked(*cards)
    assert archive.entries["signal/1"].relations == ()
    assert codes(told) == ["relation-unknown"]
    assert f"corrects: {name}" in told[0].message


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REMOVED])
def test_what_replaces_a_withdrawn_dispatch_is_named_there(status: Status) -> None:
    """The relation is the other's word, not its own."""
    cards = made("Signal 1", supersedes=("2",)), made("Signal 2", status=status)
    assert archive_of(*cards).entries["signal/2"].relations == (
        Relation(RelationKind.SUPERSEDED_BY, "signal/1"),
    )


# Old addresses


def test_an_alias_leads_to_its_dispatch() -> None:
    """Also to what was withdrawn; the old address of what was removed may hold its words."""
    cards = [
        made("Signal 1", aliases=("old/one.html", "einst.html")),
        made("Signal 2", aliases=("old/two.html",), status=Status.WITHDRAWN),
        made("Signal 3", aliases=("old/three.html",), status=Status.REMOVED),
        made("Signal 4", aliases=("old/four.html",), status=Status.DRAFT),
    ]
    assert archive_of(*cards).aliases == {
        "einst.html": "signal/1",
        "old/one.html": "signal/1",
        "old/two.html": "signal/2",
    }


@pytest.mark.parametrize(
    "alias",
    [
        "signal/2.html",
        "Signal/2.html",
        "signal/1.html",
        "index.html",
        "INDEX.html",
        "signal/index.html",
        "signal/page-3.html",
        "subjects/cables.html",
        "dates/2023/03.html",
        "insertions/plain.html",
        "search.html",
        "about.html",
        "references.html",
        "404.html",
        "data/x.html",
        "assets/x.html",
        "signal/2.html/x.html",
    ],
)
def test_an_alias_cannot_take_an_address_of_the_archive(alias: str) -> None:
    """It is an error, and the page stays."""
    archive, told = linked(made("Signal 1", aliases=(alias,)), made("Signal 2"))
    assert codes(told) == ["address-clash"]
    assert told[0].path == "Signal/1.md"
    assert alias in told[0].message
    assert archive.aliases == {}
    assert len(archive.entries) == 2


@pytest.mark.parametrize("other", ["old/one.html", "OLD/one.html"])
def test_two_dispatches_cannot_have_one_alias(other: str) -> None:
    """Each error names the other file, and the address leads to neither."""
    archive, told = linked(made("Signal 1", aliases=("old/one.html",)), made("Signal 2", aliases=(other,)))
    assert codes(told) == ["address-clash", "address-clash"]
    assert ["Signal/2.md" in told[0].message, "Signal/1.md" in told[1].message] == [True, True]
    assert archive.aliases == {}


def test_an_alias_cannot_be_a_folder_of_another() -> None:
    """A page and a folder of one name are no two addresses."""
    cards = made("Signal 1", aliases=("old.html",)), made("Signal 2", aliases=("old.html/two.html",))
    archive, told = linked(*cards)
    assert codes(told) == ["address-clash"]
    assert archive.aliases == {"old.html": "signal/1"}


# The whole


def test_paths_lead_to_ids() -> None:
    """Of all that is shown, but what was removed."""
    cards = [
        made("Signal 1"),
        made("Signal 2", status=Status.WITHDRAWN),
        made("Signal 3", status=Status.REMOVED),
        made("Signal 4", status=Status.DRAFT),
    ]
    assert archive_of(*cards).by_path == {"Signal/1.md": "signal/1", "Signal/2.md": "signal/2"}


def test_an_empty_archive_is_linked() -> None:
    """No card, no trouble."""
    archive, told = linked(as_of=AS_OF)
    assert (dict(archive.entries), archive.wanted, archive.next_embargo, told) == ({}, (), "", ())


def test_a_target_names_the_same_whatever_line_it_is_on() -> None:
    """Two links to one target are resolved once, and both are told where they are broken."""
    links = (named("99"), replace(named("99"), line=9))
    archive, told = linked(made("Signal 1", links=links))
    assert archive.entries["signal/1"].targets == (LeadsNowhere(DispatchTarget("", "99")),)
    assert [one.line for one in told] == [4, 9]
