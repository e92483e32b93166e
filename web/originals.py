"""The file that a document was read from, for who wants to see the page itself: only if it is still the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from index import Store

_PIECE = 1 << 20  # bytes
_IN_MEMORY = 8 << 20
# In these are other texts than the document alone, perhaps some that were never read and that nobody should get.
_OF_MANY_TEXTS = frozenset({".zip", ".jsonl", ".ndjson", ".eml", ".msg"})


def original_file(store: Store, document_id: str) -> Path | None:
    """Return the file that a document was read from, None where it cannot be given.

    It is given where the file holds this document alone and is on this computer's disk; never from an index that masks
    personal data, since they stand unmasked in the file. That it is the same file is checked by `checked_copy`.
    """
    if store.info().manifest.get("masks_personal_data") == "True":
        return None
    source = store.owners([document_id]).get(document_id)
    if source is None or Path(source).suffix.lower() in _OF_MANY_TEXTS or len(store.documents_of(source)) != 1:
        return None
    path = Path(source)
    return path if path.is_absolute() and path.is_file() else None


def checked_copy(store: Store, file: Path) -> IO[bytes] | None:
    """Return a copy of `file` at its beginning if it has the bytes that were read, else None.

    What is handed out is the copy, so that nobody can change it between the check and the reading.

    Raises:
        OSError: there is no room for the copy.

    """
    with store.view() as view:
        expected = view.source_hashes([str(file)]).get(str(file))
    copy: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
    digest = hashlib.sha256()
    try:
        for piece in _read(file):
            digest.update(piece)
            copy.write(piece)
    except OSError:
        copy.close()
        raise
    if digest.digest() != expected:
        copy.close()
        return None
    copy.seek(0)
    return copy


def _read(file: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, as far as it can be read."""
    with suppress(OSError), file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
