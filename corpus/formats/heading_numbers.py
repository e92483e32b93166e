"""Levels of printed headings by their numbers ("2.1" is under "2."), which say more than the size of the type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.formats.page_furniture import CONTENTS
from corpus.structure import TITLE_LEVEL, Element, Heading

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+[^\W\d_a-zß-ÿ]")
_FIRST = re.compile(r"1\.?\s")
_FEWEST = 3  # numbered headings
_TYPES = 100  # more than there are levels by type


def with_levels_by_number(elements: Sequence[Element]) -> list[Element]:
    """Return `elements` with the levels of headings by their numbers, if they have any.

    A heading without a number has the highest level of the numbered ones of its type. If there are none of its type, it
    stands below all that are set larger, with a number or without. Numbers that begin again below a larger heading
    without one are of its parts: an annex. The title of a table of contents, which is left out itself, goes.
    """
    kept = [
        element
        for element, following in zip_longest(elements, elements[1:])
        if not (CONTENTS.fullmatch(element.text) and isinstance(following, Heading))
    ]
    headings = [e for e in kept if isinstance(e, Heading) and e.level != TITLE_LEVEL]
    numbered = [heading for heading in headings if _depth(heading)]
    if len(numbered) < _FEWEST or len({heading.text for heading in numbered}) < len(numbered) * 0.9:
        return kept
    depths: dict[int, set[int]] = {}  # of the numbered headings of each type
    for heading in numbered:
        depths.setdefault(heading.level, set()).add(_depth(heading))
    by_number = _Levels(depths)
    found = [by_number.of(heading) for heading in headings]
    levels = {level: number for number, level in enumerate(sorted(set(found)), start=1)}
    placed = (replace(heading, level=levels[level]) for heading, level in zip(headings, found, strict=True))
    return [
        next(placed) if isinstance(element, Heading) and element.level != TITLE_LEVEL else element for element in kept
    ]


def _depth(heading: Heading) -> int:
    match = _NUMBER.match(heading.text)
    return match[1].count(".") + 1 if match else 0


class _Levels:
    """Where the headings of a document stand, asked for in their order: the higher, the lower in its outline.

    `depths` are those of the numbered headings of each type.
    """

    def __init__(self, depths: Mapping[int, set[int]]) -> None:
        self._depths = depths
        self._is_counted = False  # whether a numbered heading was met
        self._above: Heading | None = None  # the last heading without a number that none of its type has followed
        self._annex: tuple[int, int] | None = None  # type and level of the one under which numbers begin again

    def of(self, heading: Heading) -> int:
        """Return where the next heading stands."""
        above = self._above
        if self._annex is not None and heading.level <= self._annex[0]:
            self._annex = None
        if self._is_counted and above is not None and above.level < heading.level and _FIRST.match(heading.text):
            self._annex = (above.level, self._plain(above))
        level = self._plain(heading)
        if _depth(heading):
            self._is_counted = True
            self._above = above if above is not None and above.level < heading.level else None
        else:
            self._above = heading
        return level + (self._annex[1] if self._annex is not None else 0)

    def _plain(self, heading: Heading) -> int:
        """Return where a heading stands by its number, or else by its type."""
        if depth := _depth(heading):
            return 2 * depth * _TYPES
        if same := self._depths.get(heading.level):
            return 2 * min(same) * _TYPES
        above = max((max(found) for level, found in self._depths.items() if level < heading.level), default=0)
        return (2 * above + 1) * _TYPES + heading.level
