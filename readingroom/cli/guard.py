"""The guard against removing an archive by accident: the content folder may not be mounted."""

from readingroom.addresses import RESERVED_SERIES, is_reserved_number
from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.settings import Settings
from readingroom.publish import Outcome

SHARE = 10
"""Of the published dispatches, one in so many may disappear in one build."""
LEAST = 10


def guard(settings: Settings, outcome: Outcome) -> Diagnostic | None:
    """Stops a build that would remove many dispatches: the content folder may not be mounted."""
    keys = frozenset(row.key for row in settings.fields) | RESERVED_SERIES
    removed = sum(_is_dispatch(address, keys) for address in outcome.removed)
    kept = sum(_is_dispatch(address, keys) for address in (*outcome.unchanged, *outcome.changed))
    if removed < LEAST or removed * SHARE <= removed + kept:
        return None
    message = f"This build would remove {removed} of {removed + kept} published dispatches."
    return Diagnostic(code=Code.MASS_REMOVAL, message=message)


def _is_dispatch(address: str, other_folders: frozenset[str]) -> bool:
    """Whether a dispatch stands at an address: a page in the folder of a series, and no list."""
    folder, _, name = address.partition("/")
    number, dot, suffix = name.rpartition(".")
    is_page = bool(dot) and suffix == "html" and "/" not in name and not is_reserved_number(number)
    return is_page and folder not in other_folders
