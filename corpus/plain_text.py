"""Plain text: its headings recognised by how they stand, its wrapped lines joined; when in doubt it is body text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from corpus.dutch import MONTHS
from corpus.statutes.patterns import heads_part_of_statute, next_lid
from corpus.structure import EMPHASIS_LEVELS, Block, Element, Heading
from corpus.subjects import is_place, says_nothing

_MAX_HEADING = 80  # characters
_WRAP_WIDTHS = range(45, 131)  # characters; longer lines are paragraphs, shorter ones are meant as lines
_TITLE = 0  # level
_BEGINNING = 10_000  # characters of a text, which tell the place that it is of
_LOOSE_LEVEL = 100  # of headings without a number: below every numbered one

_LIST_ITEM = re.compile(r"\s*(?:[-–—•·*▪◦→o]|\(?(?:\d{1,3}|[a-zA-Z]{1,2}|[ivxIVX]+)[.)°]|Lid \d{1,2}:)(?:\s|$)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[^\W\d_a-zß-ÿ]|[‘“\"'(€])")
_HEADING_START = re.compile(r"[‘“\"'(¿]?(?:[^\W_a-zß-ÿ]|€)")
_NO_HEADING_END = (".", "!", ":", ";", ",", "…", "-")
_FULL_DATE = re.compile(rf"\d{{1,2}}-\d{{1,2}}-\d{{4}}|^(?:[A-Z][\w’'-]*, )?\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}$")


def read_plain_text(text: str) -> list[Element]:
    """Read canonical plain text into headings and blocks.

    A heading is a short line alone between blank lines, followed by body text; of two together the second is
    under the first. Three or more together are a list, except at the top, where the first is the title (level 0)
    unless it has a number or heads an article. A number ("2.3 Handhaving") gives its level, which is none of a title.
    """
    paragraphs = [list(lines) for blank, lines in groupby(text.split("\n"), lambda line: not line.strip()) if not blank]
    elements: list[Element] = []
    position = 0
    for is_candidate, run in groupby(paragraphs, _may_be_heading):
        lines = list(run)
        position += len(lines)
        if is_candidate and position < len(paragraphs):
            elements.extend(
                _headings([paragraph[0].strip() for paragraph in lines], None if elements else text[:_BEGINNING])
            )
        else:
            elements.extend(Block(unwrapped(paragraph)) for paragraph in lines)
    return elements


def unwrapped(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph that were broken for width only.

    A line end is such a break when the next word did not fit: when line and word together are wider than the
    paragraph's widest line.
    """
    width = max(len(line.rstrip()) for line in lines)
    joined = lines[0].rstrip()
    lid = next_lid(0, lines[0])
    for line, following in pairwise(lines):
        before, lid = lid, next_lid(lid, following, line)
        length = len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0])
        if width in _WRAP_WIDTHS and length > width and lid == before and not _LIST_ITEM.match(following):
            joined += " " + following.strip()
        else:
            joined += "\n" + following.rstrip()
    return joined.strip()


def _may_be_heading(paragraph: Sequence[str]) -> bool:
    line = paragraph[0].strip()
    return (
        len(paragraph) == 1
        and len(line) <= _MAX_HEADING
        and _HEADING_START.match(line) is not None
        and not line.endswith(_NO_HEADING_END)
        and any(map(str.isalpha, line))
        and (_NUMBERED.match(line) is not None or not _LIST_ITEM.match(line))
        and not _FULL_DATE.search(line)
    )


def _headings(lines: Sequence[str], beginning: str | None) -> Iterator[Element]:
    """Yield the headings that a run of heading-like lines stands for, or blocks when the run is a list.

    At the top, where the text has this `beginning`, marks come before the title, and the place that it is of.
    """
    marks = list(takewhile(says_nothing, lines)) if beginning is not None else []
    if beginning is not None and len(lines) > len(marks) + 1 and is_place(lines[len(marks)], beginning):
        marks.append(lines[len(marks)])
    yield from map(Block, marks)
    lines = lines[len(marks) :]
    numbers = [_NUMBERED.match(line) for line in lines]
    at_top = beginning is not None
    if at_top and not lines:
        return
    if at_top and not numbers[0] and not heads_part_of_statute(lines[0]):
        yield Heading(_TITLE, lines[0])
        lines, numbers = lines[1:], numbers[1:]
    levels = [EMPHASIS_LEVELS[n[1].count(".") + 1] if n else _LOOSE_LEVEL + i for i, n in enumerate(numbers)]
    for line, level in zip(lines, levels, strict=True):
        descends = len(set(levels)) == len(levels) and levels == sorted(levels)
        yield Heading(level, line) if len(lines) <= 2 and descends else Block(line)
