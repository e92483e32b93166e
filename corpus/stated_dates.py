"""The date on which a text says that it was adopted: in its title, at its beginning or at its end."""

from __future__ import annotations

import re
from datetime import date

from corpus.dutch import MONTH
from corpus.metadata import parse_date

_DATE = rf"\d{{1,2}}\s+{MONTH}\s+\d{{4}}"
# "Wet van 5 juli 1997, houdende ..."; not "Besluit tot wijziging van het besluit van 3 mei 1990".
_TITLED = re.compile(
    r"(?:Rijkswet|Wet|Besluit|Regeling|Beschikking|Circulaire|Verordening|Beleidsregels?|Aanwijzing|Richtlijn)\b"
    r"(?:(?!\b(?:houdende|wijziging|intrekking|uitvoering|vaststelling|tot|inzake|wet|verordening)\b).){0,150}?"
    rf"\s(?:van|d\.?\s?d\.)\s+(?={_DATE})",
    re.IGNORECASE,
)
# What stands between such words and the date.
_LINK = r"(?:\b(?:op|van|datum)\b|\bd\.?d\.?(?=\s)|:|(?<=vergadering)|(?<=datum))\s*(?:\w+dag\s+)?(?=\d)"
_LABEL = r"(?:(?:vaststellings|besluit|publicatie|vergader|verzend)?datum|(?:raads)?vergadering)"
_LINE_OF_A_DATE = r"(?=\d[^\n]{3,20}\d{4}\W*$)"
_BEFORE_A_DATE = re.compile(
    rf"(?P<signed>\baldus \w+[^.\n]{{0,60}}?{_LINK}|(?:^\W*ondertekend|\bondertekend(?! te\b))[^.\n]{{0,60}}?{_LINK}"
    r"|^gegeven te [^\d\n]{2,40}(?=\d))"
    # A row of the table of versions: "1.0, vastgesteld op ...".
    r"|(?P<version>^\W*(?:versie\s+\d[\d.]*\b[^\n]{0,60}?|\d{1,2}\.\d{1,2}\b[^\n]{0,60}?\bvastgesteld\b[^\n]{0,30}?)(?=\b\d))"
    rf"|^\W*(?:vastgesteld(?! bij\b)|{_LABEL})\b"
    rf"[^.\n]{{0,60}}?{_LINK}"
    rf"|\bvastgesteld {_LINK}"
    # A cell of a table, and the one beside it.
    rf"|(?:^|\| ){_LABEL}\b[^.\n|]{{0,40}} \| (?:\w+dag\s+)?(?=\d)"
    rf"|(?P<within>\b(?:\w+)?vergadering\b\s*{_LINK}|^(?:college|raads)?besluit\s+(?:d\.?d\.?\s+)?(?={_DATE}))"
    # A place with a date, or a date alone, as on a cover or above a letter.
    rf"|(?<!\bvan\n)(?<!\bop\n)^(?:[^\W\d][\w’'-]*(?: [\w’'-]+){{0,3}},\s+|\W*){_LINE_OF_A_DATE}",
    re.IGNORECASE | re.MULTILINE,
)
_ANOTHER_DAY = re.compile(
    r"\b(?:inwerking|in werking|ingang|looptijd|geldig|verval|evaluatie|druk|print|geboorte|ontvang|ingekomen|aanvraag"
    r"|reactie)\w*",
    re.IGNORECASE,
)
# The date of a text that this one comes instead of.
_EARLIER = re.compile(
    r"\b(?:huidige?|vorige?|eerdere?|bestaande?|oude|voormalige?) \w*"
    r"(?:beleid|nota|notitie|regels?|regeling|plan|kader|visie|verordening|besluit|versie|protocol)\w*\b"
    r"|\b(?:destijds|vervangt|vervanging|intrekking)\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"\b(?:ingetrokken|vervangen|vervallen|verouderd|achterhaald)\b", re.IGNORECASE)
_STATED_WITHIN = 4_000  # characters from the beginning or the end of a text
# Of what may be stated in a text; years before it are seldom its own, but where it was signed.
_FIRST_YEAR, _FIRST_SIGNED_YEAR = 1980, 1815


def titled_date(title: str) -> date | None:
    """Return the date that the title of a statute has: "Wet van 5 juli 1997, houdende regels"."""
    match = _TITLED.match(title)
    return parse_date(title[match.end() :]) if match else None


def stated_date(text: str) -> date | None:
    """Return the date on which a text says that it was adopted: "vastgesteld op 12 maart 2024", near its ends.

    "Aldus vastgesteld" counts most; then what begins a line ("Datum:"), the last in a table of versions, and a date
    on a line of its own, as on a cover; then a meeting that the text tells of. The day on which it takes effect is
    the last resort. What is said of an earlier text does not count.
    """
    near = text if len(text) <= 2 * _STATED_WITHIN else f"{text[:_STATED_WITHIN]}\n{text[-_STATED_WITHIN:]}"
    found: dict[int, date] = {}
    for match in _BEFORE_A_DATE.finditer(near):
        day = parse_date(near[match.end() :][:40])
        first_year = _FIRST_SIGNED_YEAR if match["signed"] else _FIRST_YEAR
        if day is None or day.year < first_year or (not match["signed"] and _is_of_earlier_text(near, match)):
            continue
        rank = _rank(match)
        found[rank] = max(found.get(rank, day), day) if match["version"] else found.get(rank, day)
    return found[min(found)] if found else None


def _rank(match: re.Match[str]) -> int:
    """Return how sure it is that the date behind is that of the text; 0 is surest."""
    if match["signed"]:
        return 0
    if match["within"]:
        return 2
    return 3 if _ANOTHER_DAY.search(match[0]) else 1


def _is_of_earlier_text(text: str, match: re.Match[str]) -> bool:
    before = re.split(r"[.\n]", text[max(match.start() - 200, 0) : match.end()])[-1]
    after = re.split(r"[.\n]", text[match.end() :][:200])[0]
    return _EARLIER.search(before) is not None or _REPLACED.search(after) is not None
