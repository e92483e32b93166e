"""A second look at the best hits: they are put in a new order by something that reads question and passage together."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from corpus import statements
from corpus.errors import ModelError
from index import Embedder
from index.arrays import FloatVector, products
from retrieval.results import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BY_SENTENCE = "zinnen"  # what a user calls `SentenceReranker`
RERANKED_HITS = 30  # a cross-encoder takes some tens of milliseconds for each
PASSAGES_AT_ONCE = 8
HITS_READ_BY_SENTENCE = 10  # more gains little: benchmarks/RESULTS.md
# Learned as 3.4 on headings and their sections (benchmarks/reranking.py), where a cosine counted some 9 in the fused
# score; it counts about half in the present one (retrieval/fusion.py).
SENTENCE_WEIGHT = 0.2


class Reranker(Protocol):
    """Says how well passages answer a question."""

    def scores(self, question: str, hits: Sequence[Hit]) -> FloatVector:
        """Return a score for each hit, float32 (n,); higher is better, on any scale."""
        ...


class SentenceReranker:
    """Prefers passages of which one sentence by itself is near the question, with the model of the index.

    A passage is embedded as a whole, and what it says in one sentence gets lost in that. Sentences of which the index
    keeps no vectors are embedded when a question is asked, which takes some 10 ms for each.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def scores(self, question: str, hits: Sequence[Hit]) -> FloatVector:
        """See `Reranker`; the cosine of the nearest sentence is added to the score that a hit has.

        Hits past `HITS_READ_BY_SENTENCE` are not read and stay behind the others.
        """
        read = hits[:HITS_READ_BY_SENTENCE]
        scores = np.full(len(hits), -np.inf, np.float32)
        nearest = self.nearest_sentences(question, read)
        scores[: len(read)] = [hit.score for hit in read] + SENTENCE_WEIGHT * nearest
        return scores

    def nearest_sentences(self, question: str, hits: Sequence[Hit]) -> FloatVector:
        """Return the cosine of each hit's nearest sentence; of the whole passage where none can be read."""
        nearest = np.array([max(hit.statement_cosines, default=-np.inf) for hit in hits], np.float32)
        unknown = [
            (place, statement.in_context(hit.passage))
            for place, hit in enumerate(hits)
            if not hit.statement_cosines
            for statement in statements(hit.passage)
        ]
        if unknown:
            cosines = self._embedder.embed_passages([text for _, text in unknown])
            owners = [place for place, _ in unknown]
            np.maximum.at(nearest, owners, products(cosines, self._embedder.embed_question(question)))
        whole = np.array([hit.cosine for hit in hits], np.float32)
        return np.where(np.isfinite(nearest), nearest, whole)


class CrossEncoderReranker:
    """Any cross-encoder of sentence-transformers, from a folder; loaded when it is first needed.

    What exceeds the length that the model reads is cut off from the passage's end. Nothing is fetched.
    """

    def __init__(self, folder: str | Path) -> None:
        """Use the model in `folder`.

        Raises:
            ModelError: there is no such folder, or no model in it; `scores` raises it for one that cannot be used.

        """
        self.folder = Path(folder).expanduser()
        if not _is_cross_encoder(self.folder):
            raise ModelError(
                f"In de map {self.folder} staat geen model om passages opnieuw te ordenen. Noem een map met een "
                "CrossEncoder van sentence-transformers."
            )
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()

    def scores(self, question: str, hits: Sequence[Hit]) -> FloatVector:
        """See `Reranker`."""
        if not hits:
            return np.empty(0, np.float32)
        pairs = [(question, _read(hit)) for hit in hits]
        with self._lock:  # a tokenizer may not be used by two threads at once
            found = self._loaded().predict(pairs, batch_size=PASSAGES_AT_ONCE, show_progress_bar=False)
        if np.shape(found) != (len(hits),):
            raise ModelError(
                f"Het model in {self.folder} geeft meer dan één getal voor een passage; voor ordenen is er één nodig."
            )
        return np.asarray(found, np.float32)

    def _loaded(self) -> CrossEncoder:
        if self._model is None:
            from sentence_transformers import CrossEncoder

            from index.embedding.model_loading import no_progress_bars

            try:
                with no_progress_bars():
                    self._model = CrossEncoder(str(self.folder), device="cpu", local_files_only=True)
            except Exception as error:  # a broken folder shows as almost any exception of four libraries
                raise ModelError(
                    f"Het model in {self.folder} kan niet worden geladen ({type(error).__name__}: {error}). "
                    "Controleer of de map volledig is."
                ) from error
        return self._model


def _is_cross_encoder(folder: Path) -> bool:
    """Say whether the folder says that it holds one: any other model would load too, and give scores by chance."""
    own, model = _settings(folder / "config_sentence_transformers.json"), _settings(folder / "config.json")
    if own.get("model_type") == "CrossEncoder":
        return True
    architectures = model.get("architectures") or [""]
    labels = model.get("id2label") or {"0": ""}
    return str(architectures[0]).endswith("ForSequenceClassification") and len(labels) == 1


def _settings(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(hit: Hit) -> str:
    """Return a passage as it was embedded: after its title and headings."""
    passage = hit.passage
    return f"{' > '.join((passage.title, *passage.headings))}\n{passage.text}"


def reranked(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Put the first `RERANKED_HITS` hits in the order of their new scores; equal ones stay in the order they had.

    Ranks and scores stay at their places, so that scores still fall from hit to hit.
    """
    first = hits[:RERANKED_HITS]
    order = np.argsort(-reranker.scores(question, first), kind="stable").tolist()
    moved = [replace(hits[i], rank=place.rank, score=place.score) for i, place in zip(order, first, strict=True)]
    return [*moved, *hits[RERANKED_HITS:]]
