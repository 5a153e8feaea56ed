"""Atom feeds: valid, stable, and free of what has no place in them."""

import pytest
from archives import BASE_URL, a_card, a_site, an_archive, an_entry
from atom import ATOM, XML, checked, link, text

from readingroom import feeds
from readingroom.model.archive import Archive, Presence
from readingroom.model.page import Composed, Excerpt, Part
from readingroom.model.site import Site


def _words(dispatch: str, part: Part) -> str:
    """Words that tell whose they are, and which part of the text."""
    return f"<p>The words of {dispatch}.</p>" if part is Part.WHOLE else f"{dispatch} opens"


def _files(site: Site) -> dict[str, bytes]:
    """The bytes of every feed, by address."""
    return {file.address: feeds.filled(file, _words) for file in feeds.files(site)}


def _ids(site: Site, address: str = "feed.xml") -> list[str]:
    """The paths of a feed's entries."""
    feed = checked(_files(site)[address])
    return [text(entry, "id").removeprefix(BASE_URL) for entry in feed.findall(f"{ATOM}entry")]


def _archive() -> Archive:
    return an_archive(
        a_card(1, date="1844-05-24", fields={"subjects": ["Cables", "Brest"], "authors": ["Morse, Samuel"]}),
        a_card(2, date="1850", updated="2024-02-03", fields={"subjects": ["cables"]}),
        a_card(1, series="Cable Report", date="1866-07~", language="ar", direction="rtl", title="برقية"),
    )


def test_every_feed_is_valid() -> None:
    """The feeds of the whole, of each series and of each subject are Atom as RFC 4287 defines it."""
    files = _files(a_site(_archive(), licence="CC0", subtitle="Wires"))
    assert list(files) == [
        "feed.xml",
        "cable-report/feed.xml",
        "signal-dispatch/feed.xml",
        "subjects/brest.xml",
        "subjects/cables.xml",
    ]
    for address, data in files.items():
        assert link(checked(data), "self") == BASE_URL + address


def test_what_changed_last_stands_first() -> None:
    """Order is by `updated`, else by date; the feed's own time is its first entry's, and no clock's."""
    site = a_site(_archive())
    assert _ids(site) == ["signal-dispatch/2.html", "cable-report/1.html", "signal-dispatch/1.html"]
    feed = checked(_files(site)["feed.xml"])
    assert text(feed, "updated") == "2024-02-03T00:00:00Z"
    times = [(text(e, "published"), text(e, "updated")) for e in feed.findall(f"{ATOM}entry")]
    assert times[0] == ("1850-01-01T00:00:00Z", "2024-02-03T00:00:00Z")
    assert times[1] == ("1866-07-01T00:00:00Z", "1866-07-01T00:00:00Z")


def test_an_entry_says_what_its_dispatch_is() -> None:
    """Authors, subjects under one name, language, address and text are those of the dispatch."""
    feed = checked(_files(a_site(_archive(), institution="Institute"))["feed.xml"])
    _, arabic, first = feed.findall(f"{ATOM}entry")
    assert [text(author, "name") for author in first.findall(f"{ATOM}author")] == ["Morse, Samuel"]
    assert [(c.get("term"), c.get("label")) for c in first.findall(f"{ATOM}category")] == [
        ("cables", "Cables"),
        ("brest", "Brest"),
    ]
    assert arabic.get(f"{XML}lang") == "ar"
    assert arabic.get(f"{XML}base") == link(arabic, "alternate") == f"{BASE_URL}cable-report/1.html"
    assert text(arabic, "content") == '<div lang="ar" dir="rtl"><p>The words of cable-report/1.</p></div>'
    author = feed.find(f"{ATOM}author")
    assert author is not None
    assert text(author, "name") == "Institute"


def test_the_newest_carry_their_text_and_fifty_are_listed() -> None:
    """A long archive's feed has fifty entries, ten with text; a subject's has summaries only."""
    cards = (
        a_card(n, date=str(1800 + n), summary=f"No. {n}", fields={"subjects": ["Cables"]})
        for n in range(1, 61)
    )
    files = _files(a_site(an_archive(*cards)))
    for address, with_text in (
        ("feed.xml", 10),
        ("signal-dispatch/feed.xml", 10),
        ("subjects/cables.xml", 0),
    ):
        entries = checked(files[address]).findall(f"{ATOM}entry")
        assert len(entries) == 50
        assert text(entries[0], "title") == "Report 60"
        has_text = [entry.find(f"{ATOM}content") is not None for entry in entries]
        assert has_text == [True] * with_text + [False] * (50 - with_text)
        assert all(text(entry, "summary") for entry in entries)


def test_text_is_asked_for_only_where_it_stands() -> None:
    """The whole text is named by the newest ten, opening words by those that have no summary."""
    cards = (a_card(n, date=str(1800 + n), summary="Short." if n % 2 else "") for n in range(1, 61))
    file = next(iter(feeds.files(a_site(an_archive(*cards)))))
    named = [(part.id, part.part) for part in file.parts if isinstance(part, Excerpt)]
    whole, opening = ([name for name, part in named if part is kind] for kind in (Part.WHOLE, Part.OPENING))
    assert whole == [f"signal-dispatch/{n}" for n in range(60, 50, -1)]
    assert opening == [f"signal-dispatch/{n}" for n in range(60, 10, -2)]


def test_an_entry_without_summary_opens_with_the_words_of_the_text() -> None:
    """What the dispatch says that it is about stands first; else its opening words stand there."""
    site = a_site(an_archive(a_card(1, summary="Of <wires>."), a_card(2, date="1900")))
    newest, oldest = checked(_files(site)["feed.xml"]).findall(f"{ATOM}entry")
    assert text(newest, "summary") == "signal-dispatch/2 opens"
    assert text(oldest, "summary") == "Of <wires>."


def test_a_text_without_words_leaves_no_empty_element() -> None:
    """Of a dispatch that has no text neither summary nor content stands in a feed."""
    (file, *_) = feeds.files(a_site(an_archive(a_card(1))))
    (entry,) = checked(feeds.filled(file, lambda _, __: "")).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}summary") is None
    assert entry.find(f"{ATOM}content") is None


def test_a_file_is_filled_in_its_order() -> None:
    """Known text stands as it is, and the words of an excerpt escaped between its two strings."""
    place = Excerpt(id="a/1", part=Part.WHOLE, before="<b>", after="</b>")
    file = Composed(address="a.xml", parts=("<a>", place, "—", place, "</a>"))
    assert (
        feeds.filled(file, lambda *_: "1 < 2 &")
        == "<a><b>1 &lt; 2 &amp;</b>—<b>1 &lt; 2 &amp;</b></a>".encode()
    )
    assert feeds.filled(file, lambda *_: "") == "<a>—</a>".encode()


def test_what_has_no_time_is_absent() -> None:
    """An undated dispatch stands in no feed, unless it has `updated`; an empty feed isn't written."""
    archive = an_archive(
        a_card(1, date=""), a_card(2, date="", updated="2020"), a_card(1, series="Cable Report", date="")
    )
    site = a_site(archive)
    assert list(_files(site)) == ["feed.xml", "signal-dispatch/feed.xml"]
    assert _ids(site) == ["signal-dispatch/2.html"]


@pytest.mark.parametrize("presence", [Presence.TOMBSTONE, Presence.GONE])
def test_what_is_withdrawn_or_removed_is_absent(presence: Presence) -> None:
    """Neither address nor words of such a dispatch are in any feed."""
    gone = an_entry(a_card(2, title="Secret", fields={"subjects": ["Cables"]}), presence)
    files = _files(a_site(an_archive(a_card(1), gone)))
    assert files
    assert not any(b"Secret" in data or b"dispatch/2" in data for data in files.values())


def test_without_an_address_of_its_own_an_archive_has_no_feed() -> None:
    """Feeds need full addresses; without base_url there is none, and none is linked."""
    site = a_site(_archive(), base_url="")
    assert _files(site) == {}
    assert feeds.address_of(site) == ""


def test_the_feeds_that_pages_link_to_are_those_that_are_written() -> None:
    """`address_of` names exactly the feeds that exist, undated groups and small ones considered."""
    archive = an_archive(
        a_card(1, fields={"subjects": ["Cables", "Brest"], "topics": ["Wire"]}),
        a_card(2, fields={"subjects": ["Cables"]}),
        a_card(3, date="", fields={"subjects": ["Undated", "Cables"]}),
        a_card(1, series="Cable Report", date=""),
    )
    site = a_site(archive)
    indexes = (site.listings.series, *site.listings.fields)
    named = [feeds.address_of(site, index, group) for index in indexes for group in index.groups]
    assert sorted(filter(None, [feeds.address_of(site), *named])) == sorted(_files(site))


def test_any_character_can_stand_in_a_title() -> None:
    """Markup is escaped; what no XML may hold becomes a replacement character."""
    site = a_site(an_archive(a_card(1, title="<b>&\"'\x0b\ufffe", fields={"subjects": ['"<Q>"']})))
    (entry,) = checked(_files(site)["feed.xml"]).findall(f"{ATOM}entry")
    assert text(entry, "title") == "<b>&\"'\ufffd\ufffd"
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert category.get("label") == '"<Q>"'


def test_an_addition_changes_no_id() -> None:
    """Ids are the addresses of the dispatches, whatever else the archive holds."""
    before = a_site(_archive())
    after = a_site(an_archive(*_archive().entries.values(), a_card(9, date="1900")))
    assert set(_ids(before)) < set(_ids(after))
