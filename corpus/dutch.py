"""Numbers and days as they are written in Dutch, for people to read."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def dutch_number(value: int) -> str:
    """Write a whole number: 12.345."""
    return f"{value:,}".replace(",", ".")


def dutch_day(value: date) -> str:
    """Write a date in full: 14 september 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
