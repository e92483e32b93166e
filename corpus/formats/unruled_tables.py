"""Tables on a printed page without lines around their cells, by the order in which a word processor writes them.

It writes cell by cell: the lines of a cell one below the other, then those of the next, to the right of it and from the
same height. Columns of text do so once a page, the rows of a table time and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from corpus.formats.printed_grids import Edge, Grid
from corpus.formats.printed_page import PADDING, PrintedLine
from corpus.tables import CELL_SEPARATOR

_SAME_COLUMN = 2.0  # points
_SAME_HEIGHT = 0.3  # of the type size
_ROW_GAP = 4.0  # of the type size, at most, from the end of a row to the beginning of the next
_LINE_GAP = 2.0  # of the type size, at most, from line to line in a cell
_MOST_LINES = 12  # of a cell
_MOST_OF_TWO = 4  # of a cell where there are two columns: what has more is text beside the headings in its margin
_FEWEST_NARROW = 3  # rows of which some cells are no wide gap apart
_MOST_IN_CELL = 40  # characters, on average, of cells that nearly touch everywhere: what has more is columns of text
_LEAST_FIRST = 4  # letters and figures of a first cell: what has fewer is the number of a list item


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of each cell of a row; of one that was written on one line, the whole."""

    cells: tuple[tuple[PrintedLine, ...], ...]

    @property
    def lines(self) -> tuple[PrintedLine, ...]:
        """All its lines, in order."""
        return tuple(line for cell in self.cells for line in cell)

    @property
    def top(self) -> float:
        """The top of its first line."""
        return self.lines[0].bottom - 1.1 * self.lines[0].size

    @property
    def bottom(self) -> float:
        """The foot of its lowest line."""
        return max(line.bottom for line in self.lines)


def unruled_grids(lines: Sequence[PrintedLine]) -> tuple[Grid, ...]:
    """Return the tables without lines around their cells, by the lines of a page in the order of the file."""
    tables = [rows for rows in _runs(lines) if _is_table(rows)]
    taken = {line for rows in tables for row in rows for line in row.lines}
    narrow = (grid for rows in _rows_of_one_line(lines, taken) if (grid := _narrow_grid(rows)) is not None)
    close = (_grid_of_lines(rows, columns) for rows, columns in _close_rows(lines, taken))
    return (*map(_grid, tables), *narrow, *close)


def _runs(lines: Sequence[PrintedLine]) -> Iterator[list[_Row]]:
    """Yield the rows that stand below each other."""
    rows: list[_Row] = []
    position = 0
    while position < len(lines):
        row = _row(lines[position : position + _MOST_LINES * _MOST_LINES])
        if rows and (row is None or not _goes_on(rows[-1], row)):
            yield rows
            rows = []
        if row is not None:
            rows.append(row)
        position += len(row.lines) if row is not None else 1
    yield rows


def _row(lines: Sequence[PrintedLine]) -> _Row | None:
    """Return the row that begins with the first of some lines, None if none does."""
    first = lines[0]
    cells = [[first]]
    for line in lines[1:]:
        previous = cells[-1][-1]
        right = max(one.right for one in cells[-1])
        if line.cell is not None:
            break
        if line.left > right and abs(line.bottom - first.bottom) < _SAME_HEIGHT * line.size:
            cells.append([line])
        elif 0 < line.bottom - previous.bottom < _LINE_GAP * line.size and (
            abs(line.left - cells[-1][-1].left) < _SAME_COLUMN or _is_last_part(previous, line)
        ):
            cells[-1].append(line)
        else:
            break
    if first.cell is not None or max(map(len, cells)) > (_MOST_LINES if len(cells) > 2 else _MOST_OF_TWO):
        return None
    if len(cells) > 1:
        letters = sum(character.isalnum() for line in cells[0] for character in line.text)
        return _Row(tuple(map(tuple, cells))) if letters >= _LEAST_FIRST else None
    together = [first, *takewhile(lambda line: line.left > first.left + _SAME_COLUMN, cells[0][1:])]
    return _Row((tuple(together),)) if CELL_SEPARATOR in first.text else None


def _is_last_part(line: PrintedLine, below: PrintedLine) -> bool:
    """Tell whether a line stands below the last cell of one that holds several."""
    return CELL_SEPARATOR in line.text and line.left < below.left < line.right


def _goes_on(above: _Row, row: _Row) -> bool:
    same = abs(above.lines[0].left - row.lines[0].left) < _SAME_COLUMN
    return same and 0 < row.top - above.bottom + row.lines[0].size < _ROW_GAP * row.lines[0].size


def _is_table(rows: Sequence[_Row]) -> bool:
    """Tell whether rows are a table: several were written cell by cell, in the same columns."""
    written = [row for row in rows if len(row.cells) > 1]
    return len(written) > 1 and all(
        any(abs(row.cells[1][0].left - cell[0].left) < _SAME_COLUMN for cell in other.cells[1:])
        for row, other in pairwise(written)
    )


def _grid(rows: Sequence[_Row]) -> Grid:
    columns: list[float] = []
    for left in sorted(cell[0].left for row in rows for cell in row.cells):
        if not columns or left - columns[-1] > _SAME_COLUMN:
            columns.append(left)
    right = max(line.right for row in rows for line in row.lines)
    edges = (*(left - 1 for left in columns), right + 1)
    between = [(above.bottom + below.top) / 2 for above, below in pairwise(rows)]
    heights = (rows[0].top, *between, rows[-1].bottom + 0.1 * rows[-1].lines[0].size)
    return Grid(
        edges,
        heights,
        tuple(Edge(at, heights[0], heights[-1]) for at in edges),
        tuple(Edge(at, edges[0], edges[-1]) for at in heights),
    )


def _rows_of_one_line(lines: Sequence[PrintedLine], taken: Collection[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield lines below each other that each hold several cells, as far as their gaps tell."""
    run: list[PrintedLine] = []
    for line in lines:
        may_be_row = line.cell is None and line not in taken and CELL_SEPARATOR in line.text
        goes_on = (
            bool(run)
            and abs(line.left - run[-1].left) < _SAME_COLUMN
            and 0 < line.bottom - run[-1].bottom < _LINE_GAP * line.size
        )
        if run and not (may_be_row and goes_on):
            yield run
            run = []
        if may_be_row:
            run.append(line)
    yield run


def _narrow_grid(rows: Sequence[PrintedLine]) -> Grid | None:
    """Return the table of some rows if they have more columns than their gaps tell; None if they are none.

    A column begins where most rows have a gap; in all others a word begins there.
    """
    found = Counter(round(gap) for row in rows for gap in row.gaps)
    columns = [at for at, count in sorted(found.items()) if 2 * count >= len(rows)]
    is_whole = all(any(abs(word - at) < 1 for _, word in row.spaces) for row in rows for at in columns)
    hidden = any(row.text.count(CELL_SEPARATOR) < len(columns) for row in rows)
    if len(rows) < _FEWEST_NARROW or not columns or not is_whole or not hidden:
        return None
    return _grid_of_lines(rows, columns)


def _close_rows(
    lines: Sequence[PrintedLine], taken: Collection[PrintedLine]
) -> Iterator[tuple[list[PrintedLine], list[int]]]:
    """Yield rows of one line each, and where their columns begin, of tables in which all cells nearly touch.

    In every row a word begins there behind a space that is wider than those of text.
    """
    run: list[PrintedLine] = []
    columns: set[int] = set()
    for line in (*lines, None):
        starts = _starts_of_cells(line) if line is not None and line.cell is None and line not in taken else set()
        if run and line is not None and starts:
            step = line.bottom - run[-1].bottom
            is_below = abs(line.left - run[-1].left) < _SAME_COLUMN and 0 < step < _LINE_GAP * line.size
            if is_below and (both := {at for at in columns if starts & {at - 1, at, at + 1}}):
                run.append(line)
                columns = both
                continue
        if _are_close_rows(run, columns):
            yield run, sorted(columns)
        run, columns = ([line], starts) if line is not None and starts else ([], set())


def _starts_of_cells(line: PrintedLine) -> set[int]:
    return {round(start) for end, start in line.spaces if start - end > PADDING * line.size}


def _are_close_rows(rows: Sequence[PrintedLine], columns: Collection[int]) -> bool:
    if len(rows) < _FEWEST_NARROW or any(row.gaps for row in rows):
        return False
    characters = sum(len(row.text) for row in rows)
    return characters <= _MOST_IN_CELL * len(rows) * (len(columns) + 1) and all(
        sum(map(str.isalnum, _before(row, min(columns)))) >= _LEAST_FIRST for row in rows
    )


def _before(row: PrintedLine, at: int) -> str:
    """Return the words of a row before the one that begins at a place."""
    return " ".join(row.text.split()[: 1 + sum(start < at - 1 for _, start in row.spaces)])


def _grid_of_lines(rows: Sequence[PrintedLine], columns: Sequence[int]) -> Grid:
    edges = (rows[0].left - 1, *(at - 1.0 for at in columns), max(row.right for row in rows) + 1)
    tops = [row.bottom - 1.1 * row.size for row in rows]
    heights = (
        tops[0],
        *((above.bottom + top) / 2 for above, top in zip(rows, tops[1:], strict=False)),
        rows[-1].bottom + 1,
    )
    return Grid(
        edges,
        heights,
        tuple(Edge(at, heights[0], heights[-1]) for at in edges),
        tuple(Edge(at, edges[0], edges[-1]) for at in heights),
    )
