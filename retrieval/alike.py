"""Passages with nearly the same words: found again without comparing every one with every other."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from heapq import nsmallest
from itertools import count
from typing import Generic, TypeVar

from retrieval.turning_words import said, turns

T = TypeVar("T")
_PER_DIFFERENCE = 10  # words of two passages together, for each that only one has: fewer, and they say different things
Placed = tuple[str, int]  # a word, and how often it stood there before


class Words:
    """The words of a text; what takes time is worked out when two texts turn alike, which is seldom."""

    def __init__(self, text: str) -> None:
        self._said = said(text)
        self.turning = tuple(filter(turns, self._said))
        """What turns what is said, in order."""

    @cached_property
    def all(self) -> frozenset[Placed]:
        """Every word, with how often it stood there before."""
        times: defaultdict[str, count[int]] = defaultdict(count)
        return frozenset((word, next(times[word])) for word in self._said)

    def telling(self, common: frozenset[str]) -> list[Placed]:
        """Return those of which a text like this one has at least one among its own: one more than may differ.

        They are the first by an order that all texts share (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006): the
        words that are not `common` before those that are, since what few texts have tells most.
        """
        return nsmallest(
            len(self.all) // _PER_DIFFERENCE + 1, self.all, key=lambda placed: (placed[0] in common, placed)
        )

    def is_like(self, other: Words) -> bool:
        """Tell whether nine tenths of the words of both together are in each."""
        each = len(self.all) + len(other.all)
        both = len(self.all & other.all)
        return _PER_DIFFERENCE * (each - 2 * both) <= each - both


class Alike(Generic[T]):
    """Things with their words, of which the first that says nearly the same as a text is found."""

    def __init__(self) -> None:
        self._by_turning: defaultdict[tuple[str, ...], _Bucket[T]] = defaultdict(_Bucket)

    def add(self, thing: T, words: Words) -> None:
        """Let `thing`, with `words`, be found."""
        self._by_turning[words.turning].waiting.append((thing, words))

    def those_like(self, words: Words) -> list[T]:
        """Return what has nearly the same words, and what turns in the same order; what was added first is first."""
        bucket = self._by_turning.get(words.turning)
        return bucket.those_like(words) if bucket else []


class _Bucket(Generic[T]):
    """Things that turn alike; they are put in order of their words when the first one is looked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[T, Words]] = []
        self._common: frozenset[str] = frozenset()  # the words of the first one: what all share is among them
        self._things: list[tuple[T, Words]] = []
        self._by_word: defaultdict[Placed, list[int]] = defaultdict(list)

    def those_like(self, words: Words) -> list[T]:
        if not self._things:
            self._common = frozenset(word for word, _ in self.waiting[0][1].all)
        for place, (_, others) in enumerate(self.waiting, len(self._things)):
            for word in others.telling(self._common):
                self._by_word[word].append(place)
        self._things += self.waiting
        self.waiting.clear()
        near = {place for word in words.telling(self._common) for place in self._by_word.get(word, ())}
        return [self._things[place][0] for place in sorted(near) if words.is_like(self._things[place][1])]
