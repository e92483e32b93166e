"""The lines of a printed page as a reader sees them: what stands on one row is one line, a title comes first."""

from __future__ import annotations

import re
from dataclasses import replace
from math import inf
from statistics import median

from corpus.formats.emphasis import LARGER
from corpus.formats.hyphenation import printed_text
from corpus.formats.printed_page import CELL_GAP, SUPERSCRIPT, PrintedLine, PrintedPage
from corpus.normalise import canonical_line
from corpus.tables import CELL_SEPARATOR

BULLETS = "-–—•·▪◦●○■□➢➤✓✔►∙"
_SAME_ROW = 0.2  # of the type size: lines that differ less in height are cells of one row
_WORD_GAP = 0.1  # of the type size: what is nearer to each other is one word
_BULLET_ONLY = re.compile(rf"[{BULLETS}*o]")


def cleaned(page: PrintedPage) -> PrintedPage:
    """Return a page with canonical lines, the cells of a row on one.

    A bullet that stands on a line of its own goes before its text.
    """
    lines: list[PrintedLine] = []
    for line in page.lines:
        text = canonical_line(printed_text(line.text))
        if not text:
            continue
        if (
            lines
            and lines[-1].cell == line.cell
            and _BULLET_ONLY.fullmatch(lines[-1].text)
            and abs(lines[-1].bottom - line.bottom) < line.size
        ):
            text = f"{lines.pop().text} {text}"
        marker = re.match(rf"(?:[{BULLETS}*o]|\(?\w{{1,3}}[.)]?) \| ", text)
        if marker:
            text = text.replace(CELL_SEPARATOR, " ", 1)
        before = lines[-1] if lines and not (line.cell and lines[-1].cell) else None
        gap = (line.left - before.right) / line.size if before else 0.0
        if before and abs(gap) < _WORD_GAP and text.isdigit() and _is_raised(line, before):
            lines[-1] = replace(before, right=line.right, raised=(*before.raised, text))
            continue
        if before and abs(before.bottom - line.bottom) < _SAME_ROW * line.size and gap > -_WORD_GAP:
            between = CELL_SEPARATOR if gap > CELL_GAP else " " if gap > _WORD_GAP else ""
            lines[-1] = replace(
                before,
                text=f"{before.text}{between}{text}",
                right=line.right,
                bold=before.bold and line.bold,
                underlined=before.underlined and line.underlined,
            )
        else:
            lines.append(replace(line, text=text))
    return replace(page, lines=tuple(lines))


def _is_raised(line: PrintedLine, before: PrintedLine) -> bool:
    """Tell whether a line is the number of a footnote behind another: PDFium parts them where they overlap least."""
    return line.size < SUPERSCRIPT * before.size and line.bottom < before.bottom - _SAME_ROW * before.size


def with_title_first(page: PrintedPage) -> PrintedPage:
    """Return a page with its title before the text below it, also where a drawing program wrote that first.

    A title is larger than most lines, above all that was written before it, and over that: the heading of another
    column is not.
    """
    usual = median(line.size for line in page.lines) if page.lines else 0.0
    titles: list[PrintedLine] = []
    others: list[PrintedLine] = []
    left, right, top = inf, -inf, inf  # of the others
    for line in page.lines:
        is_above = line.bottom < top - line.size / 2 and line.left < right and left < line.right
        if is_above and line.size >= LARGER * usual:
            titles.append(line)
            continue
        others.append(line)
        left, right, top = min(left, line.left), max(right, line.right), min(top, line.bottom)
    return replace(page, lines=(*titles, *others))
