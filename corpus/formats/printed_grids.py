"""Tables on a printed page, by the lines and boxes that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SNAP = 2.5  # points; edges that are nearer to each other are one
_THIN = 3.0  # points; what is thinner is a line, what is wider a box
_SMALLEST_CELL = 6.0  # points, high and wide
_MOST_OF_PAGE = 0.9  # a box that is wider and higher is the paper
_MAX_DRAWN = 800  # lines and boxes on a page with tables; a page with more holds drawings
_WHOLE = 0.9  # of the width of a table: a box that is wider is around the table
_TILED = 0.85  # of a box: boxes in it that cover more are its cells, those that cover less are behind lines of text
_COVERS = 0.5  # of the width or height of a table: an edge that covers less is of something within a cell


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, or a line, in points from the left and the top of the page; `is_white` as the paper is."""

    left: float
    top: float
    right: float
    bottom: float
    is_white: bool = False

    @property
    def area(self) -> float:
        """The area in square points."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line at a height or distance, from `start` to `end`."""

    at: float
    start: float
    end: float
    is_white: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: where its columns and rows begin and the last of them end, and the lines that are really drawn there."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    upright: tuple[Edge, ...]
    level: tuple[Edge, ...]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is in the table."""
        return self.columns[0] <= x < self.columns[-1] and self.rows[0] <= y < self.rows[-1]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of a point in the table; a cell over several columns counts as the first of them."""
        column = bisect_right(self.columns, x) - 1
        while column and not _is_drawn(self.upright, self.columns[column], y):
            column -= 1
        return bisect_right(self.rows, y) - 1, column

    def goes_on(self, row: int, column: int) -> bool:
        """Tell whether a cell is one with that above it."""
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        return row > 0 and not _is_drawn(self.level, self.rows[row], middle)


def grids_of(drawn: Iterable[Box], width: float, height: float) -> tuple[Grid, ...]:
    """Return the tables on a page of this size, out of everything that is drawn on it."""
    boxes = [
        box
        for box in drawn
        if not (box.right - box.left > _MOST_OF_PAGE * width and box.bottom - box.top > _MOST_OF_PAGE * height)
    ]
    if not 4 <= len(boxes) <= _MAX_DRAWN:
        return ()
    return tuple(grid for together in _touching(boxes) if (grid := _grid(together)) is not None)


def _touching(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the boxes in groups that hang together."""
    left = sorted(boxes, key=lambda box: box.top)
    while left:
        group, frontier = [left[0]], [left.pop(0)]
        while frontier:
            one = frontier.pop()
            near = [other for other in left if _touch(one, other)]
            left = [other for other in left if not _touch(one, other)]
            group += near
            frontier += near
        yield group


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _SNAP
        and other.left <= one.right + _SNAP
        and one.top <= other.bottom + _SNAP
        and other.top <= one.bottom + _SNAP
    )


def _grid(boxes: Sequence[Box]) -> Grid | None:
    upright: list[Edge] = []
    level: list[Edge] = []
    for box in _without_backgrounds(boxes):
        wide, high = box.right - box.left, box.bottom - box.top
        if wide <= _THIN or (wide >= _SMALLEST_CELL and high > _THIN):
            upright += [Edge(at, box.top, box.bottom, box.is_white) for at in {box.left, box.right}]
        if high <= _THIN or (high >= _SMALLEST_CELL and wide > _THIN):
            level += [Edge(at, box.left, box.right, box.is_white) for at in {box.top, box.bottom}]
    columns = _places(upright)
    level = [edge for edge in level if all(_is_near(place, columns) for place in (edge.start, edge.end))]
    visible = [edge for edge in level if not edge.is_white]
    spanning = [box for box in boxes if box.bottom - box.top > _THIN and box.right - box.left < _WHOLE * _extent(level)]
    rows = tuple(
        place
        for place in _places(level)
        if any(abs(edge.at - place) <= _SNAP for edge in visible)
        or not any(box.top + _THIN < place < box.bottom - _THIN for box in spanning)
    )
    if len(columns) < 3 or len(rows) < 3:
        return None
    return Grid(columns, rows, tuple(upright), tuple(level))


def _is_near(place: float, others: Sequence[float]) -> bool:
    return any(abs(place - other) <= _THIN for other in others)


def _extent(edges: Sequence[Edge]) -> float:
    return max((edge.end for edge in edges), default=0.0) - min((edge.start for edge in edges), default=0.0)


def _without_backgrounds(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield lines, and boxes but for those that are drawn behind text in a cell."""
    wide = sorted({box for box in boxes if min(box.right - box.left, box.bottom - box.top) > _THIN}, key=_area)
    around = {
        box: next((other for other in wide[number + 1 :] if other.area > box.area and _is_within(box, other)), None)
        for number, box in enumerate(wide)
    }
    filled: dict[Box, float] = {}
    for box, other in around.items():
        if other is not None:
            filled[other] = filled.get(other, 0.0) + box.area
    for box in dict.fromkeys(boxes):
        outer = around.get(box)
        if outer is None or filled[outer] >= _TILED * outer.area:
            yield box


def _area(box: Box) -> float:
    return box.area


def _is_within(box: Box, other: Box) -> bool:
    return (
        box.left >= other.left - _SNAP
        and box.right <= other.right + _SNAP
        and box.top >= other.top - _SNAP
        and box.bottom <= other.bottom + _SNAP
    )


def _places(edges: Sequence[Edge]) -> tuple[float, ...]:
    """Return where edges are that run along most of the table, from first to last."""
    if not edges:
        return ()
    extent = _extent(edges)
    found: list[float] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        near = [other for other in edges if abs(other.at - edge.at) <= _SNAP]
        if (not found or edge.at - found[-1] >= _SMALLEST_CELL) and _covered(near) >= _COVERS * extent:
            found.append(edge.at)
    return tuple(found)


def _covered(edges: Sequence[Edge]) -> float:
    """Return the length that edges cover together."""
    total, reached = 0.0, float("-inf")
    for edge in sorted(edges, key=lambda edge: edge.start):
        total += max(0.0, edge.end - max(edge.start, reached))
        reached = max(reached, edge.end)
    return total


def _is_drawn(edges: Sequence[Edge], at: float, along: float) -> bool:
    return any(abs(edge.at - at) <= _SNAP and edge.start - _SNAP <= along <= edge.end + _SNAP for edge in edges)
