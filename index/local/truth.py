"""Reading the truth: documents, passages and vectors from rows of SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from corpus import Document, Passage
from index.arrays import FloatMatrix, FloatVector, KeyArray, products
from index.filter import source_path
from index.local.lexical_writing import LexicalRow
from index.passage_vectors import PassageVectors
from index.store import DocumentSummary, SourceState
from index.stored_sections import read_sections

STORED_DTYPE = np.dtype(
    "<f2"
)  # 16 bits: cosine with the 32-bit vector stays above 0.99999 (tests/index/local/test_store_model.py)
BATCH = 10_000  # rows, or bound values of one statement


def generation_of(connection: sqlite3.Connection) -> int:
    """Return the generation that a connection sees."""
    return int(connection.execute("select value from meta where name = 'generation'").fetchone()[0])


def passage_count(connection: sqlite3.Connection) -> int:
    """Return how many passages there are."""
    return int(connection.execute("select count(*) from passage").fetchone()[0])


def meta(connection: sqlite3.Connection, name: str) -> str:
    """Return one value of the table of facts about the store."""
    return str(connection.execute("select value from meta where name = ?", (name,)).fetchone()[0])


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Set one value of the table of facts about the store."""
    connection.execute("insert or replace into meta values (?, ?)", (name, value))


def field_values(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every (field name, case-folded value) by which a filter can choose `document`."""
    yield "document", document.document_id.casefold()
    path = source_path(document.source)
    for value in {str(path), path.name, *(str(p) for p in path.parents), *(p.name for p in path.parents)} - {""}:
        yield "source", value.casefold()
    for name, values in document.metadata.items():
        for value in values:
            yield name, value.casefold()


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def passages_by_key(connection: sqlite3.Connection, keys: Sequence[int]) -> list[Passage]:
    """Return the passages of `keys`, in that order.

    Raises:
        KeyError: a key is not in the store.

    """
    found = {
        row[0]: _passage(row[1:])
        for row in _in_batches(
            connection,
            "select passage_key, passage_id, document_id, title, source, headings, passage.text, start,"
            ' "end", page, date, address from passage join document using (document_key)'
            " where passage_key in ({})",
            keys,
        )
    }
    return [found[key] for key in keys]


def _passage(row: tuple[str, str, str, str, str, str, int, int, int | None, str | None, str | None]) -> Passage:
    passage_id, document_id, title, source, headings, text, start, end, page, day, address = row
    return Passage(
        passage_id=passage_id,
        document_id=document_id,
        title=title,
        source=source,
        headings=tuple(json.loads(headings)),
        text=text,
        start=start,
        end=end,
        page=page,
        date=date.fromisoformat(day) if day else None,
        address=address,
    )


def vectors_by_key(connection: sqlite3.Connection, keys: Sequence[int]) -> FloatMatrix:
    """Return the vectors of `keys`, float32 (n, dim), in that order; KeyError as for passages."""
    found = dict(_in_batches(connection, "select passage_key, data from vector where passage_key in ({})", keys))
    return decoded([found[key] for key in keys])


def statement_cosines(connection: sqlite3.Connection, question: FloatVector, keys: Sequence[int]) -> list[FloatVector]:
    """Return the cosine of each statement of each of `keys` with `question`, float32 (n,), in that order.

    KeyError as for passages. All are decoded and multiplied at once: a question has hundreds of them.
    """
    if not keys:
        return []
    found = dict(
        _in_batches(
            connection,
            "select passage_key, coalesce(statement_vector.data, x'') from passage"
            " left join statement_vector using (passage_key) where passage_key in ({})",
            keys,
        )
    )
    blobs = [found[key] for key in keys]
    rows = np.frombuffer(b"".join(blobs), np.int8).reshape(-1, len(question)).astype(np.float32)
    # Dividing the products costs a twentieth of dividing the rows.
    cosines = products(rows, question) / np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.split(cosines, np.cumsum([len(blob) // len(question) for blob in blobs[:-1]]))


def known_vectors(connection: sqlite3.Connection, input_hashes: Sequence[bytes]) -> dict[bytes, PassageVectors]:
    """Return the vectors that were made of these inputs."""
    rows = _in_batches(
        connection,
        "select input_hash, vector.data, statement_vector.data from vector"
        " left join statement_vector using (passage_key) where input_hash in ({})",
        input_hashes,
    )
    known: dict[bytes, PassageVectors] = {}
    for input_hash, whole, said in rows:
        vector = decoded([whole])[0]
        known[input_hash] = PassageVectors(vector, decoded_statements(said or b"", len(vector)))
    return known


def encoded_statements(vectors: FloatMatrix) -> bytes:
    """Turn unit rows, float32 (n, dim), into stored vectors of statements: each number in 8 bits, the largest as 127.

    A row keeps its direction (cosine above 0.9995), and gets its length back on reading.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-12)
    rounded: bytes = np.rint(vectors * (127 / largest)).astype(np.int8).tobytes()
    return rounded


def decoded_statements(blob: bytes, dimension: int) -> FloatMatrix:
    """Turn stored vectors of statements into unit rows, float32 (n, dim)."""
    rows = np.frombuffer(blob, np.int8).reshape(-1, dimension).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def decoded(blobs: Sequence[bytes]) -> FloatMatrix:
    """Turn stored vectors into float32 (n, dim)."""
    if not blobs:
        return np.empty((0, 0), np.float32)
    return np.frombuffer(b"".join(blobs), STORED_DTYPE).reshape(len(blobs), -1).astype(np.float32)


def vector_batches(connection: sqlite3.Connection, after_generation: int = 0) -> Iterator[tuple[KeyArray, FloatMatrix]]:
    """Yield keys, int64 (n,), and vectors, float32 (n, dim), of what was added after a generation."""
    rows = connection.execute(
        "select passage_key, data from vector"
        if after_generation == 0
        else "select passage_key, data from passage join vector using (passage_key) where generation > ?",
        () if after_generation == 0 else (after_generation,),
    )
    while batch := rows.fetchmany(BATCH):
        yield np.array([key for key, _ in batch], np.int64), decoded([data for _, data in batch])


def lexical_rows(connection: sqlite3.Connection, after_generation: int = 0) -> Iterator[LexicalRow]:
    """Yield every passage that was added after a generation, as lexical search sees it."""
    for key, title, headings, text, day, address, fields in connection.execute(
        "select passage_key, title, headings, passage.text, date, address,"
        " (select json_group_array(json_array(name, value)) from document_field as field"
        " where field.document_key = document.document_key)"
        " from passage join document using (document_key) where generation > ? order by passage_key",
        (after_generation,),
    ):
        yield LexicalRow(
            key=key,
            title=title,
            headings=tuple(json.loads(headings)),
            address=address or "",
            text=text,
            day=date.fromisoformat(day) if day else None,
            fields=tuple((name, value) for name, value in json.loads(fields)),
        )


def passages_changed(connection: sqlite3.Connection, after_generation: int) -> tuple[int, int]:
    """Return how many passages there are, and how many came or went after a generation."""
    (total,) = connection.execute("select count(*) from passage").fetchone()
    (added,) = connection.execute("select count(*) from passage where generation > ?", (after_generation,)).fetchone()
    (gone,) = connection.execute("select count(*) from removed where generation > ?", (after_generation,)).fetchone()
    return int(total), int(added + gone)


def existing_keys(connection: sqlite3.Connection, keys: Sequence[int]) -> set[int]:
    """Return those of `keys` that the store holds."""
    return {
        key for (key,) in _in_batches(connection, "select passage_key from passage where passage_key in ({})", keys)
    }


def passage_keys(connection: sqlite3.Connection, passage_ids: Sequence[str]) -> list[int | None]:
    """Return the key of each passage id, None where there is no such passage."""
    rows = _in_batches(connection, "select passage_id, passage_key from passage where passage_id in ({})", passage_ids)
    found = dict(rows)
    return [found.get(passage_id) for passage_id in passage_ids]


def removed_keys(connection: sqlite3.Connection, after_generation: int) -> KeyArray:
    """Return the keys of the passages that were removed after a generation, int64 ascending."""
    rows = connection.execute(
        "select passage_key from removed where generation > ? order by passage_key", (after_generation,)
    )
    return np.fromiter((key for (key,) in rows), np.int64)


def sources(connection: sqlite3.Connection) -> dict[str, SourceState]:
    """Return every source that was read to its end, by path."""
    rows = connection.execute("select path, content_hash, size from source")
    return {path: SourceState(path, content_hash, size) for path, content_hash, size in rows}


def source_hashes(connection: sqlite3.Connection, paths: Sequence[str]) -> dict[str, bytes]:
    """Return the SHA-256 of the bytes of each of these sources; what was not read to its end is left out."""
    return dict(_in_batches(connection, "select path, content_hash from source where path in ({})", paths))


def documents_of(connection: sqlite3.Connection, source: str) -> dict[str, bytes]:
    """Return the ids of all documents that came from a source, with the SHA-256 of their content."""
    return dict(connection.execute("select document_id, content_hash from document where source = ?", (source,)))


def document_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many documents came from each source."""
    return dict(connection.execute("select source, count(*) from document group by source"))


def owners(connection: sqlite3.Connection, document_ids: Sequence[str]) -> dict[str, str]:
    """Return from which source the store has each of these documents."""
    return dict(
        _in_batches(connection, "select document_id, source from document where document_id in ({})", document_ids)
    )


def document_by_id(connection: sqlite3.Connection, document_id: str) -> Document | None:
    """Return a whole document, or None."""
    rows = _documents(connection, "where document_id = ?", (document_id,))
    return next(iter(rows), None)


def all_documents(connection: sqlite3.Connection) -> Iterator[Document]:
    """Yield every whole document."""
    return _documents(connection, "order by document_key", ())


def _documents(connection: sqlite3.Connection, tail: str, values: tuple[object, ...]) -> Iterator[Document]:
    for document_id, title, path, day, text, sections, metadata in connection.execute(
        f"select document_id, title, source, date, text, sections, metadata from document {tail}",
        values,
    ):
        yield Document(
            document_id=document_id,
            title=title,
            source=path,
            text=text,
            sections=read_sections(json.loads(sections)),
            date=date.fromisoformat(day) if day else None,
            metadata={name: tuple(values) for name, values in json.loads(metadata).items()},
        )


def summaries(connection: sqlite3.Connection) -> list[DocumentSummary]:
    """Return a line for every document, ordered by title."""
    return [
        DocumentSummary(document_id, title, path, date.fromisoformat(day) if day else None, passages, characters)
        for document_id, title, path, day, passages, characters in connection.execute(
            "select document_id, title, source, date,"
            " (select count(*) from passage where passage.document_key = document.document_key), length(text)"
            " from document order by title, document_id"
        )
    ]


def _in_batches(connection: sqlite3.Connection, statement: str, values: Sequence[object]) -> Iterable[tuple]:  # type: ignore[type-arg]
    for first in range(0, len(values), BATCH):
        batch = values[first : first + BATCH]
        yield from connection.execute(statement.format(_marks(batch)), batch)
