"""How far a build is: by the bytes of the files that are to be read, since files differ a thousandfold in size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from index.arrays import FloatMatrix

_READING = 0.2  # of the work; the rest is embedding
_EMBEDDED_AT_ONCE = 64  # texts between two signs of progress


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, files_done: int, files_total: int, passages_embedded: int, share: float) -> None:
        """Show that so many files are read and so many passages embedded, and which share, 0 to 1, of all is done."""


class PassageEmbedder(Protocol):
    """Makes the vectors of passages."""

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the vectors of texts, float32 (n, dim)."""


class Meter:
    """Counts what is read and embedded and tells a `Progress`; `sizes` are the bytes of each file that is to be read.

    What is read waits to be embedded many passages at once, so that both count for a part of the work.
    """

    def __init__(self, progress: Progress | None, files_total: int, sizes: Iterable[int]) -> None:
        self._progress = progress
        self._files_total = files_total
        self._sizes = list(sizes)
        self._total = sum(self._sizes)
        self._files_read = 0
        self._read = 0  # bytes of the files before the one at hand
        self._within = 0  # bytes of the file at hand, as far as its documents tell
        self._embedded = 0.0  # bytes, of what was read
        self._passages = 0

    def document(self, characters: int) -> None:
        """Count a document out of the file at hand: many rows or members can be in one."""
        self._within = min(self._within + characters, self._sizes[self._files_read])
        self.tell()

    def file(self) -> None:
        """Count the file at hand as read."""
        self._read += self._sizes[self._files_read]
        self._within = 0
        self._files_read += 1
        self.tell()

    def watching(self, embedder: PassageEmbedder, passages: int) -> PassageEmbedder:
        """Return an embedder that counts, while it embeds so many passages, what was read until now."""
        return _Watched(embedder, self, passages)

    def part(self, embedded: float, passages: float) -> None:
        """Show that a part, 0 to 1, of what waits is embedded, and so many passages with it."""
        waiting = self._read + self._within - self._embedded
        self.tell(self._embedded + embedded * waiting, self._passages + round(passages))

    def stored(self, passages_embedded: int) -> None:
        """Count all that was read as embedded and stored: so many passages since the beginning."""
        self._embedded = self._read + self._within
        self._passages = passages_embedded
        self.tell()

    def tell(self, embedded: float | None = None, passages: int | None = None) -> None:
        """Tell how far it is."""
        if self._progress:
            done = self._embedded if embedded is None else embedded
            work = _READING * (self._read + self._within) + (1 - _READING) * done
            files = self._files_total - len(self._sizes) + self._files_read
            share = work / self._total if self._total else 1.0
            self._progress(files, self._files_total, self._passages if passages is None else passages, share)


class _Watched:
    def __init__(self, embedder: PassageEmbedder, meter: Meter, passages: int) -> None:
        self._embedder = embedder
        self._meter = meter
        self._passages = passages

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Embed texts of about one length together, and tell after each lot."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        lots = [order[i : i + _EMBEDDED_AT_ONCE] for i in range(0, len(order), _EMBEDDED_AT_ONCE)]
        rows: list[FloatMatrix] = []
        characters, done = max(sum(map(len, texts)), 1), 0
        for lot in lots:
            rows.append(self._embedder.embed_passages([texts[i] for i in lot]))
            done += sum(len(texts[i]) for i in lot)
            self._meter.part(done / characters, self._passages * len(rows) / len(lots))
        if not rows:
            return self._embedder.embed_passages([])
        vectors: FloatMatrix = np.concatenate(rows)[np.argsort(order)]
        return vectors
