"""An index of the texts that questions are about, apart from the user's own, kept for the next measurement."""

from __future__ import annotations

import hashlib
from pathlib import Path

import platformdirs

from corpus import Chunking
from index import Embedder, Manifest, build
from index.places import APPLICATION
from index.progress import Progress


def evaluation_cache() -> Path:
    """Return the folder of the kept indexes; what is in it can be thrown away at any time."""
    return platformdirs.user_cache_path(APPLICATION, appauthor=False) / "evaluation"


def index_of(corpus: Path, embedder: Embedder, *, cache: Path | None = None, progress: Progress | None = None) -> Path:
    """Return the place of an index of the file `corpus`, made or brought up to date if need be.

    Each file has its own, for each model and way of cutting: changed texts are embedded anew, and nothing else is.

    Raises:
        KeyboardInterrupt: it was stopped, so that there is a part only; the next time goes on from there.
        SourceError: the file cannot be read.
        StoreError: the index cannot be written, or another process is making it.

    """
    made_with = Manifest.of(embedder.identity, Chunking()).to_json()
    key = hashlib.sha256(f"{corpus.resolve()}\n{made_with}".encode()).hexdigest()[:32]
    place = (cache or evaluation_cache()) / key
    place.parent.mkdir(parents=True, exist_ok=True)
    if build(place, [corpus], embedder, progress=progress).interrupted:
        raise KeyboardInterrupt
    return place
