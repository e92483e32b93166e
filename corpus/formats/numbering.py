"""Numbers that a word processor sets before headings and list items, counted as it counts them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
BULLET = "-"


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """How a level of a list is numbered.

    `form` is as in WordprocessingML ("decimal", "lowerLetter", "bullet", "none"); in `template` "%2" is the number of
    the second level. `left` is how far its items stand from the left in points, None where it does not say.
    """

    form: str
    template: str
    start: int = 1
    left: float | None = None


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list with its levels, the outermost first.

    Lists that are `counted_as` the same go on where another stopped; a level that is in `restarts` begins anew where it
    first occurs in this list, with that number.
    """

    levels: Sequence[NumberLevel]
    counted_as: str
    restarts: Mapping[int, int] = field(default_factory=dict)

    def start(self, level: int) -> int:
        """Return the first number on a level, 0 for the outermost."""
        return self.restarts.get(level, self.levels[level].start)


class Numbering:
    """Counts the items of all lists of a document, by the name of the list."""

    def __init__(self, lists: Mapping[str, NumberedList]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int]] = {}
        self._met: set[tuple[str, int]] = set()

    def restart(self, name: str) -> None:
        """Count a list from its beginning again."""
        if (found := self._lists.get(name)) is not None:
            self._counts.pop(found.counted_as, None)

    def begin_at(self, name: str, level: int, number: int) -> None:
        """Let the next item of a list on a level, 0 for the outermost, have a number."""
        found = self._lists.get(name)
        if found is not None and 0 <= level < len(found.levels):
            counts = self._counts.setdefault(found.counted_as, [])
            counts.extend(found.start(one) for one in range(len(counts), level))
            counts[level:] = [number - 1]

    def left(self, name: str, level: int) -> float | None:
        """Return how far the items of a list on a level, 0 for the outermost, stand from the left in points."""
        found = self._lists.get(name)
        return found.levels[level].left if found is not None and 0 <= level < len(found.levels) else None

    def label(self, name: str, level: int) -> str:
        """Return what stands before the next item of a list on a level, 0 for the outermost; `BULLET` for any bullet.

        Empty where nothing stands there.
        """
        found = self._lists.get(name)
        if found is None or not 0 <= level < len(found.levels):
            return ""
        levels = found.levels
        counts = self._counts.setdefault(found.counted_as, [])
        if level in found.restarts and (name, level) not in self._met:
            del counts[level:]
        self._met.add((name, level))
        counts.extend(found.start(one) - 1 for one in range(len(counts), level + 1))
        del counts[level + 1 :]
        counts[level] += 1
        if levels[level].form == "bullet":
            return BULLET
        for above in range(level):  # a level above that has no item yet shows its first number
            counts[above] = max(counts[above], found.start(above))
        return _PLACE.sub(lambda place: _shown(levels, counts, int(place[1]) - 1), levels[level].template).strip()


def _shown(levels: Sequence[NumberLevel], counts: Sequence[int], at: int) -> str:
    if at >= len(counts):
        return ""
    number, form = counts[at], levels[at].form
    if form in ("lowerLetter", "upperLetter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman"):
        text = roman(number)
    else:
        return "" if form in ("none", "bullet") else str(number)
    return text.upper() if form.startswith("upper") else text


def roman(number: int) -> str:
    """Return a number as a Roman one, in small letters."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
