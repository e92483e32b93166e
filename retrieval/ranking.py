"""Ways to rank the passages for a question: all that is known together, or one part of it alone, for comparing."""

from __future__ import annotations

from enum import StrEnum


class Ranking(StrEnum):
    """What decides the order of the hits.

    DENSE: the cosine of the vectors. LEXICAL: the words (BM25). HYBRID: both, fused. RERANKED: the first of the
    hybrid ones in the order that a reranker gives them; only for a searcher that has one.
    """

    DENSE = "dense"
    LEXICAL = "lexical"
    HYBRID = "hybrid"
    RERANKED = "reranked"
