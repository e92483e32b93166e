"""From a document to what a store keeps of it: cut into passages, each embedded once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Chunking, Document, Passage, embedding_text, split_document, statements
from index.embedding.embedder import Embedder
from index.passage_vectors import PassageVectors
from index.progress import PassageEmbedder
from index.store import Entry
from index.stored_sections import stored_sections


@dataclass(frozen=True, slots=True)
class Cut:
    """A document cut into passages; `inputs` are the texts to embed, `input_hashes` their SHA-256."""

    document: Document
    content_hash: bytes
    passages: tuple[Passage, ...]
    inputs: tuple[str, ...]
    input_hashes: tuple[bytes, ...]

    def entry(self, vectors: Mapping[bytes, PassageVectors]) -> Entry:
        """Return what is stored, with the vectors taken from `vectors` by input hash."""
        of_passages = [vectors[input_hash] for input_hash in self.input_hashes]
        rows = np.array([one.whole for one in of_passages], np.float32)
        of_statements = tuple(one.statements for one in of_passages)
        return Entry(self.document, self.content_hash, self.passages, rows, self.input_hashes, of_statements)


def cut(document: Document, embedder: Embedder, chunking: Chunking) -> Cut:
    """Cut `document` into passages that `embedder` reads whole."""
    passages = tuple(split_document(document, embedder.count_tokens, chunking))
    inputs = tuple(embedding_text(passage) for passage in passages)
    hashes = tuple(hashlib.sha256(text.encode()).digest() for text in inputs)
    return Cut(document, content_hash_of(document), passages, inputs, hashes)


def embed_missing(
    cuts: Iterable[Cut], embedder: PassageEmbedder, known: Mapping[bytes, PassageVectors], *, keeps_statements: bool
) -> dict[bytes, PassageVectors]:
    """Return the vectors, by input hash, of all inputs of `cuts` that are not in `known`; each is embedded once."""
    missing = {
        input_hash: (text, passage)
        for one in cuts
        for input_hash, text, passage in zip(one.input_hashes, one.inputs, one.passages, strict=True)
        if input_hash not in known
    }
    said = [
        [statement.in_context(passage) for statement in statements(passage)] if keeps_statements else []
        for _, passage in missing.values()
    ]
    texts = [text for text, _ in missing.values()] + [text for of_passage in said for text in of_passage]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}  # a passage of one sentence is said twice
    rows = embedder.embed_passages(list(places))[[places[text] for text in texts]]
    ends = len(missing) + np.cumsum([len(of_passage) for of_passage in said], dtype=np.int64)
    return {
        input_hash: PassageVectors(rows[at], rows[end - len(of_passage) : end])
        for at, (input_hash, of_passage, end) in enumerate(zip(missing, said, ends.tolist(), strict=True))
    }


def hashes_of(cuts: Sequence[Cut]) -> list[bytes]:
    """Return every input hash of `cuts` once."""
    return list(dict.fromkeys(input_hash for one in cuts for input_hash in one.input_hashes))


def content_hash_of(document: Document) -> bytes:
    """Return the SHA-256 of everything that a document says, wherever it came from."""
    content = [
        document.title,
        document.text,
        stored_sections(document.sections),
        document.date.isoformat() if document.date else None,
        sorted(document.metadata.items()),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).digest()
