"""From headings and blocks of text, in whatever format they came, to one text with sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile, zip_longest
from math import inf

from corpus.documents import Section
from corpus.normalise import canonical_line, canonical_text

TITLE_LEVEL = -1
EMPHASIS_LEVELS = range(50, 60)  # of headings that have no style, but are bold or underlined as a whole; or are guessed
_MAX_HEADINGS_TOGETHER = 3
_COUNTED = re.compile(r"(?:(?:artikel|art\.)\s+)?(\d{1,3}(?:[.:]\d{1,3})*)[a-z]?[.:)]?(?:\s|$)", re.IGNORECASE)
_NO_MORE_THAN_A_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?")
# What parts of documents are called, but no document.
_PART_NAME = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+|(?:hoofdstuk|artikel|paragraaf|bijlage|deel|dia)\s+\w+\W*)?"
    r"(?:inleiding|inhoud|inhoudsopgave|(?:management)?samenvatting|voorwoord|colofon|aanleiding|leeswijzer|algemeen|begrippen"
    r"|begripsbepalingen|bijlagen?|versiebeheer|revisiehistorie|documenthistorie|introductie|achtergrond"
    # Of proposals.
    r"|(?:gevraagde?|voorgestelde?|te nemen) (?:besluit|beslissing)(?:en)?|beslispunt(?:en)?|kernboodschap|argumenten"
    r"|(?:wij|het college) stel(?:len|t) (?:u |de (?:gemeente)?raad )?voor(?: om)?|kennis ?(?:te )?nemen(?: van)?"
    r"|kanttekeningen|beoogd (?:effect|resultaat)|financi[eë]le (?:gevolgen|consequenties))?\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the outermost, `TITLE_LEVEL` the title of the whole. `page` is 1-based, or None."""

    level: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or other stretch of body text.

    `page` is 1-based, or None; `address` is the article of a statute that it is in ("artikel 2:74"), or None. What a
    statute `closes` with, behind its last article, stands under no heading. A footnote (`is_note`) is of the block
    before it.
    """

    text: str
    page: int | None = None
    address: str | None = None
    closes: bool = False
    is_note: bool = False


Element = Heading | Block


@dataclass(frozen=True, slots=True)
class Structure:
    """A canonical text with its sections: all of its blocks, in order, and no heading lines."""

    text: str
    sections: tuple[Section, ...]


def names_a_part(heading: str) -> bool:
    """Tell whether a heading is what parts of any document are called: "Inleiding", "Hoofdstuk 1"."""
    return _PART_NAME.fullmatch(canonical_line(heading)) is not None


def assemble(elements: Iterable[Element], title: str) -> Structure:
    """Join `elements` into one text, a blank line between any two, and mark its sections.

    Titles and headings that repeat `title` stay in the text but are left out of the heading paths. A heading that
    repeats the one right above it, but for its number, is left out of both. Headings with no text between them all
    stand above the text that follows, whatever their levels.
    """
    parts: list[str] = []
    sections: list[Section] = []
    path: list[_Ancestor] = []
    offset = 0
    prepared = list(_without_lists(_without_repeated(_canonical(elements))))
    counts = iter(_next_counts([element for element in prepared if isinstance(element, Heading)]))
    for _, run in groupby(prepared, type):
        together = list(run)
        if headings := [element for element in together if isinstance(element, Heading)]:
            following, *_ = (next(counts) for _ in headings)
            path = _descend(path, headings, following)
            parts.extend(heading.text for heading in headings)
            offset += sum(len(heading.text) + 2 for heading in headings)
            continue
        above = [a.heading for a in path if a.heading.level != TITLE_LEVEL]
        names = tuple(heading.text for heading in above if heading.text.casefold() != title.casefold())
        for (page, address, closes), blocks in groupby([e for e in together if isinstance(e, Block)], _place):
            start = offset
            notes: list[tuple[int, int]] = []
            for block in blocks:
                parts.append(block.text)
                notes += [(offset, offset + len(block.text))] if block.is_note else []
                offset += len(block.text) + 2
            sections.append(Section(() if closes else names, start, offset - 2, page, address, tuple(notes)))
    return Structure("\n\n".join(parts), tuple(sections))


def _place(block: Block) -> tuple[int | None, str | None, bool]:
    return block.page, block.address, block.closes


def _canonical(elements: Iterable[Element]) -> Iterator[Element]:
    """Yield the elements that have any text, with canonical text: one line for a heading."""
    for element in elements:
        heading = isinstance(element, Heading)
        text = canonical_line(element.text) if heading else canonical_text(element.text).strip()
        if text:
            yield replace(element, text=text)


def _without_repeated(elements: Iterable[Element]) -> Iterator[Element]:
    previous: Element | None = None
    for element in elements:
        if isinstance(element, Heading) and isinstance(previous, Heading) and previous.level != TITLE_LEVEL:
            above, name = previous.text.casefold(), element.text.casefold()
            if above.endswith(name) and _NO_MORE_THAN_A_NUMBER.fullmatch(above.removesuffix(name)):
                continue
        yield element
        previous = element


def _without_lists(elements: Iterable[Element]) -> Iterator[Element]:
    """Yield `elements` with headings that head nothing made into text.

    Those are lists that are set as headings (news items on a web page), and headings after the last text.
    """
    runs = [list(run) for _, run in groupby(elements, type)]
    for number, run in enumerate(runs, start=1):
        headings = [element for element in run if isinstance(element, Heading)]
        if not headings:
            yield from run
        elif number == len(runs) > 1:
            yield from (Block(heading.text, heading.page) for heading in headings)
        else:
            long = len(headings) > _MAX_HEADINGS_TOGETHER
            for heading, following in zip_longest(headings, headings[1:]):
                is_list_item = long and following is not None and heading.level == following.level
                yield Block(heading.text, heading.page) if is_list_item else heading


@dataclass(frozen=True, slots=True)
class _Ancestor:
    """A heading above the text at hand, and the level below which others stand under it.

    It `counts` its parts if the first of them has a number and its own level: "Argumenten", "1.1 Past bij de wet".
    """

    heading: Heading
    level: float
    counts: bool = False


_Count = tuple[int, ...]  # "1.2" is (1, 2)


def _count(heading: Heading) -> _Count:
    """Return the number that a heading begins with; nothing if it has none."""
    match = _COUNTED.match(heading.text)
    return tuple(map(int, re.split("[.:]", match[1]))) if match else ()


def _next_counts(headings: Sequence[Heading]) -> list[_Count]:
    """Return for each heading the number of the next of its level that has one; nothing if there is none."""
    found: list[_Count] = []
    following: dict[int, _Count] = {}
    for heading in reversed(headings):
        found.append(following.get(heading.level, ()))
        following[heading.level] = _count(heading) or following.get(heading.level, ())
    return found[::-1]


def _ended(path: Sequence[_Ancestor], heading: Heading, following: _Count) -> int | None:
    """Return which of `path` counts parts of the level of a heading that is none: it has no number.

    It is a part where the count goes on behind it: 1.3 is the next number on its level, and 1.2 stands in the path.
    """
    if _count(heading):
        return None
    counts = [_count(above.heading) for above in path if above.heading.level == heading.level]
    if any(count and count[:-1] == following[:-1] and count < following for count in counts):
        return None
    return next((at for at, above in enumerate(path) if above.counts and above.heading.level == heading.level), None)


def _descend(path: Sequence[_Ancestor], run: Sequence[Heading], following: _Count) -> list[_Ancestor]:
    """Return the headings above the text that follows a run of headings; `following` is the next number on its level.

    A heading without text of its own stands above the one after it, even if that is of its level or higher: laws
    are often set as "### Hoofdstuk 2", "#### Toezicht", "### Artikel 5". What follows ("### Artikel 6") stands under
    it too, until another such run begins, or a heading of its level without a number where those have one: that one
    stands beside it, and has parts with numbers likewise.
    """
    lowest = [min((h.level for h in run[i + 1 :]), default=inf) for i in range(len(run))]
    counts = [h.level == next_.level and _COUNTED.match(next_.text) is not None for h, next_ in pairwise(run)]
    added = [
        _Ancestor(h, min(h.level, low - 0.5), is_counted)
        for h, low, is_counted in zip(run, lowest, [*counts, False], strict=True)
    ]
    if all(ancestor.level == ancestor.heading.level for ancestor in added):
        kept = list(takewhile(lambda above: above.level < run[0].level, path))
        ended = _ended(path, run[0], following)
        if ended is not None and ended < len(kept):
            added[0] = replace(kept[ended], heading=run[0])
            kept = kept[:ended]
    else:
        outermost = min(heading.level for heading in run)
        kept = list(takewhile(lambda ancestor: ancestor.heading.level < outermost, path))
    return [*kept, *added]
