"""Levels of printed headings by their numbers ("2.1" is under "2."), which say more than the size of the type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.formats.page_furniture import CONTENTS
from corpus.structure import TITLE_LEVEL, Element, Heading

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+[^\W\d_a-zß-ÿ]")
_FEWEST = 3  # numbered headings


def with_levels_by_number(elements: Sequence[Element]) -> list[Element]:
    """Return `elements` with the levels of headings by their numbers, if they have any.

    A heading without a number has the highest level of the numbered ones of its type, but stands apart before the first
    of those. If there are none of its type, it stands below all that are set larger. The title of a table of contents,
    which is left out itself, goes.
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
    levelled: list[Element] = []
    is_before = True  # the first number
    for element in kept:
        if isinstance(element, Heading) and element.level != TITLE_LEVEL:
            is_before = is_before and not _depth(element)
            element = _levelled(element, depths, is_before)
        levelled.append(element)
    return levelled


def _depth(heading: Heading) -> int:
    match = _NUMBER.match(heading.text)
    return match[1].count(".") + 1 if match else 0


def _levelled(heading: Heading, depths: Mapping[int, set[int]], is_before: bool) -> Heading:
    if depth := _depth(heading):
        return replace(heading, level=2 * depth)
    if same := depths.get(heading.level):
        return replace(heading, level=2 * min(same) + is_before)
    above = max((max(found) for level, found in depths.items() if level < heading.level), default=0)
    return replace(heading, level=2 * above + 1)
