"""What a segment holds of a word."""

from typing import NamedTuple


class Words(NamedTuple):
    """What a segment holds of one surface; without the gap of the first document, which joining fills in."""

    documents: int
    """In how many it is."""
    first: int
    last: int
    """Of these, the first and the last."""
    k: int
    """Of the first posting (docs/search.md)."""
    spoken: tuple[int, ...]
    """In how many documents it is in each of the segment's languages; empty where there is one."""
    postings: str
    """What follows the first number of the first posting."""
    places: str
    """What follows the first gap."""
