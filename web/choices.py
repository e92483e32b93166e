"""The choices below the question: order, one result a document, how many, and which texts may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import escape

from corpus.dutch import dutch_number
from web import texts
from web.asked import BY_DATE, PER_DOCUMENT, Asked
from web.options import Options

MOST_SHOWN = 1_000  # results; the limit of a search
_MOST_TICKS, _MOST_YEARS, _MOST_NAMES = 12, 12, 500


def choices(asked: Asked, options: Options) -> str:
    """Return the form, its fields named as in the address and filled as `asked` has them."""
    usual = Asked(asked.question, asked.similar_to)
    hidden = f'<input type="hidden" name="gelijk" value="{escape(asked.similar_to)}">' if asked.similar_to else ""
    reset = f'<p><a href="{escape(usual.address)}">{escape(texts.NO_CHOICES)}</a></p>' if asked != usual else ""
    return (
        f"<details><summary><span>{escape(texts.CHOICES_HEADING)}{_chosen(asked)}</span></summary>"
        f'<form id="keuzes" action="./" autocomplete="off">{hidden}<div class="rij">{_order(asked)}'
        f"{_tick('per', PER_DOCUMENT, escape(texts.PER_DOCUMENT_LABEL), asked.per_document)}{_count(asked)}</div>"
        f"{_period(asked, options.years)}{_values('thema', texts.THEME_LABEL, options.themes, asked.themes, {})}"
        f"{_values('bron', texts.SOURCE_LABEL, options.sources, asked.sources, options.titles)}{reset}</form></details>"
    )


def _chosen(asked: Asked) -> str:
    """Return in short what differs from the usual, to be read while the form is folded, and how much that is."""
    told = [
        *asked.themes,
        *asked.sources,
        *([texts.period(asked.day_from, asked.day_until)] if asked.day_from or asked.day_until else []),
        *([texts.BY_DATE] if asked.by_date else []),
        *([texts.PER_DOCUMENT] if asked.per_document else []),
    ]
    if not told:
        return ""
    count = f'<span class="hoeveel" aria-hidden="true">({len(told)})</span>'
    return f'<span class="gekozen">: {escape(", ".join(told))}</span>{count}'


def _order(asked: Asked) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if chosen else ""}>{escape(label)}</option>'
        for value, label, chosen in (
            ("", texts.BY_RELEVANCE_LABEL, not asked.by_date),
            (BY_DATE, texts.BY_DATE_LABEL, asked.by_date),
        )
    )
    return f'<label>{escape(texts.ORDER_LABEL)} <select name="volgorde">{options}</select></label>'


def _count(asked: Asked) -> str:
    return (
        f"<label>{escape(texts.COUNT_LABEL)} "
        f'<input type="number" name="aantal" min="1" max="{MOST_SHOWN}" value="{asked.count}"></label>'
    )


def _period(asked: Asked, years: Mapping[str, int]) -> str:
    fields = "".join(
        f'<label>{escape(label)} <input type="date" name="{name}" value="{day.isoformat() if day else ""}"></label>'
        for name, label, day in (("van", texts.FROM_LABEL, asked.day_from), ("tot", texts.UNTIL_LABEL, asked.day_until))
    )
    links = "".join(_year(asked, int(year), count) for year, count in list(years.items())[:_MOST_YEARS])
    listed = f'<ul class="jaren" aria-label="{escape(texts.YEARS_LABEL)}">{links}</ul>' if links else ""
    return f'<fieldset><legend>{escape(texts.PERIOD_LABEL)}</legend><div class="rij">{fields}</div>{listed}</fieldset>'


def _year(asked: Asked, year: int, count: int) -> str:
    """Return a year as a link that asks the question of that year; before there is a question it only tells."""
    shown = f"{year} {_number(count)}"
    if not asked.question and not asked.similar_to:
        return f"<li>{shown}</li>"
    within = replace(asked, day_from=date(year, 1, 1), day_until=date(year, 12, 31))
    current = ' aria-current="true"' if within == asked else ""
    return f'<li><a href="{escape(within.address)}"{current}>{shown}</a></li>'


def _values(
    name: str, label: str, counts: Mapping[str, int], chosen: tuple[str, ...], titles: Mapping[str, str]
) -> str:
    """Return boxes for what is chosen and the most frequent values, and a field for the others, if there are any.

    A value is shown by its title where it has one. Ticking a box leaves all boxes where they are.
    """
    if not counts and not chosen:
        return ""
    chosen_values = {value.casefold() for value in chosen}
    frequent = list(counts)[:_MOST_TICKS]
    known = {value.casefold(): value for value in counts}
    values = {*frequent, *(known.get(value.casefold(), value) for value in chosen)}
    shown = sorted(values, key=lambda value: titles.get(value, value).casefold())
    boxes = "".join(
        _tick(
            name,
            value,
            f"{escape(titles.get(value, value))} {_number(counts.get(value, 0))}",
            value.casefold() in chosen_values,
        )
        for value in shown
    )
    others = [value for value in counts if value not in shown][:_MOST_NAMES]
    return (
        f'<fieldset><legend>{escape(label)}</legend><div class="vinken">{boxes}</div>'
        f"{_field(name, label, others, counts, titles) if others else ''}</fieldset>"
    )


def _field(name: str, label: str, others: list[str], counts: Mapping[str, int], titles: Mapping[str, str]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(texts.option(titles.get(value, ""), counts[value]))}</option>'
        for value in others
    )
    return (
        f'<label class="ander">{escape(texts.other_value(label))} <input type="text" name="{name}" '
        f'list="andere-{name}"></label><datalist id="andere-{name}">{options}</datalist>'
    )


def _tick(name: str, value: str, label: str, checked: bool) -> str:
    """Return a box with a `label` that is HTML."""
    return (
        f'<label class="vink"><input type="checkbox" name="{name}" value="{escape(value)}"'
        f"{' checked' if checked else ''}> <span>{label}</span></label>"
    )


def _number(count: int) -> str:
    spoken = f'<span class="alleen-voorlezen">, {escape(texts.passages(count))}</span>'
    return f'<span class="aantal" aria-hidden="true">{dutch_number(count)}</span>{spoken}'
