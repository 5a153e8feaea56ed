"""Any value of a record, by the types of its fields, for Hypothesis."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from readingroom.model.archive import Card
from readingroom.model.settings import Settings

TEXTS = ("", "a", "signal/1", "Two words", "برقية", "long " * 60)
"""Few, so that they recur within a record."""

LEFT_OUT: Mapping[type, frozenset[str]] = {
    Card: frozenset({"anchors"}),
    Settings: frozenset({"silence", "insertions"}),
}
"""Fields that keep their defaults: sets and patterns, which are in nothing that pages are made of."""


@cache
def records(kind: type) -> st.SearchStrategy[Any]:
    """Values of a dataclass, every field of them, the optional ones too."""
    hints, left_out = get_type_hints(kind), LEFT_OUT.get(kind, frozenset())
    wanted = [name for name in _names(kind) if name not in left_out]
    return st.builds(kind, **{name: values(hints[name]) for name in wanted})


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of what a field of a record may be."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return st.one_of([values(one) for one in inner])
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, inner))
    if origin is Mapping:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=2)
    return _plain(hint)


def _plain(kind: type) -> st.SearchStrategy[Any]:
    if is_dataclass(kind):
        return records(kind)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if issubclass(kind, str):
        return st.sampled_from(TEXTS).map(kind)
    plain = {
        int: st.integers(0, 300),
        bool: st.booleans(),
        bytes: st.binary(max_size=3),
        type(None): st.none(),
    }
    return plain[kind]


def _names(kind: Any) -> list[str]:
    return [field.name for field in fields(kind)]
