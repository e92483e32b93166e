"""Question and passages read together, for the choice of the sentences that answer."""

from retrieval.reading.reader import DefaultReader, Reader, default_reader

__all__ = ["DefaultReader", "Reader", "default_reader"]
