"""How far a build is: by the bytes of the files that are to be read, since files differ a thousandfold in size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, files_done: int, files_total: int, passages_embedded: int, share: float) -> None:
        """Show that so many files are done and so many passages embedded, and which share, 0 to 1, of the work."""


class Meter:
    """Counts files and bytes and tells a `Progress`; `sizes` are the bytes of each file that is to be read."""

    def __init__(self, progress: Progress | None, files_total: int, sizes: Iterable[int]) -> None:
        self._progress = progress
        self._files_total = files_total
        self._sizes = list(sizes)
        self._bytes_total = sum(self._sizes)
        self._files_done = files_total - len(self._sizes)
        self._bytes_done = 0
        self._within = 0  # bytes of the file at hand, as far as its documents tell
        self._passages = 0

    def item(self, characters: int, passages_embedded: int) -> None:
        """Count a document out of the file at hand: many rows or members can be in one."""
        self._within = min(self._within + characters, self._size_at_hand())
        self.tell(passages_embedded)

    def file(self, passages_embedded: int) -> None:
        """Count the file at hand."""
        self._bytes_done += self._size_at_hand()
        self._files_done += 1
        self._within = 0
        self.tell(passages_embedded)

    def tell(self, passages_embedded: int) -> None:
        """Tell how far it is."""
        if self._progress:
            share = (self._bytes_done + self._within) / self._bytes_total if self._bytes_total else 1.0
            self._progress(self._files_done, self._files_total, passages_embedded, share)

    def _size_at_hand(self) -> int:
        at_hand = len(self._sizes) - (self._files_total - self._files_done)
        return self._sizes[at_hand] if 0 <= at_hand < len(self._sizes) else 0
