"""Street addresses of persons in texts: with their postcode, or with words about a person near them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# "12a", "12-3", "40-III", "155-K3", "61 huis", "80A-2"
_NUMBER = r"\d{1,5}(?:[ -]?(?:bis|hs|huis|[IVX]{1,4}|[a-zA-Z]{1,2}\d{0,2})(?:-\d{1,2})?(?!\w)|-\d{1,4})?"
_BOX = r"(?!(?:Postbus|Antwoordnummer|Box)\b)"
# "Dorpsstraat 12a, 1234 AB", also over two lines or cells, "Kade t/o 3", "Laan 5 (2-hoog)"; not "Postbus 12, 1234 AB".
_WITH_POSTCODE = re.compile(
    rf"(?<!\w){_BOX}[A-ZÀ-Þ’'][\w’'.-]{{1,30}}(?:[ ]{_BOX}[\w’'.-]{{1,30}}){{0,4}}"
    rf"[ ](?:\|[ ])?(?:t/o[ ])?{_NUMBER}(?:[ ]\([\w -]{{1,12}}\))?"
    r"(?:[ ]?[,|][ ]?|[ ][–-][ ]|[ ]?\n{1,2}[ ]?|[ ]{1,3})[1-9]\d{3}[ ]?(?!S[ADS])[A-Z]{2}(?!\w)"
)
_STREET = (
    r"straat|laan|weg|plein|gracht|kade|dijk|hof|singel|steeg|pad|dreef|plantsoen|park|wal|ring|baan|erf|akker|veld|kamp"
    r"|werf|brink|poort|weide|zoom|markt"
)
# "Kerkstraat 12", but not "Kerkstraat 12 t/m 40" or "weg 3 km": a stretch of a street is nobody's address.
_WITHOUT_POSTCODE = re.compile(
    rf"(?<!\w)[A-ZÀ-Þ][\w’'-]{{0,30}}(?:[ ][\w’'.-]{{1,20}}){{0,3}}?(?<=[a-z ])(?:(?i:{_STREET}))"
    r"(?:[ ][NOWZ]Z)?[ ](?:\|[ ])?[1-9]\d{0,3}"
    r"(?:[ -]?(?:bis|hs|huis|[a-zA-Z]\d{0,2})(?:-\d{1,2})?(?![\w/])|-\d{1,3})?"
    r"(?!\w|[.,]\d|[ ]?(?:%|€|km\b|m\b|jaar|uur|t/m|tot en met|en \d|[-–] ?\d|januari|februari|maart|april|mei\b|juni"
    r"|juli|augustus|september|oktober|november|december))"
)
# Whatever the street is called, where it is said to be an address: "op het adres Vliet ZZ 9".
_CALLED_SO = re.compile(
    rf"\b(?:[Oo]p het |[Ww]oon)adres:?[ ](?P<address>[A-ZÀ-Þ’'][\w’'.-]{{0,30}}(?:[ ][\w’'.-]{{1,20}}){{0,4}}?"
    rf"[ ]{_NUMBER})(?!\w)"
)
_PERSON = re.compile(
    r"\b(?:woont|wonend\w*|woonachtig|woonadres|verblijf\w*|verblijvend\w*|ingeschreven|bewoners?|huurders?|betrokkenen?|verzoekers?"
    r"|bezwaarmakers?|appellant\w*|aanvragers?|vergunninghouders?|geboren|geb\.|dhr\.?|mevr\.?|mw\.?|de heer|mevrouw"
    r"|familie|fam\.|(?:de|uw|zijn|haar) woning(?:[^.\n]{0,40} gelegen aan)?)(?!\w)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:gemeentehuis|stadhuis|raadhuis|stadskantoor|stadsdeelkantoor|gemeentekantoor|\w*bureau|kantoor|loket|balie"
    r"|bezoekadres|postadres|vestigingsadres|\w*school|kerk|sporthal|wijkcentrum|buurthuis|bibliotheek|museum|station|café"
    r"|coffeeshop|restaurant|hotel|winkel|stichting|vereniging|hoek|kruising|tussen|ter hoogte van|nabij|gelegen"
    r"|gevestigd|B\.V\.|N\.V\.|BV|NV|t\.h\.v\.)(?!\w)",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 80, 40  # characters in which such words are looked for


def street_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the addresses of persons begin and end, in order of kind: those with a postcode first.

    One with a postcode is a person's unless an office, shop or school is named nearer to it than a person. One without
    is only where a person is named beside it: there are too many streets in policy.
    """
    for match in _WITH_POSTCODE.finditer(text):
        person, office = _distances(text, match)
        if person <= office or office > _BEFORE:
            yield match.span()
    for pattern, group in ((_WITHOUT_POSTCODE, 0), (_CALLED_SO, "address")):
        for match in pattern.finditer(text):
            person, office = _distances(text, match)
            if person <= _BEFORE and person < office:
                yield match.span(group)


def _distances(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return how many characters away in the sentence or row a person and an office are named; many where none is."""
    before = re.split(r"\n|[.?!] (?=[A-Z])", text[max(match.start() - _BEFORE, 0) : match.start()])[-1]
    behind = re.split(r"\n|[.?!](?: |$)", text[match.end() : match.end() + _BEHIND])[0]
    near = []
    for word in (_PERSON, _OFFICE):
        ends = [len(before) - found.end() for found in word.finditer(before)]
        near.append(min([*ends, *(found.start() for found in word.finditer(behind)), _BEFORE + 1]))
    return near[0], near[1]
