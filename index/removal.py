"""Taking documents and sources out of an index by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import InputError
from index.local.local_store import LocalStore
from index.store import Changes


@dataclass(frozen=True, slots=True)
class Removed:
    """How many documents went. `words_left` says that their words are still in the search files, until `repair`."""

    documents: int
    words_left: bool


def remove(place: Path, names: Sequence[str]) -> Removed:
    """Remove documents by id, and sources by path or by the folder they are in; return what went.

    Raises:
        InputError: a name is neither, or empty, as an unset variable of a script is; nothing was removed.
        StoreError: there is no index, or it cannot be written.
    """
    with LocalStore(place) as store, store.writing():
        stored = store.sources().keys() | store.document_counts().keys()  # finished, or read in part
        documents: set[str] = set()
        sources: set[str] = set()
        for name in names:
            if not name.strip():  # its path would be the working folder
                raise InputError("Er is een lege naam gegeven. Er is niets verwijderd. Noem een document of een bron.")
            path = Path(name).expanduser().resolve()
            under = [
                source for source in stored if source == name or Path(source) == path or path in Path(source).parents
            ]
            found = {name} if store.owners([name]) else {i for source in under for i in store.documents_of(source)}
            if not found:
                raise InputError(
                    f"{name!r} staat niet in de index, niet als document en niet als bron. Er is niets verwijderd. "
                    "'veiligheidswijzer search VRAAG --json' geeft bij elke passage source en document_id."
                )
            documents |= found
            sources |= set(under)
        with store.wiping():
            store.update(Changes(remove=tuple(sorted(documents)), forgotten=tuple(sorted(sources))))
        return Removed(len(documents), words_left=store.has_words_left)
