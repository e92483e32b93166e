"""From the printed lines in the cells of a table to its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from corpus.formats.hyphenation import joined
from corpus.formats.page_furniture import without_cells
from corpus.formats.printed_grids import Grid
from corpus.formats.printed_page import PADDING, PrintedLine, PrintedPage
from corpus.tables import CELL_SEPARATOR

_MAX_MEAN_CELL = 250  # characters; what has more is no table but text that is set in boxes
_MOST_SIZES = 1.6  # largest type to smallest: a cover or a leaflet has more
_SAME_COLUMN = 4.0  # points
_MARGIN = 12.0  # points, at most, from the line around a cell to its text


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows of a table, and where its columns begin."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]

    def continuing(self, above: PrintedTable | None) -> PrintedTable:
        """Return the table with the header of the one on the page before, if it goes on with that."""
        if above is None or len(above.columns) != len(self.columns) or above.rows[0] == self.rows[0]:
            return self
        if any(abs(a - b) > _SAME_COLUMN for a, b in zip(above.columns, self.columns, strict=True)):
            return self
        return PrintedTable((above.rows[0], *self.rows), self.columns)


def without_false_tables(page: PrintedPage) -> PrintedPage:
    """Return a page without the cells of what is no table: a cover, a leaflet, text in boxes.

    Of a table most rows have text in two cells at least, cells are no whole paragraphs, and its type is of about one
    size.
    """
    false = {number for number in range(len(page.grids)) if not _is_table(_cells(page.lines, number))}
    lines = (replace(line, cell=None) if line.cell and line.cell[0] in false else line for line in page.lines)
    return replace(page, lines=tuple(lines))


def with_headers_at_their_tables(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Return the pages with a header that was left behind, alone at the foot of a page, above its table on the next."""
    moved = list(pages)
    for number, (page, following) in enumerate(pairwise(pages)):
        cell = following.lines[0].cell if following.lines else None
        texts = _header_at_end(page.lines, following.grids[cell[0]]) if cell is not None else []
        if cell is None or not texts:
            continue
        header = page.lines[-1]
        cells = [replace(header, text=text, cell=(cell[0], -1, column)) for column, text in enumerate(texts)]
        moved[number] = replace(moved[number], lines=moved[number].lines[:-1])
        moved[number + 1] = replace(following, lines=(*cells, *following.lines))
    return moved


def _header_at_end(lines: Sequence[PrintedLine], grid: Grid) -> list[str]:
    """Return the cells of the last of some lines if that is a row as those in a table and the line above it is none."""
    if not lines or lines[-1].cell is not None or any(CELL_SEPARATOR in line.text for line in lines[-2:-1]):
        return []
    texts = lines[-1].text.split(CELL_SEPARATOR)
    if len(texts) < len(grid.columns) - 1:
        texts = _close_cells(lines[-1], grid)
    is_row = len(texts) == len(grid.columns) - 1 > 1 and abs(lines[-1].left - grid.columns[0]) < _MARGIN
    return texts if is_row else []


def _close_cells(line: PrintedLine, grid: Grid) -> list[str]:
    """Return the cells of a row in which they nearly touch: behind a wide space one begins where its column does."""
    words = line.text.replace(CELL_SEPARATOR, " ").split()
    if len(words) != len(line.spaces) + 1:
        return []
    starts = [
        place
        for place, (end, start) in enumerate(line.spaces, 1)
        if start - end > PADDING * line.size and any(0 <= start - at < _MARGIN for at in grid.columns[1:-1])
    ]
    return [" ".join(words[start:end]) for start, end in pairwise((0, *starts, len(words)))]


def stretches(
    lines: Sequence[PrintedLine], grids: Sequence[Grid], words: Collection[str]
) -> Iterator[Sequence[PrintedLine] | PrintedTable]:
    """Yield the lines of a page in stretches of text, with each table in its place as a whole."""
    text: list[PrintedLine] = []
    met: set[int] = set()
    for line in lines:
        if line.cell is None:
            text.append(line)
        elif (number := line.cell[0]) not in met:
            met.add(number)
            if text:
                yield text
            text = []
            yield _table(_cells(lines, number), grids[number], words)
    if text:
        yield text


_Cells = Mapping[tuple[int, int], Sequence[PrintedLine]]


def _cells(lines: Sequence[PrintedLine], number: int) -> _Cells:
    """Return the lines in each cell of a table, by row and column."""
    cells: dict[tuple[int, int], list[PrintedLine]] = {}
    for line in lines:
        if line.cell and line.cell[0] == number:
            cells.setdefault(line.cell[1:], []).append(line)
    return cells


def _is_table(cells: _Cells) -> bool:
    sizes = [line.size for lines in cells.values() for line in lines]
    characters = sum(len(line.text) for lines in cells.values() for line in lines)
    rows = Counter(row for row, _ in cells)
    filled = sum(count > 1 for count in rows.values())
    return (
        filled >= max(2, len(rows) / 2)
        and characters <= _MAX_MEAN_CELL * len(cells)
        and max(sizes) <= _MOST_SIZES * min(sizes)
    )


def _table(cells: _Cells, grid: Grid, words: Collection[str]) -> PrintedTable:
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    texts: dict[tuple[int, int], str] = {}
    for column in columns:
        for together in _merged(rows, column, grid):
            lines = [line for row in together for line in cells.get((row, column), ())]
            text = reduce(lambda text, line: joined(text, without_cells(line.text), words), lines, "").strip()
            texts.update(((row, column), text) for row in together)
    return PrintedTable(
        tuple(tuple(texts[row, column] for column in columns) for row in rows),
        tuple(grid.columns[column] for column in columns),
    )


def _merged(rows: Sequence[int], column: int, grid: Grid) -> Iterator[list[int]]:
    """Yield the rows over which each cell of a column runs."""
    together: list[int] = []
    for row in rows:
        if together and not grid.goes_on(row, column):
            yield together
            together = []
        together.append(row)
    yield together
