"""The pages of dispatches: views are made of the dispatch and its slice of the archive."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from archives import SERIES, a_card, a_date, a_site, an_archive, an_entry

from readingroom.addresses import paragraph_anchor
from readingroom.model.archive import (
    Archive,
    Card,
    Citation,
    Entry,
    LeadsToDispatch,
    LeadsToFile,
    Presence,
    Relation,
    RelationKind,
    ResolvedReference,
)
from readingroom.model.block import (
    Body,
    Chunk,
    Heading,
    Image,
    Insertion,
    LinkEnd,
    LinkStart,
    Markup,
    Note,
    NoteReference,
    Passage,
    PassageKind,
    PathTarget,
    Span,
    Text,
)
from readingroom.model.dispatch import Dispatch, Original, Status, Value
from readingroom.model.page import DispatchPage, Page
from readingroom.model.source import Attachment
from readingroom.model.view import DispatchView, TombstoneView
from readingroom.pages import dispatch as dispatch_page
from readingroom.pages import tombstone
from readingroom.pages.slices import slice_of

WORDS = ("One wire.", "Two wires.", "Three wires.")


def a_body(*paragraphs: str | Sequence[Chunk], quoted: bool = False) -> Body:
    """A body of numbered paragraphs, the whole in a quotation if need be."""
    chunks: list[Chunk] = [Markup("<blockquote>")] if quoted else []
    passages = []
    for number, paragraph in enumerate(paragraphs, 1):
        inside = [Text(paragraph)] if isinstance(paragraph, str) else list(paragraph)
        anchor = paragraph_anchor("".join(c.text for c in inside if isinstance(c, Text)))
        start = len(chunks) + 1
        chunks += [
            Markup(f'<p id="{anchor}" class="para" data-number="{number}">'),
            *inside,
            Markup("</p>"),
        ]
        passages.append(
            Passage(
                kind=PassageKind.QUOTATION if quoted else PassageKind.PARAGRAPH,
                start=start,
                end=len(chunks) - 1,
                anchor=anchor,
                number=number,
            )
        )
    return Body((*chunks, Markup("</blockquote>")) if quoted else tuple(chunks), tuple(passages))


def joined(*bodies: Body) -> Body:
    """Bodies after each other."""
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    for body in bodies:
        shift = len(chunks)
        passages += [replace(p, start=p.start + shift, end=p.end + shift) for p in body.passages]
        chunks += body.chunks
    return Body(tuple(chunks), tuple(passages))


HEADING = Body((Markup("<h2>"), Text("A Heading"), Markup("</h2>")))


def a_view(
    card: Card | None = None,
    *others: Card | Entry,
    entry: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
    archive: dict[str, Any] | None = None,
    **dispatch: Any,
) -> DispatchView:
    """The view of a dispatch; `entry` and `dispatch` give what its entry and its text hold."""
    card = card or a_card()
    own = an_entry(card, **(entry or {}))
    site = a_site(an_archive(own, *others, **(archive or {})), **(settings or {}))
    body = dispatch.pop("body", a_body(*WORDS))
    made = Dispatch(path=card.path, form=card.form, meta=card.meta, body=body, **dispatch)
    return dispatch_page.view(made, slice_of(site, own), site.settings)


def a_note(label: str, *calls: str, source_missing: bool = False) -> Note:
    """A note of one paragraph."""
    body = Body((Markup("<p>"), Text(f"Words of note {label}."), Markup("</p>")))
    return Note(id=f"note-{label}", label=label, body=body, calls=calls, source_missing=source_missing)


def test_each_numbered_paragraph_has_a_link_to_itself() -> None:
    """The link has the paragraph's own anchor and number, and no text that a copy would have."""
    html = a_view().body
    for number, words in enumerate(WORDS, 1):
        anchor = paragraph_anchor(words)
        link = (
            f'<a class="permalink" href="#{anchor}" data-number="{number}" '
            f'aria-label="Paragraph {number}"></a>'
        )
        assert f'<p id="{anchor}" class="para" data-number="{number}">{link}{words}</p>' in html


def test_a_permalink_stands_even_where_the_passage_holds_its_own_tags() -> None:
    """Whether a passage's range has its element's tags in it makes no difference."""
    body = a_body(*WORDS)
    wide = replace(body, passages=tuple(replace(p, start=p.start - 1, end=p.end + 1) for p in body.passages))
    assert a_view(body=wide).body == a_view(body=body).body


def test_a_permalink_stands_in_its_paragraph_whatever_tags_are_beside_it() -> None:
    """A chunk may hold several tags: the link stands right after the paragraph's own."""
    anchor = paragraph_anchor("One wire.")
    before = f'<blockquote><p id="{anchor}" title="a > b" class="para" data-number="1">'
    body = Body(
        (Markup(before + "<em>"), Text("One wire."), Markup("</em></p></blockquote>")),
        (Passage(kind=PassageKind.QUOTATION, start=1, end=2, anchor=anchor, number=1),),
    )
    assert a_view(body=body).body.startswith(f'{before}<a class="permalink"')


def test_what_has_no_number_has_no_permalink() -> None:
    """Headings are reached by the contents, not by a number."""
    assert "permalink" not in a_view(body=HEADING).body


def test_a_note_leads_back_to_each_of_its_calls() -> None:
    """One call: one plain arrow; several: each numbered, each told apart by name."""
    notes = (a_note("1", "noteref-1"), a_note("2", "noteref-2", "noteref-2-2"))
    one, two = a_view(notes=notes).notes
    assert [(back.href, back.mark) for back in one.backlinks] == [("#noteref-1", "")]
    assert [(back.href, back.mark) for back in two.backlinks] == [("#noteref-2", "1"), ("#noteref-2-2", "2")]
    assert len({back.label for back in (*one.backlinks, *two.backlinks)}) == 3


def test_a_note_without_a_call_leads_nowhere() -> None:
    """A note that nothing refers to has no backlink, and is there."""
    (note,) = a_view(notes=(a_note("E1", source_missing=True),)).notes
    assert (note.label, note.backlinks, note.source_missing) == ("E1", (), True)
    assert "Words of note E1." in note.html


def test_links_of_notes_stay_in_their_notes() -> None:
    """A reference in the second note links there, not at the same place of the body or the first."""
    passage = Passage(kind=PassageKind.PARAGRAPH, start=1, end=2)
    notes = tuple(
        replace(a_note(label), body=replace(a_note(label).body, passages=(passage,))) for label in "12"
    )
    link = ResolvedReference(1, Span(0, 0, 5), "signal-dispatch/2")
    view = a_view(a_card(1), a_card(2), entry={"links": (link,)}, notes=notes)
    assert ["<a " in note.html for note in view.notes] == [False, True]
    assert 'href="2.html"' in view.notes[1].html
    assert 'class="reference"' not in view.body


@pytest.mark.parametrize(("count", "entries"), [(0, 0), (1, 0), (2, 2), (5, 5)])
def test_contents_need_two_headings(count: int, entries: int) -> None:
    """One heading needs no table of contents."""
    headings = tuple(Heading(f"part-{n}", 2, f"Part {n}") for n in range(count))
    assert len(a_view(headings=headings).contents) == entries


def test_a_long_heading_has_a_short_entry() -> None:
    """A heading of some hundred characters is cut between words in the contents, and marked as cut."""
    long = Heading("long", 2, "The Length Of Lines " * 20)
    entry, _ = a_view(headings=(long, Heading("part", 3, "Part"))).contents
    assert len(entry.text) <= dispatch_page.ENTRY_LENGTH + 1
    assert entry.text.endswith("Lines…") or entry.text.endswith("The…") or entry.text.endswith("Of…")
    assert entry.href == "#long"


def test_fields_link_to_their_names() -> None:
    """Values stand under the field's name, singular where there is one, and link to their page."""
    card = a_card(fields={"subjects": ["Cables", "Codes"], "places": ["Brest"]})
    subjects, places = a_view(card).facts
    assert (subjects.label, places.label) == ("Subjects", "Place")
    assert [(v.text, v.href) for v in subjects.values] == [
        ("Cables", "../subjects/cables.html"),
        ("Codes", "../subjects/codes.html"),
    ]


def test_a_name_without_a_page_links_to_its_place_in_the_index() -> None:
    """Below `min_dispatches` the index page itself has the name, and the link leads there."""
    site = a_site(an_archive())
    rows = tuple(replace(row, min_dispatches=2) for row in site.settings.fields)
    (fact,) = a_view(a_card(fields={"subjects": ["Cables"]}), settings={"fields": rows}).facts
    assert fact.values[0].href == "../subjects/index.html#cables"


def test_what_a_source_says_besides_its_name_stands_beside_it() -> None:
    """Date and title of a source are told, its address is a link that names the host."""
    detail = (("date", "May 1, 1844"), ("url", "https://www.gazette.example/page/1"))
    card = a_card()
    card = replace(card, meta=replace(card.meta, fields=(("sources", (Value("The Gazette", detail),)),)))
    value = a_view(card).facts[0].values[0]
    assert (value.detail, value.url, value.host) == (
        "May 1, 1844",
        "https://www.gazette.example/page/1",
        "gazette.example",
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "file:///etc"])
def test_only_web_addresses_become_links(url: str) -> None:
    """An address that a front matter gives is a link only if it is one of the web."""
    card = a_card()
    card = replace(card, meta=replace(card.meta, fields=(("sources", (Value("It", (("url", url),)),)),)))
    value = a_view(card).facts[0].values[0]
    assert (value.url, value.host) == ("", "")


def test_a_language_that_is_not_the_archives_is_named() -> None:
    """An Arabic dispatch in an English archive is marked so in its head and its facts."""
    view = a_view(a_card(language="ar", direction="rtl"))
    assert (view.head.language, view.head.direction) == ("ar", "rtl")
    assert [(fact.label, fact.values[0].text) for fact in view.facts] == [("Language", "Arabic")]


def test_a_correction_tells_when_and_why() -> None:
    """A corrected dispatch says so before its text, with date and reason."""
    card = a_card(status=Status.CORRECTED, reason="The date was wrong.", updated="1850-01-02")
    (banner,) = a_view(card).banners
    assert (banner.kind, banner.text, banner.reason) == (
        "corrected",
        "Corrected, January 2, 1850.",
        "The date was wrong.",
    )


@pytest.mark.parametrize(
    "kind",
    [
        RelationKind.SUPERSEDES,
        RelationKind.SUPERSEDED_BY,
        RelationKind.CORRECTS,
        RelationKind.CORRECTED_BY,
        RelationKind.TRANSLATION_OF,
        RelationKind.TRANSLATED_AS,
    ],
)
def test_relations_that_matter_before_reading_stand_before_the_text(kind: RelationKind) -> None:
    """Both sides of a correction, supersession or translation say so, with a link to the other."""
    relation = Relation(kind, "signal-dispatch/2")
    (banner,) = a_view(a_card(1), a_card(2), entry={"relations": (relation,)}).banners
    assert banner.kind == str(kind)
    assert [item.href for item in banner.items] == ["2.html"]


def test_what_follows_stands_below() -> None:
    """A sequel is told after the text."""
    relation = Relation(RelationKind.FOLLOWED_BY, "signal-dispatch/2")
    view = a_view(a_card(1), a_card(2), entry={"relations": (relation,)})
    assert view.banners == ()
    assert [(r.label, r.items[0].label) for r in view.related] == [("Followed by", "Signal Dispatch No. 2")]


def test_every_relation_is_told_somewhere() -> None:
    """No kind of relation is forgotten."""
    relations = tuple(Relation(kind, "signal-dispatch/2") for kind in RelationKind)
    view = a_view(a_card(1), a_card(2), entry={"relations": relations})
    assert len(view.banners) + len(view.related) == len(RelationKind)


def test_who_cites_stands_once_with_every_sentence() -> None:
    """A dispatch that cites twice is one entry with two sentences, each linked to its paragraph."""
    cited_by = (
        Citation("signal-dispatch/2", "p-aaaaa", "See No. 1."),
        Citation("signal-dispatch/3", "note-4", "No. 1, again."),
        Citation("signal-dispatch/2", "p-bbbbb", "As in No. 1."),
    )
    own = Entry(card=a_card(1), presence=Presence.PAGE, cited_by=cited_by)
    site = a_site(an_archive(own, a_card(2), a_card(3)))
    made = Dispatch(path="1.txt", form="text", meta=own.card.meta, body=a_body(*WORDS))
    first, second = dispatch_page.view(made, slice_of(site, own), site.settings).cited_by
    assert [(p.href, p.sentence) for p in first.places] == [
        ("2.html#p-aaaaa", "See No. 1."),
        ("2.html#p-bbbbb", "As in No. 1."),
    ]
    assert [p.href for p in second.places] == ["3.html#note-4"]


def test_neighbours_of_the_series() -> None:
    """Previous and next are links with number and title; the ends have one of them."""
    view = a_view(a_card(2), a_card(1, title="The First"), entry={"previous": "signal-dispatch/1"})
    assert view.previous is not None
    assert (view.previous.href, view.previous.title, view.next) == ("1.html", "The First", None)


def test_titles_in_another_language_are_marked() -> None:
    """A list says the language of a title where it is not the archive's."""
    arabic = a_card(2, series="Barqiyyat", title="أبراج", language="ar", direction="rtl")
    view = a_view(a_card(1), arabic, entry={"cites": ("barqiyyat/2",)})
    (item,) = view.cites
    assert (item.href, item.language, item.direction) == ("../barqiyyat/2.html", "ar", "rtl")


def test_links_and_images_of_the_source_lead_to_what_is_published() -> None:
    """A link to a source is one to its page; an image lies beneath the dispatch and has its size."""
    image = Attachment(
        path="figures/wire.png", size=9, digest="0" * 64, media_type="image/png", width=40, height=30
    )
    chunks = (
        LinkStart(PathTarget("notes/2.md", "p-ccccc")),
        Text("the other"),
        LinkEnd(),
        Image("figures/wire.png", ' alt="A wire"'),
    )
    targets = (
        LeadsToDispatch(PathTarget("notes/2.md", "p-ccccc"), "signal-dispatch/2", "p-ccccc", "Report 2"),
        LeadsToFile(PathTarget("figures/wire.png"), image),
    )
    html = a_view(a_card(1), a_card(2), entry={"targets": targets}, body=a_body(chunks)).body
    assert '<a href="2.html#p-ccccc" title="Report 2">the other</a>' in html
    assert '<img src="1/wire.png" alt="A wire" width="40" height="30">' in html


def test_kinds_of_insertion_are_explained() -> None:
    """A legend names each kind in the text once, in the order of the table, with its index page."""
    insertions = tuple(
        Insertion(kind, f"[{kind}]", None, Span(0, 0, 3)) for kind in ("plain", "scripture", "plain")
    )
    view = a_view(insertions=insertions)
    assert [(k.key, k.href) for k in view.insertions] == [
        ("scripture", "../insertions/scripture.html"),
        ("plain", "../insertions/plain.html"),
    ]


def test_a_preview_says_that_it_is_one() -> None:
    """A draft and what is under embargo say so, and ask not to be indexed."""
    for status, kind in ((Status.DRAFT, "draft"), (Status.EMBARGOED, "embargoed")):
        view = a_view(a_card(status=status), entry={"presence": Presence.PREVIEW})
        assert [banner.kind for banner in view.banners] == [kind]
        assert view.head.robots == "noindex"


def test_the_source_is_offered_where_it_is_published() -> None:
    """The page links to the source as received, unless originals are not beside the pages."""
    assert [file.href for file in a_view().files] == ["1.txt"]
    assert a_view(settings={"originals": "none"}).files == ()


class TestTranslation:
    """Original beside translation."""

    def view(
        self, translation: Body, original: Body, *others: Card, entry: dict[str, Any] | None = None
    ) -> DispatchView:
        """The view of a translation with its original."""
        return a_view(
            a_card(1),
            *others,
            entry=entry,
            body=translation,
            original_body=original,
            original_language="fr",
        )

    def pairs(self, view: DispatchView) -> list[tuple[str, str]]:
        """Translation and original of each pair, the tags of both left in."""
        assert view.original is not None
        assert view.original.html == ""
        parts = view.body.split('<div class="pair"><div class="translation">')[1:]
        source = '<div class="source" lang="fr" dir="ltr">'
        return [(one, other) for one, _, other in (part.partition(f"</div>{source}") for part in parts)]

    def test_paragraphs_pair_when_their_counts_agree(self) -> None:
        """Each paragraph stands beside the one that it translates."""
        view = self.view(a_body(*WORDS), a_body("Un fil.", "Deux fils.", "Trois fils."))
        assert view.original is not None
        assert (view.original.language, view.original.name) == ("fr", "French")
        pairs = self.pairs(view)
        assert len(pairs) == 3
        assert "Two wires." in pairs[1][0]
        assert "Deux fils." in pairs[1][1]

    def test_nothing_of_the_translation_changes(self) -> None:
        """Without the originals and their wrapping the body is what it would be alone."""
        translation = joined(HEADING, a_body("One.", "Two."), a_body("Three.", quoted=True), HEADING)
        view = self.view(translation, a_body("Un.", "Deux.", "Trois."))
        bare = re.sub(r'</div><div class="source".*?</div></div>', "", view.body)
        assert (
            bare.replace('<div class="pair"><div class="translation">', "") == a_view(body=translation).body
        )

    def test_nothing_of_the_original_is_lost(self) -> None:
        """Headings of the original, and whatever stands after its last paragraph, have a place."""
        original = joined(HEADING, a_body("Un."), HEADING, a_body("Deux.", quoted=True), HEADING)
        one, two = (pair[1] for pair in self.pairs(self.view(a_body("One.", "Two."), original)))
        assert (one.count("A Heading"), two.count("A Heading")) == (1, 2)

    def test_a_quotation_is_not_torn(self) -> None:
        """Paragraphs of one quotation stand in one quotation, each with its original."""
        translation = joined(a_body("One."), a_body("Two.", "Three.", quoted=True))
        view = self.view(translation, a_body("Un.", "Deux.", "Trois."))
        assert view.body.count("<blockquote>") == 1
        assert ["Un." in o or "Deux." in o or "Trois." in o for _, o in self.pairs(view)] == [True] * 3

    def test_a_paragraph_is_wrapped_within_its_block(self) -> None:
        """Where one chunk opens or closes quotation and paragraph, the pair stands within the quotation."""
        anchors = [paragraph_anchor(text) for text in ("One.", "Two.")]
        first, second = (f'<p id="{a}" class="para" data-number="{n}">' for n, a in enumerate(anchors, 1))
        tags = (f"<blockquote>{first}", f"</p>{second}", "</p></blockquote>")
        body = Body(
            (Markup(tags[0]), Text("One."), Markup(tags[1]), Text("Two."), Markup(tags[2])),
            tuple(
                Passage(kind=PassageKind.QUOTATION, start=2 * n - 1, end=2 * n, anchor=a, number=n)
                for n, a in enumerate(anchors, 1)
            ),
        )
        shown = self.view(body, a_body("Un.", "Deux.")).body
        pair = (
            r'<div class="pair"><div class="translation"><p .*?</p></div><div class="source".*?</div></div>'
        )
        assert re.fullmatch(rf"<blockquote>{pair}{pair}</blockquote>", shown)

    def test_a_quotation_of_the_original_breaks_nothing(self) -> None:
        """The original's own quotation marks are words, so its block is left out and no tag stays open."""
        view = self.view(a_body("One.", "Two."), a_body("« Un.", "Deux. »", quoted=True))
        assert "blockquote" not in view.body
        assert view.body.count("<div") == view.body.count("</div>")

    def test_texts_of_other_lengths_stand_after_each_other(self) -> None:
        """Where the counts differ the original is shown whole."""
        view = self.view(a_body(*WORDS), a_body("Un fil."))
        assert view.original is not None
        assert "Un fil." in view.original.html
        assert "pair" not in view.body

    def test_the_original_brings_no_ids(self) -> None:
        """The ids of the page are those of the translation; a note call of the original is text."""
        call = (Text("Un fil."), NoteReference("1", "note-1", "noteref-1"))
        whole = self.view(a_body(*WORDS), a_body(call)).original
        assert whole is not None
        beside = self.pairs(self.view(a_body("One wire."), a_body(call)))[0][1]
        for shown in (whole.html, beside):
            assert "Un fil.[1]" in shown
            assert not [mark for mark in (" id=", "data-number", "<a ") if mark in shown]

    def test_links_stand_in_their_paragraph(self) -> None:
        """A reference in the second paragraph is linked there."""
        link = ResolvedReference(None, Span(1, 0, 3), "signal-dispatch/2")
        view = self.view(
            a_body(*WORDS),
            a_body("Un.", "Deux.", "Trois."),
            a_card(2),
            entry={"links": (link,)},
        )
        linked = ['class="reference"' in pair[0] for pair in self.pairs(view)]
        assert linked == [False, True, False]

    def test_an_unknown_language_is_not_made_up(self) -> None:
        """Where nobody says what language the original is in, it is marked as unknown and has no name."""
        view = a_view(body=a_body("One."), original_body=a_body("Un."))
        assert view.original is not None
        assert (view.original.language, view.original.name) == ("und", "")

    def test_what_is_known_of_the_original_is_told(self) -> None:
        """Title, date and address of the original stand among the facts, whether its text is kept or not."""
        url = "https://gazette.example/1"
        original = Original(title="Un fil", date=a_date("1844-05-01"), url=url)
        (fact,) = a_view(a_card(original=original)).facts
        (value,) = fact.values
        assert (fact.label, value.text, value.detail) == ("Original", "Un fil", "May 1, 1844")
        assert (value.url, value.host) == (url, "gazette.example")


class TestEndings:
    """What was withdrawn or removed."""

    def page(self, presence: Presence, **meta: Any) -> TombstoneView:
        """The view of what remains."""
        entry = an_entry(a_card(1, reason="A court said so.", **meta), presence, next="signal-dispatch/2")
        site = a_site(an_archive(entry, a_card(2)))
        view = tombstone.page(site, entry).view
        assert isinstance(view, TombstoneView)
        return view

    def test_withdrawn_keeps_number_title_and_reason(self) -> None:
        """A tombstone says what was here and why it is gone."""
        view = self.page(Presence.TOMBSTONE, title="The Wire", status=Status.WITHDRAWN, summary="SECRET")
        assert (view.kind, view.label, view.title, view.reason) == (
            "withdrawn",
            f"{SERIES} No. 1",
            "The Wire",
            "A court said so.",
        )
        assert "SECRET" not in repr(view)

    def test_removed_keeps_number_and_reason_alone(self) -> None:
        """No word of a removed dispatch is on its page, not in its title, its head or its relations."""
        view = self.page(Presence.GONE, title="SECRET", status=Status.REMOVED, summary="SECRET")
        assert (view.kind, view.title, view.reason) == ("removed", "", "A court said so.")
        assert "SECRET" not in repr(view)
        assert view.head.robots == "noindex"

    def test_neighbours_of_a_removed_dispatch_say_its_number_only(self) -> None:
        """Where a removed dispatch is named elsewhere, its title is not."""
        gone = an_entry(a_card(2, title="SECRET", status=Status.REMOVED), Presence.GONE)
        view = a_view(a_card(1), gone, entry={"next": "signal-dispatch/2"})
        assert view.next is not None
        assert (view.next.label, view.next.title, view.next.status) == (f"{SERIES} No. 2", "", "removed")

    def test_each_dispatch_has_one_page(self) -> None:
        """Pages that show a text are rendered with it; what remains of others is a page as it stands."""
        archive: Archive = an_archive(
            a_card(1),
            an_entry(a_card(2), Presence.TOMBSTONE),
            an_entry(a_card(3), Presence.GONE),
            an_entry(a_card(4), Presence.PREVIEW),
        )
        kinds = {page.address: type(page) for page in dispatch_page.pages(a_site(archive))}
        assert kinds == {
            "signal-dispatch/1.html": DispatchPage,
            "signal-dispatch/2.html": Page,
            "signal-dispatch/3.html": Page,
            "signal-dispatch/4.html": DispatchPage,
        }


def test_a_date_is_told_in_the_language_of_the_dispatch() -> None:
    """The date above the title is in the words of the text, with a form for machines."""
    view = a_view(a_card(date="1844-05", language="fr"))
    assert view.date is not None
    assert (view.date.text, view.date.datetime) == ("mai 1844", "1844-05")
    interval = a_view(a_card(date="1844/1846")).date
    assert interval is not None
    assert (interval.text, interval.datetime) == ("1844–1846", "")
