"""One ranking from two: nearness of meaning and shared words, weighted and added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import FloatVector, KeyArray
from index.store import Candidates

# One part in twenty: the cosines that E5 gives to the candidates of a question lie within a tenth of each other, while
# the share of its words that they hold lies anywhere between 0 and 1. Half or double this loses on every set.
LEXICAL_WEIGHT = 0.05

# Learned on 1,979 questions written about laws and municipal texts, where nDCG@10 rises with it until 0.7 at least, and
# on the headings of those texts as questions, where it falls from 0.3 on: benchmarks/RESULTS.md, "Written questions".
STATEMENT_WEIGHT = 0.5

# Of a question that names an article: no cosines of passages lie so far apart that one that only names it comes first.
ARTICLE_WEIGHT = 0.1
_NO_KEYS: KeyArray = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Fused:
    """Passages best first, with the parts of their scores; row i of each array is of one passage.

    keys: int64 (n,). cosines: float32 (n,), with the question. meaning, words: float32 (n,), what nearness of meaning
    and shared words add to the score. of_statements: for each, float32 (m,), the cosines of its statements if they are
    known; () if not.
    """

    keys: KeyArray
    cosines: FloatVector
    meaning: FloatVector
    words: FloatVector
    of_statements: Sequence[FloatVector] = ()

    @property
    def scores(self) -> FloatVector:
        """The scores, float32 (n,), higher is better."""
        return self.meaning + self.words


def nearness(cosines: FloatVector, of_statements: Sequence[FloatVector]) -> FloatVector:
    """Return how near passages are in meaning, float32 (n,): their cosine, and in part that of their nearest statement.

    cosines: float32 (n,), of the passages. of_statements: for each, float32 (m,), those of its statements. So a passage
    is found by what it is about, and by one thing that it says. Without statements its own cosine is all there is.
    """
    nearest = [of.max() if len(of) else own for own, of in zip(cosines, of_statements, strict=True)]
    return (cosines + STATEMENT_WEIGHT * (np.array(nearest, np.float32) - cosines)).astype(np.float32)


def fuse(
    keys: KeyArray,
    cosines: FloatVector,
    lexical: Candidates,
    lexical_weight: float = LEXICAL_WEIGHT,
    of_statements: Sequence[FloatVector] = (),
    of_asked_article: KeyArray = _NO_KEYS,
) -> Fused:
    """Order `keys` by the weighted sum of nearness and lexical score, best first.

    keys: int64 (n,), the union of all candidates. cosines: float32 (n,), theirs. of_statements: for each, float32 (m,),
    the cosines of its statements; () where none are known. of_asked_article: int64, the passages of an article that the
    question names, which come first. Nearness is brought to [0, 1]. A key that lexical search did not return has 0
    there. Nothing is stretched to fit: a question whose words the texts don't know (one in English) has low lexical
    scores everywhere and is left to the vectors. The result's scores are in [0, 1]; equal scores are ordered by key.
    """
    found = dict(zip(lexical.keys.tolist(), lexical.scores.tolist(), strict=True))
    shares = np.array([found.get(key, 0.0) for key in keys.tolist()], np.float32)
    near = nearness(cosines, of_statements) if of_statements else cosines
    article_weight = ARTICLE_WEIGHT if len(of_asked_article) else 0.0
    is_asked = np.isin(keys, of_asked_article)
    meaning = ((1 - lexical_weight - article_weight) * (1 + near) / 2).astype(np.float32)
    words = (lexical_weight * shares + article_weight * is_asked).astype(np.float32)
    best = np.lexsort((keys, -(meaning + words)))
    said = [of_statements[at] for at in best.tolist()] if of_statements else ()
    return Fused(keys[best], cosines[best], meaning[best], words[best], said)
