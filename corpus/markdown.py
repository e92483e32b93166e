"""Markdown as a reader sees it: headings, and blocks of plain text without any markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.formats.emphasis import may_be_heading
from corpus.html_text import text_of_html, text_of_tag
from corpus.markdown_notes import footnotes, take_notes, with_notes, without_marks
from corpus.statutes.patterns import begins_part_of_statute, heads_part_of_statute, next_lid
from corpus.structure import EMPHASIS_LEVELS, Block, Element, Heading
from corpus.tables import table_blocks

# Nesting past this is dropped by the parser; deep enough for any text, shallow enough for the stack.
_MAX_NESTING = 80
# A longer line above a row of dashes is a paragraph above a rule, not a heading.
_MAX_UNDERLINED_HEADING = 120  # characters

_PARSER = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"]).use(footnotes)
_SPACES = re.compile(r"[ \t]+")
_SPACE_AT_LINE_END = re.compile(r" ?\n ?")
# Exports of the laws write an empty cell so, and set emphasis with its outer spaces inside ("*de wet: *de Wet").
_EMPTY_CELL = re.compile(r"-{2,}")
_EMPHASISED = re.compile(r"(?=.*[^\W\d_]{2})(?:\S.*|.*\S)", re.DOTALL)
_MARKS_AROUND_NOTHING = re.compile(r"\*{4,}")
# What a list in HTML numbers itself, behind the bullet that markdown gives it; the space may be of the style only.
_GLUED = re.compile(r"\A((?:\d{1,3}[a-z]{0,2}|[a-z])[.)])(?=[A-ZÀ-Þ])")
_ONDERDEEL = re.compile(r"[ \t]*(?:\(?(?:\d{1,2}[a-z]{0,2}|([a-z])\1?|[ivx]{1,4})[.)°]{1,2}|[•·▪]|–(?=\s+[A-ZÀ-Þ]))\s")
_TEXT_START = re.compile(r"[ \t]*[\"'“‘(\[]?[^\W_a-zß-ÿ]")
_ENUMERATED = re.compile(r"\(?(?:\d{1,3}[a-z]{0,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)°]{1,2}\s")


def read_markdown(markdown: str, *, bold_is_heading: bool = False) -> list[Element]:
    """Read canonical markdown (CommonMark with tables) without front matter into headings and blocks.

    A list is one block, an item a line ("- item", "2. item"), nested ones two spaces further; a table is a row a line,
    cells parted by " | ", a long one in blocks that each begin with its header. Link targets, images and HTML tags are
    left out. With `bold_is_heading` a paragraph that is bold as a whole, and reads as a heading, is one.
    """
    tokens = _PARSER.parse(markdown)
    notes = take_notes(_PARSER, tokens)
    elements = _elements(iter(tokens), bold_is_heading=bold_is_heading)
    return list(with_notes(elements, map(_note_text, notes)) if notes else elements)


def _note_text(tokens: Iterable[Token]) -> str:
    return "\n".join(element.text for element in _elements(iter(tokens)))


def _elements(tokens: Iterator[Token], until: str = "", *, bold_is_heading: bool = False) -> Iterator[Element]:
    """Yield what stands in `tokens` up to the closing token `until`."""
    for token in tokens:
        if token.type == until:
            return
        match token.type:
            case "heading_open":
                text = _inline_text(next(tokens))
                underlined = token.markup in "=-"
                if token.level or (underlined and len(text) > _MAX_UNDERLINED_HEADING):
                    yield Block(text)
                else:
                    yield Heading(int(token.tag[1]), text)
            case "inline" if bold_is_heading and _is_bold(token) and may_be_heading(without_marks(_inline_text(token))):
                yield Heading(EMPHASIS_LEVELS[0], _inline_text(token))
            case "inline":
                yield Block(_inline_text(token))
            case "bullet_list_open" | "ordered_list_open":
                yield Block(_list_text(tokens, token.type.replace("open", "close")))
            case "table_open":
                yield from (Block(part) for part in table_blocks(_rows(tokens)))
            case "fence" | "code_block":
                yield Block(token.content.strip("\n"))
            case "html_block":
                yield Block(text_of_html(token.content))
            case _:  # opening and closing of paragraphs and quotations, and rules
                pass


def _list_text(tokens: Iterator[Token], until: str) -> str:
    """Return a list, an item a line; items are numbered as in the source, or on from there where all are "1."."""
    lines: list[str] = []
    number = -1
    for token in tokens:
        if token.type == until:
            break
        if token.type != "list_item_open":
            continue
        marker = "-"
        if token.info:
            number = max(number + 1, int(token.info))
            marker = f"{number}{token.markup}"
        blocks = (element.text for element in _elements(tokens, "list_item_close"))
        text = "\n".join(block for block in blocks if block.strip())
        if text:
            numbered = _GLUED.sub(r"\1 ", text)
            line = numbered if marker == "-" and _ENUMERATED.match(numbered) else f"{marker} {text}"
            lines.append(line.replace("\n", "\n  "))
    return "\n".join(lines)


def _rows(tokens: Iterator[Token]) -> list[list[str]]:
    """Return the cells of a table, row by row, the header row first."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            text = _inline_text(token).replace("\n", " ")
            rows[-1].append("" if _EMPTY_CELL.fullmatch(text) else text)
    return rows


def _is_bold(token: Token) -> bool:
    """Tell whether all text of a paragraph is."""
    depth = 0
    for child in token.children or ():
        depth += (child.type == "strong_open") - (child.type == "strong_close")
        if child.content.strip() and not depth:
            return False
    return True


def _inline_text(token: Token) -> str:
    """Return the text of a paragraph, heading or cell: wrapped lines joined, others kept."""
    lines = [""]
    is_forced: list[bool] = []  # the end of each line but the last
    previous = ""
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline":
                lines[-1] += child.content
            case "softbreak" | "hardbreak":
                lines.append("")
                is_forced.append(child.type == "hardbreak")
            case "footnote_mark":
                lines[-1] += child.info
            case "html_inline":
                lines[-1] += text_of_tag(child.content)
            case "link_open" if previous == "link_close":
                lines[-1] += " "  # buttons in a row
            case _:  # emphasis, images, ends of links
                pass
        previous = child.type
    text = _joined(lines, is_forced)
    if "*" in text and "\\*" not in token.content:
        text = _without_asterisks(text)
    return _SPACE_AT_LINE_END.sub("\n", _SPACES.sub(" ", text)).strip()


def _joined(lines: Sequence[str], is_forced: Sequence[bool]) -> str:
    """Join the lines of a paragraph, but for forced ends, onderdelen, and articles if it begins with one."""
    parts = [lines[0]]
    has_articles = begins_part_of_statute(lines[0].strip())
    begins = True  # whether the last line is not the rest of another
    lid = next_lid(0, lines[0])
    for (line, following), forced in zip(pairwise(lines), is_forced, strict=True):
        before, lid = lid, next_lid(lid, following, line)
        begins = (
            forced
            or lid != before
            or _ONDERDEEL.match(following) is not None
            or (has_articles and _ends(line, following, begins))
        )
        parts += ["\n" if begins else " ", following]
    return "".join(parts)


def _ends(line: str, following: str, begins: bool) -> bool:
    """Tell whether a line is the heading of an article, or ends one that another follows."""
    if begins and heads_part_of_statute(line.strip()):
        return _TEXT_START.match(following) is not None
    return line.rstrip().endswith((".", ";", ":")) and begins_part_of_statute(following.strip())


def _without_asterisks(text: str) -> str:
    """Leave out what is left of marks of emphasis: a lone pair that has a space inside at one end, or is around all.

    Asterisks of notes and sums stay: those have none inside, or spaces at both ends.
    """
    text = _MARKS_AROUND_NOTHING.sub("", text)
    if text.count("*") != 2:
        return text
    before, inner, after = text.split("*")
    if not (before or after).strip() or _EMPHASISED.fullmatch(inner):
        # The space that stood outside the marks may be lost: "b.*de Minister: * de", "*de dienst:*de rechtspersoon".
        inner = inner if before.endswith(("(", "‘", "“")) else f" {inner}"
        return f"{before}{inner} {after}" if after[:1].isalnum() else before + inner + after
    return text
