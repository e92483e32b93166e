"""What is asked: the address of the page says it all, so that a link, a favourite and the way back ask it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qs, urlencode

from corpus.errors import InputError
from corpus.written_days import written_day
from index import Filter
from index.filter import check_period
from web import texts

DEFAULT_COUNT = 10
_MOST_PARAMETERS = 200
_Value = TypeVar("_Value")
_Day = Callable[[str], date | None]
PER_DOCUMENT, BY_DATE = "document", "datum"  # values of `per` and `volgorde`


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, or the passage `similar_to` which others are sought, with all that decides what is shown.

    `day_from` and `day_until` are inclusive. Without `sources` or `themes` all of them are sought.
    """

    question: str = ""
    similar_to: str = ""
    count: int = DEFAULT_COUNT
    per_document: bool = False
    by_date: bool = False
    sources: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    day_from: date | None = None
    day_until: date | None = None

    @classmethod
    def from_address(cls, query: str) -> Asked:
        """Read the part of an address after the question mark; names that mean nothing here are left alone.

        Raises:
            InputError: a number or a date is none, the period ends before it begins, or there are far too many values.

        """
        asked = cls._read(query, _number, _first_day, _last_day)
        check_period(asked.day_from, asked.day_until)
        return asked

    @classmethod
    def readable(cls, query: str) -> Asked:
        """Read what can be read of an address, to mend it: what is no number or date is as usual.

        A period may end before it begins here.

        Raises:
            InputError: there are far too many values.

        """
        first_day, last_day = partial(_or, _first_day, None), partial(_or, _last_day, None)
        return cls._read(query, partial(_or, _number, DEFAULT_COUNT), first_day, last_day)

    @classmethod
    def _read(cls, query: str, number: Callable[[str], int], first_day: _Day, last_day: _Day) -> Asked:
        try:
            values = parse_qs(query.removeprefix("?"), max_num_fields=_MOST_PARAMETERS)
        except ValueError:
            raise InputError(texts.too_many_choices(_MOST_PARAMETERS)) from None
        return cls(
            question=_last(values.get("vraag")),
            similar_to=_last(values.get("gelijk")),
            count=number(_last(values.get("aantal"))),
            per_document=_last(values.get("per")) == PER_DOCUMENT,
            by_date=_last(values.get("volgorde")) == BY_DATE,
            sources=tuple(dict.fromkeys(values.get("bron", ()))),
            themes=tuple(dict.fromkeys(values.get("thema", ()))),
            day_from=first_day(_last(values.get("van"))),
            day_until=last_day(_last(values.get("tot"))),
        )

    @property
    def address(self) -> str:
        """The address that asks this, relative to the page; what is as usual is left out."""
        said: list[tuple[str, str]] = [
            ("vraag", self.question),
            ("gelijk", self.similar_to),
            ("aantal", "" if self.count == DEFAULT_COUNT else str(self.count)),
            ("per", PER_DOCUMENT if self.per_document else ""),
            ("volgorde", BY_DATE if self.by_date else ""),
            *(("bron", source) for source in self.sources),
            *(("thema", theme) for theme in self.themes),
            ("van", self.day_from.isoformat() if self.day_from else ""),
            ("tot", self.day_until.isoformat() if self.day_until else ""),
        ]
        return f"?{urlencode([(name, value) for name, value in said if value])}"

    @property
    def compares(self) -> bool:
        """Tell whether passages like `similar_to` are sought; a question goes before it."""
        return bool(self.similar_to) and not self.question

    @property
    def where(self) -> Filter | None:
        """What the texts must be, None if all may answer."""
        fields = {name: values for name, values in (("source", self.sources), ("themes", self.themes)) if values}
        return Filter(fields, self.day_from, self.day_until) or None


def _last(values: Sequence[str] | None) -> str:
    return values[-1] if values else ""


def _or(read: Callable[[str], _Value], usual: _Value, text: str) -> _Value:
    try:
        return read(text)
    except InputError:
        return usual


def _number(text: str) -> int:
    if not text:
        return DEFAULT_COUNT
    try:
        return int(text)
    except ValueError:
        raise InputError(texts.no_number(text[:40])) from None


def _first_day(text: str) -> date | None:
    return written_day(text, last=False) if text.strip() else None


def _last_day(text: str) -> date | None:
    return written_day(text, last=True) if text.strip() else None
