"""How sure against how often right, as a picture that any browser shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_SIDE, _MARGIN = 400, 60
_COLOURS = ("#154273", "#b35900", "#275937")  # each 5:1 or more on white
_DASHES = ("", "8 4", "2 3")  # colour alone would not tell the lines apart


def diagram(lines: Mapping[str, Sequence[tuple[float, float, int]]]) -> str:
    """Return an SVG with for each name of `lines` its bins: mean confidence, share that was right, and how many.

    A point's area grows with its count; on the diagonal said and was are the same.
    """
    ticks = "".join(
        f'<text x="{_x(tenth / 10):.0f}" y="{_y(0) + 20:.0f}" text-anchor="middle">{tenth * 10}%</text>'
        f'<text x="{_x(0) - 8:.0f}" y="{_y(tenth / 10) + 4:.0f}" text-anchor="end">{tenth * 10}%</text>'
        for tenth in range(0, 11, 2)
    )
    drawn = "".join(
        _line(name, bins, _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)], n)
        for n, (name, bins) in enumerate(lines.items())
    )
    size = _SIDE + 2 * _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="13">'
        f'<title>Reliability</title><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#555"/>'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999"/>{ticks}'
        f'<text x="{_x(0.5)}" y="{_y(0) + 44}" text-anchor="middle">said</text>'
        f'<text x="{_x(0) - 44}" y="{_y(0.5)}">was</text>{drawn}</svg>\n'
    )


def _line(name: str, bins: Sequence[tuple[float, float, int]], colour: str, dashes: str, row: int) -> str:
    path = " ".join(f"{_x(said):.1f},{_y(was):.1f}" for said, was, _ in bins)
    points = "".join(
        f'<circle cx="{_x(said):.1f}" cy="{_y(was):.1f}" r="{2 + count**0.5 / 2:.1f}" fill="{colour}" opacity="0.6">'
        f"<title>said {said:.2f}, was {was:.2f}, n {count}</title></circle>"
        for said, was, count in bins
    )
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
    y = _y(1) + 20 + 20 * row
    legend = f'<line x1="{_x(0.03)}" y1="{y - 4}" x2="{_x(0.1)}" y2="{y - 4}" {stroke}/>'
    told = f'<text x="{_x(0.12)}" y="{y}">{escape(name)}</text>'
    return f'<polyline points="{path}" fill="none" {stroke}/>{points}{legend}{told}'


def _x(share: float) -> float:
    return _MARGIN + share * _SIDE


def _y(share: float) -> float:
    return _MARGIN + (1 - share) * _SIDE
