"""Several regulations in one text: where the title of a next one stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from corpus.statutes.articles import Place
from corpus.statutes.patterns import ANNEX, DIVISION, begins_notes
from corpus.structure import Element, Heading

# "Marktverordening Voorbeeldstad 2024", "Beleidsregel coffeeshops"; not "Aanleiding van de verordening".
_NAME = re.compile(
    r"(?!(?:de|het|een|deze|dit|aanleiding|doel|inhoud|opbouw|huidige|bestaande|wijziging|achtergrond)\b)"
    r"(?:(?!(?:van|voor|over|tot|bij|op|in|aan|de|het|een|uit|en)\b)[\w’'-]+\s+){0,4}"
    r"[\w-]*(?:verordening|beleidsregels?|regeling|reglement|besluit|statuut)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:regeling|reglement|verordening|(?:het )?besluit(?:en)?)\W*(?:vast\b.*|tot\b.*|de\b.*)?", re.IGNORECASE
)
_FOUNDED = re.compile(r"\bgelet op\b", re.IGNORECASE)


def titles_of_next_regulations(elements: Sequence[Element], runs: Sequence[Sequence[Place]]) -> set[int]:
    """Return which elements are the titles of regulations behind the first.

    Such a title is the outermost heading between the last article before it and an article 1. Behind an annex or notes,
    which have titles themselves, it must have above its articles on what it is founded ("gelet op"). A name that came
    before is none.
    """
    found = (_title(elements, before[-1].element, run[0].element) for before, run in pairwise(runs) if run[0].is_first)
    return {number for number in found if number is not None}


def _title(elements: Sequence[Element], after: int, before: int) -> int | None:
    outermost: float = inf
    title: int | None = None
    for number in range(before - 1, after, -1):
        element = elements[number]
        if begins_notes(element) or (isinstance(element, Heading) and ANNEX.match(element.text)):
            is_founded = title is not None and any(_FOUNDED.search(e.text) for e in elements[title:before])
            return title if is_founded else None
        if title is None and isinstance(element, Heading) and not DIVISION.match(element.text):
            outermost = min(outermost, element.level)
            if element.level == outermost and _is_name(element.text) and not _came_before(elements, number):
                title = number
    return title


def _is_name(heading: str) -> bool:
    return _NAME.match(heading) is not None and _NO_NAME.fullmatch(heading) is None


def _came_before(elements: Sequence[Element], number: int) -> bool:
    name = elements[number].text.casefold()
    return any(isinstance(element, Heading) and element.text.casefold() == name for element in elements[:number])
