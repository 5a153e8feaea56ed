"""Asking the published index: a question → a tree → what it finds, best first.

with no state but what was read: index = Index(Path("output")); index.ask("telegraphy near/5 coherer")
"""

from readingroom.search.query.answer import Answer, Hit
from readingroom.search.query.asking import Index
from readingroom.search.query.files import IndexUnreadableError

__all__ = ["Answer", "Hit", "Index", "IndexUnreadableError"]
