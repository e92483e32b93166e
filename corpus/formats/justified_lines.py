"""Lines of justified text, whose words stand as far apart as the cells of a table where the column is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.formats.printed_page import PrintedLine
from corpus.tables import CELL_SEPARATOR

_SAME_EDGE = 1.5  # points
_SAME_COLUMN = 60.0  # points: how far lines of one column begin apart, with what is indented
_AROUND, _FARTHEST = 2, 5  # lines above a line and below it: so many count, so many are looked at
_EQUAL = 1.25  # the widest space between the words of a line, of the narrowest
_SPACE = 0.35  # of the type size: a space between words that are not spread


def with_text_whole(lines: Sequence[PrintedLine]) -> tuple[PrintedLine, ...]:
    """Return the lines of a page, without cells in those that are justified text.

    Such a line ends where the others of its column do, has equal spaces, and no room for the first word of the next.
    Most lines around it are text: rows have numbers that stand apart, or words that begin below each other.
    """
    spread = [_may_be_spread(line, below) for line, below in zip_longest(lines, lines[1:])]
    if not any(spread):
        return tuple(lines)
    is_text = [
        not line.gaps or (may_be and not _is_row(line, lines[max(0, at - 1) : at + 2]))
        for at, (line, may_be) in enumerate(zip(lines, spread, strict=True))
    ]
    return tuple(
        replace(line, text=line.text.replace(CELL_SEPARATOR, " "), gaps=())
        if may_be and _is_among_text(at, lines, is_text)
        else line
        for at, (line, may_be) in enumerate(zip(lines, spread, strict=True))
    )


def _may_be_spread(line: PrintedLine, below: PrintedLine | None) -> bool:
    """Tell whether the words of a line are spread evenly, and the first of the line below would not have fitted."""
    if not line.gaps:
        return False
    spaces = [end - start for start, end in line.spaces]
    if max(spaces) > _EQUAL * min(spaces):
        return False
    if below is None or below.cell != line.cell:
        return len(spaces) > 1
    first = (below.spaces[0][0] if below.spaces else below.right) - below.left
    return sum(spaces) < first + _SPACE * line.size * (len(spaces) + 1)


def _is_row(line: PrintedLine, around: Sequence[PrintedLine]) -> bool:
    """Tell whether a line may be a row: numbers stand apart in it, or what stands apart begins right below others."""
    cells = line.text.split(CELL_SEPARATOR)
    starts = [at for other in around if other is not line for at in other.gaps]
    gaps = line.gaps[:-1] or line.gaps  # "de" below "de" at the end of lines says little
    below_others = [gap for gap in gaps if any(abs(gap - at) < _SAME_EDGE for at in starts)]
    return 2 * len(below_others) >= len(gaps) or any(cell[0].isdigit() for cell in cells[1:])


def _is_among_text(at: int, lines: Sequence[PrintedLine], is_text: Sequence[bool]) -> bool:
    """Tell whether most of a line and those nearest to it are text, of those in its column that end where it does."""
    above = [near for near in range(at - 1, max(-1, at - 1 - _FARTHEST), -1) if _ends_alike(lines[near], lines[at])]
    below = [near for near in range(at + 1, min(len(lines), at + 1 + _FARTHEST)) if _ends_alike(lines[near], lines[at])]
    nearest = [is_text[near] for near in (at, *above[:_AROUND], *below[:_AROUND])]
    return len(nearest) > 2 and 2 * sum(nearest) > len(nearest)


def _ends_alike(line: PrintedLine, other: PrintedLine) -> bool:
    return (
        line.cell == other.cell
        and abs(line.right - other.right) < _SAME_EDGE
        and abs(line.left - other.left) < _SAME_COLUMN
    )
