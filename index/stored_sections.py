"""The sections of a document as the store has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from corpus import Section


def stored_sections(sections: Iterable[Section]) -> list[list[Any]]:
    """Return sections as lists for JSON; those without footnotes are as they were before these were known."""
    return [
        [one.headings, one.start, one.end, one.page, one.address, *([one.notes] if one.notes else [])]
        for one in sections
    ]


def read_sections(stored: Iterable[Sequence[Any]]) -> tuple[Section, ...]:
    """Return sections of what `stored_sections` made, this version's or an older one's, which has less of each."""
    return tuple(_section(*values) for values in stored)


def _section(
    headings: Iterable[str],
    start: int,
    end: int,
    page: int | None = None,
    address: str | None = None,
    notes: Iterable[tuple[int, int]] = (),
) -> Section:
    return Section(tuple(headings), start, end, page, address, tuple((first, last) for first, last in notes))
