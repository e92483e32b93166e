"""With what a statute closes after its last article: how it is published, who signed it, how to object, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import dropwhile, takewhile

from corpus.dutch_patterns import DATE, PLACE
from corpus.structure import Block

_CLOSING_WORDS = "|".join(
    (
        "Lasten en bevelen dat ",
        r"(?:Deze|Dit) \w+ (?:zal|zullen|wordt|worden) (?:(?!\bwaarin\b|\baangehaald\b)[^.\n]){0,120}\bgeplaatst",
        r"Gegeven te\s",
        r"(?:Aldus |Alsdus )(?:in \w+voud )?(?:[Vv]astgesteld|[Bb]esloten|[Gg]edaan|overeengekomen|opgemaakt|getekend"
        r"|ondertekend|opgesteld)\b",
        "Vastgesteld (?:in|door|op) ",
        r"(?:Onze Minister|De [Mm]inister)[^\n]{0,300}?\b(?:is|zijn)\b[^.\n]{0,120}\bbelast met de uitvoering van ",
        r"(?:’s|'s)-Gravenhage\b",
        r"Den Haag,?\s+\d",
        "De (?:[Mm]inister|[Ss]taatssecretaris) van ",
    )
)
_SIGNATORY = (
    r"(?:Het college(?: van burgemeester en wethouders)?|Burgemeester en wethouders"
    r"|De (?:(?:waarnemend|plaatsvervangend|wnd\.|plv\.) )?"
    r"(?:burgemeester|gemeenteraad|raad|raadsgriffier|griffier|voorzitter|gemeentesecretaris|secretaris))"
)
_SIGNATURE = (
    rf"(?:Namens )?{_SIGNATORY}(?: van (?:de gemeente )?{PLACE})?,?(?: voornoemd)?,?"
    rf"(?: (?i:{_SIGNATORY}),?| [A-Z]\.[^\n]{{2,40}})?"
)
# How a local decision is signed, a line each: "Voorbeeldstad, 30 december 2023", "De burgemeester van Voorbeeldstad,".
SIGNED = re.compile(
    rf"^[ ]*(?:(?:Te )?{PLACE}, (?:d\.d\. |op )?{DATE}[.,]?|Hoogachtend,?|(?P<signature>{_SIGNATURE}))[ ]*$",
    re.MULTILINE,
)
_BARE = re.compile(_SIGNATORY)
_LAST_PARTS = (
    r"(?:(?:Noten|Voetnoten|Eindnoten):?|Ondertekening|Bezwaar(?: maken| en beroep)?|Rechtsmiddelen(?:clausule)?)[ ]*$"
    r"|Bezwaar- ?en beroepsclausule|Bezwaar(?:clausule|mogelijkheid)\b|Tegen dit besluit (?:kunt u|kan|kunnen|staat)\b"
    r"|Bent u het niet eens met dit besluit|(?:Een )?[Bb]elanghebbenden? (?:kan|kunnen) [^.\n]{0,120}?\bbezwaar"
)
# With what a statute closes after its last article; not "2. Vastgesteld door de directeur wordt een register."
CLOSING = re.compile(
    rf"(?:^|(?<=[.:;] )(?<!^\d\. )(?<!^\d\w\. ))[ ]*(?:{_CLOSING_WORDS})|^[ ]*(?:{_LAST_PARTS})"
    rf"|{SIGNED.pattern}",
    re.MULTILINE,
)
_NAME = re.compile(
    r"(?!(?:De|Het|Een|Deze|Dit|Alle) )(?:(?:[Mm]r|[Dd]rs?|[Ii]r|[Ii]ng|[Pp]rof|[Dd]hr|[Mm]evr|[Mm]w|[Hh]\.?c)\.? ?)*"
    r"(?:(?:[A-Z][a-z]?\. ?){1,6}|[A-ZÀ-Þ][\w’'-]+ )(?:\([A-ZÀ-Þ]\w+\) )?"
    r"(?:(?:van|von|de|den|der|het|’t|'t|ter|ten|te|el) )*[A-ZÀ-Þ][\w’'-]*(?:[ -][\w’'-]+){0,3}\.?(?:, [^\n]{0,60})?"
)
_LID = re.compile(r"^(?:Lid |\()?(\d{1,2})[a-z]{0,2}(?:[.):]|(?= [A-ZÀ-Þ]))", re.MULTILINE)
_LIST_ITEM = re.compile(r"(?:[-–—•·*]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_FEWEST_WORDS = 3  # of a sentence
_LONGEST_LINE = 100  # characters, of what may be about who signed
_BLOCKS = 20  # before and behind a signature that are looked at
_WITHIN = 2_000  # characters of each, at the side of the signature


def closing_start(text: str, parts: Sequence[object], at: int) -> int | None:
    """Return where in a text of a last article, the block `at` of `parts`, the statute closes; None if it does not.

    It does not before a further lid. A line that is no more than an office ("De burgemeester") may be one of a list
    too; the lines around it tell.
    """
    start, lid = _last_lid(text)
    for match in CLOSING.finditer(text, start):
        if lid and _goes_on(lid, parts[at + 1 : at + 1 + _BLOCKS]):
            return None
        if not match["signature"]:
            return match.start()
        before = _texts(reversed(parts[max(at - _BLOCKS, 0) : at]))[::-1]
        above = _lines([*(one[-_WITHIN:] for one in before), text[max(match.start() - _WITHIN, 0) : match.start()]])
        following = _texts(parts[at + 1 : at + 1 + _BLOCKS])
        behind = _lines([text[match.end() : match.end() + _WITHIN], *(one[:_WITHIN] for one in following)])
        if _signs(match["signature"], above, behind):
            return match.start()
    return None


def _last_lid(text: str) -> tuple[int, int]:
    """Return where the last lid begins of those that go on from the first line, and its number; zeros without any."""
    start = last = 0
    for match in _LID.finditer(text):
        number = int(match[1])
        if (not last and match.start()) or (last and number not in (last, last + 1)):
            break
        start, last = match.start(), number
    return start, last


def _goes_on(lid: int, behind: Sequence[object]) -> bool:
    """Tell whether the first block with a number behind a lid is the lid after it."""
    return next((int(match[1]) for match in map(_LID.match, _texts(behind)) if match), 0) == lid + 1


def _texts(parts: Iterable[object]) -> list[str]:
    """Return the texts of the blocks before the first heading."""
    return [part.text for part in takewhile(lambda part: isinstance(part, Block), parts) if isinstance(part, Block)]


def _lines(texts: Iterable[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


def _signs(line: str, above: Sequence[str], behind: Sequence[str]) -> bool:
    """Tell whether a line that is an office is that of who signed, by the lines around it.

    Below a colon it is of a list, and with a sentence behind it of the text.
    """
    if next(dropwhile(_is_signed, reversed(above)), "").endswith(":"):
        return False
    rest = list(dropwhile(_is_signed, behind))
    if rest and len(rest[0]) <= _LONGEST_LINE and _NAME.fullmatch(rest[0]):
        return True
    if rest and _is_text(rest[0]) and not CLOSING.match(rest[0]):
        return False
    is_bare = _BARE.fullmatch(line) is not None
    return not (is_bare and next((one for one in reversed(above) if one.endswith((".", ":"))), "").endswith(":"))


def _is_signed(line: str) -> bool:
    return SIGNED.fullmatch(line) is not None


def _is_text(line: str) -> bool:
    is_sentence = line.endswith((".", ";", ":")) and len(line.split()) >= _FEWEST_WORDS
    return is_sentence or len(line) > _LONGEST_LINE or _LIST_ITEM.match(line) is not None
