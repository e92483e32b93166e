"""How months, dates and places are found in Dutch texts: patterns for regular expressions."""

from __future__ import annotations

from corpus.dutch import MONTHS

_SHORT_MONTHS = ("jan", "febr", "feb", "mrt", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "nov", "dec", "october")
MONTH = rf"(?:(?:{'|'.join((*MONTHS, *_SHORT_MONTHS))})\b\.?)"
"""A month, for regular expressions that pass over capitals: "maart", "mrt."."""
DATE = rf"(?:\d{{1,2}}\s+{MONTH}\s+\d{{4}}|\d{{1,2}}-\d{{1,2}}-\d{{4}})"
"""A date, for regular expressions: "5 maart 2024", "5-3-2024"."""
PLACE = r"(?:’s-|'s-)?[A-ZÀ-Þ][\w’'-]*(?: (?:[A-ZÀ-Þ][\w’'-]*|aan|bij|de|den|der|en|het|op)){0,4}"
"""The name of a place, for regular expressions: "Capelle aan den IJssel"."""


def month_number(written: str) -> int:
    """Return the number of a month as `MONTH` finds it, from 1."""
    beginning = written[:3].lower().replace("mrt", "maa").replace("oct", "okt")
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(beginning))
