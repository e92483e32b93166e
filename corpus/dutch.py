"""Numbers, days and names of places as they are written in Dutch."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_SHORT_MONTHS = ("jan", "febr", "feb", "mrt", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "nov", "dec", "october")
MONTH = rf"(?:(?:{'|'.join((*MONTHS, *_SHORT_MONTHS))})\b\.?)"
"""A month, for regular expressions that pass over capitals: "maart", "mrt."."""
PLACE = r"(?:’s-|'s-)?[A-ZÀ-Þ][\w’'-]*(?: (?:[A-ZÀ-Þ][\w’'-]*|aan|bij|de|den|der|en|het|op)){0,4}"
"""The name of a place, for regular expressions: "Capelle aan den IJssel"."""


def month_number(written: str) -> int:
    """Return the number of a month as `MONTH` finds it, from 1."""
    beginning = written[:3].lower().replace("mrt", "maa").replace("oct", "okt")
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(beginning))


def dutch_number(value: int) -> str:
    """Write a whole number: 12.345."""
    return f"{value:,}".replace(",", ".")


def dutch_day(value: date) -> str:
    """Write a date in full: 14 september 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
