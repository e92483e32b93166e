"""How the headings of a statute are written: its articles, the divisions above them, and what comes after them."""

from __future__ import annotations

import re

NUMBER = r"\d+[a-zA-Z]{0,3}(?:[.:]\d+[a-zA-Z]{0,3})*"
ROMAN = r"[IVXLC]+(?:\.?[A-Za-z])?"
ARTICLE = re.compile(
    rf"\*?(?:(?:[Aa]rt(?:ikel|\.)|ARTIKEL|ART\.)\s*({NUMBER}|{ROMAN})|(?:E+nig|Enkel) artikel)"
    r"(?![\w,])[.:]?\*?(?:\s+|$)"
)
RANKS = ("boek", "deel", "titel", "hoofdstuk", "titeldeel", "afdeling", "paragraaf", "subparagraaf")
DIVISION = re.compile(
    rf"\*?({'|'.join(RANKS)}|§)\s*(?:{NUMBER}|{ROMAN}|[A-Z]|"
    r"eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende)(?![\w,])[.:]?\*?(?:\s+|$)",
    re.IGNORECASE,
)
ANNEX = re.compile(rf"\*?bijlage(?:\s+({NUMBER}|{ROMAN}|[A-Z]))?(?![\w,])", re.IGNORECASE)
NOTES = re.compile(r"\*?(?:(?:algemene|artikelsgewijze) toelichting|nota van toelichting|toelichting)\b", re.IGNORECASE)
ENUMERATOR = re.compile(rf"(?:{NUMBER}|{ROMAN}|[A-Z]{{1,3}})[.)]?")
TITLE_START = re.compile(r"[\"'“‘(\[]?[A-ZÀ-Þ0-9]")
TABLE_OF_CONTENTS = re.compile(r"(?:\.{3,}|…|\t)\s*\d+$")
_CLOSING_WORDS = "|".join(
    (
        "Lasten en bevelen dat ",
        r"(?:Deze|Dit) \w+ (?:zal|zullen|wordt|worden) (?:(?!\bwaarin\b|\baangehaald\b)[^.\n]){0,120}\bgeplaatst",
        r"Gegeven te\s",
        r"(?:Aldus |Alsdus )(?:[Vv]astgesteld|[Bb]esloten|[Gg]edaan)\b",
        "Vastgesteld (?:in|door|op) ",
        r"(?:Onze Minister|De [Mm]inister)[^\n]{0,300}?\b(?:is|zijn)\b[^.\n]{0,120}\bbelast met de uitvoering van ",
        r"(?:’s|'s)-Gravenhage\b",
        r"Den Haag,?\s+\d",
        "De (?:[Mm]inister|[Ss]taatssecretaris) van ",
    )
)
# With what a statute closes after its last article.
CLOSING = re.compile(rf"(?:^|(?<=[.:;] )|(?<=\n))[ ]*(?:{_CLOSING_WORDS})")
_LONGEST_TITLE = 120  # characters


def is_title(text: str) -> bool:
    """Tell whether what follows the number on its line is a title, and not the text of the article."""
    return len(text) <= _LONGEST_TITLE and (not text.endswith((".", ";", ":", ",")) or len(text.split()) <= 4)


def is_line_of(pattern: re.Pattern[str], line: str) -> bool:
    """Tell whether a line of a block is such a heading: its number, and a title if there is more."""
    match = pattern.match(line.strip())
    title = line.strip()[match.end() :].strip() if match else ""
    return match is not None and (not title or (TITLE_START.match(title) is not None and is_title(title)))
