"""What a document is called: by the properties of its file, or by its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.normalise import canonical_line
from corpus.statutes.patterns import heads_part_of_statute
from corpus.structure import EMPHASIS_LEVELS, TITLE_LEVEL, Element, Heading, names_a_part

_TITLE_WITHIN = 4_000  # characters from the beginning of a text: where its title stands
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|(?:power\s?point)[- ]?presentat\w*|.*\b(?:template|sjabloon)\b.*"
    r"|(?:nieuw |naamloos |naamloze |untitled )?(?:document|presentatie|presentation|map|book|werkblad|sheet|dia|slide"
    r"|folie|bestand|nieuw|untitled|naamloos|titel|title|concept|new)\W*\d*(?: ?\[.*\])?"
    r"|geen titel|\W*(?:typ|klik|vul|voer)\b.*\btitel\b.*|titel van .*\b(?:document|stuk|notitie|nota|rapport)"
    r"|[\[<{].*[\]>}]"
    r"|(?:gemeenteblad|provinciaal blad|waterschapsblad|staatscourant|staatsblad)\b[^\d:]*\d{4}\W+(?:nr\W+)?\d+\W*"
    r"|\(?(?:anonymous|unspecified|onbekend|unknown|none|null)\)?"
    r"|.*\.(?:docx?|pdf|pptx?|xlsx?|odt|rtf|html?|txt|md|eml|msg|indd|tmp)"
    r"|[\w.-]*_[\w.-]*|\W*\d[\d\W]*)",
    re.IGNORECASE,
)
# "2. Juridisch kader", "2.1 Doel", "II. Aanpak".
_COUNTED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}\.|[A-Z]\.)\s+[^\W\d_a-zß-ÿ]")
_SLIDE = re.compile(r"Dia \d+")  # that has no title
_FIRST = re.compile(r"(?:1|I\.|A\.)\W")
_WORD = re.compile(r"[^\W_]+")
_MIN_WORD = 3  # characters of a word that tells what a title is about


def title_of(elements: Iterable[Element]) -> str | None:
    """Return the first heading of the outermost level that occurs, as one line, if there is any.

    Headings that have no style of one are no title. Nor are those that name a part ("Inleiding", "2. Handhaving") and,
    once such a one stands on the outermost level, all that are behind it. Nor are those of several articles or chapters
    of a statute, and what stands behind the first of them on their level or below it.
    """
    headings = [e for e in elements if isinstance(e, Heading) and e.level < EMPHASIS_LEVELS.start and e.text.strip()]
    headings = [
        h for h in headings if not (names_a_part(h.text) if h.level == TITLE_LEVEL else _SLIDE.fullmatch(h.text))
    ]
    of_statute = [heads_part_of_statute(heading.text) for heading in headings]
    if sum(of_statute) > 1:
        first = of_statute.index(True)
        outermost = min(h.level for h, is_part in zip(headings, of_statute, strict=True) if is_part)
        headings = [*headings[:first], *(h for h in headings[first:] if h.level < outermost)]
    named = [heading for heading in _before_chapters(headings) if not names_a_part(heading.text)]
    return min(named, key=lambda heading: heading.level).text if named else None


def _before_chapters(headings: Sequence[Heading]) -> Sequence[Heading]:
    """Return the headings before the first of the outermost level that names a part or is counted."""
    outermost = min((heading.level for heading in headings), default=0)
    counted = [heading for heading in headings if heading.level == outermost and _COUNTED.match(heading.text)]
    is_counted = len(counted) > 1 or any(_FIRST.match(heading.text) for heading in counted)
    for number, heading in enumerate(headings):
        if heading.level == outermost and (names_a_part(heading.text) or (is_counted and heading in counted)):
            return headings[:number]
    return headings


def usable_title(title: str, text: str, file_name: str) -> str | None:
    """Return the title among the properties of a file if it is one, and is of this text.

    Programs put names of files and templates there, and a copied file keeps the title of the one it was made from:
    half of its words must stand in the first part of the text, or in the name of the file. A title that is no more than
    that name must stand in the text as a whole.
    """
    line = canonical_line(title)
    if not line or _NO_TITLE.fullmatch(line):
        return None
    beginning = canonical_line(text[:_TITLE_WITHIN]).casefold()
    if _words(line) == _words(file_name):
        return line if line.casefold() in beginning else None
    words = {word for word in _words(line) if len(word) >= _MIN_WORD}
    known = {*_words(beginning), *_words(file_name)}
    return line if words and 2 * len(words & known) >= len(words) else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
