"""What one search needs: a question with its vector, and all that decides what it finds."""

from __future__ import annotations

from dataclasses import dataclass

from index import Filter
from index.arrays import FloatVector
from retrieval.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Request:
    """A question to be answered with at most `k` passages, one a document if `per_document`.

    If `folded`, passages that say the same are one result; if `joined`, neighbours that are found together are.
    Passages whose keys are `unwanted` are never found. Unless `explained`, hits do not say why.
    `question` is in canonical form; vector: float32 (dim,), of the question.
    """

    question: str
    vector: FloatVector
    k: int
    per_document: bool = False
    folded: bool = True
    joined: bool = False
    where: Filter | None = None
    ranking: Ranking = Ranking.HYBRID
    explained: bool = True
    unwanted: frozenset[int] = frozenset()
