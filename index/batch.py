"""What waits to be embedded and made durable in one write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.entries import Cut
from index.passage_vectors import PassageVectors
from index.store import Changes, SourceState


@dataclass(slots=True)
class Batch:
    """Documents to put and remove, and the sources that are finished by it.

    A source is stored as finished only while all its documents are those of its bytes: one of which something is put
    or removed is forgotten, unless it is finished in the same write.
    """

    cuts: list[Cut] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    _finished: list[SourceState] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)

    def put(self, cut: Cut) -> None:
        """Add a document, in place of what its id holds."""
        self.cuts.append(cut)
        self._touched.add(cut.document.source)

    def remove(self, document_ids: Iterable[str], source: str) -> None:
        """Remove documents of a source, before any is put."""
        if ids := set(document_ids):
            self.gone |= ids
            self._touched.add(source)

    def finish(self, state: SourceState) -> None:
        """Count a source as finished by this batch."""
        self._finished.append(state)

    def owner_of(self, document_id: str) -> str | None:
        """Return the source of the document of that id that is put, None if none is."""
        return next((one.document.source for one in self.cuts if one.document.document_id == document_id), None)

    @property
    def passages(self) -> int:
        """How many passages are put."""
        return sum(len(one.passages) for one in self.cuts)

    def changes(self, vectors: Mapping[bytes, PassageVectors]) -> Changes:
        """Return the write, with the vectors of all passages taken from `vectors` by input hash."""
        return Changes(
            put=tuple(one.entry(vectors) for one in self.cuts),
            remove=tuple(sorted(self.gone)),
            finished=tuple(self._finished),
            forgotten=tuple(sorted(self._touched - {state.path for state in self._finished})),
        )
