"""How the headings of a statute are written: its articles, the divisions above them, and what comes after them."""

from __future__ import annotations

import re

from corpus.structure import Element, Heading

NUMBER = r"\d+[a-zA-Z]{0,3}(?:[.:]\d+[a-zA-Z]{0,3})*"
# Well formed, so that the letter of "IVC" is none of it.
ROMAN_NUMBER = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
ROMAN = rf"{ROMAN_NUMBER}(?:\.?(?:(?-i:[A-Z]{{2}})|[A-Za-z]))?"
ARTICLE = re.compile(
    rf"\*?(?:(?:[Aa]rt(?:ikel|\.)|ARTIKEL|ART\.)\s*({NUMBER}|{ROMAN})|(?:E+nig|Enkel) artikel)"
    r"(?![\w,])[.:]?\*?(?:\s+-\s++(?!\d)|\s*[–—|]\s*+(?!\d)|\s+|$)"
)
# Also what is no heading of an article of this text: "Artikelen 4 en 5", "Artikel 172, eerste lid, Gemeentewet".
NAMES_ARTICLES = re.compile(r"\*?art(?:ikel(?:en)?|\.)\s*\d", re.IGNORECASE)
# How the heading of an article of another law ends: "Artikel 13b Opiumwet".
NAMES_A_STATUTE = re.compile(
    r"(?:\b(?:Awb|Sr|Sv|BW|APV|WVW|Wvggz|Rv|U?AVG|Wpg|Woo|Wob|Wmo)|[Ww]et|wetboek|verordening|besluit)\b(?:\s+\d{4})?\W*$"
    r"|\bWet(?: [\w’'-]+)+\W*$"
)
# What stands in the place of an article that is no more, or is not yet.
REPEALED = re.compile(
    r"[(\[]?\s*(?:vervallen|gereserveerd|ingetrokken|nog niet in werking(?: getreden)?|niet in werking(?: getreden)?)"
    r"(?: (?:per|bij|door|m\.i\.v\.|met ingang van) [^\n]{1,60}?)?\s*[)\]]?[.*]*",
    re.IGNORECASE,
)
RANKS = ("boek", "deel", "titel", "hoofdstuk", "titeldeel", "afdeling", "paragraaf", "subparagraaf")
DIVISION = re.compile(
    rf"\*?({'|'.join(RANKS)}|§)\s*(?:{NUMBER}|{ROMAN}|[A-Z]|"
    r"eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende)(?![\w,])[.:]?\*?(?:\s+|$)",
    re.IGNORECASE,
)
ANNEX = re.compile(rf"\*?bijlagen?(?:\s+({NUMBER}|{ROMAN}|[A-Z]))?(?![\w,])", re.IGNORECASE)
_NOTES_LABEL = (
    r"(?:(?:(?:deel|onderdeel|hoofdstuk|bijlage) )?(?:\d{1,2}|[IVX]{1,4}|[A-Z])\b[.:)]? ?|bijlage ?)?[-–:]? ?"
)
_EXPLAINED = r"(?:verordening|regel|reglement|besluit|artikel|statuut|wet|apv)"
# "Artikelgewijze toelichting", "Bijlage 2: Toelichting op de Marktverordening", "Marktverordening – toelichting"; not
# "Toelichting op de tabel".
NOTES = re.compile(
    rf"\*?(?:(?!-){_NOTES_LABEL}(?:artikels?gewij(?:s|ze)\b(?: \w+)?"
    rf"|(?:algemene |nadere |(?:memorie|nota) van )?(?:model)?toelichting\b"
    rf"(?: (?:op|bij|behorende?|van)\b.*{_EXPLAINED}.*|(?! (?:op|bij|behorende?|van|en|per)\b)))"
    r"|\w.{0,100} [-–:(] ?(?:artikels?gewijze )?toelichting\)?\*?$)",
    re.IGNORECASE,
)
# "Toelichting op artikel 3", which stands where the article is that it explains, or not.
NOTES_ON = re.compile(rf"\*?toelichting (?:op|bij) art(?:ikel|\.) ({NUMBER})[\s.:*]*", re.IGNORECASE)
ENUMERATOR = re.compile(rf"(?:{NUMBER}|{ROMAN}|[A-Z]{{1,3}})[.)]?")
TITLE_START = re.compile(r"[\"'“‘(\[]?[A-ZÀ-Þ0-9]")
# A title with a small letter: "Artikel 1 begripsbepalingen"; not "artikel 5 van de wet", "Artikel 5 is van toepassing".
SMALL_TITLE = re.compile(
    r"(?!(?:is|zijn|was|wordt|worden|kan|kunnen|mag|moet|geldt|gelden|komt|luidt|bepaalt|regelt|blijft|treedt|heeft"
    r"|vervalt|van|voor|op|in|aan|bij|met|tot|t/m|door|onder|en|of|jo|juncto|lid|leden|sub|onderdeel|onderdelen|aanhef|dat|die"
    r"|eerste|tweede|derde|vierde|vijfde|zesde|zevende|bedoelde?|genoemde?|[a-z])\b)"
    r"[a-zß-ÿ][\w’'-]*(?: [^\s.;:,]+){0,5}"
)
TABLE_OF_CONTENTS = re.compile(r"(?:\.{3,}|…|\t)\s*\d+$")
_LID = re.compile(r"[ \t]*(\d{1,2}) +[A-ZÀ-Þ]")
_LONGEST_TITLE = 120  # characters


def is_title(text: str) -> bool:
    """Tell whether what follows the number on its line is a title, and not the text of the article."""
    return len(text) <= _LONGEST_TITLE and (not text.endswith((".", ";", ":", ",")) or len(text.split()) <= 4)


def is_line_of(pattern: re.Pattern[str], line: str) -> bool:
    """Tell whether a line of a block is such a heading: its number, and a title if there is more."""
    match = pattern.match(line.strip())
    title = line.strip()[match.end() :].strip() if match else ""
    is_whole = match is not None and is_title(line.strip())
    return is_whole and (not title or (TITLE_START.match(title) is not None and is_title(title)))


def heads_part_of_statute(line: str) -> bool:
    """Tell whether a line is written as the heading of an article or of a division; not "Artikel 13b Opiumwet"."""
    is_article = is_line_of(ARTICLE, line) and not NAMES_A_STATUTE.search(line)
    return is_article or is_line_of(DIVISION, line)


def next_lid(before: int, line: str, above: str = "") -> int:
    """Return the number of the last lid, given that of the one `before` (0 for none) and the line `above` this one.

    A line begins the next if that is its number, and the first at the head of a paragraph or below the heading of an
    article.
    """
    match = _LID.match(line)
    number = int(match[1]) if match else 0
    begins = number == before + 1 if before else number == 1 and (not above or heads_part_of_statute(above.strip()))
    return number if begins else before


def begins_part_of_statute(line: str) -> bool:
    """Tell whether a line is the heading of an article or division, or begins with that of an article and its text."""
    match = ARTICLE.match(line)
    begins = match is not None and (match.end() == len(line) or TITLE_START.match(line, match.end()) is not None)
    return begins or is_line_of(DIVISION, line)


def begins_notes(element: Element) -> bool:
    """Tell whether explanatory notes begin with a heading, or with a paragraph of one line that is written as one."""
    if isinstance(element, Heading):
        return NOTES.match(element.text) is not None
    return "\n" not in element.text and is_line_of(NOTES, element.text)
