"""What is to be written, by address."""

from collections.abc import Iterable

from readingroom.diagnostics import Code, Diagnostic
from readingroom.model.page import Written


def by_address(items: Iterable[Written]) -> tuple[dict[str, Written], list[Diagnostic]]:
    """What is to be written, by address; two things at one address are an error, the first stays."""
    written: dict[str, Written] = {}
    folded: dict[str, str] = {}
    clashes: list[Diagnostic] = []
    for item in items:
        other = folded.setdefault(item.address.casefold(), item.address)
        if item.address in written or other != item.address:
            message = f"{item.address} would be written twice" + (
                f", and as {other}" if other != item.address else ""
            )
            clashes.append(Diagnostic(code=Code.ADDRESS_CLASH, message=f"{message}."))
        else:
            written[item.address] = item
    return written, clashes
