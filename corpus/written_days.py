"""Days as people write them who choose by date: a day, a month or a year, in figures or in words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from corpus.dutch_patterns import MONTH, month_number
from corpus.errors import InputError

_YEAR = r"(?P<year>[0-9]{4})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?:-(?P<month>[0-9]{{1,2}})(?:-(?P<day>[0-9]{{1,2}}))?)?",
        rf"(?:(?P<day>[0-9]{{1,2}})(?P<sign>[-/.]))?(?P<month>[0-9]{{1,2}})(?(sign)(?P=sign)|[-/]){_YEAR}",
        rf"(?:(?:[a-z]+dag )?(?P<day>[0-9]{{1,2}}) )?(?P<name>{MONTH}) {_YEAR}",
    )
)


def written_day(text: str, *, last: bool) -> date:
    """Return the day that `text` writes: 2024-05-01, 1-5-2024, "1 mei 2024", or the first of "mei 2024" or "2024".

    With `last` it is the last day of a month or year.

    Raises:
        InputError: it is no day.

    """
    written = " ".join(text.split())
    found = next((match.groupdict() for form in _FORMS if (match := form.fullmatch(written))), None)
    try:
        if found is not None:
            year = int(found["year"])
            named = month_number(found["name"]) if found.get("name") else None
            month = named or int(found.get("month") or (12 if last else 1))
            return date(year, month, int(found["day"] or (monthrange(year, month)[1] if last else 1)))
    except ValueError:  # the month or the day does not exist
        pass
    raise InputError(
        f"{text[:40]!r} is geen datum. Schrijf bijvoorbeeld 2024-05-01, 1-5-2024, 1 mei 2024, mei 2024 of 2024."
    )
