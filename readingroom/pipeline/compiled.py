"""Compiled templates, remembered: compiling three takes longer than rendering a page."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from readingroom.store import Store

COMPILED = "template"


class Compiled(BytecodeCache):
    """Templates as Jinja compiles them, in the store; each is made again when its text changed."""

    def __init__(self, store: Store) -> None:
        """Of one cache."""
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills a bucket; one that was filled from another text stays empty."""
        data = self._store.get(COMPILED, bucket.key)
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remembers what was compiled."""
        self._store.put(COMPILED, bucket.key, bucket.bytecode_to_string())
