"""Days that people choose by: a day, or the first or last of a month or year; what is none is told."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import InputError
from corpus.written_days import written_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        (" 29/2/2024 ", date(2024, 2, 29), date(2024, 2, 29)),
        ("29.2.2024", date(2024, 2, 29), date(2024, 2, 29)),
        ("1 mei 2024", date(2024, 5, 1), date(2024, 5, 1)),
        ("Woensdag 1 Mei  2024", date(2024, 5, 1), date(2024, 5, 1)),
        ("3 mrt. 2024", date(2024, 3, 3), date(2024, 3, 3)),
        ("mei 2024", date(2024, 5, 1), date(2024, 5, 31)),
        ("februari 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2/2023", date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_days(text: str, first: date, last: date) -> None:
    assert (written_day(text, last=False), written_day(text, last=True)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gisteren",
        "2023-02-29",
        "0000",
        "31-4-2024",
        "24-5-1",
        "31 april 2024",
        "mei",
        "1 mei",
        "1-5/2024",
        "13-2024",
        "1 mei 2024 en later",
        "２０２４x",
        "2024-13-01",
    ],
)
def test_what_is_no_day_is_told_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"is geen datum\. Schrijf bijvoorbeeld 2024-05-01"):
        written_day(text, last=True)
