"""The passages that may answer: from dense and lexical search, fused, and as many as fill the results."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index import View
from index.arrays import products
from retrieval.fusion import Fused, fuse
from retrieval.grouping import Group, groups
from retrieval.question import article_query, lexical_query
from retrieval.ranking import Ranking
from retrieval.request import Request

CANDIDATES = 100  # taken from dense and from lexical search each; more did not raise nDCG@10 on the evaluation sets
_DEEPER = 4  # times as many, where so many candidates are one result that there are too few
_MOST_CANDIDATES = 25_600


def ranked_groups(view: View, request: Request) -> tuple[Fused, list[Group]]:
    """Return the candidates of `request`, best first, and the at most k results that they make."""
    depth = max(CANDIDATES, request.k)
    documents: int | None = None  # that there are: counted once, and only where one looks deeper
    while True:
        ranked = candidates(view, request, depth)
        made = groups(view, request, ranked)
        if len(made) == request.k or len(ranked.keys) < depth or depth >= _MOST_CANDIDATES:
            return ranked, made
        if request.per_document:
            documents = documents if documents is not None else len(view.counts("document", request.where))
            if len(_documents_of(made)) >= documents:
                return ranked, made
        depth *= _DEEPER


def _documents_of(made: Sequence[Group]) -> set[str]:
    return {passage.document_id for group in made for passage in (group.passage, *group.elsewhere)}


def candidates(view: View, request: Request, depth: int) -> Fused:
    """Return what `depth` passages of dense and of lexical search each make together, best first."""
    dense = view.dense(request.vector, depth, request.where)
    if request.ranking is Ranking.DENSE:
        return Fused(dense.keys, dense.scores, dense.scores, np.zeros_like(dense.scores))
    lexical = view.lexical(lexical_query(request.question), depth, request.where)
    asked = article_query(request.question)
    own = view.lexical(asked, depth, request.where).keys if asked else lexical.keys[:0]
    if request.ranking is Ranking.LEXICAL:
        cosines = products(view.vectors(lexical.keys.tolist()), request.vector) if len(lexical.keys) else lexical.scores
        return Fused(lexical.keys, cosines, np.zeros_like(lexical.scores), lexical.scores)
    only_lexical = np.setdiff1d(np.union1d(lexical.keys, own), dense.keys)
    cosines = dense.scores
    if len(only_lexical):
        cosines = np.concatenate([cosines, products(view.vectors(only_lexical.tolist()), request.vector)])
    keys = np.concatenate([dense.keys, only_lexical])
    said = view.statement_cosines(request.vector, keys.tolist())
    return fuse(keys, cosines, lexical, of_statements=said, of_asked_article=own)
