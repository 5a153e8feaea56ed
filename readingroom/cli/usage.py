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
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            message = f'--as-of "{text}" is no ISO 8601 time. Write 2023-10-12 or 2023-10-12T09:00+02:00.'
            raise UsageError(message) from None
        return time if time.tzinfo else time.replace(tzinfo=zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isdecimal():
            message = f'SOURCE_DATE_EPOCH is "{epoch}", not a number of seconds.'
            raise UsageError(message)
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone)
    return datetime.now(zone)
