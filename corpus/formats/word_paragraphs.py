"""From the paragraphs of a word processor (styles, lists and tables known) to headings and blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from corpus.formats.emphasis import LARGER, may_be_heading
from corpus.formats.heading_numbers import with_levels_by_number
from corpus.formats.list_levels import indented
from corpus.formats.numbering import BULLET
from corpus.formats.page_furniture import CONTENTS
from corpus.structure import EMPHASIS_LEVELS, TITLE_LEVEL, Block, Element, Heading
from corpus.tables import table_blocks

_TITLE_WITHIN = 12  # paragraphs from the beginning


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph. `level` is that of a heading, 0 for a title, None for text; `label` is its number or bullet.

    `emphasis` is "bold" or "underline" where it is so as a whole, or empty; `size` is its type size in points, 0 where
    that is unknown, and `left` how many points it stands from the left. `cell_end` marks the last paragraph of a table
    cell, `row_end` the end of a row, which has no text. `is_note` tells whether it is a footnote.
    """

    text: str
    level: int | None = None
    label: str = ""
    emphasis: str = ""
    size: float = 0.0
    left: float = 0.0
    in_table: bool = False
    cell_end: bool = False
    row_end: bool = False
    is_note: bool = False


def elements_of(paragraphs: Iterable[WordParagraph]) -> list[Element]:
    """Return headings and blocks: a list is one block, an item a line; a table a row a line.

    The title of a table of contents goes where that table is left out. Where no heading has a style, those with numbers
    have their level by these.
    """
    read = list(paragraphs)
    elements = list(_elements(_with_levels_by_type(read)))
    kept = [
        element
        for element, following in zip_longest(elements, elements[1:])
        if not (CONTENTS.fullmatch(element.text) and isinstance(following, Heading | None))
    ]
    has_styles = any(one.level is not None and one.level > 0 for one in read)
    return kept if has_styles else with_levels_by_number(kept)


def _with_levels_by_type(paragraphs: Sequence[WordParagraph]) -> Iterator[WordParagraph]:
    """Yield the paragraphs, those with a level that stand out by their type as headings have no style to do.

    The larger the type the higher they are; bold above underlined, or the other way round if an underlined one is the
    first below the title. One that is larger than all others, near the beginning and before all headings with a style,
    is the title.
    """
    letters: Counter[float] = Counter()
    for one in paragraphs:
        letters[one.size] += len(one.text) if one.level is None and not one.in_table else 0
    text_size = max(letters, key=letters.__getitem__, default=0.0)
    filled = [one for one in paragraphs if one.text.strip()]
    found = [_kind_of_type(one, text_size) for one in filled]
    kinds = Counter(kind for kind in found if kind is not None)
    foremost = next((emphasis for _, emphasis in filter(None, found[1:]) if emphasis != "none"), "bold")
    ordered = sorted(kinds, key=lambda kind: (-kind[0], kind[1] != foremost, kind[1]))
    levels = dict(zip(ordered, EMPHASIS_LEVELS, strict=False))
    first_styled = next((n for n, one in enumerate(paragraphs) if one.level is not None), len(paragraphs))
    for number, one in enumerate(paragraphs):
        kind = _kind_of_type(one, text_size)
        if kind is None:
            yield one
        elif kind[0] and kind == ordered[0] and kinds[kind] == 1 and number < min(first_styled, _TITLE_WITHIN):
            yield replace(one, level=0)
        else:
            yield replace(one, level=levels.get(kind, EMPHASIS_LEVELS[-1]))


def _kind_of_type(paragraph: WordParagraph, text_size: float) -> tuple[float, str] | None:
    """Return size (0 for that of the text) and emphasis of a paragraph that is a heading by its type, None if none."""
    larger = paragraph.size if 0 < LARGER * text_size <= paragraph.size else 0.0
    is_item = paragraph.label == BULLET or (paragraph.label and not (larger or paragraph.emphasis))
    if paragraph.level is not None or paragraph.in_table or is_item or not (larger or paragraph.emphasis):
        return None
    text = _labelled(paragraph)
    return (larger, paragraph.emphasis or "none") if may_be_heading(text.rstrip(":") if larger else text) else None


def _elements(paragraphs: Iterable[WordParagraph]) -> Iterator[Element]:
    filled = (one for one in paragraphs if one.in_table or one.text.strip())
    for kind, run in groupby(filled, _kind):
        together = list(run)
        if kind == "table":
            yield from (Block(part) for part in table_blocks(_rows(together)))
        elif kind == "list":
            yield Block(indented((one.left, _labelled(one)) for one in together))
        else:
            yield from (_heading_or_text(one) for one in together)


def _kind(paragraph: WordParagraph) -> str:
    if paragraph.in_table:
        return "table"
    return "list" if paragraph.label and paragraph.level is None else "text"


def _heading_or_text(paragraph: WordParagraph) -> Element:
    if paragraph.level is not None:
        return Heading(paragraph.level or TITLE_LEVEL, _labelled(paragraph))
    return Block(paragraph.text.strip(), is_note=paragraph.is_note)


def _labelled(paragraph: WordParagraph) -> str:
    text = paragraph.text.strip()
    return f"{paragraph.label} {text}" if paragraph.label else text


def _rows(paragraphs: Sequence[WordParagraph]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    for paragraph in paragraphs:
        if paragraph.row_end:
            rows.append([])
            cell = []
            continue
        cell.append(_labelled(paragraph))
        if paragraph.cell_end:
            rows[-1].append(" ".join(" ".join(cell).split()))
            cell = []
    return [row for row in rows if row]
