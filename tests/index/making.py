"""Entries for stores, made of words, with vectors that can be computed by hand."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from corpus import Chunking, Document, Section, split_document, statements
from index import Manifest
from index.store import Entry
from tests.fake_embedder import FakeEmbedder

EMBEDDER = FakeEmbedder()
CHUNKING = Chunking()
MANIFEST = Manifest.of(EMBEDDER.identity, CHUNKING)


def document(
    document_id: str,
    text: str,
    *,
    title: str = "Titel",
    source: str = "/bron/a.txt",
    day: date | None = None,
    metadata: dict[str, tuple[str, ...]] | None = None,
) -> Document:
    """A document of one section."""
    return Document(document_id, title, source, text, (Section((), 0, len(text)),), day, metadata or {})


def entry(of: Document) -> Entry:
    """The document with passages and vectors."""
    passages = tuple(split_document(of, EMBEDDER.count_tokens, CHUNKING))
    texts = [passage.text for passage in passages]
    said = [EMBEDDER.embed_questions([s.in_context(p) for s in statements(p)]) for p in passages]
    return Entry(
        of,
        hashlib.sha256(f"{of}".encode()).digest(),
        passages,
        EMBEDDER.embed_passages(texts),
        tuple(hashlib.sha256(text.encode()).digest() for text in texts),
        tuple(said),
    )


def caches_of(place: Path) -> list[Path]:
    """All files of all cache folders."""
    return sorted(path for path in (place / "caches").rglob("*") if path.is_file())
