"""Lists within lists, by how far their items stand from the left."""

from __future__ import annotations

from collections.abc import Iterable

_SAME_LEVEL = 8.0  # points: numbers that are set flush right differ so much
_OTHER_COLUMN = 150.0  # points: further than a list is from the one around it


def indented(items: Iterable[tuple[float, str]]) -> str:
    """Return list items as lines, two spaces further for each list around them; with each its distance in points."""
    lines: list[str] = []
    around: list[float] = []
    for left, text in items:
        if around and abs(left - around[-1]) > _OTHER_COLUMN:
            around = []
        while around and left < around[-1] - _SAME_LEVEL:
            around.pop()
        if not around or left > around[-1] + _SAME_LEVEL:
            around.append(left)
        space = "  " * (len(around) - 1)
        lines.append(space + text.replace("\n", f"\n{space}"))
    return "\n".join(lines)
