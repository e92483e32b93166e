"""Personal data in texts, found by how it is written: counted for the report, and taken out where that is asked.

What is found is what can be recognised for certain or nearly so. Names are not: a text without finds may still
be about somebody.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from corpus.documents import Document, Section
from corpus.street_addresses import street_addresses


class PersonalDataKind(StrEnum):
    """What is recognised; the value is the name for programs."""

    EMAIL = "email"
    IBAN = "iban"
    PHONE = "phone"
    BSN = "bsn"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class PersonalDataFind:
    """A stretch of a text that is personal data, in code points; `end` is not part of it."""

    kind: PersonalDataKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PersonalDataCounts:
    """How often each kind occurs in a text; true when any does."""

    bsn: int = 0
    email: int = 0
    phone: int = 0
    iban: int = 0
    address: int = 0

    def __bool__(self) -> bool:
        return any((self.bsn, self.email, self.phone, self.iban, self.address))


_IN_PLACE = {
    PersonalDataKind.EMAIL: "[e-mailadres verwijderd]",
    PersonalDataKind.IBAN: "[IBAN verwijderd]",
    PersonalDataKind.PHONE: "[telefoonnummer verwijderd]",
    PersonalDataKind.BSN: "[BSN verwijderd]",
}

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")

# Lengths of the account numbers of the countries of SEPA (IBAN registry of SWIFT, release 99).
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_IBAN_START = re.compile(rf"(?<!\w)(?:{'|'.join(_IBAN_LENGTHS)})[ -]?\d\d", re.IGNORECASE)
_IBAN_CHARACTER = re.compile(r"[ .-]?([0-9A-Za-z])")

_COUNTRY_CODE = r"(?:\+|00)31[ .-]?(?:\(0\)[ .-]?)?"
# "06-12345678", "020 123 45 67", "(0413) 38 12 34", "+31 (0)6 1234 5678", "06-12.34.56.78", "0413.381.234"; a date or a
# code is none. Of two numbers with a slash between them, both are.
_PHONE = re.compile(
    r"(?<![\w+])(?:(?<!\d[-./:])|(?<=\d\d\d/)|(?<=\d \d\d/))"
    rf"(?:(?:{_COUNTRY_CODE}\(?[1-9]\d{{0,2}}\)?|\(0[1-9]\d{{0,2}}\)|0[1-9]\d{{0,2}})"
    r"(?:[ ]{0,2}[-–/][ ]{0,2}|[ ]{1,2}|\.)?\d(?:[ ]{0,2}\d){5,8}"
    rf"|(?:{_COUNTRY_CODE}\(?[1-9]\d{{0,2}}\)?|\(0[1-9]\d{{0,2}}\)|06|0[1-9]\d{{1,2}})"
    r"[-./ ]{1,2}\d{2,4}([-. ])\d{2,4}(?:\1\d{2,4}){0,2})(?!\w|[-.:,]\d|/(?!0|\+)\d)"
)
_ACCOUNT_LABEL = re.compile(r"rekening(?:s?(?:nummer|nr\.?))?[ :]*$", re.IGNORECASE)  # before one as it was until IBAN
# A number in groups that begins with a district code may be one of a file, which has a year in it or is called one.
_GROUPED = re.compile(r"0[1-57-9]\d{1,2}[-./ ]{1,2}\d+[-. ]\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FILE_LABEL = re.compile(
    r"\b(?:(?:zaak|dossier|project|perceels?|besluit|raadsstuk|document)(?:[ -]?(?:nummer|nr\.?|code|id))?"
    r"|kenmerk|periode)[ :]*$",
    re.IGNORECASE,
)
# Of the neighbours, whose numbers differ in length.
_PHONE_ABROAD = re.compile(
    r"(?<![\w+])(?:\+|00)(?:32|49)[ ./-]?(?:\(0\)[ ]?)?\d{1,4}(?:[ ./-]?\d{2,4}){2,4}(?!\w|[-./:,]\d)"
)
_ABROAD_DIGITS = range(10, 16)  # with the code of the country
_IBAN_BEGINNING = re.compile(r"[A-Z]{2}\d\d ?[A-Z]{4} ?$")

_BSN = re.compile(
    r"(?<![\w€$#+])(?<!\d[-./:,])(?<!€ )(?:\d{8,9}|\d{4}([. ])\d\d\1\d{3}|\d{3}([.\- ])\d{3}\2\d{3})"
    r"(?!\w|[-./:,]\d|[ ]?[%€])"
)
# However it is grouped, where it is called one: "BSN: 1234-56-782", "BSN123456782", a digit a box on a form.
_NAMED_BSN = re.compile(
    r"\b(?:bsn|burgerservicenummers?|burger ?service ?nr|sofi-?nummer)(?![^\W\d])[^\n\d]{0,30}"
    r"(?P<number>\d(?:[ .|-]{0,3}\d){8}|\d(?:[ .|-]{0,3}\d){7})(?!\d)(?![ .|-]\d)",
    re.IGNORECASE,
)
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_OTHER_LABEL = re.compile(
    r"\b(?:rsin|kvk|btw|fiscaal|dossier|zaak|kenmerk|vestiging|factuur|document|order|bag|polis)[\w-]*\.?"
    r"(?: ?(?:nr|nummer)\.?)?[ :]*$",
    re.IGNORECASE,
)
_LABEL_ROOM = 50  # characters before a number in which its name may stand


def find_personal_data(text: str) -> list[PersonalDataFind]:
    """Return what is found in canonical `text`, in order, no two overlapping.

    Burgerservicenummers pass the elfproef, IBANs their checksum. An 8-digit number counts as a burgerservicenummer
    only where it is called one: dates are as long.
    """
    finds: list[PersonalDataFind] = []
    taken: list[tuple[int, int]] = []
    for kind, spans in (
        (PersonalDataKind.EMAIL, _spans_of(_EMAIL, text)),
        (PersonalDataKind.IBAN, _ibans(text)),
        (PersonalDataKind.PHONE, _phones(text)),
        (PersonalDataKind.BSN, _bsns(text)),
        (PersonalDataKind.ADDRESS, street_addresses(text)),
    ):
        for span in spans:
            if not _overlaps(span, taken):
                finds.append(PersonalDataFind(kind, *span))
                insort(taken, span)
    return sorted(finds, key=lambda find: find.start)


def count_personal_data(text: str) -> PersonalDataCounts:
    """Return how much of each kind is in canonical `text`."""
    return PersonalDataCounts(**Counter(find.kind.value for find in find_personal_data(text)))


def mask_personal_data(text: str) -> str:
    """Return canonical `text` with a Dutch note in place of each BSN, e-mail address, phone number and IBAN.

    Postal addresses stay: those of buildings are what policy is about. Applying it twice gives the same as once.
    """
    return _masked(text, ())[0]


def mask_document(document: Document) -> Document:
    """Return `document` with its text, headings, title and metadata masked; its sections hold what they held."""
    spans = [span for one in document.sections for span in ((one.start, one.end), *one.notes)]
    text, moved = _masked(document.text, [edge for span in spans for edge in span])
    masked = zip(moved[::2], moved[1::2], strict=True)
    sections: list[Section] = []
    for section in document.sections:
        headings = tuple(mask_personal_data(heading) for heading in section.headings)
        start, end = next(masked)
        notes = tuple(islice(masked, len(section.notes)))
        sections.append(replace(section, headings=headings, start=start, end=end, notes=notes))
    metadata = {
        name: tuple(mask_personal_data(value) for value in values) for name, values in document.metadata.items()
    }
    return replace(
        document, title=mask_personal_data(document.title), text=text, sections=tuple(sections), metadata=metadata
    )


def _masked(text: str, places: Sequence[int]) -> tuple[str, list[int]]:
    """Return the masked text, and where each of `places` is in it."""
    moved = list(places)
    while finds := [find for find in find_personal_data(text) if find.kind in _IN_PLACE]:
        # A number that stood against another one may be recognised only once that is gone: hence the loop.
        parts: list[str] = []
        ends: list[int] = []
        shifts = [0]
        done = 0
        for find in finds:
            note = _IN_PLACE[find.kind]
            parts += [text[done : find.start], note]
            done = find.end
            ends.append(find.end)
            shifts.append(shifts[-1] + len(note) - (find.end - find.start))
        text = "".join([*parts, text[done:]])
        moved = [place + shifts[bisect_right(ends, place)] for place in moved]
    return text, moved


def _spans_of(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _overlaps(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether `span` shares a character with one of `taken`, which are in order and apart."""
    before = bisect_right(taken, (span[1] - 1, span[1])) - 1
    return before >= 0 and taken[before][1] > span[0]


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for start in _IBAN_START.finditer(text):
        number, end = re.sub(r"\W", "", start[0]).upper(), start.end()
        length = _IBAN_LENGTHS[number[:2]]
        while len(number) < length and (character := _IBAN_CHARACTER.match(text, end)):
            number, end = number + character[1].upper(), character.end()
        ends_there = not text[end : end + 1].isalnum()
        if len(number) == length and ends_there and _has_iban_checksum(number):
            yield start.start(), end


def _has_iban_checksum(number: str) -> bool:
    """Check ISO 7064 MOD 97-10, as ISO 13616 has it for account numbers."""
    return number.isascii() and int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        abroad = re.match(_COUNTRY_CODE, match[0])
        digits = sum(c.isdigit() for c in match[0][abroad.end() if abroad else 0 :])
        before = text[max(match.start() - _LABEL_ROOM, 0) : match.start()]
        is_account = _IBAN_BEGINNING.search(before) or (match[0].isdecimal() and _ACCOUNT_LABEL.search(before))
        is_file = _GROUPED.match(match[0]) and (_YEAR.search(match[0]) or _FILE_LABEL.search(before))
        if digits == (9 if abroad else 10) and not is_account and not is_file:
            yield match.span()
    for match in _PHONE_ABROAD.finditer(text):
        if sum(c.isdigit() for c in match[0]) in _ABROAD_DIGITS:
            yield match.span()


def _bsns(text: str) -> Iterator[tuple[int, int]]:
    named = [match.span("number") for match in _NAMED_BSN.finditer(text) if _passes_elfproef(match["number"])]
    yield from named
    for match in _BSN.finditer(text):
        before = text[max(match.start() - _LABEL_ROOM, 0) : match.start()]
        is_nine = sum(c.isdigit() for c in match[0]) == 9
        is_other = _overlaps(match.span(), named) or _OTHER_LABEL.search(before) is not None
        if is_nine and not is_other and _passes_elfproef(match[0]):
            yield match.span()


def _passes_elfproef(number: str) -> bool:
    """Check the sum that every burgerservicenummer passes: 9a + 8b + ... + 2h - i divides by 11."""
    numbers = [int(digit) for digit in re.sub(r"\D", "", number).zfill(9)]
    return any(numbers) and sum(w * n for w, n in zip(_BSN_WEIGHTS, numbers, strict=True)) % 11 == 0
