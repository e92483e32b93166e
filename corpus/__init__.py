"""Text in: finding files, reading them into documents, and cutting documents into passages.

for file in find_sources(["beleid/"]).files:
    for item in read_source(file):
        if isinstance(item, Document):
            passages = split_document(item, count_tokens)
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from corpus.documents import Document, Passage, Section
from corpus.embedding_text import embedding_text
from corpus.failures import FailureKind, PagesWithoutText, ReadFailure
from corpus.passages import CHUNKER_VERSION, Chunking, split_document
from corpus.reading import ReadItem, ReadLimits, content_hash, read_source, reader_identity, size_limit
from corpus.reading_process import WorkerLimits
from corpus.sentences import Span, split_sentences
from corpus.sources import SourceFile, SourceList, find_sources
from corpus.statements import Statement, statements
from corpus.workers import ReaderPool

__all__ = [
    "CHUNKER_VERSION",
    "Chunking",
    "Document",
    "FailureKind",
    "PagesWithoutText",
    "Passage",
    "ReadFailure",
    "ReadItem",
    "ReadLimits",
    "ReaderPool",
    "Section",
    "SourceFile",
    "SourceList",
    "Span",
    "Statement",
    "WorkerLimits",
    "content_hash",
    "embedding_text",
    "find_sources",
    "read_source",
    "reader_identity",
    "sample_texts",
    "size_limit",
    "split_document",
    "split_sentences",
    "statements",
]


def sample_texts() -> Path:
    """Return the folder of the texts that come with this package."""
    return Path(str(files("corpus"))) / "texts"
