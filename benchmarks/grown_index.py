"""Indexes of any size for benchmarks: the passages of a real one, and past those, new ones made of them.

A made passage is the first half of one real text and the second half of another, so that words, their number and how
they occur together stay those of real texts. Its vector lies between real ones (`benchmarks.vectors.made`), and so do
those of its statements, of which it has as many as some real passage has.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.vectors import made
from corpus import Document, Passage, Section, statements
from index import LocalStore
from index.arrays import FloatMatrix
from index.local import schema, truth, writing
from index.store import Changes, Entry

PASSAGES_A_DOCUMENT = 50
ENTRIES_AT_ONCE = 200


def grown(real: Path, place: Path, size: int) -> Path:
    """Return `place`, made an index of `size` passages out of the index `real` unless it is there already."""
    if LocalStore.exists(place):
        return place
    with LocalStore(real) as store:
        manifest = store.manifest
    connection = schema.connect(real)
    keys = [key for (key,) in connection.execute("select passage_key from passage order by passage_key")]
    passages = truth.passages_by_key(connection, keys)
    vectors = truth.vectors_by_key(connection, keys)
    connection.close()
    counts = [len(statements(passage)) for passage in passages] if manifest.keeps_statements else []
    entries = _entries(passages, vectors, counts, size)

    def write(truth_file: sqlite3.Connection) -> None:
        while batch := tuple(islice(entries, ENTRIES_AT_ONCE)):
            writing.apply(truth_file, Changes(put=batch))

    with LocalStore.create(place, manifest) as store:
        store.write(write)
    return place


def _entries(passages: list[Passage], vectors: FloatMatrix, counts: list[int], size: int) -> Iterator[Entry]:
    chance = random.Random(0)
    for first in range(0, size, PASSAGES_A_DOCUMENT):
        numbers = range(first, min(first + PASSAGES_A_DOCUMENT, size))
        own = [passages[n] if n < len(passages) else _made(passages, chance) for n in numbers]
        rows = vectors[first : numbers.stop]
        if len(rows) < len(own):
            rows = np.concatenate([rows, made(vectors, len(own) - len(rows), seed=first)])
        entry = _entry(first, own, rows)
        if counts:
            said = [chance.choice(counts) for _ in own]
            mixed = made(vectors, sum(said), seed=first + 1)
            entry = replace(entry, statement_vectors=tuple(np.split(mixed, np.cumsum(said)[:-1])))
        yield entry


def _made(passages: list[Passage], chance: random.Random) -> Passage:
    one, other = chance.choice(passages), chance.choice(passages)
    return replace(one, text="\n".join((_cut(one.text)[0], _cut(other.text)[1])))


def _cut(text: str) -> tuple[str, str]:
    middle = text.find(" ", len(text) // 2)
    return (text[:middle], text[middle + 1 :]) if middle > 0 else (text, text)


def _entry(number: int, passages: list[Passage], vectors: FloatMatrix) -> Entry:
    name = f"document-{number}"
    text = "\n\n".join(passage.text for passage in passages)
    document = Document(name, passages[0].title, f"/teksten/{name}.md", text, (Section((), 0, len(text)),))
    placed: list[Passage] = []
    start = 0
    for order, passage in enumerate(passages):
        end = start + len(passage.text)
        own = replace(passage, passage_id=f"p{number + order}", document_id=name, source=document.source)
        placed.append(replace(own, start=start, end=end))
        start = end + 2
    hashes = tuple(hashlib.sha256(passage.passage_id.encode()).digest() for passage in placed)
    return Entry(document, hashlib.sha256(name.encode()).digest(), tuple(placed), vectors, hashes)
