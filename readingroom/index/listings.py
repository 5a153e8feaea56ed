"""All ways into the archive at once."""

from readingroom.index.concordance import concordance
from readingroom.index.dates import date_index
from readingroom.index.fields import field_index
from readingroom.index.insertions import insertion_index
from readingroom.index.series import series_index
from readingroom.model.archive import Archive
from readingroom.model.authority import Authority
from readingroom.model.listing import Listings
from readingroom.model.settings import Settings


def listings(archive: Archive, settings: Settings, authority: Authority) -> Listings:
    """Every index of the archive; fields without an index, or without a name, have none."""
    series = series_index(archive, settings)
    fields = (field_index(archive, settings, row, authority) for row in settings.fields if row.index)
    return Listings(
        series=series,
        fields=tuple(index for index in fields if index.groups),
        insertions=insertion_index(archive, settings),
        dates=date_index(archive),
        concordance=concordance(archive, series, settings.language),
    )
