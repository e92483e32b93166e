"""Addresses of articles in a statute whose chapters each count them anew: "hoofdstuk 2, artikel 1"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.statutes.arranging import DIVISION_LEVEL
from corpus.statutes.patterns import DIVISION, RANKS
from corpus.structure import Block, Element, Heading

_ADDRESS = re.compile(r"(.*?)(enig artikel|artikel [\w.:]+)")
_Chapters = tuple[tuple[int, str], ...]  # the level and name of each division that an article is in, outermost first


def with_chapters(elements: Sequence[Element]) -> list[Element]:
    """Return the elements of a statute in order with the chapter in its addresses, where one would be of two articles.

    All articles of that regulation, annex or explanation then name it, by no more divisions than tell them apart.
    """
    placed = list(_placed(elements))
    found: dict[tuple[str, str], set[_Chapters]] = defaultdict(set)
    for element, chapters in placed:
        if parts := _parts(element):
            found[parts].add(chapters)
    needed: dict[str, set[int]] = defaultdict(set)  # levels of divisions
    for (under, _), places in found.items():
        needed[under].update(_telling_apart(places))
    return [_named(element, chapters, needed) for element, chapters in placed]


def _placed(elements: Iterable[Element]) -> Iterator[tuple[Element, _Chapters]]:
    """Yield each element with the numbered divisions that it is in."""
    chapters: _Chapters = ()
    for element in elements:
        if isinstance(element, Heading):
            division = DIVISION.match(element.text)
            is_division = division is not None and DIVISION_LEVEL <= element.level < DIVISION_LEVEL + len(RANKS)
            if is_division or element.level < DIVISION_LEVEL:
                chapters = tuple(one for one in chapters if one[0] < element.level)
            if division is not None and is_division:
                number = division[0][division.end(1) - division.start() :].strip(" .:*")
                chapters += ((element.level, f"{RANKS[element.level - DIVISION_LEVEL]} {number}"),)
        yield element, chapters


def _parts(element: Element) -> tuple[str, str] | None:
    """Return what the address of a block begins with, and its article."""
    match = _ADDRESS.fullmatch(element.address) if isinstance(element, Block) and element.address else None
    return (match[1], match[2]) if match else None


def _telling_apart(places: set[_Chapters]) -> set[int]:
    """Return on which levels the names of divisions tell places apart, as few and as far out as do."""
    chosen: set[int] = set()
    count = 1
    for level in sorted({level for place in places for level, _ in place}):
        apart = len({_only(place, {*chosen, level}) for place in places})
        if apart > count:
            chosen.add(level)
            count = apart
    return chosen


def _only(chapters: _Chapters, levels: set[int]) -> tuple[str, ...]:
    return tuple(name for level, name in chapters if level in levels)


def _named(element: Element, chapters: _Chapters, needed: dict[str, set[int]]) -> Element:
    parts = _parts(element)
    if parts is None or not isinstance(element, Block) or not (names := _only(chapters, needed[parts[0]])):
        return element
    return replace(element, address=f"{parts[0]}{', '.join((*names, parts[1]))}")
