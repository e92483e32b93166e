"""Which headings and lines of a text are those of the articles of a statute.

They are when their numbers go up as only a statute's do: "Artikel 1", "Artikel 2", "Artikel 2a". A note that has
"Artikel 13b Opiumwet" above a paragraph is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.statutes.closing import CLOSING
from corpus.statutes.patterns import (
    ARTICLE,
    DIVISION,
    NAMES_A_STATUTE,
    NAMES_ARTICLES,
    REPEALED,
    ROMAN_NUMBER,
    SMALL_TITLE,
    TABLE_OF_CONTENTS,
    TITLE_START,
    begins_notes,
    is_title,
)
from corpus.structure import Block, Element, Heading

_Order = tuple[tuple[int, str], ...]

_ROMAN_NUMBER = re.compile(rf"({ROMAN_NUMBER})\.?([A-Za-z]{{0,2}})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PART = re.compile(r"(\d+)([a-zA-Z]*)")
_SENTENCE = re.compile(
    r"\b(?:is|zijn|wordt|worden|kan|kunnen|mag|mogen|moet|moeten|geldt|gelden|vervalt|vervallen|treedt|treden|blijft"
    r"|heeft|hebben|beslist|bepaalt|regelt|stelt)\b"
)
_LOOK_AHEAD = 8  # candidates among which the next article is sought
_FEWEST_FROM_ELSEWHERE = 8  # articles of a statute that does not begin with article 1
_FEWEST_LOCAL = 3  # the same, in a row, where they are numbered as those of municipalities are: "2:74"
_FEWEST_PICKED = 2  # the same, not in a row, in a text that is named as one of them
_LOCAL_REGULATION = re.compile(r"\b(?:apv|uittreksel)\b|verordening\b", re.IGNORECASE)
_ABOUT_REGULATION = re.compile(
    r"\b(?:evaluatie|toelichting|memo|notitie|nota|brief|verslag|advies|agenda|handleiding|handreiking|vragen|uitleg|over|wijziging)\b"
    r"|(?:voorstel|rapport|rapportage|verslag|advies|brief|beleid)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"\b(?:te luiden|luidende)(?: als volgt)?\s*:$")
_LINE_START = re.compile(r"[ \t]*[-–—•·\"'“‘(\[]*[^\W_a-zß-ÿ]|[ \t]*(?:[-–•·]|[a-z][.)])\s")


@dataclass(frozen=True, slots=True)
class Place:
    """A heading, or a line of a block, that may be the heading of an article."""

    element: int
    line: int  # of the block; 0 for a heading
    number: str
    title: str  # what follows the number
    is_heading: bool
    has_text: bool  # between it and the next
    is_text: bool = False  # what follows the number is all the text that the article has
    is_around: bool = False  # of the statute that holds another, before it
    notes: int = 0  # headings of explanatory notes before it
    is_quoted: bool = False  # right below "Artikel 2:1 komt te luiden:"

    @property
    def order(self) -> _Order:
        """The number as something that sorts as articles do: "2:74a" is ((2, ""), (74, "a"))."""
        if roman := _ROMAN_NUMBER.fullmatch(self.number):
            return ((_roman_value(roman[1]), roman[2].lower()),)
        return tuple((int(n), letters.lower()) for n, letters in _PART.findall(self.number)) or ((1, ""),)

    @property
    def is_first(self) -> bool:
        """Tell whether a statute, or a chapter that counts its own articles, may begin with it."""
        return self.order[-1][0] == 1

    @property
    def names_another_statute(self) -> bool:
        """Tell whether it is of another one, "Artikel 3 AVG"; "Artikel I" may be called after what it changes."""
        return self.number[:1].isdigit() and NAMES_A_STATUTE.search(self.title) is not None

    def precedes(self, other: Place) -> bool:
        """Tell whether `other` may be a later article of the same statute: 3 or 2a after 2, but not 2.61."""
        if not self.is_numbered_as(other):
            return False
        *chapter, (number, letters) = self.order
        return self.order < other.order or (letters == "z" and other.order == (*chapter, (number, "aa")))

    def is_numbered_as(self, other: Place) -> bool:
        """Tell whether both have Roman numbers, or numbers of one part, or numbers of several parts."""
        if self.number[:1].isalpha() != other.number[:1].isalpha():
            return False
        return (len(self.order) == 1) == (len(other.order) == 1)


def article_runs(elements: Sequence[Element], names: Sequence[str] = ()) -> list[list[Place]]:
    """Return the articles of each statute that `elements` hold, in order.

    A text one of whose `names` is that of a local regulation may hold a few picked ones of it.
    """
    is_local = any(map(_LOCAL_REGULATION.search, names)) and not any(map(_ABOUT_REGULATION.search, names))
    return list(_runs(_candidates(elements), is_local=is_local))


def names_articles(text: str, start: int = 0) -> bool:
    """Tell whether the line at `start` stands by itself and names articles, of whatever law, as a heading does.

    Below it must be text, and not the next line of a list of them; right below it a line that begins as one.
    """
    if not NAMES_ARTICLES.match(text, start) or text[max(start - 2, 0) : start] not in ("", "\n\n"):
        return False
    end = text.find("\n", start)
    if end < 0:
        return is_title(text[start:])
    below = end + 2 if text.startswith("\n", end + 1) else end + 1
    begins = below == end + 2 or _LINE_START.match(text, below)
    return is_title(text[start:end]) and bool(begins) and not NAMES_ARTICLES.match(text, below)


def _candidates(elements: Sequence[Element]) -> list[Place]:
    """Return what may be the heading of an article, and whether any text stands below it."""
    found: list[Place] = []
    notes = 0
    above = ""  # the line above the one at hand
    for number, element in enumerate(elements):
        if isinstance(element, Block) and element.is_note:
            continue
        notes += begins_notes(element)
        is_heading = isinstance(element, Heading)
        for at, line in enumerate([element.text] if is_heading else element.text.split("\n")):
            place = _candidate(line.strip(), number, at, is_heading, "\n" not in element.text)
            if place:
                is_quoted = _QUOTES.search(above) is not None
                found[-1:] = [*map(_by_itself, found[-1:]), replace(place, notes=notes, is_quoted=is_quoted)]
            elif found and not is_heading and line.strip() and not DIVISION.match(line.strip()):
                last = found[-1] if found[-1].has_text or not CLOSING.match(line) else _by_itself(found[-1])
                found[-1] = replace(last, has_text=True)
            above = line.strip() or above
    return [*found[:-1], *map(_by_itself, found[-1:])]


def _by_itself(place: Place) -> Place:
    """Return an article with nothing below it: a sentence behind its number is its text ("Overtreding is strafbaar.").

    So is one without a verb, but that may be a line of a table of contents too.
    """
    if place.has_text or not place.title.endswith("."):
        return place
    return replace(place, is_text=True, has_text=_SENTENCE.search(place.title) is not None)


def _candidate(line: str, element: int, at: int, is_heading: bool, is_alone: bool) -> Place | None:
    match = ARTICLE.match(line)
    if not match or TABLE_OF_CONTENTS.search(line):
        return None
    title = line[match.end() :].strip(" *")
    is_small_title = REPEALED.fullmatch(title) or (is_alone and SMALL_TITLE.fullmatch(title))
    if title and not TITLE_START.match(title) and not is_small_title:
        return None  # "Artikel 5 is van toepassing", "Artikel 5, eerste lid"
    is_repealed = REPEALED.fullmatch(title) is not None
    has_text = is_repealed or (not is_heading and not is_title(title))
    return Place(element, at, match[1] or "", title, is_heading, has_text, is_repealed)


def _runs(places: Sequence[Place], *, is_local: bool) -> Iterator[list[Place]]:
    """Yield the articles of each statute: candidates whose numbers go up, past whatever does not fit between."""
    at = 0
    known: set[str] = set()  # numbers of articles, which notes explain
    around: Place | None = None  # "Artikel I", which holds the statute before
    while at < len(places):
        run = [at]
        while (following := _next_article(places, run[-1])) is not None:
            run.append(following)
        goes_on = around is not None and around.is_numbered_as(places[at]) and _follows(around.order, places[at].order)
        if _is_statute([places[i] for i in run], known, goes_on=goes_on, is_local=is_local):
            around = places[at - 1] if at else None
            yield [replace(places[i], is_around=goes_on) for i in run]
            known.update(places[i].number for i in run)
            at = run[-1] + 1
        else:
            at += 1


def _next_article(places: Sequence[Place], at: int) -> int | None:
    """Return the nearest candidate with the lowest number above that of `at`, before the count begins anew.

    Behind explanatory notes it must be the very next: where each article has notes below it, the count goes on.
    """
    best: int | None = None
    for i in range(at + 1, min(at + 1 + _LOOK_AHEAD, len(places))):
        if places[i].is_quoted:
            continue
        if places[i].is_first and not places[at].precedes(places[i]) and len(places[i].order) == len(places[at].order):
            break
        if places[i].notes != places[at].notes and not _follows(places[at].order, places[i].order):
            continue
        if places[at].precedes(places[i]) and (best is None or places[i].precedes(places[best])):
            best = i
    return best


def _is_statute(run: Sequence[Place], known: Collection[str], *, goes_on: bool, is_local: bool) -> bool:
    """Tell whether candidates in order are the articles of a statute, and not a table of contents or a list of laws.

    Notes may explain a few of the `known` articles only. It `goes_on` behind a statute that its first article holds.
    A text that `is_local` may hold a few that are numbered as those of municipalities are.
    """
    if sum(place.has_text for place in run) * 2 < len(run):
        return False
    of_others = sum(place.names_another_statute for place in run)
    if of_others * 2 >= len(run):
        return False
    if run[0].notes and all(place.number in known for place in run):
        return True
    if run[0].is_first:
        return len(run) > 1 or (run[0].is_heading and not run[0].title)
    near = sum(_is_next(one.order, other.order) for one, other in pairwise(run))
    are_local = all(":" in place.number and place.has_text for place in run) and not of_others
    if are_local and (near >= _FEWEST_LOCAL - 1 or (is_local and len(run) >= _FEWEST_PICKED)):
        return True
    return (goes_on or len(run) >= _FEWEST_FROM_ELSEWHERE) and near >= 0.8 * (len(run) - 1)


def _follows(one: _Order, other: _Order) -> bool:
    """Tell whether `other` is the very next: 6 after 5, 5a after 5, 3:1 after 2:9."""
    return one < other and _is_next(one, other)


def _is_next(one: _Order, other: _Order) -> bool:
    difference = next((b[0] - a[0] for a, b in zip(one, other, strict=False) if a != b), 0)
    return difference <= 1


def _roman_value(number: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in number]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
