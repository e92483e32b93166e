"""Writing the truth: documents, passages and vectors into rows of SQLite, within a transaction of the caller."""

from __future__ import annotations

import json
import sqlite3

from index.fingerprint import fingerprint
from index.local.truth import STORED_DTYPE, encoded_statements, field_values, generation_of, set_meta
from index.store import Changes, Entry
from index.stored_sections import stored_sections


def apply(connection: sqlite3.Connection, changes: Changes) -> None:
    """Write `changes` as the next generation; the caller holds the transaction."""
    generation = generation_of(connection) + 1
    replaced = [entry.document.document_id for entry in changes.put]
    connection.executemany("delete from document where document_id = ?", [(i,) for i in (*changes.remove, *replaced)])
    connection.executemany("delete from source where path = ?", [(path,) for path in changes.forgotten])
    for entry in changes.put:
        _insert(connection, entry, generation)
    connection.executemany(
        "insert or replace into source values (?, ?, ?)",
        [(state.path, state.content_hash, state.size) for state in changes.finished],
    )
    set_meta(connection, "generation", str(generation))


def _insert(connection: sqlite3.Connection, entry: Entry, generation: int) -> None:
    document = entry.document
    document_key = connection.execute(
        "insert into document (document_id, content_hash, source, title, date, text, sections, metadata)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.document_id,
            entry.content_hash,
            document.source,
            document.title,
            document.date.isoformat() if document.date else None,
            document.text,
            json.dumps(stored_sections(document.sections), ensure_ascii=False),
            json.dumps(dict(document.metadata), ensure_ascii=False),
        ),
    ).lastrowid
    connection.executemany(
        "insert or ignore into document_field values (?, ?, ?)",
        [(name, value, document_key) for name, value in field_values(document)],
    )
    _insert_passages(connection, entry, document_key, generation)


def replace_passages(connection: sqlite3.Connection, entry: Entry) -> None:
    """Put the passages of a document in place of those that it has, in the next generation."""
    (document_key,) = connection.execute(
        "select document_key from document where document_id = ?", (entry.document.document_id,)
    ).fetchone()
    connection.execute("delete from passage where document_key = ?", (document_key,))
    _insert_passages(connection, entry, document_key, generation_of(connection) + 1)


def _insert_passages(connection: sqlite3.Connection, entry: Entry, document_key: int | None, generation: int) -> None:
    said = entry.statement_vectors or (entry.vectors[:0],) * len(entry.passages)
    for passage, vector, input_hash, of_statements in zip(
        entry.passages, entry.vectors, entry.input_hashes, said, strict=True
    ):
        passage_key = connection.execute(
            "insert into passage (passage_id, document_key, headings, text, start,"
            ' "end", page, generation, address, fingerprint) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            (
                passage.passage_id,
                document_key,
                json.dumps(passage.headings, ensure_ascii=False),
                passage.text,
                passage.start,
                passage.end,
                passage.page,
                generation,
                passage.address,
                fingerprint(passage.text),
            ),
        ).lastrowid
        connection.execute(
            "insert into vector values (?, ?, ?)",
            (passage_key, input_hash, vector.astype(STORED_DTYPE).tobytes()),
        )
        if len(of_statements):
            connection.execute(
                "insert into statement_vector values (?, ?)", (passage_key, encoded_statements(of_statements))
            )
