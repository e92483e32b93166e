"""The tab to look at rather than to read: the map of passages, how many there are of what, and a word by year."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any

from corpus.dutch import dutch_number
from corpus.errors import InputError, VeiligheidswijzerError
from retrieval import Searcher
from web import cards, charts
from web import overview_texts as texts
from web.asked import Asked
from web.overview import CorpusMap, Overview, Ring, by_year
from web.results import hits_of

if TYPE_CHECKING:
    import gradio as gr

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 2}


def build(tab: gr.Tab, searcher: Searcher) -> None:
    """Put the tab into the open page. Nothing is drawn before `tab` is opened for the first time."""
    import gradio as gr

    overview = Overview(searcher.store)

    def plot() -> gr.Plot:
        return gr.Plot(show_label=False, container=False, buttons=[], elem_classes="plaatje", visible=False)

    gr.HTML(f"<h1>{escape(texts.HEADING)}</h1>", apply_default_css=False)
    map_text = gr.HTML(apply_default_css=False)
    map_told = gr.HTML(cards.status(texts.DRAWING), apply_default_css=False)
    map_plot = plot()
    map_table = gr.HTML(apply_default_css=False)
    group_text = gr.HTML(apply_default_css=False)
    group_plot = plot()
    group_table = gr.HTML(apply_default_css=False)
    year_text = gr.HTML(apply_default_css=False)
    year_plot = plot()
    year_table = gr.HTML(apply_default_css=False)
    gr.HTML(f"<h2>{escape(texts.WORD_HEADING)}</h2>", apply_default_css=False)
    with gr.Row(elem_id="woordregel"):
        word = gr.Textbox(
            label=texts.WORD_LABEL, placeholder=texts.WORD_PLACEHOLDER, max_lines=1, elem_id="woord", scale=3
        )
        button = gr.Button(texts.WORD_BUTTON, elem_id="tel", scale=0)
    word_text = gr.HTML(cards.status(), apply_default_css=False)
    word_plot = plot()
    word_table = gr.HTML(apply_default_css=False)
    address, dark = gr.Textbox(visible=False), gr.Checkbox(visible=False)

    tab.select(
        lambda address, dark: _drawn(searcher, overview, address, _ground(dark)),
        inputs=[address, dark],
        outputs=[
            *(map_text, map_told, map_plot, map_table),
            *(group_text, group_plot, group_table),
            *(year_text, year_plot, year_table),
        ],
        js="() => overview.seen()",
        **_QUIET,
    )
    gr.on(
        [word.submit, button.click],
        lambda word, dark: _word(overview, word, _ground(dark)),
        inputs=[word, dark],
        outputs=[word_text, word_plot, word_table],
        js="(word) => [word, overview.seen()[1]]",
        **_QUIET,
    )


def _ground(dark: bool) -> charts.Ground:
    return charts.DARK if dark else charts.LIGHT


def _drawn(searcher: Searcher, overview: Overview, address: str, ground: charts.Ground) -> list[Any]:
    try:
        return [
            *_map(searcher, overview, address, ground),
            *_groups(overview, ground),
            *_years(overview, ground),
        ]
    except VeiligheidswijzerError as error:
        return ["", cards.status(str(error)), *_empty(), *("", *_empty()) * 2]


def _shown(chart: Any) -> Any:
    import gradio as gr

    return gr.Plot(chart, visible=True)


def _empty() -> list[Any]:
    """Return nothing in the place of a picture and its table."""
    import gradio as gr

    return [gr.Plot(visible=False), ""]


def _map(searcher: Searcher, overview: Overview, address: str, ground: charts.Ground) -> list[Any]:
    corpus_map = overview.map()
    if corpus_map is None:
        return ["", cards.status(texts.TOO_FEW), *_empty()]
    told, rings = texts.NO_QUESTION, list[Ring]()
    with suppress(InputError):  # there is no question, or one that was refused where it was asked
        asked = Asked.from_address(address)
        rings = overview.rings(corpus_map, hits_of(searcher, asked))
        told = texts.hits_told(asked.question, len(rings)) if rings else told
    explained = texts.map_told(len(corpus_map.points), corpus_map.passages, corpus_map.by_theme)
    text = f'<h2>{escape(texts.MAP_HEADING)}</h2><p class="inleiding">{escape(explained)}</p>'
    legend = cards.status(told) + charts.legend(corpus_map)
    return [text, legend, _shown(charts.map_chart(corpus_map, rings, ground)), _map_tables(corpus_map, rings)]


def _map_tables(corpus_map: CorpusMap, rings: Sequence[Ring]) -> str:
    """Return what the map shows as tables: the hits with their colour, and which texts lie near each other."""
    hits = []
    ranks: dict[tuple[str, str], list[str]] = {}  # of the hits in each text
    for hit in (ring.hit for ring in rings):
        title, headings = hit.passage.title, hit.passage.headings
        group = corpus_map.group_of(title, headings[-1] if headings else "")
        shown = texts.NOT_DRAWN if group is None else group or texts.OTHER_GROUP
        hits.append((str(hit.rank), title, " › ".join(headings), shown))
        ranks.setdefault((title, group or ""), []).append(str(hit.rank))
    found = charts.table([texts.RANK, texts.TITLE, texts.PART, texts.GROUP], hits, texts.FOUND_TABLE) if hits else ""
    around = [
        (
            *(one.title, one.group or texts.OTHER_GROUP, dutch_number(one.passages)),
            *([", ".join(ranks.get((one.title, one.group), ()))] if hits else ()),
            one.nearest,
        )
        for one in corpus_map.neighbourhoods()
    ]
    heads = [texts.TITLE, texts.GROUP, texts.PASSAGES, *([texts.FOUND] if hits else ()), texts.NEAREST]
    return found + charts.table(heads, around, texts.map_table(len(around), corpus_map.texts))


def _groups(overview: Overview, ground: charts.Ground) -> list[Any]:
    counts = overview.counts("themes")
    if not counts:
        return ["", *_empty()]
    return [
        f"<h2>{escape(texts.THEMES_HEADING)}</h2>",
        _shown(charts.bars(counts, texts.THEME, texts.THEMES_HEADING, ground)),
        charts.counts_table(counts, texts.THEME, texts.AS_TABLE),
    ]


def _years(overview: Overview, ground: charts.Ground) -> list[Any]:
    counts = dict(sorted(overview.counts("year").items()))
    heading = f"<h2>{escape(texts.YEARS_HEADING)}</h2>"
    if not counts:
        return [f'{heading}<p class="inleiding">{escape(texts.NO_YEARS)}</p>', *_empty()]
    shown = by_year(counts)
    left_out = sum(counts.values()) - sum(shown.values())
    if left_out:
        heading += f'<p class="inleiding">{escape(texts.years_told(list(shown), left_out))}</p>'
    table = charts.counts_table(counts, texts.YEAR, texts.AS_TABLE)
    return [heading, _shown(charts.bars(shown, texts.YEAR, texts.YEARS_HEADING, ground, in_order=True)), table]


def _word(overview: Overview, word: str, ground: charts.Ground) -> list[Any]:
    try:
        use = overview.word_use(word)
    except VeiligheidswijzerError as error:
        return [cards.status(str(error)), *_empty()]
    rows = [(year, str(use.used[year]), f"{use.used[year] / of:.0%}") for year, of in use.passages.items() if of]
    table = charts.table([texts.YEAR, texts.WITH_WORD, texts.SHARE], rows, texts.AS_TABLE)
    return [
        cards.status(texts.word_told(use.word, sum(use.used.values()), list(use.used), use.left_out)),
        _shown(charts.word_chart(use, ground)),
        table,
    ]
