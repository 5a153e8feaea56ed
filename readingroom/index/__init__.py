"""Ways into the archive: series, fields, dates, insertions, and who cites whom."""

from readingroom.index.concordance import concordance
from readingroom.index.dates import date_index
from readingroom.index.fields import field_index
from readingroom.index.insertions import insertion_index, uses
from readingroom.index.listings import listings
from readingroom.index.order import oldest_first
from readingroom.index.paging import PAGE_SIZE, pages_of
from readingroom.index.series import series_index

__all__ = [
    "PAGE_SIZE",
    "concordance",
    "date_index",
    "field_index",
    "insertion_index",
    "listings",
    "oldest_first",
    "pages_of",
    "series_index",
    "uses",
]
