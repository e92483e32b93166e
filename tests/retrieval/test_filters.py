from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import InputError
from index import Filter
from retrieval.filters import written_day, written_filter


def test_a_filter_as_it_is_written() -> None:
    assert written_filter() is None
    assert written_filter(
        ["a.md", "b.md"], ["wet bibob"], ["wonen"], ["type = nota", "type=brief"], "2023", "1-5-2024"
    ) == (
        Filter(
            {"source": ("a.md", "b.md"), "title": ("wet bibob",), "themes": ("wonen",), "type": ("nota", "brief")},
            date(2023, 1, 1),
            date(2024, 5, 1),
        )
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        (" 29/2/2024 ", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_days(text: str, first: date, last: date) -> None:
    assert (written_day(text, last=False), written_day(text, last=True)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "gisteren", "2023-02-29", "0000", "31-4-2024", "24-5-1", "２０２４x", "2024-13-01"]
)
def test_what_is_no_day_is_told_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"is geen datum\. Schrijf bijvoorbeeld 2024-05-01"):
        written_day(text, last=True)


def test_what_is_no_field_or_period() -> None:
    for field in ("type", "=x", "x="):
        with pytest.raises(InputError, match="Schrijf naam=waarde"):
            written_filter(fields=[field])
    with pytest.raises(InputError, match="Wissel ze om"):
        written_filter(day_from="2024", day_until="2023")
