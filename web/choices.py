"""The choices below the question: order, one result a document, how many, and which texts may answer."""

from __future__ import annotations

from html import escape

from web import texts
from web.asked import BY_DATE, PER_DOCUMENT, Asked

MOST_SHOWN = 1_000  # results; the limit of a search


def choices(asked: Asked) -> str:
    """Return the form, its fields named as in the address and filled as `asked` has them."""
    usual = Asked(asked.question, asked.similar_to)
    hidden = f'<input type="hidden" name="gelijk" value="{escape(asked.similar_to)}">' if asked.similar_to else ""
    reset = f'<p><a href="{escape(usual.address)}">{escape(texts.NO_CHOICES)}</a></p>' if asked != usual else ""
    return (
        f"<details{' open' if asked != usual else ''}><summary>{escape(texts.CHOICES_HEADING)}</summary>"
        f'<form id="keuzes" action="./" autocomplete="off">{hidden}<div class="rij">{_order(asked)}'
        f"{_check('per', PER_DOCUMENT, texts.PER_DOCUMENT_LABEL, asked.per_document)}{_count(asked)}</div>"
        f"{_period(asked)}{reset}</form></details>"
    )


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


def _period(asked: Asked) -> str:
    fields = "".join(
        f'<label>{escape(label)} <input type="date" name="{name}" value="{day.isoformat() if day else ""}"></label>'
        for name, label, day in (("van", texts.FROM_LABEL, asked.day_from), ("tot", texts.UNTIL_LABEL, asked.day_until))
    )
    return f'<fieldset><legend>{escape(texts.PERIOD_LABEL)}</legend><div class="rij">{fields}</div></fieldset>'


def _check(name: str, value: str, label: str, checked: bool) -> str:
    return (
        f'<label class="vink"><input type="checkbox" name="{name}" value="{escape(value)}"'
        f"{' checked' if checked else ''}> <span>{escape(label)}</span></label>"
    )
