"""Tables as text: a row a line, with the header row again on every part of a long one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, zip_longest

CELL_SEPARATOR = " | "
_MAX_TABLE_BLOCK = 700  # characters, about a passage; a longer table is cut between rows, its header repeated


def table_blocks(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table as text, a row a line, cells parted by " | "; a long one in parts, each with the header row.

    A cell without text keeps its place, but a column without any is left out. A table of one cell, or of one column, is
    how text is framed: it comes as paragraphs.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if max((len(row) for row in filled), default=0) <= 1 or len(filled) == 1:
        yield from (cell for row in filled for cell in row if cell)
        return
    used = [any(column) for column in zip_longest(*([cell.strip(" |") for cell in row] for row in filled))]
    lines = [_row(list(compress(row, used))) for row in filled]
    header = lines[0]
    part: list[str] = []
    for line in lines:
        if part and sum(map(len, part)) + len(line) > _MAX_TABLE_BLOCK and len(part) > 1:
            yield "\n".join(part)
            part = [header]
        part.append(line)
    yield "\n".join(part)


def _row(cells: Sequence[str]) -> str:
    """Write a row on a line; empty cells before a full one keep their place, or what follows would change columns."""
    filled = [cell.strip(" |") for cell in cells]
    while filled and not filled[-1]:
        del filled[-1]
    return CELL_SEPARATOR.join(filled).lstrip(" ")
