"""Asking an index: dense and lexical search over one generation of the store, fused into hits and an answer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.errors import InputError
from index import Embedder, Filter, LocalStore, Store, View, default_index, default_model, open_embedder
from index.arrays import FloatVector
from retrieval.answering import answer_from
from retrieval.citations import with_origins
from retrieval.fusion import fuse
from retrieval.question import checked_count, checked_question, highlights, lexical_query
from retrieval.ranking import Ranking
from retrieval.reranking import (
    BY_SENTENCE,
    RERANKED_HITS,
    CrossEncoderReranker,
    Reranker,
    SentenceReranker,
    reranked,
)
from retrieval.results import Answer, Hit

CANDIDATES = 100  # taken from dense and from lexical search each; more did not raise nDCG@10 on the evaluation sets
HITS_WITH_ANSWER = 10


class Searcher:
    """Answers questions from one store; safe to call from several threads, and follows new generations by itself."""

    def __init__(self, store: Store, embedder: Embedder, reranker: Reranker | None = None) -> None:
        """Search `store` with the model that its vectors were made with; a `reranker` looks again at the best hits.

        Raises:
            StoreMismatchError: `embedder` is another model.

        """
        self.store = store
        self.embedder = embedder
        self.reranker = reranker
        with store.view() as view:
            view.require_model(embedder.identity)

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        model: str | None = None,
        reranker: str | Path | Reranker | None = None,
    ) -> Searcher:
        """Open the index at `path`, by default the user's own, with the model that it was made with.

        `reranker` is a folder with a CrossEncoder of sentence-transformers, "zinnen" for `SentenceReranker`, or a
        reranker of your own.

        Raises:
            StoreError: there is no index, or it cannot be used.
            ModelError: the model cannot be loaded.

        """
        embedder = open_embedder(model or default_model())
        if isinstance(reranker, str | Path):
            by_sentence = str(reranker) == BY_SENTENCE
            reranker = SentenceReranker(embedder) if by_sentence else CrossEncoderReranker(reranker)
        store = LocalStore(Path(path) if path is not None else default_index())
        return cls(store, embedder, reranker)

    @property
    def rankings(self) -> tuple[Ranking, ...]:
        """The ways in which this searcher can rank, the best one last."""
        return tuple(ranking for ranking in Ranking if ranking is not Ranking.RERANKED or self.reranker)

    def search(
        self,
        question: str,
        k: int = 10,
        per_document: bool = False,
        *,
        where: Filter | None = None,
        ranking: Ranking | None = None,
    ) -> list[Hit]:
        """Return the at most `k` passages that fit `question` best, best first; one a document if `per_document`.

        `ranking` is for comparing: a part alone, whose scores are its own. None is the best one, the last of
        `rankings`.

        Raises:
            InputError: the question is empty or too long, `k` is out of bounds, or there is no such ranking here.

        """
        question, k = checked_question(question), checked_count(k)
        vector = self.embedder.embed_question(question)
        with self.store.view() as view:
            return self._ranked(view, question, vector, k, per_document, where, ranking or self.rankings[-1])

    def ask(self, question: str, *, where: Filter | None = None) -> Answer:
        """Return the literal answer with its place, or an answer that says that nothing was found.

        Raises:
            InputError: the question is empty or too long.

        """
        question = checked_question(question)
        vector = self.embedder.embed_question(question)
        with self.store.view() as view:
            hits = self._ranked(view, question, vector, HITS_WITH_ANSWER, False, where, self.rankings[-1])
        return answer_from(question, vector, hits, self.embedder)

    def _ranked(
        self,
        view: View,
        question: str,
        vector: FloatVector,
        k: int,
        per_document: bool,
        where: Filter | None,
        ranking: Ranking,
    ) -> list[Hit]:
        if ranking is not Ranking.RERANKED:
            return self._hits(view, question, vector, k, per_document, where, ranking)
        if self.reranker is None:
            raise InputError("Er is geen herordeningsmodel gekozen. Noem de map ervan met --reranker.")
        hits = self._hits(view, question, vector, max(k, RERANKED_HITS), per_document, where, Ranking.HYBRID)
        return reranked(question, hits, self.reranker)[:k]

    def _hits(
        self,
        view: View,
        question: str,
        vector: FloatVector,
        k: int,
        per_document: bool,
        where: Filter | None,
        ranking: Ranking,
    ) -> list[Hit]:
        view.require_model(self.embedder.identity)  # the index may have been rebuilt since with another one
        depth = max(CANDIDATES, k)
        dense = view.dense(vector, depth, where)
        lexical = view.lexical(lexical_query(question), depth, where)
        only_lexical = np.setdiff1d(lexical.keys, dense.keys)
        cosines = dense.scores
        if len(only_lexical):
            cosines = np.concatenate([cosines, view.vectors(only_lexical.tolist()) @ vector])
        keys = np.concatenate([dense.keys, only_lexical])
        cosine_of = dict(zip(keys.tolist(), cosines.tolist(), strict=True))
        parts = {Ranking.DENSE: dense, Ranking.LEXICAL: lexical}
        fused = parts.get(ranking) or fuse(keys, cosines, lexical)
        wanted = fused.keys if per_document else fused.keys[:k]
        passages = view.passages(wanted.tolist())
        hits: list[Hit] = []
        seen: set[str] = set()
        for key, passage, score in zip(wanted.tolist(), passages, fused.scores.tolist(), strict=False):
            if per_document and passage.document_id in seen:
                continue
            seen.add(passage.document_id)
            marked = highlights(question, passage.text)
            hits.append(Hit(len(hits) + 1, score, passage, marked, cosine_of[key]))
            if len(hits) == k:
                break
        return with_origins(view, hits)

    def close(self) -> None:
        """Release the store; calling it twice does no harm."""
        self.store.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@lru_cache(maxsize=4)
def _searcher(path: Path) -> Searcher:
    return Searcher.open(path)


def search(question: str, k: int = 10) -> list[Hit]:
    """Return the `k` best passages of the default index for `question`; the index stays open for the next call.

    Raises:
        InputError: the question is empty or too long, or `k` is out of bounds.
        StoreError: there is no index, or it cannot be used.

    """
    return _searcher(default_index()).search(question, k)
