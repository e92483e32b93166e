"""Which pieces make a passage together, chosen for the document as a whole as Knuth and Plass break lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from corpus.pieces import Piece

# What it costs a passage to run on past a heading, from one whole section into the next (benchmarks/RESULTS.md).
COST_OF_JOINING = 0.1


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces `first` to `last` (included), which make a passage of so many `tokens`."""

    first: int
    last: int
    tokens: int


def grouped(pieces: Sequence[Piece], target: int) -> list[Group]:
    """Group pieces into passages of least total cost.

    A passage that runs on past a heading holds whole sections only, and none that is long enough by itself.
    None runs on into what begins an article.
    """
    size_cost = _size_costs(target, max((piece.room for piece in pieces), default=0))
    sizes: Counter[int] = Counter()  # of the sections, in tokens
    for piece in pieces:
        sizes[piece.section] += piece.tokens
    begin_cost: list[float] = []  # of all passages before a piece, and of beginning one there
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # cost up to a piece; the last passage's first piece, tokens
    for last, piece in enumerate(pieces):
        begin_cost.append(best[last][0] + piece.cost)
        closes = last + 1 == len(pieces) or pieces[last + 1].opens
        tokens, room, joining = 0, piece.room, 0.0
        chosen = (inf, last, piece.tokens)
        for first in range(last, -1, -1):
            begin = pieces[first]
            tokens += begin.tokens
            room = min(room, begin.room)
            if tokens > room:
                break
            if begin.section == piece.section or begin.opens:
                cost = begin_cost[first] + size_cost[tokens] + joining
                if cost < chosen[0]:
                    chosen = (cost, first, tokens)
            if begin.begins_article:
                break
            if begin.opens:
                if not (closes and begin.joins) or max(sizes[begin.section], sizes[begin.section - 1]) > target:
                    break
                tokens += begin.heading_tokens
                joining += COST_OF_JOINING
        best.append(chosen if chosen[0] < inf else (begin_cost[last], last, piece.tokens))
    groups: list[Group] = []
    end = len(pieces)
    while end:
        _, first, tokens = best[end]
        groups.append(Group(first, end - 1, tokens))
        end = first
    return groups[::-1]


@lru_cache(maxsize=512)
def _size_costs(target: int, most: int) -> tuple[float, ...]:
    return tuple((size / target - 1) ** 2 for size in range(most + 1))
