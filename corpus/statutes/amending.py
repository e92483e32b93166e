"""Articles that amend another regulation: what they quote is theirs, and their onderdelen have letters: "A", "B"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.statutes.parting import Article, Part, Regulation
from corpus.statutes.patterns import ANNEX, ARTICLE, DIVISION, NOTES
from corpus.structure import Block, Element, Heading

ONDERDEEL = ", onderdeel "
"""What stands in an address between an article that amends and the letter of its onderdeel."""

_AMENDS = re.compile(
    r"\bals volgt gewijzigd\b|\bgewijzigd als volgt\b|\bde volgende wijziging(?:en)? (?:aangebracht|doorgevoerd)\b"
)
_LETTER = re.compile(r"[ \t]*(?:[Oo]nderdeel )?([A-Z]{1,2})(?:\.(?=\s|$)|[ \t]*$|[ \t]+(?=[A-ZÀ-Þ]))")


def with_quoted_as_text(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts of a statute, with headings in an amending article, letters and quoted ones, as its text."""
    together = list(parts)
    article: Article | None = None
    amends = False
    for part, is_above in zip(together, _are_above_articles(together), strict=True):
        if isinstance(part, Article | Regulation):
            article, amends = part if isinstance(part, Article) else None, False
        elif isinstance(part, Block):
            amends = amends or (article is not None and _AMENDS.search(part.text) is not None)
        elif amends and article is not None:
            if not _is_own(part, article, is_above_article=is_above):
                yield Block(part.text, part.page)
                continue
            amends = False
        yield part


def _are_above_articles(parts: Sequence[Part]) -> list[bool]:
    """Tell of each part whether an article follows it, past headings that are not written as one."""
    found: list[bool] = []
    is_above = False
    for part in reversed(parts):
        found.append(is_above)
        if not isinstance(part, Heading) or ARTICLE.match(part.text):
            is_above = isinstance(part, Article)
    return found[::-1]


def _is_own(heading: Heading, article: Article, *, is_above_article: bool) -> bool:
    """Tell whether a heading is of the regulation that amends, and not of what it quotes, nor the letter above that."""
    if _LETTER.fullmatch(heading.text):
        return False
    if article.is_last:
        return not ARTICLE.match(heading.text)
    return is_above_article and any(pattern.match(heading.text) for pattern in (DIVISION, ANNEX, NOTES))


def with_onderdelen(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements of a statute in order, with the onderdelen of amending articles in their addresses."""
    article: str | None = None  # the address of the last
    letter: str | None = None  # of the onderdeel at hand; empty before the first, None in articles that amend nothing
    for element in elements:
        if isinstance(element, Heading):
            if ARTICLE.match(element.text):
                article = letter = None
            yield element
            continue
        if element.address != article:
            article, letter = element.address, None
        if article is None or (letter is None and not _AMENDS.search(element.text)):
            yield element
            continue
        lines: list[str] = []
        for line in element.text.split("\n"):
            following = _next_letter(line, letter or "") if letter is not None else None
            if following and lines:
                yield _in(replace(element, text="\n".join(lines)), article, letter or "")
                lines = []
            letter = following or letter
            if letter is None and _AMENDS.search(line):
                letter = ""
            lines.append(line)
        yield _in(replace(element, text="\n".join(lines)), article, letter or "")


def _next_letter(line: str, letter: str) -> str | None:
    """Return the letter that a line begins with if it is the next: "B" after "A", "AA" after "Z"."""
    match = _LETTER.match(line)
    if not letter:
        following = "A"
    elif letter[-1] == "Z":
        following = "AA" if letter == "Z" else f"{chr(ord(letter[0]) + 1)}A"
    else:
        following = letter[:-1] + chr(ord(letter[-1]) + 1)
    return following if match is not None and match[1] == following else None


def _in(block: Block, article: str, letter: str) -> Block:
    return replace(block, address=f"{article}{ONDERDEEL}{letter}") if letter else block
