"""A measurement for people: a text for the terminal and a page with a picture, in Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from terminal.messages import count

if TYPE_CHECKING:
    from pathlib import Path

    from retrieval.evaluation import Estimate, Evaluation, QuestionResult, RankingResult, RankingsCompared

RANKING_NAMES = {
    "dense": "betekenis",
    "lexical": "woorden",
    "hybrid": "samen",
    "reranked": "herordend",
}
MEASURE_MEANINGS = {
    "nDCG@10": "hoe hoog het goede resultaat staat bij de eerste 10; 1 is altijd bovenaan",
    "MRR@10": "het gemiddelde van 1 gedeeld door de plaats van het eerste goede resultaat bij de eerste 10",
    "recall@1": "hoe vaak het goede resultaat bovenaan staat",
    "recall@5": "welk deel van de goede resultaten bij de eerste 5 staat",
    "recall@10": "welk deel van de goede resultaten bij de eerste 10 staat",
    "recall@100": "welk deel van de goede resultaten bij de eerste 100 staat",
}
INTERVAL_MEANING = "Tussen haakjes: daarbinnen ligt de echte waarde met 95% zekerheid (bootstrap over de vragen)."
WORST_HEADING = "Vragen die het slechtst gaan"
NONE_WRONG = "Bij alle vragen staat het goede resultaat bovenaan."
NOT_FOUND = "niet bij de eerste 100"
_COLOURS = ("#5b6770", "#b35c00", "#00558c", "#6a2c91")


def as_text(evaluation: Evaluation, worst: int) -> str:
    """Write a measurement for the terminal, with so many of the worst questions of the last ranking."""
    last = evaluation.rankings[-1]
    parts = [_summary(evaluation), *_table(evaluation), "", INTERVAL_MEANING]
    parts += [f"{name}: {MEASURE_MEANINGS[name]}." for name in last.measures]
    if evaluation.comparisons:
        parts += ["", *map(_compared, evaluation.comparisons)]
    if worst:
        parts += ["", f"{WORST_HEADING} ({RANKING_NAMES[last.ranking]}):", *_worst(last, worst)]
    return "\n".join(parts)


def as_page(evaluation: Evaluation, worst: int) -> str:
    """Write the same as one HTML page with a picture, which needs nothing from elsewhere."""
    last = evaluation.rankings[-1]
    compared = "".join(f"<li>{escape(_compared(comparison))}</li>" for comparison in evaluation.comparisons)
    meanings = "".join(f"<dt>{name}</dt><dd>{MEASURE_MEANINGS[name]}</dd>" for name in last.measures)
    title = f"Meting: {escape(evaluation.name)}"
    return (
        f'<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1><p>{escape(_summary(evaluation))}</p>{_picture(evaluation)}"
        f"{_page_table(evaluation)}<p>{INTERVAL_MEANING}</p>"
        + (f"<h2>Verschillen</h2><ul>{compared}</ul>" if compared else "")
        + f"<h2>{WORST_HEADING}</h2><p>Zoekwijze: {RANKING_NAMES[last.ranking]}.</p>{_page_worst(last, worst)}"
        f"<h2>Wat de maten zeggen</h2><dl>{meanings}</dl></main></body></html>\n"
    )


def checked_page_name(file: Path) -> Path:
    """Return `file`, before anything is measured for it.

    Raises:
        InputError: its name does not end in .html, or its folder does not exist.

    """
    from corpus.errors import InputError

    if file.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{file} eindigt niet op .html. Kies zo'n naam: het plaatje is een pagina.")
    if not file.absolute().parent.is_dir():
        raise InputError(f"De map van {file} bestaat niet. Maak die map of kies een andere plaats.")
    return file


def write_page(file: Path, evaluation: Evaluation, worst: int) -> None:
    """Write the page of `as_page` to `file`.

    Raises:
        InputError: it cannot be written.

    """
    from corpus.errors import InputError
    from index.durable import write_file

    try:
        write_file(file, as_page(evaluation, worst).encode())
    except OSError as error:
        raise InputError(f"{file} kan niet worden geschreven: {error.strerror}. Kies een andere plaats.") from error


def _summary(evaluation: Evaluation) -> str:
    asked = len(evaluation.rankings[0].questions)
    what = "documenten" if evaluation.of_documents else "passages met het antwoord"
    left_out = (
        f" {count(left, 'vraag zonder antwoord is', 'vragen zonder antwoord zijn')} niet meegeteld."
        if (left := evaluation.unanswerable)
        else ""
    )
    if missing := evaluation.not_in_index:
        told = count(missing, "vraag zoekt", "vragen zoeken")
        left_out += f" {told} een document dat niet in de index staat: gemist."
    times = ", ".join(f"{RANKING_NAMES[r.ranking]} {_decimal(r.median_ms, 1)} ms" for r in evaluation.rankings)
    asked_of = f"{evaluation.name}: {asked} vragen; gezocht zijn {what}.{left_out}"
    return f"{asked_of} Middelste zoektijd, zonder het model: {times}."


def _table(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'':<12}" + "".join(f"{RANKING_NAMES[result.ranking]:<20}" for result in evaluation.rankings).rstrip()
    for name in evaluation.rankings[0].measures:
        yield f"{name:<12}" + "".join(f"{_shown(r.measures[name]):<20}" for r in evaluation.rankings).rstrip()


def _shown(value: Estimate) -> str:
    return f"{_decimal(value.mean)} ({_decimal(value.low, 2)}–{_decimal(value.high, 2)})"


def _decimal(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _compared(comparison: RankingsCompared) -> str:
    found = comparison.difference
    sign = "hoger" if found.mean >= 0 else "lager"
    chance = "kleiner dan 0,1%" if found.p_value < 0.001 else f"{_decimal(found.p_value * 100, 1)}%"
    return (
        f"{comparison.measure} van '{RANKING_NAMES[comparison.first]}' is {_decimal(abs(found.mean))} {sign} dan van "
        f"'{RANKING_NAMES[comparison.second]}' ({_decimal(found.low)} tot {_decimal(found.high)}); de kans dat toeval "
        f"zo'n verschil geeft, is {chance}."
    )


def _worst(result: RankingResult, count: int) -> Iterator[str]:
    for question in result.worst(count):
        yield f"- {question.question}"
        yield f"  Goed is: {_wanted(question)} ({_place(question)})"
        for found in question.found:
            yield f"  {found.rank}. {' › '.join((found.title, *found.headings))}: {_beginning(found.text)}"
    if not result.worst(1):
        yield NONE_WRONG


def _wanted(question: QuestionResult) -> str:
    return _beginning(" | ".join(question.wanted))


def _place(question: QuestionResult) -> str:
    return NOT_FOUND if question.rank is None else f"op plaats {question.rank}"


def _beginning(text: str, characters: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[:characters].rstrip()}…"


def _page_table(evaluation: Evaluation) -> str:
    heads = "".join(f'<th scope="col">{RANKING_NAMES[r.ranking]}</th>' for r in evaluation.rankings)
    rows = "".join(
        f'<tr><th scope="row">{name}</th>'
        + "".join(f"<td>{_shown(result.measures[name])}</td>" for result in evaluation.rankings)
        + "</tr>"
        for name in evaluation.rankings[0].measures
    )
    return f'<div class="breed"><table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _page_worst(result: RankingResult, count: int) -> str:
    def item(question: QuestionResult) -> str:
        found = "".join(
            f"<li>{escape(' › '.join((f.title, *f.headings)))}: {escape(_beginning(f.text))}</li>"
            for f in question.found
        )
        return (
            f"<h3>{escape(question.question)}</h3><p>Goed is: {escape(_wanted(question))} ({_place(question)})</p>"
            f"<p>Gevonden is:</p><ol>{found}</ol>"
        )

    return "".join(item(question) for question in result.worst(count)) or f"<p>{NONE_WRONG}</p>"


def _picture(evaluation: Evaluation) -> str:
    """Draw a bar from 0 to 1 for each measure and ranking, with its interval as a line; the table says the same."""
    results, names = evaluation.rankings, list(evaluation.rankings[0].measures)
    bar, gap, left, width = 16, 18, 96, 520
    group = bar * len(results) + gap
    height = group * len(names) + 24
    marks = "".join(
        f'<line x1="{left + width * t / 10}" x2="{left + width * t / 10}" y1="0" y2="{height - 24}" class="lijn"/>'
        f'<text x="{left + width * t / 10}" y="{height - 8}" text-anchor="middle">{_decimal(t / 10, 1)}</text>'
        for t in range(0, 11, 2)
    )
    bars = "".join(
        f'<text x="{left - 8}" y="{n * group + group / 2}" text-anchor="end">{name}</text>'
        + "".join(
            _bar(result.measures[name], left, width, n * group + gap / 2 + i * bar, bar, _COLOURS[i % len(_COLOURS)])
            for i, result in enumerate(results)
        )
        for n, name in enumerate(names)
    )
    legend = "".join(
        f'<li><span style="background:{_COLOURS[i % len(_COLOURS)]}"></span>{RANKING_NAMES[result.ranking]}</li>'
        for i, result in enumerate(results)
    )
    return (
        f'<figure><ul class="uitleg">{legend}</ul><svg viewBox="0 0 {left + width + 24} {height}" role="img" '
        f'aria-label="Staafdiagram van de maten; de tabel geeft dezelfde getallen">{marks}{bars}</svg></figure>'
    )


def _bar(value: Estimate, left: int, width: int, top: float, thick: int, colour: str) -> str:
    middle = top + thick / 2
    return (
        f'<rect x="{left}" y="{top + 1}" width="{width * value.mean:.1f}" height="{thick - 2}" fill="{colour}"/>'
        f'<line x1="{left + width * value.low:.1f}" x2="{left + width * value.high:.1f}" y1="{middle}" y2="{middle}" '
        f'class="grens"/>'
    )


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:0}"
    "main{max-width:52rem;margin:auto;padding:1rem}svg{width:100%;height:auto;font-size:12px}"
    "figure{margin:0}.lijn{stroke:#d0d0d0}.grens{stroke:#1b1b1b;stroke-width:2}.breed{overflow-x:auto}"
    "table{border-collapse:collapse}th,td{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #d0d0d0}"
    ".uitleg{list-style:none;display:flex;gap:1rem;padding:0}"
    ".uitleg span{display:inline-block;width:1rem;height:1rem;margin-right:.4rem;vertical-align:-.15rem}"
)
