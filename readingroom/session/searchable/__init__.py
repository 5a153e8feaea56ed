"""What the search of the preview loads: an index that stands, and a small one of what was edited since."""

from readingroom.session.searchable.answering import Searchable

__all__ = ["Searchable"]
