"""Question and passage as the one text that is read, and where in it each sentence stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus import Passage, embedding_text, statements
from index.embedding.packed_model import PROMPTS
from index.embedding.pieces import Pieces

QUESTION_TOKENS, PASSAGE_TOKENS = 60, 440
"""So many are read of each; with the three between and around them they stay below the 512 of the model."""
_BEGIN, _END = 0, 2  # the numbers of <s> and </s>


@dataclass(frozen=True, slots=True)
class PairText:
    """The numbers of the tokens, and which of them each statement of the passage has, in the order of `statements`.

    The place of a statement is None where the passage is cut off before it, and if it has nothing that can be read.
    """

    tokens: list[int]
    places: list[slice | None]


def pair_text(pieces: Pieces, question: str, passage: Passage) -> PairText:
    """Return the question, then the passage as it is embedded: title, headings and text."""
    asked = pieces.of(PROMPTS["query"] + question).pieces[:QUESTION_TOKENS].tolist()
    given = PROMPTS["document"] + embedding_text(passage)
    cut = pieces.of(given)
    read, starts, ends = cut.pieces[:PASSAGE_TOKENS], cut.starts[:PASSAGE_TOKENS], cut.ends[:PASSAGE_TOKENS]
    before, first = len(given) - len(passage.text), len(asked) + 2
    places: list[slice | None] = []
    for statement in statements(passage):
        within = (ends > before + statement.start) & (starts < before + statement.end) & (ends > starts)
        tokens = np.flatnonzero(within)
        places.append(slice(first + int(tokens[0]), first + int(tokens[-1]) + 1) if tokens.size else None)
    return PairText([_BEGIN, *asked, _END, *read.tolist(), _END], places)
