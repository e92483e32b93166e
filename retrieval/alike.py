"""Passages with nearly the same words: found again without comparing every one with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import count
from typing import Generic, TypeVar

from retrieval.turning_words import turns

T = TypeVar("T")
_PER_DIFFERENCE = 10  # words of two passages together, for each that only one has: fewer, and they say different things


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage: `turning` in order, and `all`, each with how often it stood there before.

    `telling` are those of which a passage that is like this one has at least one among its own: one more than may
    differ, the first ones by an order that all passages share (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006).
    """

    turning: tuple[str, ...]
    all: frozenset[tuple[str, int]]
    telling: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, said: Iterable[str], frequency: Mapping[str, int]) -> Words:
        """Return the words `said`, the rare ones telling; `frequency` must be the same for all that are compared."""
        words = list(said)
        times: defaultdict[str, count[int]] = defaultdict(count)
        every = frozenset((word, next(times[word])) for word in words)
        telling = nsmallest(len(every) // _PER_DIFFERENCE + 1, every, key=lambda one: (frequency.get(one[0], 0), one))
        return cls(tuple(filter(turns, words)), every, tuple(telling))

    def is_like(self, other: Words) -> bool:
        """Tell whether nine tenths of the words of both together are in each."""
        return _PER_DIFFERENCE * len(self.all ^ other.all) <= len(self.all | other.all)


class Alike(Generic[T]):
    """Things with their words, of which the first that says nearly the same as a passage is found."""

    def __init__(self) -> None:
        self._added = count()
        self._by_word: defaultdict[object, list[tuple[int, T, Words]]] = defaultdict(list)

    def add(self, thing: T, words: Words) -> None:
        """Let `thing`, with `words`, be found."""
        place = next(self._added)
        for word in words.telling:
            self._by_word[words.turning, word].append((place, thing, words))

    def those_like(self, words: Words) -> Iterable[T]:
        """Return what has nearly the same words, and what turns in the same order; what was added first is first."""
        near = {
            place: (thing, others)
            for word in words.telling
            for place, thing, others in self._by_word.get((words.turning, word), ())
        }
        return (thing for _, (thing, others) in sorted(near.items(), key=_by_place) if words.is_like(others))


def _by_place(item: tuple[int, object]) -> int:
    return item[0]
