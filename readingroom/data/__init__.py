"""The catalogue as data: JSON and CSV."""

from readingroom.data.files import files, sidecars
from readingroom.data.record import record, source_address

__all__ = ["files", "record", "sidecars", "source_address"]
