"""Counts of what a piece of work asked for: SQL statements, files opened, bytes read, calls of the model."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from index.arrays import FloatMatrix
from index.local import schema
from tests.fake_embedder import FakeEmbedder

_IO = Path("/proc/self/io")
COUNTS_BYTES = _IO.exists()


@dataclass
class Counts:
    """`opened` are the paths that Python opened, and the databases; `read_bytes` is of the whole process."""

    statements: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    read_bytes: int = 0


class CountingEmbedder(FakeEmbedder):
    """Counts its calls, and the texts of each."""

    def __init__(self) -> None:
        super().__init__()
        self.question_calls: list[int] = []
        self.passage_calls: list[int] = []

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        self.question_calls.append(len(texts))
        return super().embed_questions(texts)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        self.passage_calls.append(len(texts))
        self.passages_embedded.extend(texts)
        return super().embed_questions(texts)


_counting: list[Counts] = []  # the one that counts now; a hook for audits cannot be taken away
_connect = schema.connect


@contextmanager
def counted() -> Iterator[Counts]:
    """Count within a `with` block what is done by stores that are opened within it or within `statements_counted`."""
    counts = Counts()
    before = _read_bytes()
    _counting.append(counts)
    try:
        yield counts
    finally:
        _counting.remove(counts)
        counts.read_bytes = _read_bytes() - before


@contextmanager
def statements_counted() -> Iterator[None]:
    """Let the connections that stores open within a `with` block tell their statements to `counted`."""
    with patch.object(schema, "connect", _traced):
        yield


def _traced(folder: Path, write: bool = False) -> sqlite3.Connection:
    connection = _connect(folder, write=write)
    connection.set_trace_callback(_tell_statement)
    return connection


def _tell_statement(statement: str) -> None:
    for counts in _counting:
        counts.statements.append(statement)


def _tell_opened(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("open", "sqlite3.connect"):
        for counts in _counting:
            counts.opened.append(str(arguments[0]))


def _read_bytes() -> int:
    lines = _IO.read_text("ascii").splitlines() if COUNTS_BYTES else []
    return next((int(line.split()[1]) for line in lines if line.startswith("rchar")), 0)


sys.addaudithook(_tell_opened)
