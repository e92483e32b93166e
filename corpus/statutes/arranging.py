"""A statute put in order: what stands under what, and on every block the article that it is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import inf

from corpus.statutes.closing import CLOSING, SIGNED, closing_start
from corpus.statutes.parting import ARTICLE_LEVEL, Article, Part, Regulation
from corpus.statutes.patterns import ANNEX, DIVISION, ENUMERATOR, NOTES, NOTES_ON, RANKS
from corpus.structure import Block, Element, Heading

DIVISION_LEVEL = 10  # of the outermost; each rank is one more
_AROUND_LEVEL = 5  # of an article behind the statute that another one holds
_TITLE_LEVEL, _ANNEX_LEVEL, _UNNAMED_LEVEL = 1, 2, 90
_NUMBERED_AFTER = re.compile(r"\d+(?:\.\d+)+\.?\s")  # its article, "1.1 Aanwijzing"
_ON = "toelichting bij "


class Arranger:
    """Goes through a statute, or a text that `explains` one, and knows where it is."""

    def __init__(self, *, explains: bool = False) -> None:
        self._article: Article | None = None  # that the text at hand is in
        self._address: str | None = None
        self._regulation = ""  # "Marktverordening 2024, ", if it is not the first
        self._under = _ON if explains else ""  # "bijlage 2, ", or "toelichting bij "; what an address begins with
        self._seen = False  # an article
        self._has_text = False  # under the heading at hand
        self._is_closing = False  # what stands behind the last article, until the next heading
        self._behind: float | None = None  # the level of the last heading behind that, which is of an annex

    def arranged(self, parts: Iterable[Part]) -> Iterator[Element]:
        """Yield the elements with the levels of a statute, titles joined to their numbers, and addresses on blocks."""
        headings: list[Heading | Article | Regulation] = []
        together = list(parts)
        for number, part in enumerate(together):
            if isinstance(part, Heading) and not headings and self._is_behind() and SIGNED.fullmatch(part.text):
                part = Block(part.text, part.page)
            if not isinstance(part, Block):
                headings.append(part)
                continue
            yield from _without_empty(list(self._headings(headings)))
            headings = []
            yield from self._addressed(part, together, number)
        yield from _without_empty(list(self._headings(headings)))

    def _is_behind(self) -> bool:
        """Tell whether the last article may have ended."""
        return self._is_closing or (self._article is not None and self._article.is_last and self._has_text)

    def _addressed(self, block: Block, parts: Sequence[Part], at: int) -> Iterator[Block]:
        """Yield a block, which is one of the `parts`, with its article, and what closes the statute apart."""
        if self._is_closing:
            yield replace(block, closes=True)
            return
        may_close = self._article is not None and self._article.is_last and not block.is_note
        start = closing_start(block.text, parts, at) if may_close else None
        if start is None or (not self._has_text and start == 0):  # the article says where it is published
            self._has_text = True
            yield replace(block, address=self._address)
            return
        if block.text[:start].strip():
            self._has_text = True
            yield replace(block, text=block.text[:start], address=self._address)
        self._article, self._address, self._is_closing, self._behind = None, None, self._has_text, inf
        yield replace(block, text=block.text[start:], closes=self._has_text)

    def _headings(self, run: Sequence[Heading | Article | Regulation]) -> Iterator[Heading]:
        """Yield the headings between two blocks."""
        if run:
            self._is_closing = self._has_text = False
        waiting: Heading | None = None  # for its title
        for number, heading in enumerate(run):
            is_other = _is_other(heading)
            if waiting and is_other and not ENUMERATOR.fullmatch(heading.text.strip("* ")):
                yield replace(waiting, text=f"{waiting.text.strip()} {heading.text}")
                waiting = None
                continue
            if waiting:
                yield waiting
            waiting = None
            above = number + 1 < len(run) and not _is_other(run[number + 1])
            level = self._level(heading, above)
            if is_other or isinstance(heading, Regulation) or NOTES.match(heading.text):
                yield Heading(level, heading.text, heading.page)
            else:
                waiting = Heading(level, heading.text, heading.page)
        if waiting:
            yield waiting

    def _level(self, heading: Heading | Article | Regulation, stands_above: bool) -> int:
        """Return the new level of a heading, and remember where the text under it is."""
        behind, self._behind = self._behind, None
        if isinstance(heading, Article):
            self._article, self._address, self._seen = heading, self._under + heading.name, True
            return _AROUND_LEVEL if heading.is_around else ARTICLE_LEVEL
        text = heading.text
        if isinstance(heading, Regulation):
            self._article, self._address = None, None
            self._regulation = self._under = f"{text.strip('* ')}, "
            return min(heading.level, _TITLE_LEVEL)
        if self._seen and NOTES.match(text):
            return self._level_of_notes(heading)
        if division := DIVISION.match(text):
            self._article, self._address = None, None
            name = division[1].lower().replace("§", "paragraaf")
            return DIVISION_LEVEL + RANKS.index(name)
        if self._seen and (annex := ANNEX.match(text)):
            self._article, self._address = None, None
            self._under = self._regulation + (f"bijlage {annex[1]}, " if annex[1] else "bijlage, ")
            return _ANNEX_LEVEL
        if behind is not None and heading.level <= behind:  # "Kaart"
            self._behind = heading.level
            return _ANNEX_LEVEL
        self._behind = behind
        if stands_above:  # a division without a number
            self._article, self._address = None, None
            return _UNNAMED_LEVEL if self._seen or heading.level > 1 else heading.level
        if self._article and self._article.is_last and CLOSING.match(text):  # "Bezwaar maken"
            self._article, self._address, self._behind = None, None, heading.level
            return _ANNEX_LEVEL
        if self._article:
            if text.startswith(f"{self._article.name.removeprefix('artikel ')}.") and _NUMBERED_AFTER.match(text):
                return ARTICLE_LEVEL + heading.level
            deeper = heading.level > self._article.level or ENUMERATOR.fullmatch(text.strip("* "))
            if deeper and not (self._article.is_last and self._article.level == ARTICLE_LEVEL):
                return ARTICLE_LEVEL + heading.level
            self._article, self._address = None, None
            return ARTICLE_LEVEL
        return ARTICLE_LEVEL + heading.level if self._seen or heading.level > 1 else heading.level

    def _level_of_notes(self, heading: Heading) -> int:
        """Return the level of a heading of notes: below an article that others follow, or else a part of the text."""
        if self._article and not self._article.is_last:
            self._address = f"{_ON}{self._under.removeprefix(_ON)}{self._article.name}"
            return ARTICLE_LEVEL + max(heading.level, 1)
        self._article, self._address = None, None
        is_part = self._under.startswith(_ON) and "toelichting" not in heading.text.lower()  # "2. Artikelsgewijs"
        self._under = _ON + self._regulation
        if explained := NOTES_ON.fullmatch(heading.text):
            self._address = f"{self._under}artikel {explained[1]}"
        return _ANNEX_LEVEL + is_part


def _without_empty(headings: Sequence[Heading]) -> Iterator[Element]:
    """Yield headings, but as text a division with nothing in it ("Hoofdstuk 6", right above "Hoofdstuk 7")."""
    for heading, following in zip_longest(headings, headings[1:]):
        is_division = following is not None and DIVISION.match(heading.text) and DIVISION.match(following.text)
        if is_division and following is not None and following.level <= heading.level:
            yield Block(heading.text, heading.page, closes=True)
        else:
            yield heading


def _is_other(heading: Heading | Article | Regulation) -> bool:
    """Tell whether a heading is none that all statutes have."""
    patterns = (DIVISION, ANNEX, NOTES)
    return isinstance(heading, Heading) and not any(pattern.match(heading.text) for pattern in patterns)
