"""A small archive of twelve signals and a note, in both forms of source, to be edited."""

from minisite import dispatch

SETTINGS = """
title = "Old Wires"
base_url = "https://wires.example/"
[[series]]
name = "Signal Dispatch"
description = "Of the wires."
[[series]]
name = "Note"
description = "Of the clerks."
"""
PEOPLE = '[[entity]]\nid = "hale"\nname = "Hale, John"\nvariants = ["J. Hale"]\n'
SECOND = "May 2, 1844 Signal Dispatch No. 2\n\nThe Second Wire\n\nIt broke too.\n\nNobody cared.\n"
NOTE = "June 1, 1844 Note No. 1\n\nOf a Clerk\n\nThe clerk was tired.\n\nHe slept.\n"


def signal(number: int, body: str = "The wire held.\n\nNobody cared.", **front: str) -> str:
    """A dispatch of May 1844."""
    return dispatch(number, body, **{"series": "Signal Dispatch", "date": f"1844-05-{number:02}", **front})


def first(
    body: str = "The wire broke.\n\nIt was mended [by Hale] at night.\n\nNobody cared.", **front: str
) -> str:
    """The oldest dispatch: with an insertion, a subject, and a summary in place of its opening words."""
    return signal(1, body, **{"subjects": "[Cables]", "summary": "Of the first wire.", **front})


def third(body: str = "The wire held. It follows Signal Dispatch No. 1 in this.\n\nNobody cared.") -> str:
    """One that cites the first."""
    return signal(3, body, summary="Of the third wire.")


# Of twelve signals and a note the feeds carry the newest ten with their text: not the first three signals
# in the feed of the whole, not the first two in that of their series.
TREE: dict[str, str] = {
    "archive.toml": SETTINGS,
    "authority/people.toml": PEOPLE,
    "1.md": first(),
    "2.txt": SECOND,
    "2.meta.yaml": "summary: Of the second wire.\n",
    "3.md": third(),
    "5.md": signal(5, people="[J. Hale]"),
    **{f"{number}.md": signal(number) for number in (4, *range(6, 13))},
    "note.txt": NOTE,
}
FEEDS = ("feed.xml", "signal-dispatch/feed.xml")
LISTS = ("signal-dispatch/index.html", "dates/1844/index.html", "dates/1844/05.html")
"""The pages that list each of the signals."""
TOTALS = ("index.html", "about.html", "dates/index.html")
"""The pages that count dispatches."""
