"""What a document is about, where it begins with its kind ("Raadsvoorstel"), its sender or a mark and no title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from corpus.dutch_patterns import MONTH, PLACE
from corpus.normalise import canonical_line
from corpus.statutes.patterns import heads_part_of_statute
from corpus.structure import TITLE_LEVEL, Block, Element, Heading, names_a_part

_MARK = re.compile(
    r"\W*(?:(?:versie |status:? ?)?(?:concept|definitief)(?:[ -]?versie)?(?: \d[\d.]*)?|pagina \d+(?: (?:van|/) \d+)?"
    r"|[\w ()-]+\.(?:docx?|pdf|pptx?|xlsx?|odt|rtf|html?|txt|md|eml|msg))\W*",
    re.IGNORECASE,
)
_REPORT = r"(?:eind|tussen|deel|concept|onderzoeks|voortgangs)?rapport(?:age)?"
_FOR_EXECUTIVE = "(?:voorstel|advies|nota) (?:aan|voor) (?:het college|burgemeester en wethouders|b&w)"
_KIND = re.compile(
    r"(?:(?:concept|ontwerp)[ -]?)?(?:(?:raads|college|commissie|b(?:&|en)w-?|initiatief)(?:voorstel|besluit|brief|memo"
    r"|nota|advies|informatiebrief|stuk|vragen)|(?:raads)?informatie(?:brief|nota)|memo(?:randum)?"
    rf"|(?:start|opleg|beleids|discussie|advies)?not(?:a|itie)|oplegger|brief|besluit|voorstel|advies|{_REPORT}"
    r"|verslag|notulen|agenda|besluitenlijst|motie|amendement|bijlage|persbericht|bestuursopdracht|plan van aanpak"
    rf"|(?:voorstel|brief|memo|informatie|nota)? ?aan (?:de )?(?:gemeente)?raad|{_FOR_EXECUTIVE})"
    rf"(?: (?:van )?(?:de )?gemeente (?-i:{PLACE}))?(?:(?: |: ?)(?:nr\.? ?|nummer )?(?-i:[A-Z]{{0,4}})[\d./-]+)?",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    rf"(?i:(?:de )?(?:gemeente|provincie|waterschap|veiligheidsregio|omgevingsdienst|ministerie van)) {PLACE}"
)
_NAME_OF_PLACE = re.compile(PLACE)
_WHAT_IS_OF_A_PLACE = "(?:gemeente|burgemeester van|wethouders van|(?:gemeente)?raad van|college van)"
_ABOUT = r"(?i:onderwerp|betreft|betr\.)"
_SUBJECT_LABEL = rf"(?:{_ABOUT}|(?i:titel(?: (?:van het )?(?:raads|college)?voorstel)?))"
# "Titel I Algemene bepalingen" is a division of a statute.
_SUBJECT = re.compile(rf"[-*\s]*(?:{_SUBJECT_LABEL}\s*[:|\t][:|\s]*|{_ABOUT}[ ]+(?=[A-ZÀ-Þ]))(?P<subject>\S.*)")
_LABEL_ALONE = re.compile(rf"{_SUBJECT_LABEL}\s*[:|]?")
_CELL_END = re.compile(r"\t| \| | {3,}")
# A line behind the kind of a document that is no subject.
_OTHER_LINE = re.compile(
    rf"(?:aan|van|door|datum|versie|status|auteurs?|opsteller|steller|opdrachtgever|portefeuillehouder|kenmerk|zaaknummer"
    rf"|afdeling|team|in opdracht van|behandeld|gevraagd|beslispunten|kernboodschap|argumenten|geachte|beste)\b.*"
    # Who decides, and who is there.
    r"|(?:de|het) (?:gemeente)?(?:raad|college|burgemeester)\b.*|(?:raad|college|burgemeester) (?:van|en)\b.*"
    r"|aanwezig(?:en?)?\b.*|wij\b.*|.*\b(?:dat|het)"
    rf"|.*(?:[:|\t@]|\d{{4}}$|\b\d{{1,2}} {MONTH}).*",
    re.IGNORECASE,
)
_WITHIN = 3_000  # characters from the beginning of a text: where its subject is stated
_LONGEST_NAME, _LONGEST_LINE = 200, 1_000  # characters: of a kind, sender or mark, and of a line that states a subject
_LONGEST_SUBJECT = 200  # characters
_LONGEST_NEXT = 100  # characters of a line behind the kind that may be the subject
_FEWEST_WORDS = 2  # of such a line, and of the name of a file that says what it is
_FORM_CELLS = 4  # of a row with two labels: "Datum | 4 juli | Onderwerp | Toezicht"
_WORD = re.compile(r"[^\W\d_]{3,}")


def says_nothing(line: str) -> bool:
    """Tell whether a line is a mark and no title: "CONCEPT", "Pagina 1 van 3", "brief.html"."""
    return len(line) <= _LONGEST_NAME and _MARK.fullmatch(line.strip()) is not None


def is_organisation(title: str) -> bool:
    """Tell whether a title is no more than whose it is: "Gemeente Voorbeeldstad"."""
    return _ORGANISATION.fullmatch(title) is not None


def is_place(line: str, text: str) -> bool:
    """Tell whether a line is no more than the name of the municipality that a text is of: "Voorbeeldstad".

    The text must have its capitals, or one where the line has nothing else: "de gemeente handhaving" names no place.
    """
    if _NAME_OF_PLACE.fullmatch(line) is None:
        return False
    name = rf"(?=[^a-zß-ÿ])(?i:{re.escape(line)})" if line.isupper() else re.escape(line)
    return re.search(rf"\b(?i:{_WHAT_IS_OF_A_PLACE}) {name}\b", text) is not None


def without_marks(elements: Sequence[Element], text: str) -> list[Element]:
    """Return `elements` with headings that are marks, or the place that `text` is of first behind those, as text."""
    first = sum(1 for _ in takewhile(lambda element: says_nothing(element.text), elements))
    return [
        Block(e.text, e.page)
        if isinstance(e, Heading) and (says_nothing(e.text) or (number == first and is_place(e.text, text)))
        else e
        for number, e in enumerate(elements)
    ]


def with_subject(title: str | None, elements: Sequence[Element], file_name: str) -> str:
    """Return a title that says what a document is about: "Memo: Cameratoezicht" for "Memo".

    The subject is what it states itself ("Onderwerp: Cameratoezicht"), or what stands right behind its kind, or the
    name of its file. Without a title it is what it states itself, or the name of its file.
    """
    if title and (labelled := _SUBJECT.fullmatch(title)):
        return labelled["subject"]
    if title and not _is_general(title):
        return title
    kinds = [line for line in (*_opening_lines(elements), title or file_name) if _is_kind(line)]
    kind = canonical_line(kinds[0]) if kinds else ""
    kind = kind.capitalize() if kind.isupper() else kind[:1].upper() + kind[1:]
    subject = _stated(elements, of_a_kind=title is not None or kind != "")
    if title is not None or _is_general(file_name):
        subject = subject or _next(elements)
    if subject:
        return subject if not kind or kind.casefold() in subject.casefold() else f"{kind}: {subject}"
    says_more = len(_WORD.findall(file_name)) >= _FEWEST_WORDS and not _is_general(file_name)
    return file_name if says_more or title is None else kind or title


def without_general_headings(elements: Sequence[Element], title: str) -> list[Element]:
    """Return `elements` with the kind and sender that they begin with, and what states `title`, above all others."""
    opening = len(list(_opening(elements)))
    return [
        replace(e, level=TITLE_LEVEL) if isinstance(e, Heading) and (number < opening or _states(e.text, title)) else e
        for number, e in enumerate(elements)
    ]


def _states(heading: str, title: str) -> bool:
    stated = _SUBJECT.fullmatch(canonical_line(heading))
    return stated is not None and title.endswith(stated["subject"].rstrip("."))


def _is_general(line: str) -> bool:
    return len(line) <= _LONGEST_NAME and any(pattern.fullmatch(line.strip()) for pattern in (_KIND, _ORGANISATION))


def _is_kind(line: str) -> bool:
    return len(line) <= _LONGEST_NAME and _KIND.fullmatch(line.strip()) is not None


def _opening_lines(elements: Iterable[Element]) -> Iterator[str]:
    """Yield the lines that a document begins with and that tell its kind and sender only; of rows their first cell."""
    for line in _first_lines(elements):
        cell = _CELL_END.split(line)[0].strip(" |")
        if not (_is_general(cell) or says_nothing(cell)):
            return
        yield cell


def _opening(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield what a document begins with that tells its kind and sender only."""
    for element in elements:
        if not (_is_general(element.text) or says_nothing(element.text)):
            return
        yield element


def _stated(elements: Iterable[Element], *, of_a_kind: bool) -> str | None:
    """Return the subject that the beginning of a text states.

    "Onderwerp | Actie | Wie" is the head of a table, and so may "Onderwerp | Actie" be of a text of no known kind.
    """
    lines = iter(_first_lines(elements))
    for line in lines:
        cells = [cell for cell in line.split(" | ") if cell.strip(" :")]
        if len(cells) % 2 and len(cells) > 1:
            continue
        if match := _SUBJECT.fullmatch(line):
            found = _CELL_END.split(match["subject"])[0]
        elif _LABEL_ALONE.fullmatch(line.strip()):
            found = next(lines, "")
        elif len(cells) == _FORM_CELLS and _LABEL_ALONE.fullmatch(cells[2].strip()) and _OTHER_LINE.fullmatch(cells[0]):
            found = cells[3]
        else:
            continue
        subject = canonical_line(found).rstrip(".")
        fewest = 1 if of_a_kind or len(cells) == 1 else _FEWEST_WORDS
        if len(subject) <= _LONGEST_SUBJECT and _WORD.search(subject) and len(subject.split()) >= fewest:
            return subject
    return None


def _first_lines(elements: Iterable[Element]) -> Iterator[str]:
    length = 0
    for element in elements:
        for line in element.text.split("\n"):
            if 0 < len(line.strip()) <= _LONGEST_LINE:
                yield line.strip()
        length += len(element.text)
        if length > _WITHIN:
            return


def _next(elements: Sequence[Element]) -> str | None:
    """Return what stands right behind the kind of a document if that may be its subject."""
    first = next(dropwhile(lambda e: _is_general(e.text) or says_nothing(e.text), elements), None)
    text = canonical_line(first.text) if first else ""
    if len(text) > _LONGEST_NEXT:
        return None
    may_be = len(text.split()) >= _FEWEST_WORDS and text[:1].isupper()
    is_other = text.endswith((".", ",", ";", "!", "?")) or _OTHER_LINE.fullmatch(text) or names_a_part(text)
    is_other = is_other or heads_part_of_statute(text)
    return text if may_be and not is_other else None
