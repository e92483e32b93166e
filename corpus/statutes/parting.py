"""The headings of articles marked among the elements of a text, and those that stand within blocks parted off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.statutes.articles import Place
from corpus.statutes.patterns import ANNEX, DIVISION, NOTES, TABLE_OF_CONTENTS, is_line_of, is_title
from corpus.statutes.regulations import titles_of_next_regulations
from corpus.structure import Block, Element, Heading

ARTICLE_LEVEL = 100
_ELEMENTS_ABOVE = 6  # before the first article, in which divisions are looked for


@dataclass(frozen=True, slots=True)
class Article:
    """The heading of an article."""

    level: int
    text: str
    name: str  # "artikel 2:74"
    is_last: bool  # of its statute
    is_around: bool  # of a statute that holds another, before it
    page: int | None


@dataclass(frozen=True, slots=True)
class Regulation:
    """The title of a second regulation in the text, or a later one."""

    level: int
    text: str
    page: int | None


Part = Element | Article | Regulation


def parted(elements: Sequence[Element], runs: Sequence[Sequence[Place]]) -> Iterator[Part]:
    """Yield `elements` with the articles of `runs`, and the titles of further regulations, marked.

    Lines of blocks that are headings become headings.
    """
    articles: dict[int, dict[int, tuple[Place, bool]]] = {}
    for run in runs:
        for place in run:
            articles.setdefault(place.element, {})[place.line] = (place, place is run[-1])
    first, last = runs[0][0].element, runs[-1][-1].element
    titles = titles_of_next_regulations(elements, runs)
    for number, element in enumerate(elements):
        if isinstance(element, Heading):
            found = articles.get(number, {}).get(0)
            if number in titles:
                yield Regulation(element.level, element.text, element.page)
                continue
            yield from _article_parted(element, found) if found else [element]
            continue
        if element.is_note:
            yield element
            continue
        sought = [DIVISION] if first - _ELEMENTS_ABOVE <= number <= last else []
        if number > first and "\n" not in element.text:
            sought += [ANNEX, NOTES]
        yield from _block_parted(element, articles.get(number, {}), sought)


def _block_parted(
    block: Block, articles: Mapping[int, tuple[Place, bool]], sought: Sequence[re.Pattern[str]]
) -> Iterator[Element | Article]:
    """Yield a block in parts: text, and the lines that are headings of articles or of what is `sought`."""
    text: list[str] = []
    for at, line in enumerate(block.text.split("\n")):
        found = articles.get(at)
        if not found and (TABLE_OF_CONTENTS.search(line) or not any(is_line_of(pattern, line) for pattern in sought)):
            text.append(line)
            continue
        if any(text):
            yield replace(block, text="\n".join(text))
        text = []
        if not found:
            yield Heading(ARTICLE_LEVEL, line.strip(), block.page)
        elif is_title(found[0].title) and not found[0].is_text:
            yield _article(block, ARTICLE_LEVEL, line.strip(), *found)
        else:  # "Art. 5. De burgemeester kan ..."
            heading, _, _ = line.partition(found[0].title)
            yield _article(block, ARTICLE_LEVEL, heading.strip(), *found)
            text = [line[len(heading) :]]
    if any(text):
        yield replace(block, text="\n".join(text))


def _article_parted(heading: Heading, found: tuple[Place, bool]) -> Iterator[Element | Article]:
    """Yield the heading of an article; "(vervallen)" in it, or a sentence that is all it has, is its text."""
    title = found[0].title
    number, _, _ = heading.text.partition(title) if found[0].is_text else (heading.text, "", "")
    yield _article(heading, heading.level, number.strip(" *–—|-") if number != heading.text else number, *found)
    if number != heading.text:
        yield Block(heading.text[len(number) :].strip(" *"), heading.page)


def _article(element: Element, level: int, text: str, place: Place, is_last: bool) -> Article:
    name = f"artikel {place.number}" if place.number else "enig artikel"
    return Article(level, text, name, is_last, place.is_around, element.page)
