"""Checking a store, everything against everything: the truth against itself, and the caches against the truth."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import statements
from index.arrays import KeyArray
from index.local import lexical, truth, vectors
from index.local.caches import LEXICAL_FOLDER, VECTORS_FILE, Caches, Stamp
from index.local.lexical import LexicalIndex
from index.manifest import Manifest

LENGTH_TOLERANCE = 2e-3  # of a unit vector that was kept in 16 bits

_RESTORE = "Zet een reservekopie terug met 'veiligheidswijzer restore'."
_REBUILD = "Maak de index opnieuw met 'veiligheidswijzer rebuild'."
_REPAIR = "Herstel met 'veiligheidswijzer repair'."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong and what to do about it; both Dutch sentences."""

    what: str
    remedy: str


def verify(connection: sqlite3.Connection, caches: Caches) -> list[Finding]:
    """Return what is wrong with the store at the generation that `connection` sees; empty if nothing is."""
    findings = list(_truth_file(connection))
    if not findings:  # what a damaged file says is worth nothing
        findings += _passages(connection)
        findings += _vectors(connection)
        findings += _statements(connection)
        findings += _fields(connection)
        findings += _caches(connection, caches)
    return findings


def _truth_file(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (message,) in connection.execute("pragma integrity_check(10)"):
        if message != "ok":
            yield Finding(f"Het databasebestand is beschadigd: {message}.", _RESTORE)
    for table, *_ in connection.execute("pragma foreign_key_check"):
        yield Finding(f"In tabel {table} staat een rij die nergens bij hoort.", _RESTORE)


def _passages(connection: sqlite3.Connection) -> Iterator[Finding]:
    for document_id, text, passages in connection.execute(
        'select document_id, document.text, json_group_array(json_array(start, "end", passage.text))'
        " from document join passage using (document_key) group by document_key"
    ):
        for start, end, quoted in json.loads(passages):
            if text[start:end] != quoted:
                yield Finding(f"Een passage van {document_id} ({start} tot {end}) staat zo niet in de tekst.", _REBUILD)
    for (document_id,) in connection.execute(
        "select document_id from document where document_key not in (select document_key from passage)"
    ):
        yield Finding(f"Document {document_id} heeft geen passages.", _REBUILD)
    (revived,) = connection.execute("select count(*) from removed join passage using (passage_key)").fetchone()
    if revived:
        yield Finding(f"{revived} passages staan als verwijderd te boek, maar zijn er nog.", _REBUILD)


def _vectors(connection: sqlite3.Connection) -> Iterator[Finding]:
    dimension = Manifest.from_json(truth.meta(connection, "manifest")).dimension
    for (passage_id,) in connection.execute(
        "select passage_id from passage where passage_key not in (select passage_key from vector)"
    ):
        yield Finding(f"Passage {passage_id} heeft geen vector.", _REBUILD)
    expected = dimension * truth.STORED_DTYPE.itemsize
    (odd,) = connection.execute("select count(*) from vector where length(data) <> ?", (expected,)).fetchone()
    if odd:
        yield Finding(f"{odd} vectoren hebben een andere lengte dan {dimension} getallen.", _REBUILD)
        return
    for keys, rows in truth.vector_batches(connection):
        lengths = np.linalg.norm(rows, axis=1)
        wrong = ~(np.isfinite(lengths) & (np.abs(lengths - 1) < LENGTH_TOLERANCE))
        for key, length in zip(keys[wrong].tolist(), lengths[wrong].tolist(), strict=True):
            yield Finding(f"De vector van passage {key} heeft lengte {length:.4g} in plaats van 1.", _REBUILD)


def _statements(connection: sqlite3.Connection) -> Iterator[Finding]:
    manifest = Manifest.from_json(truth.meta(connection, "manifest"))
    if not manifest.keeps_statements:
        return
    keys = [key for (key,) in connection.execute("select passage_key from passage order by 1")]
    anything = np.ones(manifest.dimension, np.float32)
    for first in range(0, len(keys), truth.BATCH):
        batch = keys[first : first + truth.BATCH]
        cosines = truth.statement_cosines(connection, anything, batch)
        for passage, of_statements in zip(truth.passages_by_key(connection, batch), cosines, strict=True):
            if len(of_statements) != len(statements(passage)):
                yield Finding(f"Passage {passage.passage_id} mist de vectoren van haar zinnen.", _REBUILD)


def _fields(connection: sqlite3.Connection) -> Iterator[Finding]:
    for document in truth.all_documents(connection):
        rows = connection.execute(
            "select name, value from document_field join document using (document_key) where document_id = ?",
            (document.document_id,),
        )
        if set(rows) != set(truth.field_values(document)):
            yield Finding(f"De filtergegevens van {document.document_id} kloppen niet met het document.", _REBUILD)


def _caches(connection: sqlite3.Connection, caches: Caches) -> Iterator[Finding]:
    generation, store_id = truth.generation_of(connection), truth.meta(connection, "store_id")
    stamp, faults = caches.newest(store_id, generation, by_content=True)
    for fault in faults:
        yield Finding(f"Zoekbestand {fault} is beschadigd.", _REPAIR)
    if stamp is None:
        yield Finding("Er zijn geen bruikbare zoekbestanden.", _REPAIR)
        return
    if stamp.generation != generation:
        yield Finding(f"De zoekbestanden zijn van generatie {stamp.generation}, de teksten van {generation}.", _REPAIR)
        return
    keys = np.fromiter((k for (k,) in connection.execute("select passage_key from passage order by 1")), np.int64)
    yield from _vector_cache(connection, caches, stamp, keys)
    folder = caches.path(stamp) / LEXICAL_FOLDER
    with tempfile.TemporaryDirectory() as private:
        if not lexical.may_be_opened(folder):
            folder = lexical.linked(folder, Path(private))
        lexical_keys = LexicalIndex(folder).all_keys()
    if not np.array_equal(lexical_keys, keys):
        yield Finding("De woordenindex bevat niet precies de passages van de teksten.", _REPAIR)


def _vector_cache(connection: sqlite3.Connection, caches: Caches, stamp: Stamp, keys: KeyArray) -> Iterator[Finding]:
    main = vectors.load(caches.path(stamp) / VECTORS_FILE)
    added = [batch for batch, _ in truth.vector_batches(connection, stamp.vectors_generation)]
    removed = truth.removed_keys(connection, stamp.vectors_generation)
    present = np.setdiff1d(np.concatenate([vectors.keys_of(main), *added]), removed)
    if not np.array_equal(present, keys):
        yield Finding("De vectorindex bevat niet precies de passages van de teksten.", _REPAIR)
