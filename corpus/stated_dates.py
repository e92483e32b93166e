"""The date on which a text says that it was adopted: in its title, at its beginning or at its end."""

from __future__ import annotations

import re
from datetime import date

from corpus.dutch_patterns import DATE, PLACE
from corpus.metadata import parse_date

# "Wet van 5 juli 1997, houdende ..."; not "Besluit tot wijziging van het besluit van 3 mei 1990".
_TITLED = re.compile(
    r"(?:Rijkswet|Wet|Besluit|Regeling|Beschikking|Circulaire|Verordening|Beleidsregels?|Aanwijzing|Richtlijn)\b"
    r"(?:(?!\b(?:houdende|wijziging|intrekking|uitvoering|vaststelling|tot|inzake|wet|verordening)\b).){0,150}?"
    rf"\s(?:van|d\.?\s?d\.)\s+(?={DATE})",
    re.IGNORECASE,
)
# What stands between such words and the date.
_LINK = (
    r"(?:\b(?:op|van|datum)\b|\bd\.?d\.?(?=\s)|:|(?<=vergadering)|(?<=datum))"
    r"\s*(?:d\.?d\.?\s+)?(?:\w+dag\s+)?(?=\d)"
)
# What a date may be of, in its label, to be that of the text: "Datum besluit college", "Datum raadsvoorstel"; not
# "Datum evenement".
_OF_THE_TEXT = (
    r"(?:van|het|de|door|in|en|of|laatste|eerste|raad|gemeenteraad|college|commissie|burgemeester|b&w|b en w|wethouders"
    r"|besluitvorming|definitief|definitieve|versie|concept|wijziging|tijd|inwerkingtreding|in werking|ingang"
    r"|[\w&-]*(?:besluit|behandeling|vergadering|overleg|bijeenkomst|vaststelling|nota|notitie|memo|voorstel|advies|brief"
    r"|document|stuk|rapport|verslag|agenda|publicatie|bekendmaking|verzending|ondertekening|dagtekening|opstelling"
    r"|opmaak|aanmaak))(?![\w-])"
)
_DAY_LABEL = rf"(?:vaststellings|besluit|publicatie|vergader|verzend)?datum(?:[ (/]{{1,2}}{_OF_THE_TEXT}\)?)*"
_MEETING_LABEL = r"(?:raads)?vergadering\b"
# "20.00 uur, raadzaal", behind the day of a meeting.
_HOURS = (
    r"(?:[ ,(]{1,2}(?:(?:om|van|vanaf|aanvang:?) )?\d{1,2}[.:]\d\d(?: ?(?:-|–|tot) ?\d{1,2}[.:]\d\d)? ?uur\)?"
    r"(?:[,;] [^\n]{0,60})?)?"
)
_LINE_OF_A_DATE = rf"(?:\w+dag[ ])?(?=\d[^\n]{{3,20}}\d{{4}}{_HOURS}\W*$)"
_BEFORE_A_DATE = re.compile(
    rf"(?P<signed>\baldus \w+[^.\n]{{0,150}}?{_LINK}"
    rf"|^\W*(?:(?:digitaal|elektronisch) )?ondertekend\b[^.\n]{{0,60}}?{_LINK}"
    r"|^gegeven te [^\d\n]{2,40}(?=\d))"
    # A row of the table of versions: "1.0, vastgesteld op ...".
    r"|(?P<version>^\W*(?:versie\s+\d[\d.]*\b[^\n]{0,60}?|\d{1,2}\.\d{1,2}\b[^\n]{0,60}?\bvastgesteld\b[^\n]{0,30}?)(?=\b\d))"
    rf"|^\W*(?:(?:vastgesteld(?! bij\b)\b|{_MEETING_LABEL})[^.\n]{{0,150}}?|{_DAY_LABEL}[ \t]*){_LINK}"
    rf"|(?P<adopted>\bvastgesteld {_LINK})"
    # A cell of a table, and the one beside it.
    rf"|(?:^|\| )(?:{_DAY_LABEL}|{_MEETING_LABEL}[^.\n|]{{0,40}})[ ]?:?[ ]\|[ ](?:\w+dag\s+)?(?=\d)"
    rf"|(?P<within>(?P<agreed>\bondertekend(?! te\b)[^.\n]{{0,60}}?{_LINK})"
    rf"|\b(?:\w+)?vergadering\b\s*{_LINK}|^(?:college|raads)?besluit\s+(?:d\.?d\.?\s+)?(?={DATE}))"
    # A place with a date, or a date alone, as on a cover or above a letter.
    rf"|(?<!\bvan\n)(?<!\bop\n)^(?:{PLACE},\s+|\W*){_LINE_OF_A_DATE}"
    rf"|^{PLACE},[ ](?:d\.?d\.?[ ])?(?:\w+dag[ ])?(?={DATE}(?:$|\W*\n|[ ]?\t|[ ]\|[ ]|[ ]{{3,}}))",
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
# "Besluitenlijst van de vergadering van het college van burgemeester en wethouders van 5 maart 2024", as a title.
_MEETING_IN_TITLE = re.compile(
    rf"(?:(?!\b(?:vorige|vaststelling|vastgesteld|datum|heeft|hebben)\b)[^.\n]){{0,120}}?\b\w*vergadering\b"
    rf"(?:(?!\b(?:vastgesteld|datum)\b)[^.\n]){{0,120}}?{_LINK}",
    re.IGNORECASE,
)
# "Besluitenlijst B&W 12 maart 2024": the day of what was said, also where it was approved at the next meeting.
_MINUTES = re.compile(
    r"(?!.*\b(?:vorige|vaststelling|goedkeuring|bijlage|notitie|memo|brief|\w*voorstel)\b)"
    rf"[^:]{{0,80}}?(?:verslag|notulen|besluitenlijst|agenda)\b.{{0,120}}?(?={DATE}{_HOURS}\W*$)",
    re.IGNORECASE,
)
# "Raadsvoorstel ondermijning 12 maart 2024"; "Reactie op de brief van 12 maart 2024" names the day of another text.
_DATED_IN_TITLE = re.compile(
    rf"(?:\w+-?)?(?:voorstel|brief|memo|nota|notitie|besluit|rapport|advies)\b"
    rf"(?:(?!\b(?:van|op|d\.d\.)).){{0,120}}?(?={DATE}\W*$)",
    re.IGNORECASE,
)
# What a meeting is named for in another one: its minutes are approved.
_OF_ITS_MINUTES = re.compile(r"(?:verslag(?:en)?|notulen|besluitenlijst(?:en)?|actielijst)\b", re.IGNORECASE)
# "De raad heeft het plan ": what it tells of, unless that is this text.
_TOLD = re.compile(
    r"\b(?:heeft|hebben|had|hadden)\s+(?!(?:in|tijdens)\b)(?P<name>\S.*?)\s*(?:\b(?:in|tijdens)\b.*)?$", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:de|het|een)\s+", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\bnavolgende\b|\bhet volgende (?:besluit|reglement|beleid)|\bde volgende (?:regels|regeling|verordening)\b"
)
_ITSELF = re.compile(r"\b(?:dit|deze|onderhavige?|voorliggende?|hierbij)\b", re.IGNORECASE)
# Another text, named before "vastgesteld": "de APV, ", "het plan (", "het plan zoals ", "de nota die is ".
_ABOUT_A_NAME = re.compile(
    r"(?P<name>.*)(?:[,(]\s*(?:(?!(?:is|wordt|werd|zijn|worden)\b)[\w’'-]+ ){0,6}"
    r"|\b(?:zoals|die|dat|welke)\s+(?:[\w’'-]+ ){0,4})$",
    re.IGNORECASE,
)
# "Deze regels van de burgemeester"; in "Dit plan bouwt voort op het beleid" another text is named behind it.
_THIS_TEXT = re.compile(
    r"\b(?:dit|deze|onderhavige?|voorliggende?)(?: (?!(?:het|de|een|is|op)\b)[\w’'-]+){1,4}"
    r"(?: (?:van|voor|over|inzake|tot)\b.*)?\s*$",
    re.IGNORECASE,
)
_TOLD_OF = 2  # rank of a meeting that a text tells of
_TITLE_WITHIN = 5  # lines
_TITLE = re.compile(
    r"(?!(?:dit|deze|de|het|een|gelet|overwegende|wij|zie|in|op|naar)\b|\d{1,2}[.)])[^\W_]", re.IGNORECASE
)
_END_OF_TITLE = re.compile(rf"{DATE}[ )]*(?:\n|\Z)", re.IGNORECASE)
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

    The title of minutes and agendas counts most; then "Aldus vastgesteld"; then what begins a line ("Datum:"), the
    last in a table of versions, and a date on a line of its own, as on a cover; then the title of another text, and a
    meeting that the text tells of. The day on which it takes effect is the last resort. What is said of an earlier text
    does not count.
    """
    near = text if len(text) <= 2 * _STATED_WITHIN else f"{text[:_STATED_WITHIN]}\n{text[-_STATED_WITHIN:]}"
    if said := _day_in_title(near, _MINUTES):
        return said
    titled = _day_in_title(near, _MEETING_IN_TITLE) or _day_in_title(near, _DATED_IN_TITLE)
    found: dict[int, date] = {_TOLD_OF: titled} if titled else {}
    for match in _BEFORE_A_DATE.finditer(near):
        day = parse_date(near[match.end() :][:40])
        first_year = _FIRST_SIGNED_YEAR if match["signed"] else _FIRST_YEAR
        if day is None or day.year < first_year or (not match["signed"] and _is_of_another_text(near, match)):
            continue
        rank = _rank(match)
        found[rank] = max(found.get(rank, day), day) if match["version"] else found.get(rank, day)
    return found[min(found)] if found else None


def _rank(match: re.Match[str]) -> int:
    """Return how sure it is that the date behind is that of the text; 0 is surest."""
    if match["signed"]:
        return 0
    if match["within"]:
        return _TOLD_OF
    return 3 if _ANOTHER_DAY.search(match[0]) else 1


def _is_of_another_text(text: str, match: re.Match[str]) -> bool:
    before = re.split(r"[.\n]", text[max(match.start() - 200, 0) : match.end()])[-1]
    after = re.split(r"[.\n]", text[match.end() :][:200])[0]
    if _EARLIER.search(before) or _REPLACED.search(after):
        return True
    said = match["adopted"] or match["agreed"]
    if match["within"] and not said and _OF_ITS_MINUTES.search(before):
        return True
    if _FOLLOWS.search(after):
        return False
    if (said or match["within"]) and _tells_of_another(text[: match.start()], before.removesuffix(said or "")):
        return True
    if not said or _is_in_title(text, match):
        return False
    named = _ABOUT_A_NAME.match(before.removesuffix(said))
    return named is not None and _THIS_TEXT.search(named["name"]) is None


def _tells_of_another(above: str, before: str) -> bool:
    """Tell whether what stands `before` a date, in its sentence, is that somebody did something to another text."""
    told = _TOLD.search(before)
    if told is None or _ITSELF.search(told["name"]):
        return False
    title = "\n".join(_title_lines(above.rpartition("\n")[0])).casefold()
    return _ARTICLE.sub("", told["name"], count=1).casefold() not in title


def _day_in_title(text: str, pattern: re.Pattern[str]) -> date | None:
    """Return the day that stands behind the pattern in a line of the title, such as that of the meeting."""
    for line in _title_lines(text):
        match = pattern.match(line) if _TITLE.match(line) and not line.endswith(".") else None
        day = parse_date(line[match.end() :]) if match else None
        if day is not None and day.year >= _FIRST_YEAR:
            return day
    return None


def _title_lines(text: str) -> list[str]:
    """Return the lines that a text begins with, among which its title is."""
    return [line.strip() for line in text[: _STATED_WITHIN // 4].split("\n") if line.strip()][:_TITLE_WITHIN]


def _is_in_title(text: str, match: re.Match[str]) -> bool:
    """Tell whether a date ends a line of the title, which names this text: "Nota toezicht (vastgesteld op ...)"."""
    lines = [line for line in text[: match.start()].split("\n") if line.strip()]
    is_title = len(lines) == 1 or (len(lines) <= _TITLE_WITHIN and _TITLE.match(lines[-1]) is not None)
    return is_title and _END_OF_TITLE.match(text, match.end()) is not None
