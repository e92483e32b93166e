"""The same question over several sources or years, side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.errors import InputError
from index import Filter
from retrieval.as_json import answer_json
from retrieval.results import Answer
from retrieval.searcher import Searcher

MOST_SIDES = 10
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Side:
    """One answer of a comparison: what it is called, which documents may answer, and what they answer."""

    name: str
    where: Filter
    answer: Answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers to one question, in the order in which the sides were asked for."""

    question: str
    sides: tuple[Side, ...]


def compare(searcher: Searcher, question: str, filters: Mapping[str, Filter]) -> Comparison:
    """Ask `question` of the documents that each of `filters`, by name, lets through.

    Raises:
        InputError: the question is empty or too long, or there are fewer than two sides or too many.

    """
    if not 2 <= len(filters) <= MOST_SIDES:
        raise InputError(
            f"Er zijn {len(filters)} kanten om te vergelijken; het moeten er 2 tot en met {MOST_SIDES} zijn. "
            "Noem er bijvoorbeeld twee: --compare bron:beleid-2019 --compare bron:beleid-2024."
        )
    return Comparison(
        question, tuple(Side(name, where, searcher.ask(question, where=where)) for name, where in filters.items())
    )


def filters_of(names: Sequence[str]) -> dict[str, Filter]:
    """Return the filters that people write as "bron:nota.md", "jaar:2023", "jaar:2019-2022" or "thema:wonen".

    Raises:
        InputError: a name is not of that form, or there twice.

    """
    filters = {name: _filter(name) for name in names}
    if len(filters) < len(names):
        raise InputError(f"Een kant van de vergelijking staat er dubbel: {', '.join(names)}. Noem elke kant één keer.")
    return filters


def comparison_json(comparison: Comparison, base: str = "") -> dict[str, Any]:
    """Return a comparison as JSON values; each answer has the names of `ask --json`."""
    return {
        "question": comparison.question,
        "sides": [{"name": side.name, "answer": answer_json(side.answer, base)} for side in comparison.sides],
    }


def _filter(name: str) -> Filter:
    field, colon, value = (part.strip() for part in name.partition(":"))
    if not (field and colon and value):
        raise InputError(
            f"{name[:80]!r} is geen kant van een vergelijking. Schrijf bijvoorbeeld bron:nota.md, jaar:2023, "
            "jaar:2019-2022 of thema:wonen."
        )
    if field.casefold() == "jaar":
        return _period(value)
    return Filter(fields={field: (value,)})


def _period(value: str) -> Filter:
    years = _YEARS.fullmatch(value)
    first, last = (int(years[1]), int(years[2] or years[1])) if years else (0, 0)
    if not 1 <= first <= last:
        raise InputError(f"jaar:{value[:40]} is geen jaar. Schrijf bijvoorbeeld jaar:2023 of jaar:2019-2022.")
    return Filter(date_from=date(first, 1, 1), date_until=date(last, 12, 31))
