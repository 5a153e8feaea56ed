"""Two full-text indexes that rank the same texts: SQLite's FTS5 and Tantivy, both in memory."""

import sqlite3
from collections.abc import Sequence
from typing import Protocol

import tantivy
from dispatch_texts import DispatchText, words


class Ranking(Protocol):
    """A search that puts dispatches in order."""

    def __call__(self, question: str, /) -> list[str]:
        """The ids of what answers a question, the best first."""
        ...


def fts5(texts: Sequence[DispatchText]) -> Ranking:
    """SQLite with stemmed English words; any word of a question may be there, and bm25() ranks."""
    database = sqlite3.connect(":memory:")
    columns = "id UNINDEXED, title, facts, text, tokenize='porter unicode61'"
    database.execute(f"CREATE VIRTUAL TABLE dispatches USING fts5({columns})")
    rows = [(one.id, one.title, one.values, one.text) for one in texts]
    database.executemany("INSERT INTO dispatches VALUES (?, ?, ?, ?)", rows)

    def rank(question: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in words(question))
        found = database.execute(
            "SELECT id FROM dispatches WHERE dispatches MATCH ? ORDER BY bm25(dispatches), rowid", (asked,)
        )
        return [row[0] for row in found]

    return rank


def tantivy_ranking(texts: Sequence[DispatchText]) -> Ranking:
    """Tantivy with stemmed English words, likewise; the scores of the three fields are added."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "facts", "text"):
        builder.add_text_field(field, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)  # one thread, so that ties have one order
    for one in texts:
        writer.add_document(tantivy.Document(id=one.id, title=one.title, facts=one.values, text=one.text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def rank(question: str) -> list[str]:
        asked = index.parse_query(
            " ".join(f'"{word}"' for word in words(question)), ["title", "facts", "text"]
        )
        hits = searcher.search(asked, limit=len(texts)).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return rank
