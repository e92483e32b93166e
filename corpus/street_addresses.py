"""Street addresses of persons in texts: with their postcode, or with words about a person near them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dutch_patterns import PLACE

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
# "12a", but not "12 t/m 40" or "3 km": a stretch of a street is nobody's address.
_ONE_NUMBER = (
    r"[1-9]\d{0,3}(?:[ -]?(?:bis|hs|huis|[a-zA-Z]\d{0,2})(?:-\d{1,2})?(?![\w/])|-\d{1,3})?"
    r"(?!\w|[.,]\d|[ ]?(?:%|€|km\b|m\b|jaar|uur|t/m|tot en met|en \d|[-–] ?\d|januari|februari|maart|april|mei\b|juni"
    r"|juli|augustus|september|oktober|november|december))"
)
# "Kerkstraat 12".
_WITHOUT_POSTCODE = re.compile(
    rf"(?<!\w)[A-ZÀ-Þ][\w’'-]{{0,30}}(?:[ ][\w’'.-]{{1,20}}){{0,3}}?(?<=[a-z ])(?:(?i:{_STREET}))"
    rf"(?:[ ][NOWZ]Z)?[ ](?:\|[ ])?{_ONE_NUMBER}"
)
# Whatever the street is called, where it is said to be an address: "op het adres Vliet ZZ 9".
_CALLED_SO = re.compile(
    rf"\b(?:[Oo]p het |[Ww]oon)adres:?[ ](?P<address>[A-ZÀ-Þ’'][\w’'.-]{{0,30}}(?:[ ][\w’'.-]{{1,20}}){{0,4}}?"
    rf"[ ]{_NUMBER})(?!\w)"
)
# The same where somebody is said to live: "wonende aan de Lange Voorhout 12-A".
_LIVED_AT = re.compile(
    r"\b(?:[Ww]onend\w*|[Ww]oont|[Ww]oonachtig|[Ii]ngeschreven)[ ](?:aan|op)[ ](?:de[ ]|het[ ])?"
    rf"(?P<address>[A-ZÀ-Þ’'][\w’'.-]{{0,30}}(?:[ ][\w’'.-]{{1,20}}){{0,4}}?[ ]{_ONE_NUMBER})"
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
_BODY = r"(?:gemeente|ministerie|rechtbank|college|raad|politie|provincie|waterschap|veiligheidsregio|ggd|\w*praktijk)"
# The rest of its name: a place, or what is its own. After any other word somebody else may be named.
_NAME_OF_BODY = (
    r"(?:[ ](?:van[ ]burgemeester[ ]en[ ]wethouders|voor[ ]de[ ]rechtspraak|voor[ ]rechtsbijstand"
    rf"|(?:(?:van|voor)[ ])?(?:(?:de|het)[ ])?(?:(?i:gemeente|eenheid)[ ])?{PLACE}))"
)
# "De gemeente Voorbeeldstad en Piet Jansen", but not "Berg en Dal" or "Alphen aan den Rijn".
_AND_SOMEBODY = r".*\b(?:en\b(?![ ](?:Dal|wethouders)\b)|aan\b(?![ ](?:de|den|het|Zee)\b))"
# Whose address follows: "Gemeente Voorbeeldstad, Stadsplein 1", also over two lines or cells.
_NAMED_BODY = re.compile(
    rf"\b(?:(?i:ministerie)|(?!{_AND_SOMEBODY})(?i:{_BODY}))\b{_NAME_OF_BODY}{{0,2}}"
    r"(?:,[ ]?|[ ]?\|[ ]?|\n+)[ ]*$"
)
_BEFORE, _BEHIND = 80, 40  # characters in which such words are looked for


def street_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the addresses of persons begin and end, in order of kind: those with a postcode first.

    One with a postcode is a person's unless an office, shop or school is named nearer to it than a person. One without
    is only where a person is named beside it: there are too many streets in policy.
    """
    for match in _WITH_POSTCODE.finditer(text):
        person, office = _distances(text, *match.span())
        if person <= office or office > _BEFORE:
            yield match.span()
    for pattern, group in ((_WITHOUT_POSTCODE, 0), (_CALLED_SO, "address"), (_LIVED_AT, "address")):
        for match in pattern.finditer(text):
            person, office = _distances(text, *match.span(group))
            if person <= _BEFORE and person < office:
                yield match.span(group)


def _distances(text: str, start: int, end: int) -> tuple[int, int]:
    """Return how many characters away in the sentence or row a person and an office are named; many where none is.

    Above an address that begins its line, the line before counts too.
    """
    before = _before(text[max(start - _BEFORE, 0) : start])
    behind = re.split(r"\n|[.?!](?: |$)", text[end : end + _BEHIND])[0]
    near = []
    for word in (_PERSON, _OFFICE):
        ends = [len(before) - found.end() for found in word.finditer(before)]
        near.append(min([*ends, *(found.start() for found in word.finditer(behind)), _BEFORE + 1]))
    person, office = near
    return person, 0 if person > len(before) and _NAMED_BODY.search(before) else office


def _before(text: str) -> str:
    """Return the sentence or row that `text` ends with, or the line above it that no sentence ends."""
    above, _, line = text.rpartition("\n")
    if not line.strip() and above.strip() and not above.rstrip().endswith((".", "?", "!", ";")):
        line = above.rstrip("\n").rpartition("\n")[2] + "\n"
    return re.split(r"[.?!] (?=[A-Z])", line)[-1]
