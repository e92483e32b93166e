"""The overview as pictures (Vega-Lite by Altair, which Gradio draws) and, for who does not see them, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from corpus.dutch import dutch_number
from web import overview_texts as texts
from web.overview import CorpusMap, Ring, WordUse

if TYPE_CHECKING:
    import altair as alt

# Okabe and Ito's colours, which colour-blind people tell apart, without yellow and black, which one of the grounds
# swallows; shapes say the same once more.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
_OTHER_COLOUR, _OTHER_SHAPE = "#8A8F91", "circle"
_PATHS = {
    "circle": "M5 0A5 5 0 1 1-5 0A5 5 0 1 1 5 0z",
    "square": "M-4.5-4.5h9v9h-9z",
    "triangle-up": "M0-5L5 4.5H-5z",
    "diamond": "M0-5.5L4 0L0 5.5L-4 0z",
    "triangle-down": "M0 5L5-4.5H-5z",
    "cross": "M-1.7-5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z",
}
# What Gradio 6.31 carries; these charts mean the same in the newer language that Altair writes.
_READ_AS = {"$schema": "https://vega.github.io/schema/vega-lite/v5.23.0.json"}
_LONGEST_TITLE = 80
_MOST_BARS = 20
_WIDEST_BAR, _NARROW_PAGE = 40, 230


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours around the data, on a light or on a dark page: the page, text, lines, bars, what stands out."""

    paper: str
    ink: str
    line: str
    bar: str
    accent: str


LIGHT = Ground("#fbfbf9", "#1b2427", "#dfe3e1", "#0b5a66", "#000000")
DARK = Ground("#13181a", "#e7ebeb", "#303a3d", "#7fd0dc", "#ffffff")


def map_chart(corpus_map: CorpusMap, rings: Sequence[Ring], ground: Ground) -> alt.LayerChart:
    """Return the map, with the hits of the present question on top as numbered rings."""
    import altair as alt

    groups = [*corpus_map.groups, texts.OTHER_GROUP]
    rows = [
        {
            "x": round(point.x, 4),
            "y": round(point.y, 4),
            texts.TITLE: _short(point.title),
            texts.PART: _short(point.heading),
            texts.GROUP: point.group or texts.OTHER_GROUP,
        }
        for point in corpus_map.points
    ]
    colours = [*_COLOURS[: len(corpus_map.groups)], _OTHER_COLOUR]
    shapes = [*_SHAPES[: len(corpus_map.groups)], _OTHER_SHAPE]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False))
    points = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, opacity=0.75, size=42)
        .encode(
            x=x,
            y=y,
            color=alt.Color(f"{texts.GROUP}:N", scale=alt.Scale(domain=groups, range=colours), legend=None),
            shape=alt.Shape(f"{texts.GROUP}:N", scale=alt.Scale(domain=groups, range=shapes), legend=None),
            tooltip=[f"{texts.TITLE}:N", f"{texts.PART}:N", f"{texts.GROUP}:N"],
        )
    )
    found = [
        {"x": one.x, "y": one.y, texts.TITLE: _short(one.hit.passage.title), texts.RANK: str(one.hit.rank)}
        for one in rings
    ]
    over = alt.Chart(alt.Data(values=found)).encode(x=x, y=y, tooltip=[f"{texts.RANK}:N", f"{texts.TITLE}:N"])
    circles = over.mark_point(size=190, strokeWidth=2.5, color=ground.accent, filled=False)
    written = {"dy": -16, "fontSize": 13, "fontWeight": "bold"}
    halo = over.mark_text(**written, stroke=ground.paper, strokeWidth=4).encode(text=f"{texts.RANK}:N")
    ranks = over.mark_text(**written, color=ground.ink).encode(text=f"{texts.RANK}:N")
    return _dressed(alt.layer(points, circles, halo, ranks), 460, ground, texts.MAP_HEADING)


def bars(counts: Mapping[str, int], name: str, told: str, ground: Ground, *, in_order: bool = False) -> alt.LayerChart:
    """Return counts of passages as bars: lying, the longest first, or standing, `in_order` of their names.

    `told` is what screen readers say of the picture; the table below it holds the numbers.
    """
    import altair as alt

    shown = list(counts.items())[:_MOST_BARS] if not in_order else list(counts.items())
    rows = [{name: _short(value), texts.PASSAGES: count} for value, count in shown]
    base = alt.Chart(alt.Data(values=rows)).encode(tooltip=[f"{name}:N", f"{texts.PASSAGES}:Q"])
    ticks = min(5, max(counts.values(), default=1))
    length = {"title": texts.PASSAGES, "axis": alt.Axis(tickMinStep=1, tickCount=ticks, format="d", grid=True)}
    if in_order:
        width = min(_WIDEST_BAR, _NARROW_PAGE / max(len(rows), 1))  # pixels, also for who reads on a phone
        drawn = base.mark_bar(color=ground.bar, cornerRadiusEnd=2, size=width).encode(
            x=alt.X(f"{name}:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y(f"{texts.PASSAGES}:Q", **length),
        )
        return _dressed(alt.layer(drawn), 220, ground, told)
    drawn = base.mark_bar(color=ground.bar, cornerRadiusEnd=2).encode(
        x=alt.X(f"{texts.PASSAGES}:Q", **length),
        y=alt.Y(f"{name}:N", sort=None, title=None, axis=alt.Axis(labelLimit=170)),
    )
    return _dressed(alt.layer(drawn), 26 * max(len(rows), 2) + 20, ground, told)


def word_chart(use: WordUse, ground: Ground) -> alt.LayerChart:
    """Return in how many passages of each year a word is used."""
    return bars(use.used, texts.YEAR, texts.WORD_HEADING, ground, in_order=True)


def _dressed(chart: alt.LayerChart, height: int, ground: Ground, told: str) -> alt.LayerChart:
    """Return a chart on a ground of its own: a page that turns dark leaves what was drawn to be read."""
    return (
        chart.properties(width="container", height=height, background=ground.paper, description=told, **_READ_AS)
        .configure(font='system-ui, -apple-system, "Segoe UI", Roboto, sans-serif')
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelColor=ground.ink,
            titleColor=ground.ink,
            gridColor=ground.line,
            domain=False,
            ticks=False,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            labelPadding=6,
        )
    )


def legend(corpus_map: CorpusMap) -> str:
    """Return which colour and shape stand for which group, in HTML, so that it folds on a phone and can be read out."""
    signs = list(zip(corpus_map.groups, _COLOURS, _SHAPES, strict=False))
    if any(not point.group for point in corpus_map.points):
        signs.append((texts.OTHER_GROUP, _OTHER_COLOUR, _OTHER_SHAPE))
    items = "".join(
        f'<li><svg viewBox="-6 -6 12 12" aria-hidden="true"><path d="{_PATHS[shape]}" fill="{colour}"/></svg>'
        f"{escape(group)}</li>"
        for group, colour, shape in signs
    )
    return f'<ul class="legenda" aria-label="{escape(texts.LEGEND)}">{items}</ul>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], summary: str) -> str:
    """Return rows as a table that can be unfolded below a picture, for who cannot or will not look at it."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(value)}</td>" for value in others)}</tr>'
        for first, *others in rows
    )
    return (
        f'<div class="waarom tabel"><details><summary>{escape(summary)}</summary>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details></div>"
    )


def counts_table(counts: Mapping[str, int], name: str, summary: str) -> str:
    """Return counts of passages as a table."""
    return table([name, texts.PASSAGES], [(value, dutch_number(count)) for value, count in counts.items()], summary)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"
