"""From the paragraphs of a word processor (styles, lists and tables known) to headings and blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from corpus.formats.nodes import is_short_title
from corpus.formats.page_furniture import CONTENTS
from corpus.structure import EMPHASIS_LEVELS, TITLE_LEVEL, Block, Element, Heading
from corpus.tables import table_blocks


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph. `level` is that of a heading, 0 for a title, None for text; `label` is its number or bullet.

    `emphasis` is "bold" or "underline" where it is so as a whole, or empty. `cell_end` marks the last paragraph of a
    table cell, `row_end` the end of a row, which has no text.
    """

    text: str
    level: int | None = None
    label: str = ""
    emphasis: str = ""
    in_table: bool = False
    cell_end: bool = False
    row_end: bool = False


def elements_of(paragraphs: Iterable[WordParagraph]) -> list[Element]:
    """Return headings and blocks: a list is one block, an item a line; a table a row a line.

    The title of a table of contents goes where that table is left out.
    """
    elements = list(_elements(paragraphs))
    return [
        element
        for element, following in zip_longest(elements, elements[1:])
        if not (CONTENTS.fullmatch(element.text) and isinstance(following, Heading | None))
    ]


def _elements(paragraphs: Iterable[WordParagraph]) -> Iterator[Element]:
    filled = (one for one in paragraphs if one.in_table or one.text.strip())
    for kind, run in groupby(filled, _kind):
        together = list(run)
        if kind == "table":
            yield from (Block(part) for part in table_blocks(_rows(together)))
        elif kind == "list":
            yield Block("\n".join(_labelled(one) for one in together))
        else:
            yield from (_heading_or_text(one) for one in together)


def _kind(paragraph: WordParagraph) -> str:
    if paragraph.in_table:
        return "table"
    return "list" if paragraph.label and paragraph.level is None else "text"


def _heading_or_text(paragraph: WordParagraph) -> Element:
    text = paragraph.text.strip()
    if paragraph.level is not None:
        return Heading(paragraph.level or TITLE_LEVEL, _labelled(paragraph))
    if paragraph.emphasis and is_short_title(text):
        return Heading(EMPHASIS_LEVELS[paragraph.emphasis == "underline"], text)
    return Block(text)


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
