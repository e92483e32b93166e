"""Nearest neighbours: FAISS over the vectors of one generation, and what came and went since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import FloatMatrix, FloatVector, KeyArray, products
from index.local.truth import STORED_DTYPE
from index.store import Candidates

SPARE = 32  # candidates more than wanted where scores are rounded; of real vectors, 30 held all of the best hundred
_NO_KEYS: KeyArray = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class VectorSet:
    """The vectors that answer at one generation; never changed, so that searches need no lock.

    `main` is a FAISS index of the vectors at `main_generation`. `added_keys` int64 (n,) and `added` float32
    (n, dim) came later, `removed` int64 ascending went later.
    """

    main: Any
    main_generation: int
    added_keys: KeyArray
    added: FloatMatrix
    removed: KeyArray

    def search(
        self, question: FloatVector, k: int, allowed: KeyArray | None = None, excluded: KeyArray = _NO_KEYS
    ) -> Candidates:
        """Return the at most `k` highest inner products, among the keys `allowed` (int64) if given, not `excluded`.

        question: float32 (dim,), finite. Equal scores are ordered by key.
        """
        gone = np.union1d(self.removed, excluded) if len(excluded) else self.removed
        keys, scores = self._search_main(question, k, allowed, gone)
        if len(self.added_keys):
            live = ~np.isin(self.added_keys, gone)
            if allowed is not None:
                live &= np.isin(self.added_keys, allowed)
            keys = np.concatenate([keys, self.added_keys[live]])
            scores = np.concatenate([scores, products(self.added[live], question)])
        best = np.lexsort((keys, -scores))[:k]
        return Candidates(keys[best], scores[best])

    def _search_main(
        self, question: FloatVector, k: int, allowed: KeyArray | None, gone: KeyArray
    ) -> tuple[KeyArray, FloatVector]:
        k = min(k, self.main.ntotal)
        if k <= 0 or (allowed is not None and not len(allowed)):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        import faiss

        faiss.omp_set_num_threads(1)  # questions run side by side; two threads on one question wait for each other
        parameters, _keep_alive = _search_parameters(self.main, allowed, gone)
        scores, keys = self.main.search(question[None, :], k, params=parameters)
        found = keys[0] >= 0  # FAISS fills up with -1 where a selector leaves fewer than k
        return keys[0][found], scores[0][found]

    @property
    def has_rounded_scores(self) -> bool:
        """Whether its codes are coarser than the vectors of the truth, so that near scores may change places."""
        return self._code_size < STORED_DTYPE.itemsize * int(self.main.d)

    @property
    def memory_bytes(self) -> int:
        """The bytes that codes, keys and additions take in memory."""
        return int(self.main.ntotal * (self._code_size + 8) + self.added.nbytes + self.added_keys.nbytes)

    @property
    def _code_size(self) -> int:
        return int(_inner(self.main).code_size)

    def __len__(self) -> int:
        return int(self.main.ntotal + len(self.added_keys) - len(self.removed))


def _search_parameters(main: Any, allowed: KeyArray | None, removed: KeyArray) -> tuple[Any, tuple[Any, ...]]:
    """Return FAISS search parameters, or None, and the objects that must outlive them."""
    import faiss

    selector, kept = _selector(allowed, removed)
    if (ivf := faiss.try_extract_index_ivf(main)) is not None:
        # The few that a filter lets through may be in any cluster; the others are passed over unread.
        return faiss.SearchParametersIVF(sel=selector, nprobe=ivf.nprobe if allowed is None else ivf.nlist), kept
    return (faiss.SearchParameters(sel=selector) if selector else None), kept


def _selector(allowed: KeyArray | None, removed: KeyArray) -> tuple[Any, tuple[Any, ...]]:
    """Return a FAISS id selector, None for all ids, and the objects that must outlive it."""
    import faiss

    if allowed is None and not len(removed):
        return None, ()
    named = removed if allowed is None else np.setdiff1d(allowed, removed)
    mask = np.zeros(int(named.max(initial=0)) + 1, bool)
    mask[named] = True
    bits = np.packbits(mask, bitorder="little")
    bitmap = faiss.IDSelectorBitmap(bits)
    if allowed is not None:
        return bitmap, (bits, bitmap)
    selector = faiss.IDSelectorNot(bitmap)
    return selector, (bits, bitmap, selector)


def keys_of(main: Any) -> KeyArray:
    """Return the keys that a FAISS index holds, in its own order."""
    import faiss

    if isinstance(main, faiss.IndexIDMap):
        return np.asarray(faiss.vector_to_array(main.id_map), np.int64)
    ivf = faiss.extract_index_ivf(main)
    lists = [faiss.rev_swig_ptr(ivf.invlists.get_ids(i), ivf.invlists.list_size(i)).copy() for i in range(ivf.nlist)]
    return np.concatenate([np.empty(0, np.int64), *lists])


def _inner(main: Any) -> Any:
    """Return the FAISS index that holds the codes, below the one that maps keys."""
    import faiss

    return faiss.downcast_index(main.index) if isinstance(main, faiss.IndexIDMap) else main


def save(main: Any, path: Path) -> None:
    """Write a FAISS index to a file.

    Raises:
        OSError: the disk is full, or does not work.

    """
    import faiss

    try:
        faiss.write_index(main, str(path))
    except RuntimeError as error:
        raise OSError(str(error)) from error


def load(path: Path) -> Any:
    """Read a FAISS index from a file whose checksum was found right."""
    import faiss

    return faiss.read_index(str(path))
