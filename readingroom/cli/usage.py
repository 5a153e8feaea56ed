"""What is wrong with how a command was called, and the times that commands are given."""

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class UsageError(Exception):
    """The arguments do not make sense together, or name what is not there."""


def as_of(text: str | None, timezone: str) -> datetime:
    """The time that embargoes are compared with.

    `text` is ISO 8601, a date alone is its midnight in the archive's time zone; without it the
    environment's SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/), else now.
    """
    zone = ZoneInfo(timezone)
    if text is not None:
        return _given(text, zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _since_epoch(epoch, zone) if epoch else datetime.now(zone)


def _given(text: str, zone: ZoneInfo) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        time = time if time.tzinfo else time.replace(tzinfo=zone)
        time.astimezone(UTC)  # it is compared in UTC, whose calendar may end before it
    except (ValueError, OverflowError):
        message = f'--as-of "{text}" is no ISO 8601 time. Write 2023-10-12 or 2023-10-12T09:00+02:00.'
        raise UsageError(message) from None
    return time


def _since_epoch(seconds: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        message = f'SOURCE_DATE_EPOCH is "{seconds}", not a number of seconds.'
        raise UsageError(message) from None
