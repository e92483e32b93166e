"""Which id a text gets in the index: the one that it was read with, unless another text has that already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from dataclasses import replace
from itertools import chain, count

from corpus import Document, SourceFile
from corpus.errors import SourceError


class DocumentIds:
    """Gives the documents of one file their ids, in order; the same texts get the same ids at every reading.

    `before` are the ids that the index has of this file already. `owner_of` returns which other source has an id and
    will keep it, or None.
    """

    def __init__(self, file: SourceFile, before: Container[str], owner_of: Callable[[str], str | None]) -> None:
        self._file = file
        self._before = before
        self._owner_of = owner_of
        self._kept: dict[str, str] = {}
        self.given: set[str] = set()

    def placed(self, document: Document) -> Document:
        """Return `document` with an id that no other text has.

        Raises:
            SourceError: its id was given by hand, so it may not be changed, and another text has it.
        """
        read = document.document_id
        owner = self._file.source if read in self.given else None if read in self._before else self._owner_of(read)
        if owner is not None and not self._is_made_of_names(read):
            raise SourceError(f"Het kenmerk (_id) {read!r} bestaat al in {owner}. Geef elke tekst een eigen kenmerk.")
        wanted = read if owner in (None, self._file.source) else f"{read}~{self._mark}"
        free = (one for one in chain([wanted], (f"{wanted}~{n}" for n in count(2))) if one not in self.given)
        self._kept[read] = next(free)
        self.given.add(self._kept[read])
        return replace(document, document_id=self._kept[read])

    def last_of(self, read: str) -> str:
        """Return the id that was given to the last document that was read with the id `read`."""
        return self._kept.get(read, read)

    def _is_made_of_names(self, document_id: str) -> bool:
        """Tell whether an id is made of the names of files, which need not differ: all but those of rows."""
        return f"{document_id}/".startswith(f"{self._file.document_id}/")

    @property
    def _mark(self) -> str:
        return hashlib.sha256(self._file.source.encode()).hexdigest()[:8]
