"""Where a name stands among names: its place in the order, and the heading that it stands under.

Names are filed by their first letter or digit, whatever marks stand before it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation

from readingroom import language
from readingroom.model.archive import Group
from readingroom.model.settings import FieldType

Order = Callable[[str], tuple[Decimal, bytes]]

_SCHEME = re.compile(r"[a-z]+://(?:www\.)?", re.IGNORECASE)
_MARKS = re.compile(r"[\W_]+")
_NO_VALUE = Decimal("Infinity")


def heading(label: str, kind: FieldType, tag: str) -> str:
    """The heading of a name: a letter of the language's alphabet, a date's year, none for other values."""
    if kind is FieldType.DATE:
        return label[:4]
    return language.initial(tag, _filed(label)) if kind in (FieldType.TEXT, FieldType.NAME) else ""


def in_order(groups: Iterable[Group], kind: FieldType, tag: str) -> tuple[Group, ...]:
    """Groups in the order of their names; those under one heading stand together."""
    order = _order(kind, tag)
    under: dict[str, list[Group]] = {}
    for group in sorted(groups, key=lambda group: (*order(group.label), group.label, group.slug)):
        under.setdefault(group.initial, []).append(group)
    return tuple(group for together in under.values() for group in together)


def _order(kind: FieldType, tag: str) -> Order:
    collate = language.sort_key(tag)
    orders: Mapping[FieldType, Order] = {
        FieldType.NUMBER: lambda label: (_number(label), collate(label)),
        FieldType.URL: lambda label: (Decimal(0), _bytes(_SCHEME.sub("", label))),
        FieldType.DATE: lambda label: (Decimal(0), _bytes(label)),
    }
    return orders.get(kind, lambda label: (Decimal(0), collate(_filed(label))))


def _filed(label: str) -> str:
    """The name from its first letter or digit; a name that has none as it is."""
    return _MARKS.sub("", label, count=1) if _MARKS.match(label) and not _MARKS.fullmatch(label) else label


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return _NO_VALUE
    return value if value.is_finite() else _NO_VALUE
